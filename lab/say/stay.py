"""Keeps a staged device alive until the recording ends, and runs what it does over and over."""

import subprocess
import time


def on(*tasks, every=30):
    while True:
        for task in tasks:
            task()
        time.sleep(every)


def program(*command):
    """Starts a real program beside the staged ones."""
    return subprocess.Popen(command, stdin=subprocess.DEVNULL)
