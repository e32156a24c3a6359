"""Reading ISO base media boxes: whole-file checks, codec strings and the first NAL units."""

import struct

CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"mvex", b"moof", b"traf", b"edts", b"dinf"}


def boxes(data, start=0, end=None):
    """Yields (type, payload start, box end); raises ValueError when a box passes the end."""
    end = len(data) if end is None else end
    at = start
    while at < end:
        if end - at < 8:
            raise ValueError(f"{end - at} stray bytes at {at}")
        size, kind = struct.unpack_from(">I4s", data, at)
        header = 8
        if size == 1:
            if end - at < 16:
                raise ValueError(f"a cut header at {at}")
            size, header = struct.unpack_from(">Q", data, at + 8)[0], 16
        elif size == 0:
            size = end - at
        if size < header or at + size > end:
            raise ValueError(f"box {kind!r} at {at} of {size} bytes ends past {end}")
        yield kind, at + header, at + size
        at += size


def whole(data):
    """None when the boxes end exactly at the end of the file, else what is wrong."""
    try:
        kinds = [kind for kind, _, _ in boxes(data)]
        if not kinds:
            return "empty"
        if b"moof" in kinds and kinds[-1] != b"mdat" and b"mdat" not in kinds[kinds.index(b"moof"):]:
            return "a moof without its mdat"
        return None
    except ValueError as error:
        return str(error)


def find(data, *path, start=0, end=None):
    """All payloads (start, end) reached by a path of box types."""
    found = []
    for kind, begin, stop in boxes(data, start, end):
        if kind == path[0]:
            found += [(begin, stop)] if len(path) == 1 else find(data, *path[1:], start=begin, end=stop)
    return found


def sample_entries(data):
    """(type, bytes) of each sample description in an initialization section."""
    found = []
    for begin, stop in find(data, b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd"):
        for kind, start, end in boxes(data, begin + 8, stop):
            found.append((kind.decode("latin1"), data[start:end]))
    return found


def codec_strings(data):
    """The RFC 6381 strings of an initialization section's tracks."""
    return [codec_string(kind, entry) for kind, entry in sample_entries(data)]


def codec_string(kind, entry):
    if kind in ("avc1", "avc3"):
        at = entry.index(b"avcC") + 4
        return f"{kind}.{entry[at + 1]:02x}{entry[at + 2]:02x}{entry[at + 3]:02x}"
    if kind in ("hvc1", "hev1"):
        return f"{kind}.{hevc_suffix(entry[entry.index(b'hvcC') + 5:])}"
    if kind == "av01":
        at = entry.index(b"av1C") + 4
        profile, level = entry[at + 1] >> 5, entry[at + 1] & 31
        tier = "H" if entry[at + 2] & 0x80 else "M"
        depth = 8 if not entry[at + 2] & 0x40 else (12 if entry[at + 2] & 0x20 else 10)
        return f"av01.{profile}.{level:02d}{tier}.{depth:02d}"
    if kind == "mp4a":
        return "mp4a." + esds_suffix(entry[entry.index(b"esds") + 8:])
    return kind


def hevc_suffix(record):
    """The part of an HEVC codec string after `hvc1.`, from hvcC's bytes 1 on (ISO 14496-15, E.3)."""
    space, tier, profile = record[0] >> 6, record[0] >> 5 & 1, record[0] & 31
    flags = int(f"{int.from_bytes(record[1:5], 'big'):032b}"[::-1], 2)
    text = f"{['', 'A', 'B', 'C'][space]}{profile}.{flags:X}.{'H' if tier else 'L'}{record[11]}"
    return ".".join([text] + [f"{byte:X}" for byte in bytes(record[5:11]).rstrip(b"\0")])


def esds_suffix(record):
    """`40.2` from an elementary stream descriptor."""
    def descriptor(at):
        tag, size = record[at], 0
        at += 1
        while True:
            byte = record[at]
            size, at = size << 7 | byte & 127, at + 1
            if not byte & 128:
                return tag, at, size
    _, at, _ = descriptor(0)
    at += 3
    _, at, _ = descriptor(at)
    object_type = record[at]
    tag, at, _ = descriptor(at + 13)
    if object_type != 0x40 or tag != 5:
        return f"{object_type:02x}"
    audio = record[at] >> 3
    if audio == 31:
        audio = 32 + ((record[at] & 7) << 3 | record[at + 1] >> 5)
    return f"40.{audio}"


def sample_count(data, track):
    """How many samples of a track the fragments hold."""
    count = 0
    for begin, stop in find(data, b"moof", b"traf"):
        start, _ = find(data, b"tfhd", start=begin, end=stop)[0]
        if int.from_bytes(data[start + 4:start + 8], "big") == track:
            count += sum(int.from_bytes(data[s + 4:s + 8], "big")
                         for s, _ in find(data, b"trun", start=begin, end=stop))
    return count


def first_sample(data):
    """The bytes of a fragment's first sample (to the end of its mdat)."""
    for kind, start, end in boxes(data):
        if kind == b"mdat":
            return data[start:end]
    return b""


def idr_first(sample, codec, annexb=False):
    """True when the first coded picture of a sample is an instantaneous decoder refresh."""
    for unit in nal_units(sample, annexb):
        if codec == "h264":
            kind = unit & 31
            if 1 <= kind <= 5:
                return kind == 5
        else:
            kind = unit >> 1 & 63
            if kind <= 31:
                return 16 <= kind <= 21
    return False


def nal_units(sample, annexb):
    """The first byte of each NAL unit."""
    if annexb:
        at = sample.find(b"\0\0\1")
        while at >= 0 and at + 3 < len(sample):
            yield sample[at + 3]
            at = sample.find(b"\0\0\1", at + 3)
        return
    at = 0
    while at + 5 <= len(sample):
        size = int.from_bytes(sample[at:at + 4], "big")
        yield sample[at + 4]
        at += 4 + size
