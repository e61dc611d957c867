# SMB: smbd (SMB2 and 3, NTLMSSP), asked by smbclient.
record tcp port 445
mkdir -p $BOX/pub
printf "[global]\nnetbios name=WARD-FILES\nworkgroup=STEXAMPLE\nmap to guest=Bad User\nlock directory=$BOX\nstate directory=$BOX\ncache directory=$BOX\nprivate dir=$BOX\npid directory=$BOX\nncalrpc dir=$BOX/rpc\nlog file=$BOX/log\n[public]\npath=$BOX/pub\nguest ok=yes\n" > $BOX/smb.conf
server smbd -F --no-process-group -s $BOX/smb.conf & sleep 4
limit=20 client smbclient -s $BOX/smb.conf -L 10.99.0.1 -U ward7-nurse%not-a-secret -W STEXAMPLE
