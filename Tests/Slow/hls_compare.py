"""The parts of the validator that compare with the source and look into I-frame playlists."""

from fractions import Fraction

from hls_measure import peak_rate, presentation
from support import probe, run, scratch


def within(declared, measured, share=0.01):
    return measured > 0 and abs(declared - measured) <= share * measured


def check_iframes(entry, name, playlist, videos, folder, say):
    """Each byte range lies in its file and, behind its map, decodes to a picture."""
    folder_of = {r.playlist.segments[0].path.parent: r for r in videos}
    files = {r.playlist.segments[0].path: r for r in videos}
    video = files.get(playlist.segments[0].path) or folder_of.get(playlist.segments[0].path.parent)
    if video:
        say(f"{name}: one entry a keyframe", len(playlist.segments) == len(video.keyframes),
            f"{len(playlist.segments)} for {len(video.keyframes)}")
        size = f"{video.stream['width']}x{video.stream['height']}"
        say(f"{name}: RESOLUTION", entry.attributes.get("RESOLUTION") == size, entry.attributes.get("RESOLUTION"))
        own = entry.attributes.get("CODECS", "").lower()
        say(f"{name}: CODECS are the video's", own in [c.lower() for c in video.codecs], own)
        difference = abs(playlist.duration - video.playlist.duration)
        say(f"{name}: lasts as long as its rendition within a frame", difference <= video.unit, f"{float(difference):.6f} s")
    outside = [s.path.name for s in playlist.segments if s.offset + s.size > s.path.stat().st_size]
    say(f"{name}: byte ranges lie in their files", not outside, outside[:3])
    declared, peak = int(entry.attributes.get("BANDWIDTH", 0)), peak_rate(playlist)
    say(f"{name}: BANDWIDTH is the measured peak within 1%", within(declared, peak), f"{declared} against {peak:.0f}")
    step = max(1, len(playlist.segments) // 6)
    wrong = []
    tried = playlist.segments[::step]
    for segment in tried:
        data = (segment.map.read() if segment.map else b"") + segment.read()
        result = run(["ffmpeg", "-v", "quiet", "-nostdin", "-threads", "1", "-i", "pipe:0", "-map", "0:v:0",
                      "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "gray", "-"], 30, stdin=data)
        width, height = map(int, entry.attributes.get("RESOLUTION", "0x0").split("x"))
        if len(result.out) != width * height or not result.out:
            wrong.append(f"{segment.path.name}@{segment.offset}: {len(result.out)} bytes")
    say(f"{name}: byte ranges decode to a picture", not wrong, "; ".join(wrong[:3]) or f"{len(tried)} tried")


def check_source(source, renditions, say, frames, audio):
    videos = [r for r in renditions.values() if r.kind == "video"]
    audios = [r for r in renditions.values() if r.kind == "audio"]
    video = presentation(source, "v:0")
    if frames is not None and video:
        wanted = video["frames"] if frames == "equal" else frames
        for rendition in videos:
            count = rendition.decoded or len(rendition.packets)
            say(f"{rendition.name}: as many pictures as the source", count == wanted, f"{count} of {wanted}")
    if video and videos and frames == "equal":
        for rendition in videos:
            length, wanted = rendition.times[-1] - rendition.times[0], video["last"] - video["first"]
            say(f"{rendition.name}: first to last picture lasts as in the source", abs(length - wanted) <= rendition.unit,
                f"{float(length):.6f} against {float(wanted):.6f}")
    streams = [s for s in probe(source).get("streams", []) if s.get("codec_type") == "audio"]
    if audio != "source" or not streams or not video:
        return
    if not say("audio of the source is there", audios or any(len(r.codecs) > 1 for r in videos)):
        return
    tracks = [presentation(source, f"a:{i}") for i in range(len(streams))]
    picture_end = video["end"] - video["first"]
    for rendition in audios:
        with scratch() as folder:
            media = folder / "audio.bin"
            rendition.playlist.write_media(media)
            own = presentation(media, "a:0")
        reference = videos[0].start if videos else Fraction(0)
        first, end = own["first"] - reference, own["end"] - reference
        # A track that starts late or ends early may be filled with silence up to the pictures.
        starts = [t["first"] - video["first"] for t in tracks] + [Fraction(0)]
        ends = [t["end"] - video["first"] for t in tracks]
        ends += [picture_end] if min(ends) < picture_end else []
        slack = rendition.unit + Fraction(1, 1000)
        say(f"{rendition.name}: starts with the source's audio within an audio frame",
            min(abs(first - s) for s in starts) <= slack, f"{float(first):.6f} against {[round(float(s), 6) for s in starts]}")
        say(f"{rendition.name}: ends with the source's audio within an audio frame",
            min(abs(end - e) for e in ends) <= slack, f"{float(end):.6f} against {[round(float(e), 6) for e in ends]}")
