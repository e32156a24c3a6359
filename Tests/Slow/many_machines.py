#!/usr/bin/env python3
"""A ladder divided into tasks gives the bytes of one process: under GNU parallel, on two Slurm nodes of which one is
killed, through the scripts for Kubernetes and AWS Batch, and with tasks twice, shuffled and killed.

many_machines.py [--only parallel,rough,asleep,errors,slurm,kubernetes,aws,cpu] [--seed N]
"""

import contextlib
import importlib.util
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import many_machines_engines as engines
from many_machines_slurm import Slurm
from many_machines_tasks import Divided, contents, same, used
from support import ROOT, Report, apt_install, arguments, have, media_folder, parsed, run, scratch, wait_until

DEPLOY = ROOT / "Deploy"
SHORT = ["--segment", "2", "--chunk", "4", "--preset", "veryfast", "--rung", "640x360@700k", "--rung", "426x240@300k"]
LONG = ["--segment", "2", "--chunk", "12", "--preset", "veryfast", "--rung", "1280x720@2500k", "--rung", "640x360@700k"]
INDICES = ("SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX", "AWS_BATCH_JOB_ARRAY_INDEX")
# As the README has them.
PARALLEL = """set -e
N=$(grep -c '"phase":"analysis"' film.plan)
seq 0 $((N - 1)) | parallel -j2 --halt soon,fail=1 vidproc transcode-hls --phase analysis --task {} film.plan
seq 0 $N | parallel -j2 --halt soon,fail=1 vidproc transcode-hls --phase encode --task {} film.plan
vidproc transcode-hls --stitch film.plan
"""


class Fixed:
    """The program, a clip, and the bytes of its undivided ladder."""

    def __init__(self, options, source, ladder, folder):
        self.program, self.source, self.ladder, self.folder = options.program, source, ladder, folder
        self.random = random.Random(options.seed)
        self.bin = folder / "bin"
        self.bin.mkdir(parents=True)
        (self.bin / "vidproc").symlink_to(options.program)
        self.environment = {"PATH": f"{self.bin}:{os.environ['PATH']}", "PARALLEL_HOME": str(folder / "parallel")}
        whole = self.divided("whole").whole()
        self.usage = used(whole)
        if self.usage.code != 0:
            raise RuntimeError(f"the undivided ladder: status {self.usage.code} {self.usage.err[:200]}")
        self.expected = contents(folder / "whole")

    def divided(self, name, source=None):
        return Divided(self.program, source or self.source, self.folder / name, self.ladder)


def parallel(report, fixed):
    """GNU parallel, by the README's lines."""
    reason = apt_install("parallel")
    if reason:
        return report.skip("GNU parallel", reason)
    (fixed.folder / "parallel").mkdir()
    (fixed.folder / "parallel" / "will-cite").touch()
    job = fixed.divided("film")
    job.make_plan()
    usage = used(["sh", "-c", PARALLEL], fixed.folder, fixed.environment)
    if report.check("GNU parallel: all tasks and the stitch", usage.code == 0, f"status {usage.code} {usage.err[-200:]}"):
        same(report, "GNU parallel: the bytes of one process", fixed.expected, job.out)


def rough(report, fixed):
    """Tasks twice at the same time, in shuffled order, killed at random moments and begun again."""
    job = fixed.divided("rough")
    job.make_plan()
    killed = alone = 0
    for phase in job.phases():
        waiting, running, done = job.tasks(phase) * 2, [], []
        fixed.random.shuffle(waiting)
        began = time.monotonic()
        usual = 2.0
        while (waiting or running) and time.monotonic() - began < 240:
            while waiting and len(running) < 4:
                number = waiting.pop()
                # Half of the first attempts get a moment at which they die.
                dies = fixed.random.random() < 0.5 and killed < 12
                child = subprocess.Popen([str(word) for word in job.task(phase, number)], stdin=subprocess.DEVNULL,
                                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                now = time.monotonic()
                running.append((child, number, now, now + fixed.random.uniform(0.1, usual) if dies else None))
            for entry in list(running):
                child, number, start, end = entry
                if child.poll() is None:
                    if end is None or time.monotonic() < end:
                        continue
                    child.kill()
                error = child.stderr.read().decode("utf-8", "replace").strip()
                child.wait()
                running.remove(entry)
                if child.returncode == 0:
                    usual = max(0.3, time.monotonic() - start)
                    done.append(number)
                elif child.returncode == -9 and end is not None:
                    killed += 1
                    waiting.insert(fixed.random.randint(0, len(waiting)), number)
                else:
                    report.check(f"rough: {phase} task {number}", False, f"status {child.returncode} {error[:200]}")
            time.sleep(0.01)
        for child, *_ in running:
            child.kill()
            child.wait()
        alone += len(done)
        report.check(f"rough: every {phase} task is done twice", sorted(done) == sorted(job.tasks(phase) * 2), f"{len(done)} done")
    report.check("rough: some tasks were killed", killed > 0, f"{killed} killed, {alone} ran to their end")
    stitched = run(job.stitch(), 120)
    report.check("rough: the stitch", stitched.ok, f"{stitched.ending} {stitched.first_error}")
    same(report, "rough: the bytes of one process, nothing left over", fixed.expected, job.out)
    before = {path: path.stat().st_mtime_ns for path in job.out.rglob("*")}
    again = run(job.stitch(), 60)
    after = {path: path.stat().st_mtime_ns for path in job.out.rglob("*")}
    files = {path for path in before.keys() & after.keys() if path.is_file()}
    report.check("rough: a second stitch changes no file", again.ok and all(before[p] == after[p] for p in files)
                 and before.keys() == after.keys(), f"{again.ending} {again.first_error}")
    late = run(job.task("encode", 0), 120)
    report.check("rough: a task that comes after the stitch", late.code in (0, 2), f"{late.ending} {late.first_error}")
    same(report, "rough: and leaves the ladder as it was", fixed.expected, job.out)


def asleep(report, fixed):
    """Tasks that slept while another did their work and the ladder was published: they must not harm what is there."""
    job = fixed.divided("asleep")
    job.make_plan()
    for number in job.tasks("analysis"):
        run(job.task("analysis", number), 120)
    sleepers = []
    try:
        # From a start-up to a segment half written.
        for seconds in (0.1, 0.25, 0.5, None):
            child = subprocess.Popen([str(word) for word in job.task("encode", 1)], stdin=subprocess.DEVNULL,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            sleepers.append(child)
            if seconds is None:
                wait_until(lambda: any(path.suffix == ".part" or path.stem.endswith("00003") for path in job.out.rglob("*")), 60, 0.01)
            else:
                time.sleep(seconds)
            child.send_signal(signal.SIGSTOP)
        working = sum(child.poll() is None for child in sleepers)
        failed = [number for number in job.tasks("encode") if not run(job.task("encode", number), 120).ok]
        stitched = run(job.stitch(), 120)
        report.check("asleep: the others do all, and the stitch", working and not failed and stitched.ok,
                     f"{working} sleepers, {stitched.ending} {stitched.first_error} {failed or ''}")
        same(report, "asleep: the bytes of one process", fixed.expected, job.out)
    finally:
        for child in sleepers:
            child.send_signal(signal.SIGCONT)
    codes = [child.wait() for child in sleepers]
    report.check("asleep: the sleepers end", all(code in (0, 2) for code in codes), f"status {codes}")
    same(report, "asleep: and have left the ladder as it was", fixed.expected, job.out)


def errors(report, fixed):
    """What cannot be done says why, with the status for it."""
    clip = fixed.folder / f"changing{fixed.source.suffix}"
    shutil.copy(fixed.source, clip)
    job = fixed.divided("errors", clip)
    plan = job.make_plan()
    last = len(job.tasks("analysis"))

    def fails(name, command, status, *words, env=None):
        result = run(command, 60, env=env)
        text = result.err.decode("utf-8", "replace")
        missing = [word for word in words if word not in text]
        report.check(f"errors: {name}", result.code == status and not missing,
                     f"{result.ending}: {result.first_error}" + (f"; says nothing of {missing}" if missing else ""))

    report.check("errors: a plan", plan.ok and job.phases() == ["analysis", "encode"], plan.first_error)
    fails("stitched before all analyses", job.stitch(), 2, "analysis", f"0, 1, {last - 1}")
    fails("encoded before all analyses", job.task("encode", 0), 2, "analysis", f"0, 1, {last - 1}")
    for number in range(last - 1):
        report.check(f"errors: analysis task {number}", run(job.task("analysis", number), 120).ok)
    fails("encoded before the last analysis", job.task("encode", 0), 2, f"analysis task {last - 1} is not done")
    report.check(f"errors: analysis task {last - 1}", run(job.task("analysis", last - 1), 120).ok)
    report.check("errors: encode task 0", run(job.task("encode", 0), 120).ok)
    fails("stitched before all encodings", job.stitch(), 2, "encode tasks 1, 2", f"{last} are not done")
    report.check("errors: no master playlist yet", not (job.out / "master.m3u8").exists())
    fails("a number too large", job.task("analysis", last), 2, f"task {last}", f"the plan has {last}")
    fails("a phase that the plan has not", job.task("quality", 0), 2, "quality task 0")
    fails("no number", job.task("encode", "first"), 64, "first")
    fails("an unknown phase", job.task("sound", 0), 64, "sound")
    none = fixed.folder / "none.plan"
    none.write_text('{"type":"stream"}\n')
    for name, file in [("a plan that is none", none), ("a film for a plan", clip), ("no such plan", fixed.folder / "missing.plan")]:
        fails(name, [fixed.program, "transcode-hls", "--stitch", file], 2, file.name)
    fails("auto without a variable", ["env", *[f"--unset={name}" for name in INDICES], *job.task("encode", "auto")], 64, *INDICES)
    fails("auto with a variable that is no number", job.task("encode", "auto"), 64, "JOB_COMPLETION_INDEX", "first",
          env={"JOB_COMPLETION_INDEX": "first"})
    lines = job.plan.read_text().splitlines()
    older = json.loads(lines[0]) | {"generation": 0}
    (fixed.folder / "older.plan").write_text("\n".join([json.dumps(older), *lines[1:]]) + "\n")
    fails("a plan of another version", [fixed.program, "transcode-hls", "--stitch", fixed.folder / "older.plan"], 2, "version")
    with open(clip, "ab") as file:
        file.write(b"\0\0\0\x08free")
    fails("a changed input", job.task("encode", 1), 2, "not what it was")
    clip.unlink()
    fails("an input that is gone", job.task("encode", 1), 2, clip.name)


def slurm(report, fixed):
    """Two nodes on one machine, of which one is killed while it works."""
    reason = apt_install("slurm-wlm", "munge")
    if reason or not all(map(have, ("slurmctld", "slurmd", "sbatch", "munged"))):
        return report.skip("Slurm", reason or "no slurmctld, slurmd or munged")
    if os.geteuid() != 0:
        return report.skip("Slurm", "slurmd wants to be root")
    with scratch("vidproc-slurm-") as folder, Slurm(folder) as cluster:
        job = fixed.divided("slurm")
        ran = run([DEPLOY / "slurm" / "submit.sh", fixed.source, job.out, *fixed.ladder], 120,
                  env={**fixed.environment, **cluster.environment}, cwd=folder)
        if not report.check("Slurm: Deploy/slurm/submit.sh", ran.ok, f"{ran.ending} {ran.first_error}"):
            return
        last = int(ran.out)
        jobs = [str(number) for number in range(last - 2, last + 1)]
        working = lambda: any(line.startswith(f"{jobs[1]}_") and line.endswith("RUNNING two") for line in cluster.waiting())  # noqa: E731
        if report.check("Slurm: the second node encodes", wait_until(working, 300, 0.2), "; ".join(cluster.waiting())):
            time.sleep(fixed.random.uniform(0.3, 1.5))
            count = cluster.kill_node("two")
            report.check("Slurm: a node is killed with its task", count > 1, f"{count} processes")
        ended = cluster.wait(300)
        outcomes = [cluster.outcome(number) for number in jobs]
        states = [state for found, _ in outcomes for state in found]
        report.check("Slurm: all jobs are completed", ended and states and set(states) == {"COMPLETED"},
                     f"{len(states)} tasks; {'; '.join(cluster.waiting())}")
        requeued = sum(sum(times) for _, times in outcomes)
        report.check("Slurm: the lost task was queued again", requeued > 0, f"{requeued} requeued, nodes {cluster.states()}")
        same(report, "Slurm: the bytes of one process", fixed.expected, job.out)


def stand_in(fixed, name):
    """A folder of programs with one that stands in for an engine's, and the variables to use it."""
    programs, state = fixed.folder / f"{name}-bin", fixed.folder / f"{name}-state"
    programs.mkdir()
    state.mkdir()
    file = programs / name
    file.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{engines.__file__}" {name} "$@"\n')
    file.chmod(0o755)
    return state, {"PATH": f"{programs}:{fixed.environment['PATH']}", "ENGINE_STATE": str(state)}


def kubernetes(report, fixed):
    """The manifests by their schemas, then the script with a stand-in for kubectl that does the Jobs here."""
    if not importlib.util.find_spec("kubernetes_validate"):
        return report.skip("Kubernetes", "no kubernetes-validate (PyPI)")
    import yaml
    for file in sorted((DEPLOY / "kubernetes").glob("*.yaml")):
        faults = [fault for document in yaml.safe_load_all(file.read_text()) for fault in engines.kubernetes_faults(document)]
        report.check(f"Kubernetes: {file.name} is valid", not faults, "; ".join(faults) or " and ".join(engines.KUBERNETES_VERSIONS))
    broken = yaml.safe_load((DEPLOY / "kubernetes" / "encode.yaml").read_text())
    broken["spec"]["completionsMode"] = broken["spec"].pop("completionMode")
    report.check("Kubernetes: a misspelt key is found", bool(engines.kubernetes_faults(broken)))
    _, variables = stand_in(fixed, "kubectl")
    out = fixed.folder / "kubernetes"
    ran = run([DEPLOY / "kubernetes" / "submit.sh", fixed.source, out, *fixed.ladder], 300, env={**fixed.environment, **variables})
    if report.check("Kubernetes: Deploy/kubernetes/submit.sh", ran.ok, f"{ran.ending} {ran.first_error}"):
        same(report, "Kubernetes: the bytes of one process", fixed.expected, out)


def aws(report, fixed):
    """The requests by botocore's model, then the script with a stand-in for aws that does the jobs here."""
    if not importlib.util.find_spec("botocore"):
        return report.skip("AWS Batch", "no botocore (PyPI)")
    state, variables = stand_in(fixed, "aws")
    for file in sorted((DEPLOY / "aws-batch").glob("*.json")):
        request = json.loads(file.read_text())
        operation = "RegisterJobDefinition" if "jobDefinitionName" in request else "SubmitJob"
        faults = engines.batch_faults(operation, request)
        report.check(f"AWS Batch: {file.name} is valid", not faults, "; ".join(faults) or operation)
        if operation == "RegisterJobDefinition":
            (state / f"definition-{request['jobDefinitionName']}").write_text(file.read_text())
    report.check("AWS Batch: a misspelt key and a missing one are found",
                 len(engines.batch_faults("SubmitJob", {"jobName": "a", "jobQueue": "b", "arrayProperty": {}})) == 2)
    out = fixed.folder / "aws"
    ran = run([DEPLOY / "aws-batch" / "submit.sh", fixed.source, out, *fixed.ladder], 300, env={**fixed.environment, **variables})
    if report.check("AWS Batch: Deploy/aws-batch/submit.sh", ran.ok, f"{ran.ending} {ran.first_error}"):
        same(report, "AWS Batch: the bytes of one process", fixed.expected, out)


def cpu(report, fixed):
    """The processor time of all tasks beside that of one process; shown, not judged."""
    job = fixed.divided("cpu")
    took = {"plan": used([*job.whole(), "--plan"]).cpu}
    job.make_plan()
    failed = []
    for phase in job.phases():
        usages = [used(job.task(phase, number)) for number in job.tasks(phase)]
        failed += [usage.err for usage in usages if usage.code != 0]
        took[phase] = sum(usage.cpu for usage in usages)
    stitched = used(job.stitch())
    took["stitch"] = stitched.cpu
    total = sum(took.values())
    parts = ", ".join(f"{name} {seconds:.1f}" for name, seconds in took.items())
    if report.check("CPU: every task and the stitch", not failed and stitched.code == 0, "; ".join([*failed, stitched.err])[:200]):
        same(report, f"CPU: {total:.1f} s in tasks ({parts}), {fixed.usage.cpu:.1f} s in one process, "
             f"{total / fixed.usage.cpu:.3f} times; the same bytes", fixed.expected, job.out)


CHECKS = {"parallel": parallel, "rough": rough, "asleep": asleep, "errors": errors, "kubernetes": kubernetes, "aws": aws, "slurm": slurm, "cpu": cpu}


def main():
    parser = arguments(__doc__.split("\n\n")[0])
    parser.add_argument("--only", default=",".join(CHECKS), help="checks, by comma: " + ", ".join(CHECKS))
    parser.add_argument("--seed", type=int, default=2026, help="for the order and the moments of the kills (2026)")
    parser.add_argument("--short", action="store_true", help="leave out the longer clip")
    options = parsed(parser)
    report = Report("many_machines")
    chosen = options.only.split(",")
    fixture = ROOT / "Fixtures" / "sintel.mp4"
    clips = [("12 s", fixture, SHORT, list(CHECKS)), ("12 s as TS", fixture, [*SHORT, "--container", "ts"], ["rough", "asleep"])]
    longer = (media_folder() or Path()) / "sintel_trailer-720p.mp4"
    if longer.is_file() and not options.short:
        clips.append(("52 s", longer, LONG, ["slurm", "cpu"]))
        clips[0][3].remove("slurm")
    for name, source, ladder, checks in clips:
        if not set(checks) & set(chosen):
            continue
        with scratch() as folder, report.guard(name):
            fixed = Fixed(options, source, ladder, folder)
            for check in checks:
                if check in chosen:
                    with report.guard(f"{check}, {name}"):
                        CHECKS[check](report, fixed)
    return report.finish()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
