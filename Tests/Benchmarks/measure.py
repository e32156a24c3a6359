"""Measuring child processes: CPU, wall time and peak memory by wait4; resident size over time."""

import os
import statistics
import subprocess
import time
from dataclasses import dataclass


@dataclass
class Usage:
    """What a command (or a pipeline, summed; memory is the largest) took."""

    code: int
    wall: float
    cpu: float
    memory_mb: float
    out: bytes = b""


def measured(*commands, timeout=900, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
    """Runs one command, or several joined by pipes, and measures each by wait4."""
    started, children, source = time.monotonic(), [], stdin
    for index, command in enumerate(commands):
        child = subprocess.Popen([str(c) for c in command], stdin=source, stdout=subprocess.PIPE,
                                 stderr=stderr)
        if index:
            children[-1].stdout.close()
        source = child.stdout
        children.append(child)
    out = children[-1].stdout.read()
    cpu, memory, code = 0.0, 0, 0
    for child in children:
        status, usage = _wait(child, started + timeout)
        cpu += usage.ru_utime + usage.ru_stime
        memory = max(memory, usage.ru_maxrss)
        code = code or status
    return Usage(code, time.monotonic() - started, cpu, memory / 1024, out)


def _wait(child, deadline):
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            child.returncode = os.waitstatus_to_exitcode(status)
            return child.returncode, usage
        if time.monotonic() > deadline:
            child.kill()
        time.sleep(0.002)


def resident_mb(pid):
    """The resident size of a process now, or None when it is gone."""
    try:
        with open(f"/proc/{pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
    except (OSError, IndexError):
        return None


def slope(points):
    """Least squares slope of (x, y) points."""
    if len(points) < 3:
        return 0.0
    x_mean = statistics.fmean(x for x, _ in points)
    y_mean = statistics.fmean(y for _, y in points)
    spread = sum((x - x_mean) ** 2 for x, _ in points)
    return sum((x - x_mean) * (y - y_mean) for x, y in points) / spread if spread else 0.0
