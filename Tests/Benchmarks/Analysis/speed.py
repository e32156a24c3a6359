"""`vidproc analyze` against decoding alone (ffmpeg) and PySceneDetect's content detector, paired and alternated."""

import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PYSCENEDETECT = ["scenedetect==0.7.2", "opencv-python-headless"]


def scenedetect():
    """PySceneDetect in a virtual environment of the project's own, or None where it cannot be had."""
    folder = ROOT / ".build" / "python-scenedetect"
    program = folder / "bin" / "scenedetect"
    try:
        if not program.exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=120)
            subprocess.run([str(folder / "bin" / "pip"), "install", "-q", "--retries", "0", "--timeout", "10",
                            *PYSCENEDETECT], check=True, timeout=300)
        return program
    except (OSError, subprocess.SubprocessError):
        return None


def commands(program, source, detector):
    """What is measured, by name."""
    sides = {
        "decode": ["ffmpeg", "-v", "error", "-nostdin", "-i", source, "-map", "0:v:0", "-f", "null", "-"],
        "scenes": [program, "analyze", source, "--only", "scenes", "--format", "ndjson"],
        "all": [program, "analyze", source, "--format", "ndjson"],
    }
    if detector:
        sides["PySceneDetect"] = [detector, "-q", "-i", source, "detect-content"]
    return sides


def pair(bench, name, source, seconds, measured, show):
    """Runs all sides in turns, forwards and backwards, and compares their medians."""
    sides = commands(bench.program, source, scenedetect())
    taken = {side: [] for side in sides}
    for turn in range(bench.options.runs):
        for side in (list(sides) if turn % 2 == 0 else reversed(sides)):
            if turn == 0:
                show(sides[side])
            usage = measured(sides[side])
            if usage.code != 0:
                bench.failed(f"{side} on {name}: status {usage.code}")
                return
            taken[side].append(usage)
            print(f"  {side}: {usage.wall:.2f} s, {usage.cpu:.2f} CPU s, {usage.memory_mb:.0f} MB", flush=True)

    def ratio(one, other, what):
        return statistics.median(getattr(a, what) / getattr(b, what) for a, b in zip(taken[one], taken[other]))

    scenes, everything = ratio("scenes", "decode", "wall"), ratio("all", "decode", "cpu")
    bench.target(f"{name}: scenes alone take {scenes:.2f} of ffmpeg's decoding by the clock (<= 1.15), "
                 f"{ratio('scenes', 'decode', 'cpu'):.2f} of its CPU", scenes <= 1.15)
    bench.target(f"{name}: all analysers take {everything:.2f} of the CPU of decoding (<= 2.5)", everything <= 2.5)
    wall = statistics.median(u.wall for u in taken["all"])
    bench.target(f"{name}: all analysers run at {seconds / wall:.1f} times real time (>= 2)", seconds / wall >= 2)
    faster = None
    if "PySceneDetect" in taken:
        faster = ratio("PySceneDetect", "scenes", "wall")
        bench.target(f"{name}: scenes {faster:.2f} times as fast as PySceneDetect (>= 1.4)", faster >= 1.4)
    bench.note("analysis", clip=name, scenes_wall=scenes, all_cpu=everything, speed=seconds / wall,
               pyscenedetect=faster)
