#!/usr/bin/env python3
"""Encodes clips at several sizes and qualities, and scores them with libvmaf frame by frame.

    grid.py MEDIA OUT --vmaf-ffmpeg FFMPEG [--ffmpeg ffmpeg] [--clips natural,sintel]

MEDIA holds the clips of CLIPS. OUT gets for each encode NAME.mp4, NAME.csv (libvmaf's log: the features of
vmaf_v0.6.1, and VMAF) and NAME.json (bytes by frame), and for each clip its x264 first pass. What is there
already is kept. fit.py and solve.py read OUT.
"""
import argparse, json, os, subprocess, sys

# Name: file, frames a second, frames looked at, sizes (first is the clip's own), VMAF's interval.
CLIPS = {
    "bunny": ("bigbuckbunny.mp4", 25, 132, [(1280, 720), (854, 480), (640, 360)], 1),
    "bikes": ("bikes.mp4", 25, 250, [(640, 272), (428, 182)], 1),
    "run": ("run.mp4", 30, 150, [(720, 400), (480, 268)], 1),
    "box": ("box.mp4", 30, 150, [(640, 480), (480, 360)], 1),
    "vtest": ("vtest.avi", 10, 100, [(768, 576), (480, 360)], 1),
    "demo": ("demo.mp4", 25, 150, [(176, 144)], 1),
    "traffic": ("test_video.mp4", 60, 900, [(960, 540), (854, 480), (640, 360)], 3),
    "natural": ("natural_1080p30.mp4", 30, 422, [(1920, 1080), (1280, 720), (854, 480), (640, 360)], 3),
    "sintel": ("sintel_trailer-720p.mp4", 24, 720, [(1280, 720), (854, 480), (640, 360)], 3),
}
LADDER_CLIPS = ["bunny", "traffic", "natural", "sintel"]
CRFS = [18, 23, 28, 33]
# Bad pictures teach the fit what lies beyond; the ladder's clips need them less.
MORE_CRFS = {"bunny": [39], "traffic": [39], "bikes": [39], "run": [39], "box": [39], "vtest": [39], "demo": [39]}


def run(command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"failed: {' '.join(command)}\n{done.stderr[-2000:]}")
    return done.stdout


def encode(args, path, source, frames, rate, size, crf, preset, start=0, extra=()):
    """Fixed closed groups of pictures of two seconds, as the ladder has them."""
    temporary = path + ".part.mp4"
    run([args.ffmpeg, "-v", "error", "-y", "-i", source, "-an", "-vf",
         f"trim=start_frame={start}:end_frame={start + frames},setpts=PTS-STARTPTS,"
         f"scale={size[0]}:{size[1]}:flags=bicubic+accurate_rnd+bitexact,format=yuv420p",
         "-c:v", "libx264", "-preset", preset, "-crf", str(crf), "-threads", "2", "-g", str(2 * rate),
         "-keyint_min", str(2 * rate), "-sc_threshold", "0", "-flags", "+cgop+bitexact", *extra,
         "-fps_mode", "passthrough", temporary])
    os.rename(temporary, path)


def score(args, path, log, source, frames, size, interval, start=0):
    temporary = log + ".part"
    chain = (
        f"[0:v]settb=1/1000,setpts=N,scale={size[0]}:{size[1]}:flags=bicubic+accurate_rnd+bitexact,format=yuv420p[d];"
        f"[1:v]trim=start_frame={start}:end_frame={start + frames},settb=1/1000,setpts=N,format=yuv420p[r];"
        f"[d][r]libvmaf=model=version=vmaf_v0.6.1:n_threads=2:n_subsample={interval}:log_fmt=csv:log_path={temporary}")
    run([args.vmaf_ffmpeg, "-v", "error", "-i", path, "-i", source, "-lavfi", chain, "-f", "null", "-"])
    os.rename(temporary, log)


def sizes(args, path):
    """Bytes of each picture in the order of showing."""
    rows = run([args.ffprobe, "-v", "error", "-select_streams", "v", "-show_entries", "packet=pts,size", "-of",
                "csv=p=0", path]).split()
    pairs = sorted((int(a), int(b)) for a, b in (row.split(",")[:2] for row in rows))
    return [size for _, size in pairs]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("media")
    parser.add_argument("out")
    parser.add_argument("--vmaf-ffmpeg", required=True)
    parser.add_argument("--ffmpeg", default="ffmpeg")
    parser.add_argument("--ffprobe", default="ffprobe")
    parser.add_argument("--clips", default=",".join(CLIPS))
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    for clip in args.clips.split(","):
        file, rate, frames, ladder, interval = CLIPS[clip]
        source = os.path.join(args.media, file)
        for number, crf in enumerate(CRFS + MORE_CRFS.get(clip, [])):
            # Clips that only the fit sees get another preset with each quality.
            preset = "faster" if clip in LADDER_CLIPS else ["medium", "veryfast", "faster"][number % 3]
            for size in ladder:
                base = os.path.join(args.out, f"{clip}_{size[1]}_{crf}")
                if not os.path.exists(base + ".mp4"):
                    encode(args, base + ".mp4", source, frames, rate, size, crf, preset)
                if not os.path.exists(base + ".csv"):
                    score(args, base + ".mp4", base + ".csv", source, frames, ladder[0], interval)
                if not os.path.exists(base + ".json"):
                    with open(base + ".json", "w") as output:
                        json.dump(sizes(args, base + ".mp4"), output)
                print(base, flush=True)


if __name__ == "__main__":
    main()
