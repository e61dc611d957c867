# 802.1X on a cable: hostapd (wired, EAP-MD5) and wpa_supplicant.
record ether proto 0x888e
printf "interface=eth0\ndriver=wired\nieee8021x=1\neap_server=1\neap_user_file=$BOX/users\nuse_pae_group_addr=1\n" > $BOX/hostapd.conf
printf "\"dev-ward7-0042\" MD5 \"not-a-secret\"\n" > $BOX/users
server hostapd $BOX/hostapd.conf & sleep 1
printf "ap_scan=0\nnetwork={\nkey_mgmt=IEEE8021X\neap=MD5\nidentity=\"dev-ward7-0042\"\npassword=\"not-a-secret\"\neapol_flags=0\n}\n" > $BOX/wpa.conf
limit=5 client wpa_supplicant -D wired -i eth0 -c $BOX/wpa.conf
