"""Logs in by telnet as a person types it: telnet_login.py HOST NAME PASSWORD [LINE...], through the real telnet client."""

import subprocess
import sys
import time

host, *lines = sys.argv[1:]
client = subprocess.Popen(["telnet", host], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
time.sleep(1.5)
for line in lines:
    for letter in line + "\n":
        client.stdin.write(letter.encode())
        client.stdin.flush()
        time.sleep(0.05)
    time.sleep(0.8)
client.stdin.close()
client.wait(4)
