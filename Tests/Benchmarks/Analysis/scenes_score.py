"""Scores shot boundaries against marks."""
import collections
import json
import subprocess


def boundaries_of_records(text):
    """[{frame, kind, first, last, score}] of NDJSON with `scene` records; first and last in seconds."""
    found = []
    for line in text.splitlines():
        record = json.loads(line)
        if record.get("type") != "scene" or record["transition"] == "start":
            continue
        found.append({
            "frame": record["frame"], "kind": record["transition"], "score": record.get("score", 1),
            "start": record.get("transition_start"), "end": record.get("transition_end")})
    return found


def boundaries_of_list(path):
    """The same from a text file: one frame a line, or frame,kind,first,last; what does not begin with a number is
    left out."""
    found = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            fields = line.strip().split(",")
            if not fields[0].isdigit():
                continue
            entry = {"frame": int(fields[0]), "kind": fields[1] if len(fields) > 1 else "cut", "score": 1}
            if len(fields) > 3:
                entry["first"], entry["last"] = int(fields[2]), int(fields[3])
            found.append(entry)
    return found


def run(command, clip, rate):
    """Runs a program on a clip; seconds of gradual changes become frames."""
    words = [word.replace("{}", clip) for word in command]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    found = boundaries_of_records(done.stdout)
    opening = None
    for line in done.stdout.splitlines():
        record = json.loads(line)
        if record.get("type") == "scene" and record["transition"] == "start" and "transition_start" in record:
            opening = (record["transition_start"], record["transition_end"])
    if opening:
        found.append({"frame": 0, "kind": "opening", "score": 1, "start": opening[0], "end": opening[1]})
    for entry in found:
        if entry.get("start") is not None:
            entry["first"] = round(entry["start"] * rate)
            entry["last"] = round(entry["end"] * rate) - 1
    return found


class Count:
    """Hits, false finds and misses."""

    def __init__(self):
        self.hit = self.false = self.missed = 0

    def add(self, other):
        self.hit += other.hit
        self.false += other.false
        self.missed += other.missed

    @property
    def precision(self):
        return self.hit / (self.hit + self.false) if self.hit + self.false else 1.0

    @property
    def recall(self):
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0

    @property
    def f1(self):
        return 2 * self.hit / (2 * self.hit + self.false + self.missed) if self.hit + self.false + self.missed else 1.0

    def __str__(self):
        return (f"F1 {self.f1:.3f}  precision {self.precision:.3f}  recall {self.recall:.3f}  "
                f"({self.hit} hits, {self.false} false, {self.missed} missed)")


def score_cuts(found, cuts, ignore=(), tolerance=1):
    """Cuts against marks: each mark is hit once. Returns the count, the false frames and the missed ones."""
    count = Count()
    left = sorted(cuts)
    false = []
    for frame in sorted(found):
        if any(first <= frame <= last for first, last in ignore):
            continue
        near = [mark for mark in left if abs(mark - frame) <= tolerance]
        if near:
            left.remove(min(near, key=lambda mark: abs(mark - frame)))
            count.hit += 1
        else:
            count.false += 1
            false.append(frame)
    count.missed = len(left)
    return count, false, left


def score_gradual(found, marks, ignore=()):
    """Gradual changes against [first, last] marks: a mark is hit by a change that shares a third of the longer of
    the two, or, where only a frame is known, lies within it."""
    count = Count()
    left = [tuple(mark) for mark in marks]
    false, ends = [], []
    for entry in found:
        first, last = entry.get("first", entry["frame"]), entry.get("last", entry["frame"])
        if any(begin <= first and last <= end for begin, end in ignore):
            continue
        best = None
        for mark in left:
            shared = min(last, mark[1]) - max(first, mark[0]) + 1
            longer = max(last - first, mark[1] - mark[0]) + 1
            if shared >= longer / 3 or (first == last and mark[0] <= first <= mark[1]):
                best = mark
                break
        if best:
            left.remove(best)
            count.hit += 1
            ends += [abs(first - best[0]), abs(last - best[1])]
        else:
            count.false += 1
            false.append((entry["frame"], first, last))
    count.missed = len(left)
    return count, false, left, ends


def by_kind(marks, hits):
    """Marks and hits by kind, as text."""
    total, found = collections.Counter(marks), collections.Counter(hits)
    return "  ".join(f"{kind} {found[kind]}/{total[kind]}" for kind in sorted(total))
