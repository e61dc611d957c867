"""An address without DHCP, as controllers have it."""

import subprocess


def fixed(ip, interface="eth0"):
    subprocess.run(["sysctl", "-qw", f"net.ipv6.conf.{interface}.disable_ipv6=1"])
    subprocess.run(["ip", "link", "set", interface, "up"], check=True)
    subprocess.run(["ip", "addr", "add", ip + "/24", "brd", "+", "dev", interface], check=True)
    subprocess.run(["ip", "route", "add", "default", "via", ip.rpartition(".")[0] + ".1"])
    return ip
