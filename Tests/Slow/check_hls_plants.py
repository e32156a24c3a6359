"""The faults that check_hls_faults.py plants: name, good folder, rule, and the function that plants it."""

import re

from check_hls_media import damage, encrypt, ffmpeg, find_box, move_first_picture, packets, pid, shift_decode_time, timescale, video_pid

KEY, VECTOR = bytes(range(16)), bytes(range(100, 116))
AUDIO = "audio/playlist.m3u8"


def long_clip(work, source):
    """Twenty-two seconds of a short clip."""
    path = work / "long.mp4"
    ffmpeg("-stream_loop", "4", "-i", source, "-t", "22", "-c", "copy", path)
    return path


def fitting_clip(work, source):
    """Ten seconds that the rung of 320x180 at 200k can be copied from, with a text track."""
    path, text = work / "fitting.mkv", work / "text.srt"
    cues = [(1, 2, "First line"), (3, 6, "Over a boundary"), (8, 9, "Last line")]
    text.write_text("".join(f"{n}\n00:00:{a:02d},000 --> 00:00:{b:02d},000\n{line}\n\n" for n, (a, b, line) in enumerate(cues, 1)))
    ffmpeg("-t", "10", "-i", source, "-f", "lavfi", "-t", "10", "-i", "sine=440:r=48000", "-i", text, "-map", "0:v", "-map", "1:a",
           "-map", "2:s", "-vf", "scale=320:180,setsar=1,format=yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-b:v", "150k",
           "-maxrate", "160k", "-bufsize", "80k", "-x264-params", "scenecut=0:open-gop=0", "-force_key_frames",
           "expr:gte(t,n_forced*2)", "-c:a", "aac", "-ac", "2", "-b:a", "64k", "-c:s", "srt", "-metadata:s:s:0", "language=eng", path)
    return path


# The text of playlists


def name_without_suffix(l):
    l.write("audio/playlist.txt", l.read(AUDIO))
    l.sub("master.m3u8", r"audio/playlist\.m3u8", "audio/playlist.txt")


def start_outside(l):
    l.insert(l.top, "^#EXTINF", "#EXT-X-START:TIME-OFFSET=900")


def dates(l):
    lines, out, count = l.lines(l.top), [], 0
    for line in lines:
        if line.startswith("#EXTINF"):
            out.append(f"#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:{count * 2 + (7 if count > 2 else 0):02d}.000Z")
            count += 1
        out.append(line)
    l.set_lines(l.top, out)


def every(l, pattern, replacement, names=None, count=0):
    for name in names or l.playlists():
        if re.search(pattern, l.read(name).decode(), flags=re.M):
            l.sub(name, pattern, replacement, count=count)


# Encryption


def encrypted(l, key=KEY, vector=VECTOR, attributes=None, written=None, drop=0, method="AES-128"):
    """Encrypts the top rung's segments; init.mp4 stays clear, before the key."""
    name = l.top
    for uri in l.segments(name):
        path = f"{name.split('/')[0]}/{uri}"
        l.write(path, encrypt(l.read(path), key, vector)[:None if not drop else -drop])
    l.write(f"{l.videos[0]}/key", written if written is not None else key)
    given = attributes if attributes is not None else f'URI="key",IV=0x{VECTOR.hex()}'
    l.insert(name, "^#EXTINF", f"#EXT-X-KEY:METHOD={method}" + (f",{given}" if given else ""))
    l.set_lines("master.m3u8", [x for x in l.lines("master.m3u8") if "I-FRAME" not in x])


def encrypted_by_openssl(l, by_number):
    """Encrypts the top rung's segments, which its I-frame playlist names ranges of; by_number: their numbers are the vectors."""
    for number, uri in enumerate(l.segments(l.top), 1):
        path = f"{l.videos[0]}/{uri}"
        l.write(path, encrypt(l.read(path), KEY, number.to_bytes(16, "big") if by_number else VECTOR))
    l.write(f"{l.videos[0]}/key", KEY)
    for name in (l.top, iframes(l)):
        l.insert(name, "^#EXTINF", '#EXT-X-KEY:METHOD=AES-128,URI="key"' + ("" if by_number else f",IV=0x{VECTOR.hex()}"))


def key_missing(l):
    encrypted(l)
    (l.root / l.videos[0] / "key").unlink()


def map_without_iv(l):
    l.insert(l.top, "^#EXT-X-MAP", '#EXT-X-KEY:METHOD=AES-128,URI="key"')
    l.write(f"{l.videos[0]}/key", KEY)


# Segments


def edit_segment(l, index, change, name=None):
    path = l.segment(name or l.top, index)
    l.write(path, change(l.read(path)))


def no_idr(l):
    one, two = l.segment(l.top, 1), l.segment(l.top, 2)
    before, after = move_first_picture(l.read(one), l.read(two))
    l.write(one, before)
    l.write(two, after)


def without_tables(data):
    video = video_pid(data)
    return b"".join(p for p in packets(data) if pid(p) == video)


def without_video_packet(data):
    video, all_packets = video_pid(data), packets(data)
    index = [i for i, p in enumerate(all_packets) if pid(p) == video][5]
    return b"".join(all_packets[:index] + all_packets[index + 1:])


def tables_only(data):
    video = video_pid(data)
    return b"".join(p for p in packets(data) if pid(p) != video)


def remade(l, *options, index=2, inputs=()):
    """Puts a segment through ffmpeg, timestamps kept."""
    path = l.segment(l.top, index)
    source, made = l.root / path, l.root / "made.ts"
    ffmpeg("-copyts", "-i", source, *inputs, *options, "-muxdelay", "0", "-muxpreload", "0", "-f", "mpegts", made)
    l.write(path, made.read_bytes())
    made.unlink()


def packed_audio(l):
    playlist = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:2", "#EXT-X-MEDIA-SEQUENCE:1", "#EXT-X-PLAYLIST-TYPE:VOD"]
    for index in range(6):
        ffmpeg("-f", "lavfi", "-i", "sine=r=48000:d=2", "-ac", "2", "-c:a", "aac", "-f", "adts", l.root / f"audio/s{index}.aac")
        playlist += ["#EXTINF:2.0,", f"s{index}.aac"]
    l.set_lines(AUDIO, playlist + ["#EXT-X-ENDLIST"])


def shifted(l):
    init = l.read(f"{l.videos[0]}/init.mp4")
    edit_segment(l, 3, lambda d: shift_decode_time(d, 0.5, timescale(init)))


def no_mvex(l):
    path = f"{l.videos[0]}/init.mp4"
    data = bytearray(l.read(path))
    at = find_box(data, b"mvex")
    data[at - 4:at] = b"free"
    l.write(path, data)


def sample_entry(l, old, new):
    path = f"{l.videos[0]}/init.mp4"
    l.write(path, l.read(path).replace(old, new))


def missing_middle(l):
    for name in l.playlists():
        l.remove_segment(name, 3)


def other_boundaries(l):
    """The small rung again, with as many segments, whose boundaries lie elsewhere."""
    small, folder = l.videos[1], l.root / l.videos[1]
    source = folder / "all.ts"
    source.write_bytes(b"".join((folder / uri).read_bytes() for uri in l.segments(f"{small}/playlist.m3u8")))
    times = [1.5, 3.5, 5.5, 7.5, 9.5]
    keys = ",".join(str(10 + t) for t in times)
    ffmpeg("-copyts", "-i", source, "-c:v", "libx264", "-preset", "ultrafast", "-force_key_frames", keys, "-g", "999",
           "-sc_threshold", "0", "-muxdelay", "0", "-muxpreload", "0", "-f", "mpegts", folder / "new.ts")
    ffmpeg("-copyts", "-i", folder / "new.ts", "-c", "copy", "-muxdelay", "0", "-muxpreload", "0", "-f", "segment",
           "-segment_times", keys, "-segment_format", "mpegts", folder / "n%d.ts")
    lines = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:3", "#EXT-X-MEDIA-SEQUENCE:1", "#EXT-X-PLAYLIST-TYPE:VOD"]
    for index, (a, b) in enumerate(zip([0, *times], [*times, 12])):
        lines += [f"#EXTINF:{b - a:.6f},", f"n{index}.ts"]
    l.set_lines(f"{small}/playlist.m3u8", lines + ["#EXT-X-ENDLIST"])


def with_subtitles(l, change=lambda text, index: text, last=6):
    """Adds a rendition of WebVTT subtitles; `change` makes it wrong."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:2", "#EXT-X-MEDIA-SEQUENCE:1", "#EXT-X-PLAYLIST-TYPE:VOD"]
    for index in range(last):
        text = ("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n\n"
                f"00:00:{index * 2:02d}.200 --> 00:00:{index * 2 + 1:02d}.800\nLine {index}\n\n")
        l.write(f"subs/s{index}.vtt", change(text, index))
        lines += ["#EXTINF:2.000000,", f"s{index}.vtt"]
    l.set_lines("subs/playlist.m3u8", lines + ["#EXT-X-ENDLIST"])
    l.insert("master.m3u8", "^#EXT-X-STREAM-INF", '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subs",NAME="English",LANGUAGE="en",'
             'DEFAULT=NO,AUTOSELECT=YES,URI="subs/playlist.m3u8"')
    every(l, r"^(#EXT-X-STREAM-INF:.*)$", r'\1,SUBTITLES="subs"', ["master.m3u8"])


def one_variant(l):
    lines = l.lines("master.m3u8")
    at = [i for i, x in enumerate(lines) if x.startswith("#EXT-X-STREAM-INF")][1]
    l.set_lines("master.m3u8", lines[:at] + lines[at + 2:])


def iframes(l):
    return f"{l.videos[0]}/iframes.m3u8"


def master(pattern, replacement, count=1):
    return lambda l: l.sub("master.m3u8", pattern, replacement, count)


def top(pattern, replacement, count=1):
    return lambda l: l.sub(l.top, pattern, replacement, count)


def times_two(match):
    return f"{match[1]}{int(match[2]) * 2}"


def halved(match):
    return f"{match[1]}{int(match[2]) // 2}"


PEAK, MEAN = r"([:,]BANDWIDTH=)(\d+)", r"(AVERAGE-BANDWIDTH=)(\d+)"
MEDIA, STREAM = r"^#EXT-X-MEDIA:", r"^#EXT-X-STREAM-INF:"
NO_MEDIA = ["--no-media"]

PLANTS = [
    # The text of every playlist
    ("no #EXTM3U", "fmp4", "playlist.extm3u", lambda l: l.set_lines(l.top, l.lines(l.top)[1:])),
    ("a byte that is not UTF-8", "fmp4", "playlist.utf-8", lambda l: l.write(l.top, l.read(l.top) + b"#\xff\n")),
    ("a byte order mark", "fmp4", "playlist.byte-order-mark", lambda l: l.write(AUDIO, b"\xef\xbb\xbf" + l.read(AUDIO))),
    ("a bell", "fmp4", "playlist.control-characters", lambda l: l.write(l.top, l.read(l.top) + b"#\x07\n")),
    ("a playlist called .txt", "fmp4", "playlist.name", name_without_suffix),
    ("two target durations", "fmp4", "playlist.duplicate-tag", lambda l: l.insert(l.top, "^#EXTINF", "#EXT-X-TARGETDURATION:2")),
    ("a target duration in the master", "fmp4", "playlist.mixed-tags", lambda l: l.insert("master.m3u8", STREAM, "#EXT-X-TARGETDURATION:2")),
    ("version 3 with EXT-X-MAP", "fmp4", "playlist.version", top("VERSION:6", "VERSION:3")),
    ("a number in letters", "fmp4", "playlist.tag-value", top("SEQUENCE:1", "SEQUENCE:one")),
    ("a missing playlist", "fmp4", "playlist.missing", lambda l: (l.root / AUDIO).unlink()),
    ("a tag of nobody's", "fmp4", "playlist.unknown-tag", lambda l: l.insert(l.top, "^#EXTINF", "#EXT-X-NOBODY:1")),
    # Attributes
    ("a quote too few", "fmp4", "attribute.syntax", top('init.mp4"', "init.mp4")),
    ("CHANNELS twice", "fmp4", "attribute.duplicate", master('CHANNELS="2"', 'CHANNELS="2",CHANNELS="2"')),
    ("BANDWIDTH in quotes", "fmp4", "attribute.type", master(r":BANDWIDTH=(\d+)", r':BANDWIDTH="\1"')),
    ("no BANDWIDTH", "fmp4", "attribute.missing", master(r":BANDWIDTH=\d+,", ":")),
    ("an attribute of nobody's", "fmp4", "attribute.unknown", master(STREAM, "#EXT-X-STREAM-INF:NOBODY=1,")),
    # Media playlists
    ("no target duration", "fmp4", "media.target-duration-missing", lambda l: l.drop(l.top, "TARGETDURATION")),
    ("a target duration too short", "fmp4", "media.target-duration", lambda l: every(l, "TARGETDURATION:2", "TARGETDURATION:1")),
    ("a segment without EXTINF", "fmp4", "media.extinf", top(r"^#EXTINF.*\n", "")),
    ("a segment twice as long", "fmp4", "media.segment-durations", top(r"^#EXTINF:2\.000000", "#EXTINF:4.000000")),
    ("no segments", "fmp4", "media.empty", lambda l: l.set_lines(l.top, l.lines(l.top)[:4] + ["#EXT-X-ENDLIST"])),
    ("the number after segments", "fmp4", "media.tag-order", lambda l: (
        l.drop(l.top, "MEDIA-SEQUENCE"), l.insert(l.top, "ENDLIST", "#EXT-X-MEDIA-SEQUENCE:1")) and None),
    ("VOD without an end", "fmp4", "media.endlist", lambda l: l.drop(l.top, "ENDLIST")),
    ("an end without a type", "fmp4", "media.playlist-type", lambda l: l.drop(l.top, "PLAYLIST-TYPE")),
    ("a range without an offset", "fmp4", "media.byte-range", lambda l: l.insert(l.top, "^seg", "#EXT-X-BYTERANGE:100")),
    ("a clock that jumps", "fmp4", "media.program-date-time", dates),
    ("live without a clock", "fmp4", "media.program-date-time-missing", lambda l: l.make_live()),
    ("EXT-X-BITRATE too high", "fmp4", "media.bitrate", lambda l: l.insert(l.top, "^#EXTINF", "#EXT-X-BITRATE:9000")),
    ("EXT-X-START past the end", "fmp4", "media.start", start_outside),
    ("EXTINF without a segment", "fmp4", "media.trailing-tags", lambda l: l.insert(l.top, "ENDLIST", "#EXTINF:2.0,")),
    ("a partial segment", "fmp4", "media.low-latency", lambda l: l.insert(l.top, "ENDLIST", '#EXT-X-PART:DURATION=1,URI="p"')),
    # Encryption
    ("a key without URI", "fmp4", "key.attributes", lambda l: encrypted(l, attributes="")),
    ("a vector of 17 bytes", "fmp4", "key.iv", lambda l: encrypted(l, attributes=f'URI="key",IV=0x{VECTOR.hex()}00')),
    ("no key file", "fmp4", "key.missing", key_missing),
    ("a key of 15 bytes", "fmp4", "key.length", lambda l: encrypted(l, written=KEY[:15])),
    ("another key", "fmp4", "key.decryption", lambda l: encrypted(l, written=bytes(16))),
    ("another vector", "ts", "key.decryption", lambda l: encrypted(l, attributes=f'URI="key",IV=0x{bytes(16).hex()}')),
    ("a cut segment", "ts", "key.block-size", lambda l: encrypted(l, drop=5)),
    ("an encrypted map without IV", "fmp4", "key.map-iv", map_without_iv),
    ("another key from segment 3 on", "encrypted", "key.decryption", lambda l: l.write("keys/2.key", bytes(16))),
    ("another key from segment 3 on", "encrypted-ts", "key.decryption", lambda l: l.write("keys/2.key", bytes(16))),
    ("SAMPLE-AES", "fmp4", "key.unread", lambda l: encrypted(l, method="SAMPLE-AES")),
    # The multivariant playlist
    ("no variant", "fmp4", "multivariant.empty", lambda l: l.drop("master.m3u8", r"STREAM-INF:|^\d+p/")),
    ("a variant without URI", "fmp4", "multivariant.uri", lambda l: l.drop("master.m3u8", f"^{l.videos[1]}/playlist")),
    ("no CODECS", "fmp4", "multivariant.codecs-missing", master(r'(STREAM-INF:BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+,)CODECS="[^"]*",', r"\1")),
    ("no RESOLUTION", "fmp4", "multivariant.resolution-missing", master(r",RESOLUTION=\d+x\d+", "")),
    ("no AVERAGE-BANDWIDTH", "fmp4", "multivariant.average-bandwidth-missing", master(r",AVERAGE-BANDWIDTH=\d+", "")),
    ("no FRAME-RATE", "fmp4", "multivariant.frame-rate-missing", master(r",FRAME-RATE=[\d.]+", "")),
    ("one variant", "fmp4", "multivariant.variants", one_variant),
    ("no I-frame playlists", "fmp4", "multivariant.i-frames-missing", lambda l: l.drop("master.m3u8", "I-FRAME")),
    ("I-frames without CODECS", "fmp4", "multivariant.i-frame-codecs", master(r'(I-FRAME-.*),CODECS="[^"]*"', r"\1")),
    ("I-frames without RESOLUTION", "fmp4", "multivariant.i-frame-resolution", master(r"(I-FRAME-.*),RESOLUTION=\d+x\d+", r"\1")),
    ("independence unsaid", "fmp4", "multivariant.independent-segments", lambda l: l.drop("master.m3u8", "INDEPENDENT")),
    ("SCORE in one variant", "fmp4", "multivariant.score", master(STREAM, "#EXT-X-STREAM-INF:SCORE=1.0,")),
    ("captions denied in one variant", "fmp4", "multivariant.closed-captions", master(",CLOSED-CAPTIONS=NONE", "")),
    ("an average above the peak", "fmp4", "multivariant.average-above-peak", master(r"AVERAGE-BANDWIDTH=\d+", "AVERAGE-BANDWIDTH=9999999")),
    # Groups
    ("a group that is not there", "fmp4", "group.undefined", master('AUDIO="audio"', 'AUDIO="other"')),
    ("a group that nobody names", "fmp4", "group.unused", master(',AUDIO="audio"', "", 0)),
    ("one NAME twice", "languages", "group.name", master('NAME="fr"', 'NAME="en"')),
    ("two defaults", "languages", "group.default", master("DEFAULT=NO", "DEFAULT=YES")),
    ("DEFAULT without AUTOSELECT", "languages", "group.autoselect", master("AUTOSELECT=YES", "AUTOSELECT=NO")),
    ("groups that differ", "languages", "group.members", lambda l: l.insert("master.m3u8", STREAM,
     '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="more",NAME="en",LANGUAGE="de",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="audio_en/playlist.m3u8"')),
    ("no LANGUAGE", "languages", "group.language", master(',LANGUAGE="fr"', "")),
    ("subtitles without URI", "fmp4", "group.uri", lambda l: l.insert("master.m3u8", STREAM,
     '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="en",LANGUAGE="en"')),
    ("FORCED audio", "fmp4", "group.forced", master(MEDIA, "#EXT-X-MEDIA:FORCED=YES,")),
    ("no CHANNELS", "fmp4", "group.channels", master(',CHANNELS="2"', "")),
    # Segments
    ("a missing segment", "fmp4", "segment.missing", lambda l: (l.root / l.segment(l.top, 2)).unlink()),
    ("a range past the end", "fmp4", "segment.byte-range", lambda l: l.insert(l.top, "^seg", "#EXT-X-BYTERANGE:9999999@0")),
    ("noise", "fmp4", "segment.format", lambda l: edit_segment(l, 2, lambda d: b"noise" * 100)),
    ("no EXT-X-MAP", "fmp4", "segment.map-missing", lambda l: l.drop(l.top, "EXT-X-MAP")),
    ("no mvex", "fmp4", "segment.initialization", no_mvex),
    ("a cut segment", "fmp4", "segment.boxes", lambda l: edit_segment(l, 2, lambda d: d[:len(d) // 2])),
    ("a fragment without tfdt", "fmp4", "segment.boxes", lambda l: edit_segment(l, 2, lambda d: d.replace(b"tfdt", b"free"))),
    ("a cut packet", "ts", "segment.packets", lambda l: edit_segment(l, 2, lambda d: d[:-100])),
    ("no PAT and PMT", "ts", "segment.tables", lambda l: edit_segment(l, 2, without_tables)),
    ("a lost packet", "ts", "segment.continuity-counters", lambda l: edit_segment(l, 2, without_video_packet)),
    ("a start without IDR", "ts", "segment.idr", no_idr),
    ("dependent segments", "ts", "segment.independent", no_idr),
    ("damaged pictures", "fmp4", "segment.decoding", lambda l: edit_segment(l, 2, damage)),
    ("damaged pictures", "ts", "segment.decoding", lambda l: edit_segment(l, 2, lambda d: damage(d, length=150))),
    ("tables alone", "ts", "segment.empty", lambda l: edit_segment(l, 2, tables_only)),
    ("two audio streams", "ts", "segment.audio-streams", lambda l: remade(
        l, "-map", "0:v", "-map", "1:a", "-map", "1:a", "-c:v", "copy", "-c:a", "aac", "-shortest",
        inputs=["-f", "lavfi", "-i", "sine=d=2"])),
    ("packed audio without a timestamp", "fmp4", "segment.packed-audio-timestamp", packed_audio),
    # Times
    ("a decode time that jumps", "fmp4", "timing.decode-time", shifted),
    ("a segment left out", "ts", "timing.continuity", missing_middle),
    ("a segment left out", "fmp4", "timing.decode-time", missing_middle),
    ("an EXTINF too short", "fmp4", "timing.extinf", top(r"^#EXTINF:2\.000000", "#EXTINF:1.500000")),
    ("an EXTINF too long", "ntsc-ts", "timing.extinf", top(r"^#EXTINF:2\.002000", "#EXTINF:2.300000")),
    ("every EXTINF a little short", "fmp4", "timing.drift", top(r"^#EXTINF:2\.000000", "#EXTINF:1.970000", 0)),
    ("segments of twice the target", "fmp4", "timing.target-duration", lambda l: every(
        l, r"TARGETDURATION:2|^#EXTINF:[12]\.\d+", lambda m: "TARGETDURATION:1" if m[0].startswith("T") else "#EXTINF:1.000000")),
    # Bit rates
    ("BANDWIDTH halved", "fmp4", "bitrate.peak", master(PEAK, halved)),
    ("BANDWIDTH doubled", "ts", "bitrate.peak-tolerance", master(PEAK, times_two)),
    ("AVERAGE-BANDWIDTH halved", "fmp4", "bitrate.average", master(MEAN, halved)),
    ("BANDWIDTH two thirds, an event that ended", "fmp4", "bitrate.live-peak", lambda l: (
        every(l, "TYPE:VOD", "TYPE:EVENT"), l.sub("master.m3u8", PEAK, lambda m: f"{m[1]}{int(m[2]) * 2 // 3}")) and None),
    ("BANDWIDTH halved, live", "fmp4", "bitrate.live-peak", lambda l: (l.make_live(), l.sub("master.m3u8", PEAK, halved)) and None),
    # Codecs
    ("another profile", "fmp4", "codec.codecs", master(r"avc1\.[0-9a-f]{4}", "avc1.f400")),
    ("audio unnamed", "ts", "codec.codecs", master(",mp4a.40.2", "")),
    ("audio that is not there", "ntsc", "codec.codecs", master(r'CODECS="(avc1[^"]*)"', r'CODECS="\1,mp4a.40.2"')),
    ("another size", "fmp4", "codec.resolution", master("320x180", "640x360")),
    ("30 for 29.97", "ntsc", "codec.frame-rate", master("29.970", "30.000")),
    ("60 for variable", "vfr", "codec.frame-rate", master(r"FRAME-RATE=[\d.]+", "FRAME-RATE=60.000")),
    ("PQ for SDR", "fmp4", "codec.video-range", master("VIDEO-RANGE=SDR", "VIDEO-RANGE=PQ")),
    ("PQ unsaid", "hevc-hdr", "codec.video-range", master(",VIDEO-RANGE=PQ", "")),
    ("six channels for two", "fmp4", "codec.channels", master('CHANNELS="2"', 'CHANNELS="6"')),
    ("HEVC in a transport stream", "ts", "codec.container", lambda l: [remade(l, "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", index=i) for i in range(6)] and None),
    ("MPEG-2 video", "ts", "codec.format", lambda l: remade(l, "-c:v", "mpeg2video")),
    ("hev1", "hevc", "codec.sample-entry", lambda l: sample_entry(l, b"hvc1", b"hev1")),
    ("another size in the middle", "ts", "codec.change", lambda l: remade(l, "-vf", "scale=160:90", "-c:v", "libx264", "-preset", "ultrafast")),
    ("fields", "ts", "codec.interlaced", lambda l: remade(l, "-vf", "setfield=tff", "-c:v", "libx264", "-flags", "+ildct+ilme", "-preset", "ultrafast")),
    ("72 frames a second", "ntsc-ts", "codec.frame-rate-limit", lambda l: [remade(
        l, "-vf", "fps=72", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", index=i) for i in range(3)] and None),
    ("another shape", "fmp4", "codec.aspect-ratio", master("160x90", "160x120")),
    # Alignment
    ("another target duration", "fmp4", "align.target-duration", lambda l: l.sub(AUDIO, "TARGETDURATION:2", "TARGETDURATION:3")),
    ("audio that ends early", "fmp4", "align.duration", lambda l: l.remove_segment(AUDIO, 5)),
    ("a rung that begins late", "ts", "align.start", lambda l: l.remove_segment(f"{l.videos[1]}/playlist.m3u8", 0)),
    ("a rung with a segment less", "ts", "align.segment-count", lambda l: l.remove_segment(f"{l.videos[1]}/playlist.m3u8", 5)),
    ("boundaries elsewhere", "ts", "align.boundaries", other_boundaries),
    ("a discontinuity in one rung", "fmp4", "align.discontinuities", lambda l: l.insert(l.top, "^seg_00002", "#EXT-X-DISCONTINUITY")),
    ("another discontinuity sequence", "fmp4", "align.discontinuity-sequence", lambda l: l.insert(AUDIO, "^#EXTINF", "#EXT-X-DISCONTINUITY-SEQUENCE:4")),
    # I-frames
    ("no EXT-X-I-FRAMES-ONLY", "fmp4", "iframe.tag", lambda l: l.drop(iframes(l), "I-FRAMES-ONLY")),
    ("half a picture", "fmp4", "iframe.picture", lambda l: l.sub(iframes(l), r"BYTERANGE:(\d+)@", lambda m: f"BYTERANGE:{int(m[1]) // 3}@")),
    ("half a picture", "ts", "iframe.picture", lambda l: l.sub(iframes(l), r"BYTERANGE:(\d+)@", "BYTERANGE:376@")),
    ("half an encrypted picture", "encrypted", "iframe.picture", lambda l: l.sub(iframes(l), r"BYTERANGE:(\d+)@", lambda m: f"BYTERANGE:{int(m[1]) // 3}@")),
    ("half an encrypted picture", "encrypted-ts", "iframe.picture", lambda l: l.sub(iframes(l), r"BYTERANGE:(\d+)@", "BYTERANGE:376@")),
    ("an encrypted picture beside its place", "encrypted", "key.decryption", lambda l: l.sub(iframes(l), r"@(\d+)", lambda m: f"@{int(m[1]) + 16}")),
    ("the whole segment", "ts", "iframe.single", lambda l: l.sub(
        iframes(l), r"BYTERANGE:\d+@0", f"BYTERANGE:{len(l.read(l.segment(l.top, 0)))}@0")),
    ("a range without its moof", "fmp4", "iframe.moof", lambda l: l.sub(iframes(l), r"@\d+", "@400")),
    ("a wrong time to the next", "ts", "iframe.duration", lambda l: l.sub(iframes(l), r"^#EXTINF:2\.000000", "#EXTINF:1.500000")),
    # Subtitles
    ("no WEBVTT", "fmp4", "subtitle.header", lambda l: with_subtitles(l, lambda t, i: t.replace("WEBVTT", "SUBS") if i == 2 else t)),
    ("no X-TIMESTAMP-MAP", "fmp4", "subtitle.timestamp-map", lambda l: with_subtitles(l, lambda t, i: re.sub("X-TIME.*\n", "", t))),
    ("a cue that ends before it begins", "fmp4", "subtitle.cue-timing", lambda l: with_subtitles(l, lambda t, i: re.sub("--> 00:00", "--> 00:00:00.000\n#", t) if i == 1 else t)),
    ("cues of another time", "fmp4", "subtitle.cue-place", lambda l: with_subtitles(l, lambda t, i: t.replace("MPEGTS:0", "MPEGTS:900000"))),
    ("subtitles that end early", "fmp4", "subtitle.duration", lambda l: with_subtitles(l, last=3)),
]


# Live: (playlist, number of the update, lines) -> lines


def back(name, number, lines):
    return [re.sub(r"SEQUENCE:\d+", "SEQUENCE:5", line) if number == 3 else line for line in lines]


def renamed(name, number, lines):
    return [line.replace("#EXTINF:2.", "#EXTINF:1.9") if number == 2 else line for line in lines]


def other_target(name, number, lines):
    return [line.replace("TARGETDURATION:2", "TARGETDURATION:3") if number == 2 else line for line in lines]


def short_window(name, number, lines):
    per = 3 if any(line.startswith("#EXT-X-BYTERANGE") for line in lines) else 2
    return lines[:-per * 4]


def event(name, number, lines):
    return lines[:2] + ["#EXT-X-PLAYLIST-TYPE:EVENT"] + lines[2:]


FROZEN = {}


def frozen(name, number, lines):
    return FROZEN.setdefault(name, lines)


def uncounted(name, number, lines):
    """A discontinuity before segment 2, which leaves without being counted."""
    out = ["#EXT-X-DISCONTINUITY-SEQUENCE:0" if line.startswith("#EXT-X-PROGRAM") and not out_has(lines) else line for line in lines]
    for index, line in enumerate(out):
        if line.startswith("seg_00002"):
            at = max(i for i in range(index) if out[i].startswith("#EXTINF"))
            return out[:at] + ["#EXT-X-DISCONTINUITY"] + out[at:]
    return out


def out_has(lines):
    return any("DISCONTINUITY-SEQUENCE" in line for line in lines)


LIVE = [
    ("a number that goes back", "live.media-sequence", back),
    ("an EXTINF that changes", "live.segment-changed", renamed),
    ("a target duration that changes", "live.target-duration", other_target),
    ("two segments", "live.window", short_window),
    ("five segments", "live.six-segments", short_window),
    ("an event that forgets", "live.event-removed", event),
    ("no updates", "live.update", frozen),
    ("a discontinuity that is not counted", "live.discontinuity-sequence", uncounted),
]
