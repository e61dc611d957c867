#!/bin/sh
# What dhclient runs to set the address it was given.
case $reason in BOUND|RENEW|REBIND|REBOOT) ip addr add "$new_ip_address/24" brd + dev "$interface"; ip route add default via "${new_routers%% *}" ;; esac
exit 0
