#!/usr/bin/env python3
"""Interrupts transcode-hls at any moment, fills the disk, and points jobs at each other's directories."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import hls_check
from audio_seams import samples, seams
from directory_state import faults, fingerprint, looks_finished, timeline, visible_files
from support import Report, arguments, clip, have, parsed, pipeline, run, scratch, status_name, video_clip

RUNGS = ["--rung", "640x360@700k", "--rung", "426x240@300k", "--preset", "ultrafast", "--progress", "none"]
SEED = 2026


class Job:
    """One transcode-hls command with what its undisturbed run gave."""

    def __init__(self, program, source, folder):
        self.program, self.source = program, source
        self.whole = folder / "whole"
        self.result = run(self.command(self.whole), 300)
        self.seconds = self.result.seconds

    def command(self, out, *extra, source=None, rungs=RUNGS):
        return [str(c) for c in (self.program, "transcode-hls", source or self.source, "-o", out, *rungs, *extra)]

    def learn(self):
        self.timeline = timeline(self.whole)
        self.duration = max(float(sum(d)) for d in self.timeline.values())
        audio = [p for p in self.timeline if "audio" in p.lower()] or [list(self.timeline)[-1]]
        self.audio = audio[0]
        self.samples = samples(self.whole / self.audio)

    def interrupted(self, out, after, how):
        """Starts the command, sends a signal after some seconds; returns (status, seconds to end)."""
        child = subprocess.Popen(self.command(out), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        time.sleep(after)
        sent = time.monotonic()
        with contextlib.suppress(ProcessLookupError):
            child.send_signal(how)
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            return "hang", 20
        return child.returncode, time.monotonic() - sent


def resumed(job, out, decode):
    """Runs the same command again and lists what is wrong with the outcome."""
    wrong = []
    again = run(job.command(out), 300)
    if not again.ok:
        return [f"second run: status {again.ending} {again.first_error}"]
    findings = hls_check.check(out / "master.m3u8", job.source, decode=decode)
    wrong += [f"{f.name}: {f.detail}" for f in findings if not f.ok]
    if not wrong and timeline(out) != job.timeline:
        wrong.append("segment durations are not those of the undisturbed run")
    if not wrong and job.samples:
        heard = seams(job.samples, samples(out / job.audio))
        if heard:
            wrong.append(f"the sound differs from the undisturbed run at {heard[:5]} s")
    before = fingerprint(out)
    third = run(job.command(out), 60)
    if not third.ok or third.seconds > max(2.0, job.seconds / 2):
        wrong.append(f"third run: status {third.ending} after {third.seconds:.1f} s")
    if not says_finished(third):
        wrong.append(f"third run does not say that all is finished: {third.first_error}")
    if fingerprint(out) != before:
        wrong.append("third run changed the directory")
    return wrong


def says_finished(result):
    text = (result.err + result.out).lower()
    return any(word in text for word in (b"finished", b"complete", b"already", b"nothing to do", b"existing"))


def interruptions(report, job, folder, kills):
    random.seed(SEED)
    moments = [(signal.SIGKILL, job.seconds * (i + random.random()) / kills) for i in range(kills)]
    moments += [(how, job.seconds * share) for how in (signal.SIGTERM, signal.SIGINT) for share in (0.35, 0.75)]
    for index, (how, after) in enumerate(moments):
        name = f"{how.name} after {after:.2f} of {job.seconds:.2f} s"
        with report.guard(name):
            out = folder / f"interrupted-{index}"
            status, seconds = job.interrupted(out, after, how)
            wrong = faults(out, job.duration) if out.exists() else []
            done = status == 0
            if done:
                name += " (it had finished)"
            elif status != -how:
                wrong.append(f"ended with status {status_name(status) if isinstance(status, int) else status}")
            if not done and status != "hang" and out.exists() and looks_finished(out):
                findings = hls_check.check(out / "master.m3u8", job.source, decode=False)
                wrong += ["looks finished, and is not"] if any(not f.ok for f in findings) else []
            files = len(visible_files(out)) if out.exists() else 0
            wrong += resumed(job, out, decode=index % 5 == 0)
            report.check(name, not wrong, "; ".join(wrong[:4]) or f"{files} files then, ended in {seconds:.2f} s, whole after a second run")
            shutil.rmtree(out, ignore_errors=True)


@contextlib.contextmanager
def small_disk(folder, size):
    """A tmpfs of some size, or None where mounting is not permitted."""
    folder.mkdir(exist_ok=True)
    if os.geteuid() != 0 or not have("mount"):
        yield None
        return
    mounted = run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], 20).ok
    try:
        yield folder if mounted else None
    finally:
        if mounted:
            run(["umount", folder], 20)


def full_disk(report, job, folder):
    size = sum(p.stat().st_size for p in visible_files(job.whole))
    for share in (2, 4):
        name = f"full disk (a tmpfs of 1/{share} of the set)"
        with report.guard(name), small_disk(folder / f"disk-{share}", f"{max(256, size // share // 1024)}k") as disk:
            if not disk:
                report.skip(name, "mounting a tmpfs is not permitted here")
                continue
            out = disk / "out"
            result = run(job.command(out), 120)
            clear = b"space" in result.err.lower()
            wrong = faults(out, job.duration) if out.exists() else []
            finished = out.exists() and looks_finished(out)
            report.check(name, result.code == 2 and clear and not wrong and not finished,
                         f"status {result.ending}, looks finished: {finished}; {'; '.join(wrong[:3])} {result.first_error}")
            if share == 2 and run(["mount", "-o", "remount,size=512m", disk], 20).ok:
                left = resumed(job, out, decode=True)
                report.check("the same command goes on when there is room again", not left, "; ".join(left[:4]))


def unwritable(report, job, folder):
    with report.guard("a directory below a file"):
        (folder / "plain").write_text("a file\n")
        result = run(job.command(folder / "plain" / "out"), 30)
        report.check("output below a plain file", result.code == 2 and result.first_error and result.seconds < 5,
                     f"status {result.ending} {result.first_error}")
    name = "unwritable directory"
    with report.guard(name):
        if os.geteuid() != 0:
            locked = folder / "locked"
            locked.mkdir(mode=0o555)
            result = run(job.command(locked / "out"), 30)
        else:
            with small_disk(folder / "readonly", "1m") as disk:
                if not disk or not run(["mount", "-o", "remount,ro", disk], 20).ok:
                    report.skip(name, "a read-only mount is not permitted here")
                    return
                result = run(job.command(disk / "out"), 30)
        report.check(name, result.code == 2 and result.first_error and result.seconds < 5,
                     f"status {result.ending} {result.first_error}")


def other_jobs(report, job, folder):
    other = clip("bigbuckbunny.mp4", "run.mp4", "demo.mp4")
    if not other:
        report.skip("another input onto the same directory", "only one clip at hand")
        return
    out = folder / "taken"
    shutil.copytree(job.whole, out, symlinks=True)
    before = fingerprint(out)
    half = folder / "half-taken"
    job.interrupted(half, job.seconds * 0.6, signal.SIGKILL)
    changed = ["--rung", "320x180@200k", "--preset", "ultrafast", "--progress", "none"]
    cases = [("another input", job.command(out, source=other)), ("other rungs", job.command(out, rungs=changed)),
             ("another segment length", job.command(out, "--segment", "2")),
             ("another container", job.command(out, "--container", "ts")),
             ("another input on an interrupted job", job.command(half, source=other))]
    for name, command in cases:
        with report.guard(name):
            state = fingerprint(half)
            result = run(command, 60)
            same = fingerprint(out) == before and fingerprint(half) == state
            report.check(f"{name} onto the same directory is refused", result.code == 2 and b"--force" in result.err and same,
                         f"status {result.ending}, untouched: {same}; {result.first_error}")
    with report.guard("--force killed"):
        for share in (0.3, 0.6, 0.9):
            child = subprocess.Popen(job.command(out, "--force", "--segment", "2"), stdin=subprocess.DEVNULL,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(job.seconds * share)
            child.kill()
            status = child.wait()
            findings = hls_check.check(out / "master.m3u8", job.source, decode=False)
            report.findings(f"--force killed after {job.seconds * share:.2f} s leaves a whole set "
                            f"({'the new one' if status == 0 else 'the old one' if fingerprint(out) == before else 'unlike the old one'})",
                            findings)
    for name, target, extra, rungs in (("other rungs", out, [], changed), ("the other container", out, ["--container", "ts"], RUNGS),
                                       ("an interrupted job", half, [], changed)):
        with report.guard(f"--force with {name}"):
            result = run(job.command(target, "--force", *extra, source=other, rungs=rungs), 120)
            if report.check(f"--force with another input and {name}", result.ok, f"status {result.ending} {result.first_error}"):
                report.findings("its set is whole, without orphans", hls_check.check(target / "master.m3u8", other))


def piped_jobs(report, job, folder):
    """A job on standard input cannot be rewound: refused, or begun anew with --force."""
    with report.guard("piped"):
        out, stream = folder / "piped", folder / "stream.nut"
        made = run([job.program, "capture", job.source, "--duration", "12", "--size", "640x360", "-o", stream], 120)
        if not report.check("capture to a file", made.ok, f"status {made.ending} {made.first_error}"):
            return
        command = job.command(out, source="-")
        with open(stream, "rb") as source:
            child = subprocess.Popen(command, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.6)
            child.kill()
            child.wait()
        wrong = faults(out, 12) if out.exists() else []
        report.check("SIGKILL of a piped job leaves whole files", not wrong, "; ".join(wrong[:3]))
        again = pipeline([["cat", stream], command], 120)[-1]
        report.check("a piped job again is refused or begun anew", (again.code == 2 and b"--force" in again.err) or again.ok,
                     f"status {again.ending} {again.first_error}")
        forced = pipeline([["cat", stream], command + ["--force"]], 120)[-1]
        if report.check("a piped job with --force", forced.ok, f"status {forced.ending} {forced.first_error}"):
            report.findings("its set is whole", hls_check.check(out / "master.m3u8", stream, audio=None))
        stream.unlink()


def main():
    parser = arguments("Interrupts transcode-hls and looks at what is left.")
    parser.add_argument("--kills", type=int, default=20, help="how many SIGKILLs (20)")
    options = parsed(parser)
    report = Report("kill")
    source = video_clip()
    if not source:
        report.skip("all", "no clip with picture and sound")
        return report.finish()
    with scratch() as folder:
        cut = folder / "source.mp4"
        run(["ffmpeg", "-v", "error", "-nostdin", "-i", source, "-t", "24", "-vf", "scale=960:-2", "-c:v", "libx264",
             "-preset", "veryfast", "-c:a", "aac", cut], 120)
        source = cut
        job = Job(options.program, source, folder)
        if not report.check("the undisturbed job", job.result.ok, f"{job.seconds:.2f} s, status {job.result.ending} {job.result.first_error}"):
            return report.finish()
        report.findings("its set", hls_check.check(job.whole / "master.m3u8", source))
        job.learn()
        interruptions(report, job, folder, options.kills)
        full_disk(report, job, folder)
        unwritable(report, job, folder)
        other_jobs(report, job, folder)
        piped_jobs(report, job, folder)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
