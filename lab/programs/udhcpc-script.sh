#!/bin/sh
# What udhcpc runs to set the address it was given.
[ "$1" = bound ] || [ "$1" = renew ] || exit 0
ip addr add "$ip/24" brd + dev "$interface"
ip route add default via "${router%% *}"
