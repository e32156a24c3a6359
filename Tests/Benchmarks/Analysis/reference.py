"""Compares `vidproc analyze ENCODED --reference SOURCE` with ffmpeg's filters psnr and ssim, and with libvmaf.

    reference.py [--program PATH] [--speed RUNS] ENCODED SOURCE [ENCODED SOURCE ...]

Frame by frame: PSNR against the filter psnr (its log has two decimals, its last line six), SSIM against the filter
ssim (six decimals), MS-SSIM and VMAF against libvmaf's float_ms_ssim and vmaf, where VIDPROC_VMAF_FFMPEG names an
ffmpeg that has it. Pairs must have the same frames: the filters do not look for offsets. ffmpeg runs without its
hand-written instructions (-cpuflags 0), because those of FFmpeg 5.1's ssim miscount planes of some widths; its times
are taken with them.

Ends with status 1 where a difference is greater than the logs' last digit allows.
"""
import argparse
import csv
import json
import os
import re
import resource
import subprocess
import sys
import tempfile

FLAGS = "bicubic+accurate_rnd+bitexact"
# Frames pair by their numbers: times that a container rounds would pair them wrongly.
STEP = "settb=1/25,setpts=N"


def probe(path):
    fields = "stream=width,height,pix_fmt"
    out = subprocess.run(
        ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", fields, "-of", "json", path],
        capture_output=True, check=True).stdout
    return json.loads(out)["streams"][0]


def fitted(encoded, source):
    """The filters that bring the encoded clip to the source's form; empty where it has it."""
    own, other = probe(encoded), probe(source)
    if own == other:
        return ""
    return f"scale={other['width']}:{other['height']}:flags={FLAGS},format={other['pix_fmt']}"


def vidproc(program, encoded, source, metrics):
    command = [program, "analyze", encoded, "--reference", source, "--per-frame", "--metrics", ",".join(metrics)]
    out = subprocess.run(command, capture_output=True, check=True).stdout
    frames, summary = [], None
    for line in out.splitlines():
        record = json.loads(line)
        if record["type"] == "frame":
            frames.append(record.get("metrics", {}))
        elif record["type"] == "summary":
            summary = record["reference"]
    return frames, summary


def filters(encoded, source, folder):
    fit = fitted(encoded, source)
    graph = f"[0:v]{fit or 'null'},{STEP},split[a][b];[1:v]{STEP},split[c][d];" \
        f"[a][c]psnr=stats_file={folder}/psnr.log;[b][d]ssim=stats_file={folder}/ssim.log"
    run = subprocess.run(
        ["ffmpeg", "-hide_banner", "-cpuflags", "0", "-i", encoded, "-i", source, "-an", "-lavfi", graph, "-f",
         "null", "-"], capture_output=True, text=True, check=True)
    lines = {name: re.search(name + r" (.*)", run.stderr).group(1) for name in ("PSNR", "SSIM")}
    number = r":([0-9.]+|inf)"

    def read(path):
        return [dict(re.findall(r"(\w+)" + number, line)) for line in open(path)]
    summary = {name: dict(re.findall(r"(\w+)" + number, line)) for name, line in lines.items()}
    return read(f"{folder}/psnr.log"), read(f"{folder}/ssim.log"), summary


def libvmaf(program, encoded, source, folder):
    fit = fitted(encoded, source)
    other = probe(source)
    model = "vmaf_4k_v0.6.1" if other["height"] >= 2160 else "vmaf_v0.6.1"
    small = min(other["width"], other["height"]) < 176
    feature = "" if small else ":feature=name=float_ms_ssim"
    graph = f"libvmaf=model=version={model}:log_fmt=csv:log_path={folder}/vmaf.csv:n_threads=2{feature}"
    command = [program, "-hide_banner", "-v", "error", "-i", encoded, "-i", source, "-an", "-lavfi",
               f"[0:v]{STEP}[a];[1:v]{STEP}[b];[a][b]{graph}", "-f", "null", "-"]
    if fit:
        # The same scaler on both sides: libswscale changes from version to version.
        command[command.index(encoded)] = "pipe:0"
        scaler = subprocess.Popen(
            ["ffmpeg", "-v", "error", "-i", encoded, "-an", "-vf", fit, "-c:v", "rawvideo", "-f", "nut", "-"],
            stdout=subprocess.PIPE)
        subprocess.run(command, stdin=scaler.stdout, check=True)
        scaler.stdout.close()
        scaler.wait()
    else:
        subprocess.run(command, check=True)
    return [row for row in csv.DictReader(open(f"{folder}/vmaf.csv"))]


class Differences:
    def __init__(self):
        self.rows = []
        self.failed = False

    def add(self, name, ours, theirs, limit):
        """Two lists of numbers; where the other's is infinite, any counts that is above 70."""
        theirs = [max(70.0, own) if value == "inf" else float(value) for own, value in zip(ours, theirs)] \
            if len(ours) == len(theirs) else theirs
        if len(ours) != len(theirs) or not ours:
            self.rows.append((name, f"{len(ours)} values", f"{len(theirs)} values", "", "DIFFERS"))
            self.failed = True
            return
        gaps = [abs(own - other) for own, other in zip(ours, theirs)]
        worst = max(range(len(gaps)), key=gaps.__getitem__)
        good = gaps[worst] <= limit
        self.failed |= not good
        self.rows.append((name, f"{ours[worst]:.6f}", f"{theirs[worst]:.6f}", f"{gaps[worst]:.7f}",
                          "" if good else "DIFFERS"))

    def show(self):
        for name, ours, theirs, gap, verdict in self.rows:
            print(f"  {name:<22} {ours:>12} {theirs:>12}   {gap:>10}  {verdict}")


def compare(program, vmaf, encoded, source):
    print(f"{encoded} against {source}: vidproc, the other, the greatest difference of any frame")
    found = Differences()
    metrics = ["psnr", "ssim"] + (["ms_ssim", "vmaf"] if vmaf else [])
    with tempfile.TemporaryDirectory() as folder:
        frames, summary = vidproc(program, encoded, source, metrics)
        psnr, ssim, totals = filters(encoded, source, folder)
        planes = [("", "y", "Y"), ("_u", "u", "U"), ("_v", "v", "V"), ("_average", "avg", "All")]
        for own, name, other in planes:
            if "psnr_" + name not in psnr[0]:
                continue
            # The log's two decimals: half of the last, and what rounding to it adds.
            found.add("psnr" + own, [f["psnr" + own] for f in frames], [f["psnr_" + name] for f in psnr], 0.00501)
            found.add("ssim" + own, [f["ssim" + own] for f in frames], [f[other] for f in ssim], 0.0000021)
        found.add("psnr global", [summary["psnr"]["global"]], [totals["PSNR"]["y"]], 0.0000021)
        found.add("psnr_average global", [summary["psnr_average"]["global"]], [totals["PSNR"]["average"]], 0.0000021)
        found.add("psnr_average min", [summary["psnr_average"]["min"]], [totals["PSNR"]["min"]], 0.0000021)
        found.add("ssim mean", [summary["ssim"]["mean"]], [totals["SSIM"]["Y"]], 0.0000021)
        found.add("ssim_average mean", [summary["ssim_average"]["mean"]], [totals["SSIM"]["All"]], 0.0000021)
        if vmaf:
            rows = libvmaf(vmaf, encoded, source, folder)
            found.add("vmaf", [f["vmaf"] for f in frames], [row["vmaf"] for row in rows], 0.0000011)
            if "float_ms_ssim" in rows[0]:
                theirs = [row["float_ms_ssim"] for row in rows]
                found.add("ms_ssim", [f["ms_ssim"] for f in frames], theirs, 0.00005)
    found.show()
    return not found.failed


def seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def speed(program, encoded, source, runs):
    fit = fitted(encoded, source)
    graph = f"[0:v]{fit or 'null'},split[a][b];[1:v]split[c][d];[a][c]psnr;[b][d]ssim"
    ffmpeg = ["ffmpeg", "-v", "error", "-i", encoded, "-i", source, "-an", "-lavfi", graph, "-f", "null", "-"]
    decode = ["ffmpeg", "-v", "error", "-i", encoded, "-i", source, "-map", "0:v", "-map", "1:v", "-f", "null", "-"]
    own = [program, "analyze", encoded, "--reference", source, "--metrics", "psnr,ssim", "--reference-offset", "0"]
    times = {"vidproc": [], "ffmpeg": [], "ffmpeg, decoding alone": []}
    for _ in range(runs):
        for name, command in zip(times, (own, ffmpeg, decode)):
            times[name].append(seconds(command))
    for name, values in times.items():
        print(f"  {name:<24} {min(values):.2f} s of CPU at best, {sorted(values)[len(values) // 2]:.2f} s in the middle")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=".build/release/vidproc")
    parser.add_argument("--speed", type=int, default=0, metavar="RUNS")
    parser.add_argument("clips", nargs="+")
    arguments = parser.parse_args()
    if len(arguments.clips) % 2:
        parser.error("clips come in pairs: ENCODED SOURCE")
    vmaf = os.environ.get("VIDPROC_VMAF_FFMPEG")
    if not vmaf:
        print("VIDPROC_VMAF_FFMPEG is not set: no comparison with libvmaf")
    good = True
    for encoded, source in zip(arguments.clips[::2], arguments.clips[1::2]):
        good &= compare(arguments.program, vmaf, encoded, source)
        if arguments.speed:
            speed(arguments.program, encoded, source, arguments.speed)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
