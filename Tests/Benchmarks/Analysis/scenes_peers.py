"""The cuts that other programs find, with their own defaults."""
import re
import subprocess


def scdet(path, threshold):
    """ffmpeg's scdet: a frame whose score reaches the threshold."""
    run = subprocess.run(
        ["ffmpeg", "-hide_banner", "-nostats", "-i", path, "-an", "-vf",
         f"scdet=threshold={threshold},metadata=print:file=-", "-vsync", "0", "-f", "null", "-"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    frames, frame = [], 0
    for line in run.stdout.splitlines():
        place = re.match(r"frame:(\d+)", line)
        if place:
            frame = int(place.group(1))
        if line.startswith("lavfi.scd.time"):
            frames.append(frame)
    return frames


def scenedetect(path, name):
    """One of PySceneDetect's detectors."""
    from scenedetect import SceneManager, detectors, open_video
    video = open_video(path)
    manager = SceneManager()
    manager.add_detector(getattr(detectors, name)())
    manager.detect_scenes(video)
    return [scene[0].frame_num for scene in manager.get_scene_list()[1:]]


def run_all(path):
    """Name and cuts of each that is there."""
    yield "scdet", scdet(path, 10)
    yield "scdet at 6", scdet(path, 6)
    try:
        import scenedetect as _  # noqa: F401
    except ImportError:
        return
    for name in ("AdaptiveDetector", "ContentDetector", "HashDetector", "HistogramDetector"):
        yield name, scenedetect(path, name)
