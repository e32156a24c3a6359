#!/usr/bin/env python3
"""An independent validator of a finished HLS directory: hls_check.py DIR/master.m3u8 [--source CLIP].

It trusts nothing but the bytes: playlists are parsed here, sizes and durations are measured,
pictures are decoded by ffmpeg. `check` is the library's entry; each finding has a name, `ok`
and the numbers.
"""

import argparse
import math
import re
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import hls_playlist
import mp4_boxes
from hls_compare import check_iframes, check_source, within
from hls_measure import Rendition, elementary, mean_rate, media_codecs, peak_rate, segment_starts
from support import Report, first_stream, fraction, probe, run, scratch


@dataclass
class Finding:
    name: str
    ok: bool
    detail: str = ""


def check(master_path, source=None, frames="equal", decode=True, audio="source"):
    """Checks a finished directory; returns findings.

    `frames` is "equal" (every rendition has the source's decoded count), a number, or None.
    `audio` is "source" (durations are compared) or None.
    """
    findings = []

    def say(name, ok, detail=""):
        findings.append(Finding(name, bool(ok), str(detail)))
        return ok

    master_path = Path(master_path)
    try:
        master = hls_playlist.read_master(master_path)
    except (OSError, ValueError, UnicodeDecodeError) as error:
        say("master playlist is readable", False, error)
        return findings
    say("master has variants", master.variants, f"{len(master.variants)}")
    say("master has EXT-X-INDEPENDENT-SEGMENTS", "EXT-X-INDEPENDENT-SEGMENTS" in master.tags)
    say("master has EXT-X-VERSION", master.tags.get("EXT-X-VERSION", "").isdigit())
    with scratch("hls-check-") as folder:
        try:
            _check_set(master, Path(folder), say, source, frames, decode, audio)
        except (OSError, ValueError, KeyError, IndexError) as error:
            say("set can be examined", False, f"{type(error).__name__}: {error}")
    return findings


def _check_set(master, folder, say, source, frames, decode, audio):
    renditions, named = {}, {master.path.resolve()}
    wanted = [(v.path, "variant") for v in master.variants]
    wanted += [(master.path.parent / m["URI"], "media") for m in master.media if "URI" in m]
    for path, _ in dict(wanted).items():
        name = str(path.relative_to(master.path.parent))
        if not say(f"{name} exists", path.is_file()):
            continue
        playlist = hls_playlist.read_media(path)
        named |= _files_of(playlist)
        if _check_playlist(name, playlist, say):
            renditions[path] = _measure(name, playlist, folder, say, decode)
    iframes = []
    for entry in master.iframes:
        name = str(entry.path.relative_to(master.path.parent))
        if say(f"{name} exists", entry.path.is_file()):
            playlist = hls_playlist.read_media(entry.path)
            named |= _files_of(playlist)
            if _check_playlist(name, playlist, say, iframes=True):
                iframes.append((entry, name, playlist))
    _check_targets(renditions, say)
    videos = [r for r in renditions.values() if r.kind == "video"]
    _check_alignment(videos, say)
    for variant in master.variants:
        if variant.path in renditions:
            _check_variant(master, variant, renditions, say)
    _check_media_tags(master, say)
    if videos:
        say("master has EXT-X-I-FRAME-STREAM-INF", len(iframes) >= len({v.path for v in master.variants}),
            f"{len(iframes)} for {len(videos)} video renditions")
    for entry, name, playlist in iframes:
        check_iframes(entry, name, playlist, videos, folder, say)
    if source:
        check_source(source, renditions, say, frames, audio)
    orphans = sorted(
        str(p.relative_to(master.path.parent)) for p in master.path.parent.rglob("*")
        if p.is_file() and p.resolve() not in named
        and not any(part.startswith(".") for part in p.relative_to(master.path.parent).parts))
    say("no file that no playlist names", not orphans, ", ".join(orphans[:5]))


def _files_of(playlist):
    files = {playlist.path.resolve()}
    for segment in playlist.segments:
        files.add(segment.path.resolve())
        if segment.map:
            files.add(segment.map.path.resolve())
    return files


def _check_playlist(name, playlist, say, iframes=False):
    """The rules of one playlist's text; returns whether its media can be read."""
    missing = [str(p) for p in _files_of(playlist) if not p.is_file()]
    say(f"{name}: every file named exists", not missing, f"missing {missing[:3]}" if missing else "")
    say(f"{name}: EXT-X-ENDLIST", playlist.ended)
    say(f"{name}: EXT-X-PLAYLIST-TYPE:VOD", playlist.tags.get("EXT-X-PLAYLIST-TYPE") == "VOD")
    fragmented = playlist.segments and playlist.segments[0].path.suffix in (".m4s", ".mp4", ".m4a", ".m4v", ".cmfv", ".cmfa")
    needed = 6 if fragmented and not iframes else 5 if playlist.maps and iframes else 4 if iframes else 3
    say(f"{name}: EXT-X-VERSION is at least {needed}", playlist.version >= needed, playlist.version)
    if fragmented:
        say(f"{name}: EXT-X-MAP", all(s.map for s in playlist.segments))
    if iframes:
        say(f"{name}: EXT-X-I-FRAMES-ONLY", "EXT-X-I-FRAMES-ONLY" in playlist.tags)
    longest = max((s.duration for s in playlist.segments), default=Fraction(0))
    say(f"{name}: EXT-X-TARGETDURATION >= round(EXTINF)", playlist.target >= math.floor(longest + Fraction(1, 2)),
        f"{playlist.target} against {float(longest):.6f}")
    if not say(f"{name}: has segments", playlist.segments) or missing:
        return False
    if fragmented and not iframes:
        broken = []
        for path in {s.path for s in playlist.segments} | {m.path for m in playlist.maps}:
            wrong = mp4_boxes.whole(path.read_bytes())
            if wrong:
                broken.append(f"{path.name}: {wrong}")
        say(f"{name}: boxes end at the end of each file", not broken, "; ".join(broken[:3]))
    return True


def _measure(name, playlist, folder, say, decode):
    rendition = Rendition(name, playlist)
    media = folder / (re.sub(r"\W", "_", name) + ".bin")
    playlist.write_media(media)
    info = probe(media)
    video, audio = first_stream(info, "video"), first_stream(info, "audio")
    rendition.stream = video or audio or {}
    rendition.kind = "video" if video else "audio"
    rendition.base = fraction(rendition.stream.get("time_base"))
    result = run(["ffprobe", "-v", "error", "-select_streams", rendition.kind[0] + ":0", "-of", "csv=p=0",
                  "-show_entries", "packet=pts,duration,flags", media], 120)
    for line in result.out.decode().splitlines():
        pts, duration, flags = (line.split(",") + ["", ""])[:3]
        if pts.lstrip("-").isdigit():
            rendition.packets.append((int(pts), int(duration) if duration.isdigit() else 0, "K" in flags))
    if not say(f"{name}: has {rendition.kind} packets", rendition.packets, len(rendition.packets)):
        raise ValueError(f"{name}: ffprobe finds no packets: {result.first_error}")
    rendition.codecs = media_codecs(rendition, video, audio)
    _check_segments(rendition, media, say)
    _check_sum(rendition, say)
    if rendition.kind == "audio":
        _check_contiguous(rendition, say)
    rendition.peak, rendition.mean = peak_rate(playlist), mean_rate(playlist)
    if decode:
        # Read through the playlist, as a player would.
        result = run(["ffmpeg", "-v", "error", "-xerror", "-nostdin", "-copyts", "-allowed_extensions", "ALL",
                      "-i", playlist.path, "-map", "0", "-fps_mode", "passthrough", "-enc_time_base", "-1",
                      "-f", "null", "-progress", "pipe:1", "-"], 600)
        say(f"{name}: decodes without a message", result.ok and not result.err.strip(),
            result.first_error or result.ending)
        counts = re.findall(rb"frame=\s*(\d+)", result.out)
        rendition.decoded = int(counts[-1]) if counts else 0
        if rendition.kind == "video":
            say(f"{name}: every picture decodes", rendition.decoded == len(rendition.packets),
                f"{rendition.decoded} of {len(rendition.packets)}")
    media.unlink()
    return rendition


def _check_segments(rendition, media, say):
    """Boundaries: each segment starts at a keyframe (an IDR) where the sum of EXTINF says."""
    name, playlist = rendition.name, rendition.playlist
    starts = segment_starts(rendition)
    if rendition.kind == "video":
        keys = set(rendition.keyframes)
        wrong = [i for i, start in enumerate(starts) if start not in keys]
        say(f"{name}: every segment starts with a keyframe", not wrong, f"segments {wrong[:5]}" if wrong else len(starts))
        codec = rendition.stream["codec_name"]
        if codec in ("h264", "hevc"):
            wrong = []
            for index, segment in enumerate(playlist.segments):
                annexb = segment.map is None
                sample = elementary(segment) if annexb else mp4_boxes.first_sample(segment.read())
                if not mp4_boxes.idr_first(sample, codec, annexb):
                    wrong.append(segment.path.name)
            say(f"{name}: every segment starts with an IDR", not wrong, wrong[:5] if wrong else len(playlist.segments))
    ends = starts[1:] + [rendition.end]
    off = [(i, float(e - s - seg.duration)) for i, (s, e, seg) in enumerate(zip(starts, ends, playlist.segments))
           if abs(e - s - seg.duration) > rendition.unit]
    say(f"{name}: each EXTINF is its segment's duration within a frame", not off,
        f"segment, difference: {off[:3]}" if off else "")
    rendition.starts = starts


def _check_sum(rendition, say):
    measured = rendition.end - rendition.start
    difference = rendition.playlist.duration - measured
    say(f"{rendition.name}: EXTINF sum is the media's duration within a frame", abs(difference) <= rendition.unit,
        f"{float(rendition.playlist.duration):.6f} against {float(measured):.6f}")


def _check_contiguous(rendition, say):
    # 90 kHz transport stream times are rounded: two ticks of slack.
    slack = 2 * rendition.base if not rendition.playlist.maps else rendition.base
    gaps = [(float(a[0] * rendition.base), float((b[0] - a[0] - a[1]) * rendition.base))
            for a, b in zip(rendition.packets, rendition.packets[1:])
            if abs((b[0] - a[0]) * rendition.base - rendition.unit) > slack]
    say(f"{rendition.name}: audio packets follow one another without a gap", not gaps,
        f"time, gap: {gaps[:3]}" if gaps else len(rendition.packets))


def _check_targets(renditions, say):
    targets = {r.playlist.target for r in renditions.values()}
    longest = max((s.duration for r in renditions.values() for s in r.playlist.segments), default=Fraction(0))
    say("one EXT-X-TARGETDURATION in all media playlists", len(targets) <= 1, sorted(targets))
    say("EXT-X-TARGETDURATION is no longer than needed", not targets or max(targets) <= max(1, math.ceil(longest)),
        f"{sorted(targets)} for {float(longest):.6f}")


def _check_alignment(videos, say):
    if len(videos) < 2:
        return
    first = videos[0]
    for other in videos[1:]:
        pair = f"{first.name} and {other.name}"
        say(f"keyframe times equal to the tick: {pair}", first.keyframes == other.keyframes,
            f"{len(first.keyframes)} and {len(other.keyframes)}" + _first_difference(first.keyframes, other.keyframes))
        say(f"segment boundaries equal: {pair}", first.starts == other.starts,
            f"{len(first.starts)} and {len(other.starts)}" + _first_difference(first.starts, other.starts))
        say(f"picture times equal: {pair}", first.times == other.times,
            f"{len(first.times)} and {len(other.times)}" + _first_difference(first.times, other.times))


def _first_difference(a, b):
    for x, y in zip(a, b):
        if x != y:
            return f", first difference {float(x):.6f} {float(y):.6f}"
    return ""


def _check_variant(master, variant, renditions, say):
    found, rendition = variant.attributes, renditions[variant.path]
    name, stream = rendition.name, rendition.stream
    group = [renditions[master.path.parent / m["URI"]] for m in master.group("AUDIO", found.get("AUDIO"))
             if "URI" in m and master.path.parent / m["URI"] in renditions]
    if "AUDIO" in found:
        say(f"{name}: its AUDIO group has renditions", group, found["AUDIO"])
    peak = rendition.peak + max((a.peak for a in group), default=0)
    mean = rendition.mean + max((a.mean for a in group), default=0)
    declared = int(found.get("BANDWIDTH", 0))
    say(f"{name}: BANDWIDTH is the measured peak within 1%", within(declared, peak),
        f"{declared} against {peak:.0f}, {declared / peak if peak else 0:.4f}")
    average = int(found.get("AVERAGE-BANDWIDTH", 0))
    say(f"{name}: AVERAGE-BANDWIDTH is the measured mean within 1%", within(average, mean),
        f"{average} against {mean:.0f}, {average / mean if mean else 0:.4f}")
    declared_codecs = {c.strip() for c in found.get("CODECS", "").split(",") if c.strip()}
    real = {c for r in [rendition, *group] for c in r.codecs}
    same = {c.lower() for c in declared_codecs} == {c.lower() for c in real}
    say(f"{name}: CODECS are the media's", same, f"{sorted(declared_codecs)} against {sorted(real)}")
    if rendition.kind != "video":
        return
    size = f"{stream['width']}x{stream['height']}"
    say(f"{name}: RESOLUTION is the pictures'", found.get("RESOLUTION") == size, f"{found.get('RESOLUTION')} against {size}")
    say(f"{name}: square pixels", stream.get("sample_aspect_ratio", "1:1") in ("1:1", "0:1"), stream.get("sample_aspect_ratio"))
    times = rendition.times
    if len(times) > 1:
        steps = [b - a for a, b in zip(times, times[1:])]
        mean_step = (times[-1] - times[0]) / (len(times) - 1)
        rate = float(found.get("FRAME-RATE", 0))
        low, high = float(1 / mean_step), float(1 / min(steps))
        say(f"{name}: FRAME-RATE is the media's", low * 0.99 - 0.001 <= rate <= high * 1.01 + 0.001,
            f"{rate} against {low:.3f}" + ("" if max(steps) - min(steps) <= 2 * rendition.base else f" to {high:.3f}"))


def _check_media_tags(master, say):
    groups = {}
    for media in master.media:
        groups.setdefault((media.get("TYPE"), media.get("GROUP-ID")), []).append(media)
    for (kind, group), members in groups.items():
        names = [m.get("NAME") for m in members]
        say(f"group {group}: NAME is set and unique", all(names) and len(set(names)) == len(names), names)
        default = [m for m in members if m.get("DEFAULT") == "YES"]
        say(f"group {group}: one DEFAULT at most", len(default) <= 1, len(default))
        if kind == "AUDIO":
            say(f"group {group}: CHANNELS are set", all(m.get("CHANNELS") for m in members), [m.get("CHANNELS") for m in members])


def main():
    parser = argparse.ArgumentParser(description="Checks a finished HLS directory against its own bytes.")
    parser.add_argument("master", help="the master playlist")
    parser.add_argument("--source", help="the clip it was made from: counts and durations are compared")
    parser.add_argument("--frames", help="how many pictures to expect instead of the source's count")
    parser.add_argument("--failures", action="store_true", help="print only what failed")
    options = parser.parse_args()
    report = Report("hls")
    frames = int(options.frames) if options.frames else "equal"
    for finding in check(options.master, options.source, frames):
        if options.failures and finding.ok:
            report.passed += 1
        else:
            report.check(finding.name, finding.ok, finding.detail)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
