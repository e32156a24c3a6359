#!/usr/bin/env python3
"""Sound and picture stay together: a flash and a beep every second, measured before and after packaging."""

import array
import sys

import hls_playlist
from hls_measure import presentation
from support import Report, arguments, parsed, pipeline, run, scratch

RATE = 48000
FRAME = 1024 / RATE


def make_clip(path, rate="30000/1001", seconds=60):
    """A clip with one white frame and 50 ms of sound at each full second."""
    flash = (f"color=black:size=640x360:rate={rate}:duration={seconds},"
             f"drawbox=c=white:t=fill:enable='lt(mod(t+1e-6,1),{1 / 30:.6f})*gte(t,0.9)'")
    beep = f"aevalsrc='if(gte(t,0.9)*lt(mod(t+1e-9,1),0.05),0.8*sin(2*PI*1000*t),0)':s={RATE}:d={seconds}"
    return run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", flash, "-f", "lavfi", "-i", beep,
                "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k", path], 120)


def flashes(path):
    """Presentation times of the first bright frame of each flash."""
    result = run(["ffprobe", "-v", "error", "-f", "lavfi", "-of", "csv=p=0", "-show_entries",
                  "frame=best_effort_timestamp_time:frame_tags=lavfi.signalstats.YAVG",
                  f"movie={escaped(path)},scale=64:36,signalstats"], 120)
    found, bright = [], False
    for line in result.out.decode().splitlines():
        parts = [p for p in line.split(",") if p]
        if len(parts) < 2:
            continue
        now = float(parts[1]) > 128
        if now and not bright:
            found.append(float(parts[0]))
        bright = now
    return found


def beeps(path):
    """Times of the beeps' onsets, from decoded samples and the track's first time."""
    result = run(["ffmpeg", "-v", "error", "-nostdin", "-i", path, "-map", "0:a:0", "-ac", "1", "-ar", str(RATE),
                  "-f", "s16le", "-"], 120)
    samples = array.array("h", result.out[: len(result.out) // 2 * 2])
    first = float(presentation(path, "a:0")["first"])
    found, quiet_since = [], -RATE
    for at, value in enumerate(samples):
        if abs(value) > 8000:
            if at - quiet_since > RATE // 4:
                found.append(first + at / RATE)
            quiet_since = at
    return found


def escaped(path):
    return str(path).replace("\\", "\\\\").replace(":", "\\:").replace("'", "\\'")


def offsets(picture, sound):
    """For each flash, how much later its beep comes."""
    lights, tones = flashes(picture), beeps(sound)
    return [min((t - light for t in tones), key=abs) for light in lights] if tones else []


def package_and_measure(report, program, name, source, wanted, folder, options=(), piped=False):
    out = folder / name.replace(" ", "-")
    make = [program, "transcode-hls", "-" if piped else source, "-o", out, "--rung", "320x180@200k",
            "--preset", "ultrafast", "--progress", "none", *options]
    result = pipeline([[program, "capture", source], make] if piped else [make], 240)[-1]
    if not report.check(f"{name}: packaged", result.ok, f"status {result.ending} {result.first_error}"):
        return
    master = hls_playlist.read_master(out / "master.m3u8")
    picture = folder / "picture.bin"
    hls_playlist.read_media(master.variants[0].path).write_media(picture)
    for media in master.media:
        sound = folder / "sound.bin"
        hls_playlist.read_media(master.path.parent / media["URI"]).write_media(sound)
        compare(report, f"{name}: {media.get('NAME')}", wanted, offsets(picture, sound))
    # The same through ffmpeg's reading of the master, as a player would line the two up.
    joined = folder / "joined.nut"
    run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-allowed_extensions", "ALL", "-copyts", "-i", out / "master.m3u8", "-map", "0:v:0",
         "-map", "0:a:0", "-c", "copy", joined], 120)
    compare(report, f"{name}: joined by ffmpeg from the master", wanted, offsets(joined, joined))


def compare(report, name, wanted, got):
    if len(got) != len(wanted) or not got:
        report.check(name, False, f"{len(got)} flashes, {len(wanted)} in the source")
        return
    moved = [b - a for a, b in zip(wanted, got)]
    worst = max(moved, key=abs)
    report.check(name, abs(worst) <= FRAME, f"{len(got)} flashes, offset in the source {wanted[0] * 1000:+.1f} ms, changed by "
                 f"{moved[0] * 1000:+.1f} ms at the start, {moved[-1] * 1000:+.1f} at the end, {worst * 1000:+.1f} at most "
                 f"(one audio frame is {FRAME * 1000:.1f})")


def main():
    options = parsed(arguments("Measures sound against picture through transcode-hls."))
    report = Report("sync")
    with scratch() as folder:
        source = folder / "flash.mp4"
        with report.guard("29.97 fps"):
            made = make_clip(source)
            wanted = offsets(source, source)
            if report.check("the clip: 59 flashes and beeps", made.ok and len(wanted) == 59,
                            f"{len(wanted)}, {made.first_error}"):
                package_and_measure(report, options.program, "29.97 fps", source, wanted, folder)
                package_and_measure(report, options.program, "29.97 fps in TS", source, wanted, folder, ["--container", "ts"])
                package_and_measure(report, options.program, "29.97 fps through a pipe", source, wanted, folder, piped=True)
        with report.guard("late sound"):
            late = folder / "late.mp4"
            run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-i", source, "-itsoffset", "2.3", "-i", source, "-map", "0:v",
                 "-map", "1:a", "-c", "copy", "-t", "20", late], 60)
            shifted = offsets(late, late)
            package_and_measure(report, options.program, "sound that starts 2.3 s late", late, shifted, folder)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
