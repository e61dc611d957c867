#!/usr/bin/env bash
# Runs a command as one device: inside.sh DEVICE COMMAND... . The caller has already made its
# network, mount, host name and process namespaces; this gives it a private /run, host name and resolver.
set -euo pipefail
export DEVICE=$1; shift
hostname "$DEVICE"
mount -t tmpfs tmpfs /run
mkdir -p /run/lock /run/dbus /run/box /run/samba
printf 'nameserver %s\n' "${RESOLVER:-127.0.0.1}" > /run/box/resolv.conf
printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$DEVICE" > /run/box/hosts
printf '%s' "$(echo "$DEVICE" | md5sum | cut -c1-32)" > /run/box/machine-id
mount --bind /run/box/resolv.conf /etc/resolv.conf
mount --bind /run/box/hosts /etc/hosts
[ -e /etc/machine-id ] && mount --bind /run/box/machine-id /etc/machine-id
export BOX=${BOX:-/run/box}
# A stock kernel name for the programs that say it, so that a capture does not describe the machine that recorded it.
[ -z "${LAB_UNAME:-}" ] || export LD_PRELOAD=$LAB_UNAME
export HOME=$BOX
cd "$BOX"
exec "$@"
