"""Keeps the first frames of a capture: trim.py IN OUT FRAMES. Nothing is written if there is none."""

import sys

from cut import frames, pcap

source, out, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
kept = [frame for number, frame in enumerate(frames(source)) if number < most]
if kept:
    pcap(out, kept)
