"""What an output directory may hold at any moment: whole files, playlists that tell the truth."""

import hashlib
from pathlib import Path

import hls_playlist
import mp4_boxes

UNFINISHED = {".tmp", ".part", ".partial"}


def visible_files(folder):
    """Files under their final names: neither hidden nor marked as unfinished."""
    folder = Path(folder)
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in UNFINISHED
                  and not any(part.startswith(".") for part in p.relative_to(folder).parts))


def fingerprint(folder):
    """Names and contents of all visible files, to see whether anything was touched."""
    digest = hashlib.sha256()
    for path in visible_files(folder):
        digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def faults(folder, full_duration=None):
    """What is wrong with a directory whose job may have been interrupted; empty when all is well.

    `full_duration` is the seconds that a playlist with EXT-X-ENDLIST must last.
    """
    found = []
    for path in visible_files(folder):
        name = path.relative_to(folder)
        if path.suffix in (".m4s", ".mp4", ".m4a", ".m4v"):
            wrong = mp4_boxes.whole(path.read_bytes())
            if wrong:
                found.append(f"{name}: {wrong}")
        elif path.suffix == ".ts":
            if path.stat().st_size == 0 or path.stat().st_size % 188:
                found.append(f"{name}: not a whole number of transport packets")
        elif path.suffix == ".m3u8":
            found += _playlist_faults(path, name, full_duration)
    return found


def _playlist_faults(path, name, full_duration):
    try:
        text = path.read_text()
        if "#EXT-X-STREAM-INF" in text:
            master = hls_playlist.read_master(path)
            named = [v.path for v in master.variants + master.iframes]
            named += [path.parent / m["URI"] for m in master.media if "URI" in m]
            return [f"{name} names {p.name}, which is not there" for p in named if not p.is_file()]
        playlist = hls_playlist.read_media(path)
    except (ValueError, KeyError, UnicodeDecodeError) as error:
        return [f"{name}: {error}"]
    files = {s.path for s in playlist.segments} | {m.path for m in playlist.maps}
    found = [f"{name} names {p.name}, which is not there" for p in sorted(files) if not p.is_file()]
    if not text.endswith("\n"):
        found.append(f"{name}: its last line is cut")
    if playlist.ended and full_duration and abs(float(playlist.duration) - full_duration) > 0.1:
        found.append(f"{name}: EXT-X-ENDLIST at {float(playlist.duration):.3f} of {full_duration:.3f} s")
    return found


def looks_finished(folder):
    """True when a player would take the directory for a whole film."""
    master = Path(folder) / "master.m3u8"
    if not master.is_file():
        return False
    try:
        paths = [v.path for v in hls_playlist.read_master(master).variants]
        return bool(paths) and all(p.is_file() and hls_playlist.read_media(p).ended for p in paths)
    except ValueError:
        return False


def timeline(folder):
    """The declared durations of each rendition's segments, by playlist, to compare two runs."""
    read = hls_playlist.read_master(Path(folder) / "master.m3u8")
    paths = [v.path for v in read.variants] + [read.path.parent / m["URI"] for m in read.media if "URI" in m]
    return {str(p.relative_to(read.path.parent)): [s.duration for s in hls_playlist.read_media(p).segments] for p in paths}
