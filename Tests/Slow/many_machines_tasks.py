"""A ladder divided into tasks: its plan, its tasks as commands, and what its folder holds."""

import json
import os
import subprocess
import time
from pathlib import Path

from support import run

UNFINISHED = (".part", ".partial", ".tmp", ".temp")


class Usage:
    """How a child ended, and its processor time with that of its children, in seconds."""

    def __init__(self, code, cpu, wall, err):
        self.code, self.cpu, self.wall, self.err = code, cpu, wall, err


def used(command, folder=None, env=None):
    """Runs a command to its end and measures it; for a shell or GNU parallel, with all that it waited for."""
    began = time.monotonic()
    with open(os.devnull) as empty, open(os.devnull, "w") as nothing, subprocess.Popen(
            [str(part) for part in command], stdin=empty, stdout=nothing, stderr=subprocess.PIPE, cwd=folder,
            env=dict(os.environ, **(env or {}))) as child:
        err = child.stderr.read().decode("utf-8", "replace")
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    return Usage(child.returncode, usage.ru_utime + usage.ru_stime, time.monotonic() - began, err.strip())


class Divided:
    """A clip's ladder in one folder, divided by `--plan`."""

    def __init__(self, program, source, out, options):
        self.program, self.source, self.out, self.options = program, Path(source), Path(out), options
        self.plan = self.out.with_suffix(".plan")

    def whole(self):
        """The command that does everything in one process."""
        return [self.program, "transcode-hls", self.source, "-o", self.out, *self.options, "--progress", "none"]

    def make_plan(self):
        """Writes the plan's file; the Result of `--plan`."""
        made = run([*self.whole(), "--plan"], 120)
        self.plan.write_bytes(made.out)
        return made

    def tasks(self, phase):
        """The numbers of a phase's tasks, as the plan lists them."""
        lines = [json.loads(line) for line in self.plan.read_text().splitlines()]
        return [line["task"] for line in lines if line["type"] == "task" and line["phase"] == phase]

    def phases(self):
        """The plan's phases in their order."""
        lines = [json.loads(line) for line in self.plan.read_text().splitlines()]
        return list(dict.fromkeys(line["phase"] for line in lines if line["type"] == "task"))

    def task(self, phase, number):
        """The command of one task."""
        return [self.program, "transcode-hls", "--phase", phase, "--task", number, self.plan, "--progress", "none"]

    def stitch(self):
        """The command that publishes."""
        return [self.program, "transcode-hls", "--stitch", self.plan, "--progress", "none"]


def contents(folder):
    """All published files by name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(Path(folder).rglob("*"))
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)}


def difference(expected, folder):
    """What a folder's published files have in other bytes than expected, in words; empty when nothing."""
    found = contents(folder)
    names = [name for name in sorted(expected.keys() | found.keys()) if expected.get(name) != found.get(name)]
    return f"{len(names)} of {len(expected)} files differ: {', '.join(names[:5])}" if names else ""


def leftovers(folder):
    """What a finished folder holds besides published files and the job's note."""
    hidden = [path for path in Path(folder).rglob("*") if path.suffix in UNFINISHED or path.name.startswith(".")]
    return [str(path.relative_to(folder)) for path in hidden if path.name != ".vidproc-job.ndjson"]


def same(report, name, expected, folder):
    """Checks that a finished folder holds the expected bytes and nothing unfinished."""
    wrong, left = difference(expected, folder), leftovers(folder)
    size = sum(len(data) for data in expected.values())
    detail = "; ".join(filter(None, [wrong, f"left over: {', '.join(left[:5])}" if left else ""]))
    return report.check(name, bool(expected) and not detail, detail or f"{len(expected)} files, {size} bytes")
