"""The yardstick of the ladder: one ffmpeg command with split, scale and the plan's x264 settings.

A plan is what `vidproc transcode-hls INPUT --print-plan` prints (JSON). Read from it, with the
spellings that are accepted:

    {"segment": 4, "audio": {"bitrate": 128000, "channels": 2},
     "renditions": [{"width": 1920, "height": 1080, "bitrate": 5000000, "maxrate": 5350000,
                     "bufsize": 7500000, "preset": "faster", "threads": 2, "profile": "high",
                     "x264_params": "cpu-independent=1:..." or {...}}]}

`renditions` may be called `rungs`; lists that hold audio entries too are sieved by `width`.
"""

import json
import subprocess
import tempfile


DEFAULT_RUNGS = [(1920, 1080, 5_000_000), (1280, 720, 2_500_000), (854, 480, 1_000_000)]


def default_plan(width, height):
    """The plan assumed for a program that cannot print its own."""
    rungs = [r for r in DEFAULT_RUNGS if r[0] <= width and r[1] <= height] or [(width, height, 1_000_000)]
    return {"assumed": True, "segment": 4, "audio": {"bitrate": 128_000, "channels": 2}, "renditions": [
        {"width": w, "height": h, "bitrate": b, "maxrate": int(b * 1.07), "bufsize": int(b * 1.5),
         "preset": "faster", "x264_params": "scenecut=0"} for w, h, b in rungs]}


def program_plan(program, source, options=()):
    """The program's own plan, or None when it does not print one."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            result = subprocess.run([program, "transcode-hls", str(source), "-o", f"{folder}/out", *options, "--print-plan"],
                                    capture_output=True, timeout=60, stdin=subprocess.DEVNULL)
        plan = json.loads(result.stdout)
        return plan if result.returncode == 0 and video_rungs(plan) else None
    except (ValueError, OSError, subprocess.TimeoutExpired):
        return None


def video_rungs(plan):
    listed = plan.get("renditions") or plan.get("rungs") or []
    return [r for r in listed if r.get("width")]


def build_ffmpeg_command(plan, source, out, has_audio):
    """The ffmpeg command that does the same work; `out` is a directory that exists."""
    rungs, segment = video_rungs(plan), plan.get("segment", 4)
    if isinstance(segment, list):
        segment = segment[0] / segment[1]
    splits = "".join(f"[s{i}]" for i in range(len(rungs)))
    graph = [f"[0:v:0]split={len(rungs)}{splits}"]
    graph += [f"[s{i}]scale={r['width']}:{r['height']}:flags=bicubic,setsar=1[v{i}]" for i, r in enumerate(rungs)]
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", "-i", str(source), "-filter_complex", ";".join(graph)]
    for index in range(len(rungs)):
        command += ["-map", f"[v{index}]"]
    if has_audio:
        command += ["-map", "0:a:0"]
    command += ["-fps_mode", "passthrough", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "1048576",
                "-force_key_frames", f"expr:gte(t,n_forced*{segment})"]
    for index, rung in enumerate(rungs):
        command += _rung_options(index, rung)
    streams = [f"v:{i}" + (",agroup:audio" if has_audio else "") for i in range(len(rungs))]
    if has_audio:
        audio = plan.get("audio") or {}
        audio = audio[0] if isinstance(audio, list) and audio else audio or {}
        command += ["-c:a", "aac", "-b:a", str(audio.get("bitrate", 128_000)), "-ac", str(audio.get("channels", 2))]
        streams.append("a:0,agroup:audio,default:yes")
    command += ["-f", "hls", "-hls_time", str(segment), "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4",
                "-hls_flags", "independent_segments", "-master_pl_name", "master.m3u8"]
    if len(streams) == 1:
        return command + ["-hls_segment_filename", f"{out}/seg_%05d.m4s", f"{out}/playlist.m3u8"]
    return command + ["-var_stream_map", " ".join(streams),
                      "-hls_segment_filename", f"{out}/v%v/seg_%05d.m4s", f"{out}/v%v/playlist.m3u8"]


def _rung_options(index, rung):
    found = []
    for option, key in (("b:v", "bitrate"), ("maxrate:v", "maxrate"), ("bufsize:v", "bufsize"), ("preset:v", "preset"),
                        ("profile:v", "profile"), ("threads:v", "threads"), ("crf:v", "crf"), ("tune:v", "tune")):
        if rung.get(key) not in (None, "", 0):
            found += [f"-{option}:{index}", str(rung[key])]
    params = rung.get("x264_params") or rung.get("x264Params") or rung.get("x264-params")
    if isinstance(params, dict):
        params = ":".join(f"{k}={v}" for k, v in params.items())
    if params:
        found += [f"-x264-params:v:{index}", params]
    return found
