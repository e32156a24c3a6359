"""Reading HLS playlists (RFC 8216): tags, attributes, segments and byte ranges."""

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path


@dataclass
class Segment:
    """One segment of a media playlist: its file, its byte range and its declared duration."""

    path: Path
    duration: Fraction
    offset: int = 0
    length: int | None = None
    map: "Segment | None" = None

    @property
    def size(self):
        return self.length if self.length is not None else self.path.stat().st_size

    def read(self):
        with open(self.path, "rb") as file:
            file.seek(self.offset)
            return file.read() if self.length is None else file.read(self.length)


@dataclass
class MediaPlaylist:
    path: Path
    tags: dict = field(default_factory=dict)
    segments: list = field(default_factory=list)

    @property
    def ended(self):
        return "EXT-X-ENDLIST" in self.tags

    @property
    def version(self):
        return int(self.tags.get("EXT-X-VERSION", "1"))

    @property
    def target(self):
        return int(self.tags.get("EXT-X-TARGETDURATION", "0"))

    @property
    def maps(self):
        """The distinct initialization sections, in order."""
        found = []
        for segment in self.segments:
            if segment.map and segment.map not in found:
                found.append(segment.map)
        return found

    @property
    def duration(self):
        return sum((s.duration for s in self.segments), Fraction(0))

    def write_media(self, path):
        """Writes initialization sections and segments one after the other into a file."""
        with open(path, "wb") as out:
            previous = None
            for segment in self.segments:
                if segment.map and segment.map != previous:
                    out.write(segment.map.read())
                    previous = segment.map
                out.write(segment.read())


@dataclass
class Variant:
    attributes: dict
    path: Path


@dataclass
class MasterPlaylist:
    path: Path
    tags: dict = field(default_factory=dict)
    variants: list = field(default_factory=list)
    iframes: list = field(default_factory=list)
    media: list = field(default_factory=list)

    def group(self, kind, name):
        return [m for m in self.media if m.get("TYPE") == kind and m.get("GROUP-ID") == name]


def attributes(text):
    """The attribute list of a tag; commas inside quotes do not split."""
    found, rest = {}, text
    while rest:
        name, _, rest = rest.partition("=")
        if rest.startswith('"'):
            value, _, rest = rest[1:].partition('"')
            rest = rest.lstrip(",")
        else:
            value, _, rest = rest.partition(",")
        found[name.strip()] = value
    return found


def _lines(path):
    text = Path(path).read_bytes().decode("utf-8")
    lines = [line.rstrip("\r") for line in text.split("\n")]
    if not lines or lines[0] != "#EXTM3U":
        raise ValueError(f"{path}: the first line is not #EXTM3U")
    return [line for line in lines[1:] if line.strip()]


def _tag(line):
    name, _, value = line[1:].partition(":")
    return name, value


def read_master(path):
    path = Path(path)
    master, pending = MasterPlaylist(path), None
    for line in _lines(path):
        if line.startswith("#EXT"):
            name, value = _tag(line)
            if name == "EXT-X-STREAM-INF":
                pending = attributes(value)
            elif name == "EXT-X-MEDIA":
                master.media.append(attributes(value))
            elif name == "EXT-X-I-FRAME-STREAM-INF":
                found = attributes(value)
                master.iframes.append(Variant(found, path.parent / found.get("URI", "")))
            else:
                master.tags[name] = value
        elif not line.startswith("#"):
            master.variants.append(Variant(pending or {}, path.parent / line))
            pending = None
    return master


def read_media(path):
    path = Path(path)
    playlist = MediaPlaylist(path)
    duration, ranged, current_map, ends = Fraction(0), None, None, {}
    for line in _lines(path):
        if line.startswith("#EXT"):
            name, value = _tag(line)
            if name == "EXTINF":
                duration = Fraction(value.split(",")[0])
            elif name == "EXT-X-BYTERANGE":
                ranged = value
            elif name == "EXT-X-MAP":
                found = attributes(value)
                current_map = Segment(path.parent / found["URI"], Fraction(0))
                if "BYTERANGE" in found:
                    length, _, offset = found["BYTERANGE"].partition("@")
                    current_map.length, current_map.offset = int(length), int(offset or 0)
            else:
                playlist.tags[name] = value
        elif not line.startswith("#"):
            segment = Segment(path.parent / line, duration, map=current_map)
            if ranged:
                length, _, offset = ranged.partition("@")
                segment.length = int(length)
                segment.offset = int(offset) if offset else ends.get(segment.path, 0)
                ends[segment.path] = segment.offset + segment.length
            playlist.segments.append(segment)
            ranged, duration = None, Fraction(0)
    return playlist
