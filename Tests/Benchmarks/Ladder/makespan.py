#!/usr/bin/env python3
"""How long a two-hour film's ladder takes on 1 to 64 workers, computed from the measured times of its tasks.

A clip is divided into short chunks, and every task of its plan runs by itself, one after another, on two cores.
From that a film's tasks are laid out:

- A chunk's task costs what the clip's chunks cost a second, taken in turns, so that dear and cheap ones alternate as
  they were measured. What every task takes to begin (the program, opening the input) is measured by a task that is
  done already; it counts once a task.
- All analyses go, in the plan's order, each to the worker that is free first (list scheduling); when the last has
  ended, the encodings, and after them the sound, in the same way; when the last of these has ended, the stitch.
- On a worker with one core a task takes its CPU time (user and system); on one with two cores, its wall time.
- The machine has to be quiet while it measures; where wall time says that it was not, the output says so.
- Reading the input and writing the ladder are as fast as here; an engine takes --overhead seconds to begin a task.
- The sound and the stitch grow with the film's length; a silent clip takes the sound of a clip that has some.

makespan.py [--clips FILE ...] [--chunk 8] [--hours 2] [--film-chunk 40] [--overhead 1] [--options "..."] [--json FILE]
"""

import heapq
import json
import math
import os
import platform
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
for path in (HERE, HERE.parent, HERE.parents[1] / "Slow"):
    sys.path.insert(0, str(path))

from measure import measured  # noqa: E402
from support import arguments, clip, first_stream, parsed, probe, records, run, scratch, table  # noqa: E402

WORKERS = (1, 2, 4, 8, 16, 32, 64)
MOST_WORKERS = 512
CLIPS = ("natural_1080p30.mp4", "sintel_trailer-720p.mp4")
FASTER = 10
ONE_CORE, TWO_CORES = 0, 1


@dataclass
class Task:
    """A task as it was measured: seconds of film, and the seconds it took: CPU, then wall on two cores."""

    phase: str
    film: float
    seconds: tuple


class Measured:
    """A clip's tasks."""

    def __init__(self, source):
        info = probe(source)
        video = first_stream(info, "video")
        self.source, self.size, self.tasks = Path(source), f"{video['width']}x{video['height']}", []
        self.start = (0.0, 0.0)
        self.length = float(video.get("duration") or info["format"]["duration"])
        self.is_silent = first_stream(info, "audio") is None

    def measure(self, options, folder):
        """Runs every task of the clip's plan.

        Raises RuntimeError when one fails.
        """
        plan = folder / "film.plan"
        making = [options.program, "transcode-hls", self.source, "-o", folder / "out", "--chunk", options.chunk,
                  *shlex.split(options.options), "--plan"]
        print("$ " + shlex.join(map(str, making)), flush=True)
        made = run(making, 300)
        if not made.ok:
            raise RuntimeError(f"--plan: {made.ending} {made.first_error}")
        plan.write_bytes(made.out)
        cores = ",".join(str(core) for core in sorted(os.sched_getaffinity(0))[:2])
        stitch = {"type": "task", "phase": "stitch", "task": 0}
        for line in [*records(made.out), stitch]:
            if line["type"] != "task":
                continue
            if line is stitch:
                done = measured(["taskset", "-c", cores, options.program, "transcode-hls", "--phase", "encode", "--task", "0", plan,
                                 "--progress", "none"])
                self.start = (done.cpu, done.wall)
            what = ["--stitch"] if line is stitch else ["--phase", line["phase"], "--task", line["task"]]
            usage = measured(["taskset", "-c", cores, options.program, "transcode-hls", *what, plan, "--progress", "none"])
            if usage.code != 0:
                raise RuntimeError(f"{shlex.join(map(str, what))}: status {usage.code}")
            film = self.length
            phase = "sound" if line["phase"] == "encode" and "start" not in line else line["phase"]
            if "start" in line:
                film = min(line["duration"], self.length - line["start"])
            self.tasks.append(Task(phase, film, (usage.cpu, usage.wall)))
        return self

    def rates(self, phase, cores):
        """Seconds for each second of film, task by task; a last chunk of less than half its length does not count."""
        own = [task for task in self.tasks if task.phase == phase]
        longest = max(task.film for task in own)
        return [max(0.0, task.seconds[cores] - self.start[cores]) / task.film for task in own if task.film >= longest / 2]


class Film:
    """A film's tasks on workers of one kind, laid out from a clip's."""

    def __init__(self, options, clip_measured, sound, cores):
        self.seconds, self.overhead = options.hours * 3600, options.overhead + clip_measured.start[cores]
        chunks = math.ceil(self.seconds / options.film_chunk)
        films = [min(options.film_chunk, self.seconds - n * options.film_chunk) for n in range(chunks)]
        def spread(phase):
            rates = clip_measured.rates(phase, cores)
            return [rates[n % len(rates)] * film for n, film in enumerate(films)]
        self.phases = [spread("analysis")]
        if any(task.phase == "quality" for task in clip_measured.tasks):
            # One task, which samples the whole film; its time is taken to grow with the film.
            self.phases.append([clip_measured.rates("quality", cores)[0] * self.seconds])
        self.phases.append([*spread("encode"), sound.rates("sound", cores)[0] * self.seconds])
        self.phases.append([clip_measured.rates("stitch", cores)[0] * self.seconds])

    def makespan(self, workers):
        """Seconds from the first task's beginning to the stitch's end."""
        return sum(list_schedule([task + self.overhead for task in phase], workers) for phase in self.phases)

    def fewest(self, times):
        """The fewest workers that are so many times faster than the film lasts; None when there are none."""
        return next((n for n in range(1, MOST_WORKERS + 1) if self.makespan(n) * times <= self.seconds), None)

    def floor(self):
        """Seconds with a worker for each task."""
        return sum(max(phase) + self.overhead for phase in self.phases)


def list_schedule(tasks, workers):
    """When the last of some tasks ends, each in its turn given to the worker that is free first."""
    free = [0.0] * workers
    for task in tasks:
        heapq.heapreplace(free, free[0] + task)
    return max(free)


def self_test():
    """Schedules that are known: Graham's example of list scheduling (1969) among them."""
    assert list_schedule([3, 3, 2, 2, 2], 2) == 7
    assert list_schedule([1, 1, 1, 1], 4) == 1
    assert list_schedule([1, 1, 2], 2) == 3
    assert list_schedule([1, 1, 1, 1, 1, 1, 1, 1, 1, 10], 1) == 19


def clock(seconds):
    return f"{int(seconds) // 3600}:{int(seconds) // 60 % 60:02}:{int(seconds) % 60:02}"


def show(measurement, films, options):
    """Prints a clip's tables; its result as a dictionary."""
    result = {"type": "benchmark", "name": "makespan", "clip": measurement.source.name, "size": measurement.size,
              "hours": options.hours, "film_chunk": options.film_chunk, "measured_chunk": options.chunk,
              "overhead": options.overhead, "options": options.options,
              "start": [round(seconds, 3) for seconds in measurement.start],
              "tasks": [{"phase": t.phase, "film": round(t.film, 3), "cpu": round(t.seconds[0], 3),
                         "wall": round(t.seconds[1], 3)} for t in measurement.tasks], "workers": []}
    print(f"\n{measurement.source.name}: {measurement.size}, {measurement.length:.1f} s, tasks of {options.chunk} s"
          + (", silent" if measurement.is_silent else ""))
    rows = []
    for phase in dict.fromkeys(task.phase for task in measurement.tasks):
        own = [task for task in measurement.tasks if task.phase == phase]
        cpu, wall = (sum(task.seconds[k] for task in own) for k in (0, 1))
        film = measurement.length
        rows.append([phase, len(own), f"{cpu:.1f}", f"{wall:.1f}", f"{cpu / film:.3f}", f"{wall / film:.3f}"])
    table(rows, ["phase", "tasks", "CPU s", "wall s", "CPU s/s", "wall s/s"])
    result["quiet"] = is_quiet = all(sum(t.seconds[1] for t in measurement.tasks if t.phase == phase)
                                     <= 1.1 * sum(t.seconds[0] for t in measurement.tasks if t.phase == phase)
                                     for phase in ("analysis", "encode"))
    if not is_quiet:
        print("The machine was not quiet: tasks took more wall time than CPU time, so the columns of 2 cores are too slow.")
    print(f"a task that is done already: {measurement.start[0]:.2f} s of CPU, {measurement.start[1]:.2f} s")
    print(f"\nA film of {options.hours:g} h in the like, in chunks of {options.film_chunk:g} s:")
    rows = []
    for workers in WORKERS:
        spans = [film.makespan(workers) for film in films]
        rows.append([workers] + [text for film, span in zip(films, spans) for text in (clock(span), f"{film.seconds / span:.2f}")])
        result["workers"].append({"workers": workers, "one_core": round(spans[0], 1), "two_cores": round(spans[1], 1)})
    table(rows, ["workers", "1 core each", "x real time", "2 cores each", "x real time"])
    for name, key, film in zip(("1 core", "2 cores"), ("one_core", "two_cores"), films):
        fewest = film.fewest(FASTER)
        result[f"ten_times_{key}"], result[f"floor_{key}"] = fewest, round(film.floor(), 1)
        print(f"{FASTER} times real time takes {fewest or f'more than {MOST_WORKERS}'} workers of {name}; with a worker for each task "
              f"{clock(film.floor())} ({film.seconds / film.floor():.0f} times)", flush=True)
    return result


def main():
    parser = arguments(__doc__.split("\n\n")[0])
    parser.add_argument("--clips", nargs="+", help="clips in place of " + " and ".join(CLIPS))
    parser.add_argument("--chunk", type=float, default=8, help="seconds of a chunk of the clips (8)")
    parser.add_argument("--hours", type=float, default=2, help="the film's length (2)")
    parser.add_argument("--film-chunk", type=float, default=40, help="seconds of a chunk of the film (40)")
    parser.add_argument("--overhead", type=float, default=1, help="seconds in which an engine begins a task (1)")
    parser.add_argument("--options", default="", help="more options of transcode-hls")
    parser.add_argument("--json", help="writes the results here, as NDJSON")
    options = parsed(parser)
    self_test()
    found = options.clips or [path for path in (clip(name) for name in CLIPS) if path]
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    machine = {"type": "benchmark", "name": "machine", "cpu": model, "cores": os.cpu_count(), "load_before": os.getloadavg(),
               "vidproc": run([options.program, "--version"]).out.decode().strip()}
    print("\n".join(f"{name}: {value}" for name, value in machine.items() if name not in ("type", "name")))
    measurements = []
    for source in found:
        with scratch() as folder:
            measurements.append(Measured(source).measure(options, folder))
    results = [machine]
    for one in measurements:
        # The sound of this clip, else of the first that has some, else what the silent one's task took.
        sound = next((other for other in [one, *measurements] if not other.is_silent), one)
        results.append(show(one, [Film(options, one, sound, cores) for cores in (ONE_CORE, TWO_CORES)], options))
    if options.json:
        Path(options.json).write_text("".join(json.dumps(result) + "\n" for result in results))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except RuntimeError as error:
        sys.exit(f"error: {error}")
