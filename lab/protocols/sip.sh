# SIP: kamailio as registrar; baresip registers, sipsak asks for options.
record udp port 5060
server "$LAB/programs/kamailio.sh" 10.99.0.1 & sleep 2
mkdir -p $BOX/.baresip
printf "module_path /usr/lib/baresip/modules\nmodule account.so\nmodule_app account.so\nmodule_app menu.so\nmodule g711.so\n" > $BOX/.baresip/config
printf "<sip:ward7-desk@10.99.0.1>;auth_pass=not-a-secret;regint=60\n" > $BOX/.baresip/accounts
limit=5
client baresip -f $BOX/.baresip
client sipsak -s sip:ward7-desk@10.99.0.1
