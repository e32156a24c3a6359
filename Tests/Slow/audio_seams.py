"""Finds seams in sound: windows where two decodes that ought to be the same differ."""

import array

from support import run

RATE = 8000
WINDOW = RATE // 50


def samples(path, stream="0:a:0", rate=RATE):
    """One stream decoded to mono 16-bit samples."""
    result = run(["ffmpeg", "-v", "error", "-nostdin", "-allowed_extensions", "ALL", "-i", path, "-map", stream,
                  "-ac", "1", "-ar", str(rate), "-f", "s16le", "-"], 120)
    return array.array("h", result.out[: len(result.out) // 2 * 2])


def seams(one, other):
    """Seconds at which 20 ms of two sample sequences differ by more than coding noise."""
    found = []
    for at in range(0, min(len(one), len(other)) - WINDOW, WINDOW):
        a, b = one[at:at + WINDOW], other[at:at + WINDOW]
        if a == b:
            continue
        difference = (sum((x - y) ** 2 for x, y in zip(a, b)) / WINDOW) ** 0.5
        level = (sum(x * x for x in a) / WINDOW) ** 0.5
        if difference > 0.5 * level + 200:
            found.append(at / RATE)
    return found
