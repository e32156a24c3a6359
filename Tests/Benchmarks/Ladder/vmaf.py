"""VMAF of a rung against its source, by an ffmpeg that has libvmaf."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def vmaf_ffmpeg(given=None):
    """An ffmpeg with libvmaf: the one given, VIDPROC_VMAF_FFMPEG, or PyPI imageio-ffmpeg's in a virtual environment.

    None where none can be had.
    """
    for path in (given, os.environ.get("VIDPROC_VMAF_FFMPEG")):
        if path:
            return path
    folder = ROOT / ".build" / "python-imageio-ffmpeg"
    python = folder / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=120)
            subprocess.run([str(python), "-m", "pip", "install", "-q", "--retries", "0", "--timeout", "20", "imageio-ffmpeg"],
                           check=True, timeout=600)
        found = subprocess.run([str(python), "-c", "import imageio_ffmpeg as i; print(i.get_ffmpeg_exe())"], check=True,
                               capture_output=True, text=True, timeout=60)
        return found.stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return None


def score(ffmpeg, playlist, source, size, frames, folder, subsample=1):
    """Mean VMAF (model vmaf_v0.6.1) of a rung enlarged to the source's size, bicubic, frame by frame.

    Every second or fourth frame is a B-frame, so `subsample` should be 1, or a number prime to both.
    Raises ValueError when the rung has not as many frames as `frames`, the source's.
    """
    log = Path(folder) / "vmaf.json"
    width, height = size
    # Pairs by frame number: containers begin at different times. One set of colour tags: where only one side says
    # its matrix, newer ffmpeg converts it to the other's guess, which costs VMAF 3 to 5.
    same = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709,settb=1/1000,setpts=N"
    graph = (f"[0:v:0]{same},scale={width}:{height}:flags=bicubic[d];[1:v:0]{same}[r];"
             f"[d][r]libvmaf=n_threads={os.cpu_count()}:n_subsample={subsample}:log_fmt=json:log_path={log}[o]")
    made = subprocess.run([str(ffmpeg), "-v", "error", "-nostdin", "-i", str(playlist), "-i", str(source), "-lavfi", graph,
                           "-map", "[o]", "-fps_mode", "passthrough", "-f", "null", "-"], capture_output=True, timeout=3600)
    if made.returncode != 0:
        raise ValueError(f"VMAF of {playlist}: {made.stderr.decode('utf-8', 'replace').strip()[-300:]}")
    result = json.loads(log.read_text())
    scored = len(result["frames"])
    log.unlink()
    if scored != -(-frames // subsample):
        raise ValueError(f"VMAF of {playlist}: {scored} frames scored of {frames}")
    return result["pooled_metrics"]["vmaf"]["mean"]
