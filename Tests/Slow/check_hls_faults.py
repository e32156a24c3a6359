#!/usr/bin/env python3
"""Plants one fault after the other in good HLS folders and looks whether check-hls names its rule.

    check_hls_faults.py [--program PATH] [--only RULE,...]

The good ones are the program's own, made from Fixtures; on those it must find no error and no warning.
"""

import http.server
import shutil
import sys
import threading
import time
from functools import partial
from pathlib import Path

import check_hls_plants
from check_hls_media import Ladder
from support import ROOT, Report, arguments, clip, parsed, records, run, scratch

LADDER = ["--rung", "320x180@200k", "--rung", "160x90@80k", "--preset", "veryfast", "--segment", "2",
          "--progress", "none", "-q"]
ENCRYPTED = ["--encrypt", "aes-128", "--key-uri", "../keys/{n}.key", "--key-rotation", "2", "--key-dir", "OUT/keys"]
# Name, clip, further options; "fitting" is a clip made for it, with a text track that becomes subtitles; OUT stands for the folder.
GOLDEN = [
    ("fmp4", "sintel.mp4", []), ("ts", "sintel.mp4", ["--container", "ts"]),
    ("ntsc", "run_2997.mp4", []), ("ntsc-ts", "run_2997.mp4", ["--container", "ts"]),
    ("vfr", "vfr.mp4", []), ("vfr-ts", "vfr.mp4", ["--container", "ts"]),
    ("languages", "two_languages.mp4", []), ("languages-ts", "two_languages.mp4", ["--container", "ts"]),
    ("hdr", "hdr.mp4", []), ("surround", "bigbuckbunny.mp4", ["--surround"]),
    ("fast", "traffic_5994.mp4", []), ("hevc", "sintel.mp4", ["--codec", "hevc"]),
    ("encrypted", "sintel.mp4", ENCRYPTED), ("encrypted-ts", "sintel.mp4", ["--container", "ts", *ENCRYPTED]),
    ("thumbnails", "run_2997.mp4", ["--thumbnails=1"]), ("copied", "fitting", ["--copy", "auto"]),
    ("copied-ts", "fitting", ["--copy", "auto", "--container", "ts"]),
    ("hevc-hdr", "hdr.mp4", ["--codec", "hevc", "--no-tonemap"]), ("av1", "run_2997.mp4", ["--codec", "av1"]),
]


def fixture(name):
    path = ROOT / "Fixtures" / name
    return path if path.is_file() else clip(name)


def make(program, folder, source, more):
    options = list(LADDER)
    if "--codec" in more:
        options[options.index("--preset") + 1] = "12" if "av1" in more else "ultrafast"
    more = [option.replace("OUT", str(folder)) for option in more]
    return run([program, "transcode-hls", source, "-o", folder, *options, *more], 240)


def findings(program, target, *options, timeout=120):
    """The exit status and the finding records."""
    result = run([program, "check-hls", target, "--jobs", "2", *options], timeout)
    return result, [r for r in records(result.out) if r.get("type") == "finding"]


def text(found):
    return "; ".join(f"{f['severity']} {f['rule']} {f.get('place', '')}: {f['what']} "
                     f"({f.get('declared', '')} / {f.get('measured', '')})" for f in found[:4])


def check_golden(report, program, work):
    """Makes the good folders; nothing may be found in them but notes."""
    made = {}
    for name, source, more in GOLDEN:
        with report.guard(f"golden {name}"):
            folder = work / "golden" / name
            source = check_hls_plants.fitting_clip(work, fixture("sintel.mp4")) if source == "fitting" else fixture(source)
            result = make(program, folder, source, more)
            if not report.check(f"golden {name} is made", result.ok, result.first_error):
                continue
            made[name] = folder
            result, found = findings(program, folder)
            bad = [f for f in found if f["severity"] != "info"]
            report.check(f"golden {name}: nothing found", result.code == 0 and not bad,
                         f"status {result.ending} {result.first_error} {text(bad)}")
    return made


def check_encrypted(report, program, made, work):
    """Segments that openssl encrypted, and the I-frames in them, decrypt; one vector for all, and one each."""
    for name in ("fmp4", "ts"):
        for by_number in (False, True):
            with report.guard(f"openssl {name}"):
                folder = work / f"openssl-{name}-{by_number}"
                check_hls_plants.encrypted_by_openssl(Ladder(folder, made[name]), by_number)
                result, found = findings(program, folder)
                bad = [f for f in found if f["severity"] != "info"]
                report.check(f"{name} encrypted by openssl, {'numbers as vectors' if by_number else 'one vector'}: nothing found",
                             result.code == 0 and not bad, f"status {result.ending} {result.first_error} {text(bad)}")
                frames = [records(run([program, "check-hls", each], 60).out)[-1]["frames"] for each in (folder, made[name])]
                report.check(f"{name} encrypted by openssl: as many frames decode", frames[0] == frames[1] > 0, frames)


def check_plants(report, program, made, work, only):
    for name, golden, rule, plant in check_hls_plants.PLANTS:
        if golden not in made or (only and rule not in only):
            continue
        with report.guard(f"{rule}: {name}"):
            folder = work / "fault"
            shutil.rmtree(folder, ignore_errors=True)
            ladder = Ladder(folder, made[golden])
            options = plant(ladder) or []
            result, found = findings(program, folder, *options)
            rules = {f["rule"]: f for f in found}
            hit = rules.get(rule)
            is_error = hit and hit["severity"] == "error"
            ok = hit and hit.get("section") and hit.get("place") and result.code == (1 if any(
                f["severity"] == "error" for f in found) else 0)
            others = sorted(r for r, f in rules.items() if r != rule and f["severity"] != "info")
            report.check(f"{rule}: {name}", ok, f"status {result.ending}, {'error' if is_error else 'no error'}"
                         + (f", also {', '.join(others)}" if others else "") if hit else f"found {text(found)}")


class Live(threading.Thread):
    """Publishes a good folder segment by segment, with a fault on the way."""

    def __init__(self, folder, golden, fault):
        super().__init__(daemon=True)
        self.ladder, self.fault, self.golden = Ladder(folder, golden), fault, Path(golden)
        self.whole = {name: self.ladder.lines(name) for name in self.ladder.playlists()}
        self.step(0)

    def step(self, number):
        first = max(0, number)
        for name, lines in self.whole.items():
            head = [line for line in lines[:lines.index(next(l for l in lines if l.startswith("#EXTINF")))]
                    if "PLAYLIST-TYPE" not in line]
            body = [line for line in lines[len(head) + 1:] if line != "#EXT-X-ENDLIST"]
            per = 3 if any(line.startswith("#EXT-X-BYTERANGE") for line in body) else 2
            head = [f"#EXT-X-MEDIA-SEQUENCE:{10 + first}" if "MEDIA-SEQUENCE" in line else line for line in head]
            head.append(f"#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:{first * 2 % 60:02d}.000Z")
            kept = body[first * per:(first + 6) * per]
            text = self.fault(name, number, head + kept) if self.fault else head + kept
            path = self.ladder.root / name
            part = path.with_suffix(".part")
            part.write_text("\n".join(text) + "\n")
            part.rename(path)

    def run(self):
        for number in range(1, 6):
            time.sleep(2)
            self.step(number)


def check_live(report, program, work, made, source):
    """A window of six segments over a longer ladder; each fault is one folder, all watched at once."""
    golden = work / "golden" / "long"
    result = make(program, golden, source, ["--container", "ts"])
    if not report.check("live golden is made", result.ok, result.first_error):
        return
    runs = []
    for name, rule, fault in [("nothing", None, None)] + check_hls_plants.LIVE:
        folder = work / "live" / (rule or "good")
        runs.append((name, rule, Live(folder, golden, fault), folder))
    results = {}

    def watch(rule, folder):
        results[rule] = findings(program, folder, "--watch", "9", "--no-decode", timeout=60)

    threads = [threading.Thread(target=watch, args=(rule, folder)) for _, rule, _, folder in runs]
    for (_, _, live, _), thread in zip(runs, threads):
        live.start()
        thread.start()
    for thread in threads:
        thread.join()
    for name, rule, _, _ in runs:
        result, found = results[rule]
        rules = {f["rule"] for f in found if f["severity"] != "info"}
        if rule is None:
            report.check("live: nothing found", not rules, f"status {result.ending} {result.first_error} {text(found)}")
        else:
            report.check(f"{rule}: {name}", rule in rules, f"found {', '.join(sorted(rules))}")


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves with wrong media types where the path says so."""

    types = {".m3u8": "application/vnd.apple.mpegurl", ".m4s": "video/iso.segment", ".mp4": "video/mp4", ".ts": "video/mp2t"}

    def guess_type(self, path):
        return "text/plain" if "/wrong/" in self.path else self.types.get(Path(path).suffix, "application/octet-stream")

    def translate_path(self, path):
        return super().translate_path(path.replace("/wrong/", "/", 1))

    def log_message(self, *arguments):
        pass


def check_http(report, program, made):
    """The same folder over HTTP, right and with wrong media types; addresses that do not answer."""
    handler = partial(Handler, directory=str(made["fmp4"]))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_address[1]}"
        result, found = findings(program, f"{root}/master.m3u8")
        bad = [f for f in found if f["severity"] != "info"]
        report.check("http: nothing found", result.code == 0 and not bad, f"{result.ending} {text(bad)}")
        result, found = findings(program, f"{root}/wrong/master.m3u8")
        rules = {f["rule"] for f in found}
        for rule in ("playlist.media-type", "segment.media-type"):
            report.check(f"{rule}: text/plain", rule in rules, f"found {', '.join(sorted(rules))}")
        result, _ = findings(program, f"{root}/none.m3u8")
        report.check("http: 404 is status 2", result.code == 2, result.first_error)
        server.shutdown()
    result, _ = findings(program, f"{root}/master.m3u8", "--timeout", "3")
    report.check("http: no server is status 2", result.code == 2, result.first_error)


def check_usage(report, program, work):
    for name, arguments_, code in [
            ("a folder without playlists", [work / "golden"], 2), ("a file that is no playlist", [__file__], 2),
            ("a missing file", [work / "none.m3u8"], 2), ("no argument", [], 64), ("--jobs 0", ["x", "--jobs", "0"], 64)]:
        result = run([program, "check-hls", *arguments_], 30)
        report.check(f"{name}: status {code}", result.code == code and result.err.strip(), f"{result.ending} {result.first_error}")
    result = run([program, "check-hls", "--rules"], 30)
    planted = {plant[2] for plant in check_hls_plants.PLANTS} | {plant[1] for plant in check_hls_plants.LIVE}
    listed = {line.split()[0] for line in result.out.decode().splitlines()}
    report.check("every planted rule is listed", planted <= listed, f"{len(planted)} of {len(listed)} rules; not planted: "
                 + ", ".join(sorted(listed - planted)))


def main():
    parser = arguments(__doc__)
    parser.add_argument("--only", default="", help="rules, with commas between them")
    options = parsed(parser)
    only = {name for name in options.only.split(",") if name}
    report = Report("check-hls faults")
    with scratch("check-hls-") as work:
        made = check_golden(report, options.program, work)
        if not only:
            check_encrypted(report, options.program, made, work)
        check_plants(report, options.program, made, work, only)
        if not only or any(rule.startswith("live.") for rule in only):
            with report.guard("live"):
                check_live(report, options.program, work, made, check_hls_plants.long_clip(work, fixture("run_2997.mp4")))
        if not only:
            with report.guard("http"):
                check_http(report, options.program, made)
            with report.guard("usage"):
                check_usage(report, options.program, work)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
