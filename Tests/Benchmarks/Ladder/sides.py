"""What is compared: the commands of each side, and where each leaves its rungs.

Every side makes the same rungs as fragmented MP4 in HLS, video alone, keyframes every segment, each rung under
the same maxrate and buffer. ffmpeg keeps its own number of threads.
"""

import json
import math
from dataclasses import dataclass, field
from pathlib import Path

import ffmpeg_ladder


@dataclass
class Side:
    """A way to make a ladder: `commands(source, folder, rungs, factor)` lists what has to run, one after another."""

    name: str
    commands: object
    program: str
    options: list = field(default_factory=list)


def scaled(rungs, factor):
    """The ladder at another rate: maxrate and buffer go with it."""
    return [{**r, **{key: round(r[key] * factor / 1000) * 1000 for key in ("bitrate", "maxrate", "bufsize")}} for r in rungs]


def rungs_of(program, source):
    """The sizes and rates of the program's ladder for a clip, largest first."""
    plan = ffmpeg_ladder.program_plan(program, source, ["--no-audio"])
    if not plan:
        raise ValueError(f"{program} prints no plan for {source}")
    keys = ("width", "height", "bitrate", "maxrate", "bufsize")
    return [{key: r[key] for key in keys} for r in ffmpeg_ladder.video_rungs(plan)]


# vidproc


def vidproc(name, program, options=()):
    def commands(source, folder, rungs, factor):
        ladder = folder / "ladder.json"
        ladder.write_text(json.dumps({"rungs": [{"name": f"v{i}", **r} for i, r in enumerate(scaled(rungs, factor))]}))
        return [[program, "transcode-hls", source, "-o", folder / "hls", "--ladder", ladder, "--no-audio", "--quiet", *options]]
    return Side(name, commands, program, list(options))


# ffmpeg


def single_pass(name, program, preset="fast"):
    """Average bit rate, one command that decodes once."""
    def commands(source, folder, rungs, factor):
        return [_ffmpeg(program, source, folder, scaled(rungs, factor), preset)]
    return Side(name, commands, program)


def capped_crf(name, program, preset="fast"):
    """Constant rate factor under the ladder's maxrate: CRF 23 at the factor 1, and 6 less for twice the rate."""
    def commands(source, folder, rungs, factor):
        crf = 23 - 6 * math.log2(factor)
        capped = [{**r, "bitrate": None, "crf": f"{crf:.2f}"} for r in rungs]
        return [_ffmpeg(program, source, folder, capped, preset)]
    return Side(name, commands, program)


def two_pass(name, program, preset="fast"):
    """ffmpeg's own two passes: two commands, each decoding once and encoding every rung."""
    def commands(source, folder, rungs, factor):
        made = _ffmpeg(program, source, folder, scaled(rungs, factor), preset)
        at = made.index("-f")
        # Each rung has a log of its own, which ffmpeg names by the number of the stream.
        return [[*made[:at], "-pass", number, "-passlogfile", folder / "pass", *made[at:]] for number in "12"]
    return Side(name, commands, program)


def _ffmpeg(program, source, folder, rungs, preset):
    out = folder / "hls"
    out.mkdir(parents=True, exist_ok=True)
    wanted = [{**r, "preset": preset, "profile": "high", "x264_params": "scenecut=0:open-gop=0"} for r in rungs]
    command = ffmpeg_ladder.build_ffmpeg_command({"segment": 4, "renditions": wanted}, source, out, False)
    return [program, *command[1:]]


# What is on disk afterwards


def rung_playlists(folder, count):
    """The media playlist of each rung; ffmpeg writes a lone rung without a folder."""
    root = folder / "hls"
    return [p if (p := root / f"v{i}" / "playlist.m3u8").is_file() else root / "playlist.m3u8" for i in range(count)]


def rung_bytes(playlist):
    """Bytes of a rung's pictures with their headers: initialisation and media segments."""
    return sum(p.stat().st_size for p in Path(playlist).parent.iterdir() if p.suffix in (".m4s", ".mp4"))
