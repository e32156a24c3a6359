"""Measuring what HLS media holds: packet times, codec strings, segment starts, bit rates, decoded times."""

import json
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import hls_playlist
import mp4_boxes
from support import fraction, probe, run


@dataclass
class Rendition:
    """One media playlist with what was measured of its media."""

    name: str
    playlist: hls_playlist.MediaPlaylist
    kind: str = "video"
    codecs: list = field(default_factory=list)
    stream: dict = field(default_factory=dict)
    base: Fraction = Fraction(1)
    packets: list = field(default_factory=list)
    decoded: int = 0
    peak: float = 0.0
    mean: float = 0.0

    @property
    def times(self):
        return sorted(p[0] * self.base for p in self.packets)

    @property
    def keyframes(self):
        return [p[0] * self.base for p in self.packets if p[2]]

    @property
    def start(self):
        return self.times[0]

    @property
    def unit(self):
        """The duration of one frame: the longest step between pictures, or an audio frame."""
        if self.kind == "audio":
            return Fraction(audio_frame(self.stream), int(self.stream["sample_rate"]))
        times = self.times
        steps = [b - a for a, b in zip(times, times[1:])]
        return max(steps) if steps else Fraction(1, 10)

    @property
    def end(self):
        last = max(self.packets, key=lambda p: p[0])
        if last[1]:
            return (last[0] + last[1]) * self.base
        # ffprobe gives no duration where the last fragment holds a single picture: take the usual step.
        times = self.times
        steps = sorted(b - a for a, b in zip(times, times[1:]))
        return last[0] * self.base + (steps[len(steps) // 2] if steps else 0)


def audio_frame(stream):
    """Samples in one coded audio frame."""
    return {"aac": 1024, "mp3": 1152, "ac3": 1536, "eac3": 1536, "opus": 960}.get(stream.get("codec_name"), 1024)


def media_codecs(rendition, video, audio):
    """The codec strings that the media itself shows."""
    maps = rendition.playlist.maps
    if maps:
        return mp4_boxes.codec_strings(maps[0].read())
    found = []
    if video:
        found.append(_annexb_codec(rendition, video))
    if audio:
        if audio["codec_name"] == "aac":
            profile = {"LC": 2, "HE-AAC": 5, "HE-AACv2": 29, "Main": 1}.get(audio.get("profile"), 2)
            found.append(f"mp4a.40.{profile}")
        else:
            found.append({"ac3": "ac-3", "eac3": "ec-3", "mp3": "mp4a.40.34"}.get(audio["codec_name"], "?"))
    return found


def _annexb_codec(rendition, video):
    if video["codec_name"] != "h264":
        return {"hevc": "hvc1", "av1": "av01"}.get(video["codec_name"], "?")
    data = elementary(rendition.playlist.segments[0])
    at = data.find(b"\0\0\1\x67")
    at = at if at >= 0 else data.find(b"\0\0\1\x27")
    return "avc1." + data[at + 4:at + 7].hex()


def elementary(segment):
    """The first picture of a transport stream segment, as an Annex B stream."""
    return run(["ffmpeg", "-v", "quiet", "-nostdin", "-i", segment.path, "-map", "0:v:0", "-c", "copy",
                "-frames:v", "1", "-f", "h264", "-"], 30).out


def segment_starts(rendition):
    """The first presentation time in each segment, measured segment by segment."""
    starts = []
    first_packets, index = [], 0
    for segment in rendition.playlist.segments:
        count = packets_in(segment, rendition)
        first_packets.append(index)
        index += count
    if index != len(rendition.packets):
        raise ValueError(f"{rendition.name}: segments hold {index} packets, the whole {len(rendition.packets)}")
    for at, first in enumerate(first_packets):
        stop = first_packets[at + 1] if at + 1 < len(first_packets) else len(rendition.packets)
        if first == stop:
            raise ValueError(f"{rendition.name}: segment {at} holds no packet")
        starts.append(min(p[0] for p in rendition.packets[first:stop]) * rendition.base)
    return starts


def packets_in(segment, rendition):
    """How many samples a segment holds: from trun boxes, or by ffprobe for transport streams."""
    if segment.map:
        track = int(rendition.stream.get("id", "0x0"), 16)
        return mp4_boxes.sample_count(segment.read(), track)
    result = run(["ffprobe", "-v", "quiet", "-count_packets", "-select_streams", rendition.kind[0] + ":0",
                  "-of", "csv=p=0", "-show_entries", "stream=nb_read_packets", segment.path], 30)
    words = [w for w in result.out.decode().replace(",", "\n").split() if w.isdigit()]
    return int(words[0]) if words else 0


def peak_rate(playlist):
    """The largest bit rate of any contiguous segments that last 0.5 to 1.5 target durations."""
    low, high = Fraction(playlist.target, 2), Fraction(playlist.target * 3, 2)
    sizes, durations = [s.size for s in playlist.segments], [s.duration for s in playlist.segments]
    best = 0.0
    for first in range(len(sizes)):
        size, duration = 0, Fraction(0)
        for last in range(first, len(sizes)):
            size, duration = size + sizes[last], duration + durations[last]
            if duration > high:
                break
            if duration >= low and duration > 0:
                best = max(best, float(size * 8 / duration))
    return best or mean_rate(playlist)


def mean_rate(playlist):
    return float(sum(s.size for s in playlist.segments) * 8 / playlist.duration) if playlist.duration else 0.0


_presentations = {}


def presentation(path, stream):
    """First and last times, end and count of the decoded frames of one stream, as rationals.

    A file that has not changed is decoded once only.
    """
    status = Path(path).stat()
    key = (str(path), stream, status.st_size, status.st_mtime_ns, status.st_ino)
    if key not in _presentations:
        _presentations[key] = _decode_times(path, stream)
    return _presentations[key]


def _decode_times(path, stream):
    info = probe(path, "-select_streams", stream)
    if not info.get("streams"):
        return None
    own = info["streams"][0]
    base, video = fraction(own.get("time_base")), own["codec_type"] == "video"
    entries = "frame=best_effort_timestamp,pkt_duration" if video else "frame=best_effort_timestamp,nb_samples"
    result = run(["ffprobe", "-v", "quiet", "-select_streams", stream, "-of", "json",
                  "-show_entries", entries, str(path)], 300)
    found = json.loads(result.out or b"{}").get("frames", [])
    count = len(found)
    found = [f for f in found if isinstance(f.get("best_effort_timestamp"), int)]
    if not found:
        return None
    times = [f["best_effort_timestamp"] * base for f in found]
    last = found[times.index(max(times))]
    length = last.get("pkt_duration", 0) * base if video else Fraction(last["nb_samples"], int(own["sample_rate"]))
    return {"first": min(times), "last": max(times), "end": max(times) + length, "frames": count, "stream": own}
