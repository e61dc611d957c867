# FTP: vsftpd, asked by curl.
record tcp port 21
mkdir -p $BOX/empty
printf "listen=YES\nlisten_ipv6=NO\nbackground=NO\nanonymous_enable=NO\nlocal_enable=YES\nsecure_chroot_dir=$BOX/empty\nseccomp_sandbox=NO\n" > $BOX/vsftpd.conf; chown root $BOX/vsftpd.conf
server vsftpd $BOX/vsftpd.conf & sleep 1
limit=6 client curl -s --user ward7-nurse:not-a-secret ftp://10.99.0.1/
