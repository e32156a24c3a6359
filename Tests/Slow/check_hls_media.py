"""Edits to a finished HLS folder: its playlists' lines, MP4 boxes, transport-stream packets, and new renditions."""

import re
import shutil
import struct
import subprocess
from pathlib import Path


class Ladder:
    """A copy of a golden folder that a fault is planted in."""

    def __init__(self, folder, golden):
        self.root = Path(folder)
        shutil.copytree(golden, self.root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))

    @property
    def videos(self):
        """The folders of the video rungs, the largest first."""
        names = [line.split("/")[0] for line in self.lines("master.m3u8") if re.match(r"\d+p/playlist", line)]
        return list(dict.fromkeys(names))

    @property
    def top(self):
        """The media playlist of the largest rung."""
        return f"{self.videos[0]}/playlist.m3u8"

    def read(self, name):
        return (self.root / name).read_bytes()

    def write(self, name, data):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else bytes(data))

    def lines(self, name):
        return self.read(name).decode("utf-8", "replace").splitlines()

    def set_lines(self, name, lines):
        self.write(name, "\n".join(lines) + "\n")

    def sub(self, name, pattern, replacement, count=1):
        """Replaces in a playlist; a pattern that is not there is a mistake of the test."""
        text, made = re.subn(pattern, replacement, self.read(name).decode(), count=count, flags=re.M)
        if not made:
            raise ValueError(f"{name} holds no {pattern}")
        self.write(name, text)

    def drop(self, name, pattern):
        """Takes lines out."""
        kept = [line for line in self.lines(name) if not re.search(pattern, line)]
        if len(kept) == len(self.lines(name)):
            raise ValueError(f"{name} holds no {pattern}")
        self.set_lines(name, kept)

    def insert(self, name, pattern, line, after=False):
        """Puts a line before (or after) the first that matches."""
        lines = self.lines(name)
        index = next(i for i, text in enumerate(lines) if re.search(pattern, text)) + after
        lines[index:index] = [line]
        self.set_lines(name, lines)

    def segments(self, name):
        """The references of a media playlist's segments."""
        return [line for line in self.lines(name) if line and not line.startswith("#")]

    def segment(self, name, index):
        """The path of a segment below the root."""
        return f"{Path(name).parent}/{self.segments(name)[index]}"

    def remove_segment(self, name, index):
        """Takes a segment out of a playlist, with its EXTINF."""
        uri, kept = self.segments(name)[index], []
        for line in self.lines(name):
            if line == uri:
                while kept[-1].startswith(("#EXTINF", "#EXT-X-BYTERANGE")):
                    kept.pop()
            else:
                kept.append(line)
        self.set_lines(name, kept)

    def playlists(self):
        """All media playlists."""
        return sorted(str(p.relative_to(self.root)) for p in self.root.rglob("*.m3u8") if p.name != "master.m3u8")

    def make_live(self):
        """Turns every playlist into one that is not finished."""
        for name in self.playlists():
            self.drop(name, "EXT-X-ENDLIST")
            self.drop(name, "EXT-X-PLAYLIST-TYPE")


# MP4 boxes


def find_box(data, kind):
    """Where a box's payload begins, by its four characters."""
    at = bytes(data).find(kind)
    if at < 4:
        raise ValueError(f"no box {kind}")
    return at + 4


def shift_decode_time(data, seconds, timescale):
    """Adds to tfdt."""
    data = bytearray(data)
    at = find_box(data, b"tfdt")
    form, size = (">Q", 8) if data[at] == 1 else (">I", 4)
    value = struct.unpack_from(form, data, at + 4)[0] + round(seconds * timescale)
    data[at + 4:at + 4 + size] = struct.pack(form, value)
    return data


def timescale(data):
    """The media's ticks a second, of an initialization section."""
    at = find_box(data, b"mdhd")
    return struct.unpack_from(">I", data, at + (20 if data[at] == 1 else 12))[0]


def damage(data, start=0.5, length=200):
    """Overwrites bytes in the middle."""
    data = bytearray(data)
    at = int(len(data) * start)
    for index in range(at, min(len(data), at + length)):
        data[index] ^= 0xA5
    return data


# Transport-stream packets


def packets(data):
    return [bytes(data[i:i + 188]) for i in range(0, len(data), 188)]


def pid(packet):
    return (packet[1] & 0x1F) << 8 | packet[2]


def video_pid(data):
    """The PID of the packets that are most."""
    count = {}
    for packet in packets(data):
        count[pid(packet)] = count.get(pid(packet), 0) + 1
    return max(count, key=count.get)


def move_first_picture(before, after):
    """Moves the first picture of a segment to the end of the one before it."""
    video, starts, moved, kept = video_pid(after), 0, [], []
    for packet in packets(after):
        if pid(packet) == video and packet[1] & 0x40:
            starts += 1
        (moved if pid(packet) == video and starts == 1 else kept).append(packet)
    return before + b"".join(moved), b"".join(kept)


# New media, made by ffmpeg


def ffmpeg(*arguments):
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *map(str, arguments)], check=True, timeout=120)


def encrypt(data, key, vector):
    """AES-128 in CBC mode by openssl."""
    return subprocess.run(["openssl", "enc", "-aes-128-cbc", "-K", key.hex(), "-iv", vector.hex()], input=bytes(data),
                          stdout=subprocess.PIPE, check=True).stdout
