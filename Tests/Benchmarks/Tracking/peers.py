#!/usr/bin/env python3
"""Runs Python trackers with their defaults over sequences and times them.

    peers.py SEQUENCES OUTPUT [--peers a,b] [--sequences A,B] [--repeat 3]
    score.py SEQUENCES OUTPUT/*

SEQUENCES holds one folder a sequence (det.txt or det/det.txt, seqinfo.ini). Results go to OUTPUT/PEER/SEQUENCE.txt in
MOTChallenge's text form, times to OUTPUT/PEER/times.json. Only the tracker's own call is timed, on input built
before. Packages: supervision==0.26.* trackers norfair ioutrack pyxtrackers ocsort (numpy 1) motpy similari-trackers-rs
ultralytics; a peer whose package is missing is left out.
"""

import argparse
import configparser
import json
import os
import time

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np


class Peer:
    """`start` makes a tracker, `prepare` builds its input of a frame, `step` tracks, `rows` reads id and x1y1x2y2."""

    def start(self, info):
        raise NotImplementedError

    def prepare(self, boxes):
        return boxes

    def step(self, tracker, item):
        return tracker.update(item)

    def rows(self, result):
        return [(int(r[4]), *map(float, r[:4])) for r in result]


class Supervision(Peer):
    def start(self, info):
        import supervision
        return supervision.ByteTrack()

    def prepare(self, boxes):
        import supervision
        return supervision.Detections(xyxy=boxes[:, :4].copy(), confidence=boxes[:, 4].copy(),
                                      class_id=np.zeros(len(boxes), dtype=int))

    def step(self, tracker, item):
        return tracker.update_with_detections(item)

    def rows(self, result):
        if result.tracker_id is None:
            return []
        return [(int(i), *map(float, b)) for i, b in zip(result.tracker_id, result.xyxy) if i >= 0]


class Roboflow(Supervision):
    def __init__(self, name):
        self.name = name

    def start(self, info):
        import trackers
        kind = getattr(trackers, self.name)
        # No frames are given here, so nothing to estimate the camera's motion from.
        return kind(enable_cmc=False) if "BoT" in self.name or "McByte" in self.name else kind()

    def step(self, tracker, item):
        return tracker.update(item)


class Norfair(Peer):
    def __init__(self, coasting):
        self.coasting = coasting

    def start(self, info):
        import norfair
        return norfair.Tracker(distance_function="iou", distance_threshold=0.7)

    def prepare(self, boxes):
        import norfair
        return [norfair.Detection(b[:4].reshape(2, 2), scores=np.array([b[4], b[4]])) for b in boxes]

    def step(self, tracker, item):
        return [(o.id, o.estimate.copy(), o.live_points.any()) for o in tracker.update(item)]

    def rows(self, result):
        return [(i, *map(float, e.reshape(-1))) for i, e, live in result if self.coasting or live]


class Ioutrack(Peer):
    def __init__(self, name):
        self.name = name

    def start(self, info):
        import ioutrack
        return getattr(ioutrack, self.name)()

    def prepare(self, boxes):
        return boxes.astype(np.float32)

    def step(self, tracker, item):
        return tracker.update(item, False)


class Pyxtrackers(Peer):
    def __init__(self, name, **settings):
        self.name, self.settings = name, settings

    def start(self, info):
        import pyxtrackers
        return getattr(pyxtrackers, self.name)(**self.settings)

    def prepare(self, boxes):
        return np.ascontiguousarray(boxes, dtype=np.float64)


class TensorLike(np.ndarray):
    def numpy(self):
        return np.asarray(self)


class OcSort(Peer):
    def start(self, info):
        import ocsort
        return ocsort.OCSort()

    def prepare(self, boxes):
        return np.column_stack([boxes, np.zeros(len(boxes))]).view(TensorLike)

    def step(self, tracker, item):
        return tracker.update(item, None)


class Ultralytics(Peer):
    def __init__(self, name):
        self.name = name

    def start(self, info):
        import ultralytics.trackers.track as known
        from ultralytics.utils import YAML, IterableSimpleNamespace
        from ultralytics.utils.checks import check_yaml
        settings = IterableSimpleNamespace(**YAML.load(check_yaml(self.name + ".yaml")))
        return known.TRACKER_MAP[self.name](args=settings)

    def prepare(self, boxes):
        from ultralytics.engine.results import Boxes
        return Boxes(np.column_stack([boxes, np.zeros(len(boxes))]).astype(np.float32), (1080, 1920))


class Motpy(Peer):
    def start(self, info):
        import motpy
        return motpy.MultiObjectTracker(dt=1 / info["rate"])

    def prepare(self, boxes):
        import motpy
        return [motpy.Detection(box=b[:4], score=float(b[4])) for b in boxes]

    def step(self, tracker, item):
        return tracker.step(item)

    def rows(self, result):
        return [(t.id, *map(float, t.box)) for t in result]


class Similari(Peer):
    def start(self, info):
        import similari
        return similari.Sort(shards=1, bbox_history=1, max_idle_epochs=5,
                             method=similari.PositionalMetricType.iou(threshold=0.3))

    def prepare(self, boxes):
        import similari
        return [(similari.BoundingBox.new_with_confidence(*map(float, (b[0], b[1], b[2] - b[0], b[3] - b[1])),
                                                          confidence=float(min(max(b[4], 0), 1))).as_xyaah(), None)
                for b in boxes]

    def step(self, tracker, item):
        return tracker.predict(item)

    def rows(self, result):
        found = []
        for track in result:
            b = track.predicted_bbox.as_ltwh()
            found.append((track.id, b.left, b.top, b.left + b.width, b.top + b.height))
        return found


PEERS = {
    "supervision-bytetrack": Supervision(),
    "roboflow-sort": Roboflow("SORTTracker"),
    "roboflow-bytetrack": Roboflow("ByteTrackTracker"),
    "roboflow-ocsort": Roboflow("OCSORTTracker"),
    "roboflow-botsort": Roboflow("BoTSORTTracker"),
    "roboflow-cbiou": Roboflow("CBIoUTracker"),
    "norfair": Norfair(True),
    "norfair-observed": Norfair(False),
    "ioutrack-sort": Ioutrack("Sort"),
    "ioutrack-bytetrack": Ioutrack("ByteTrack"),
    "pyxtrackers-sort": Pyxtrackers("Sort"),
    "pyxtrackers-bytetrack": Pyxtrackers("BYTETracker"),
    "pyxtrackers-ocsort": Pyxtrackers("OCSort", det_thresh=0.3),
    "ocsort": OcSort(),
    "motpy": Motpy(),
    "similari-sort": Similari(),
    "ultralytics-bytetrack": Ultralytics("bytetrack"),
    "ultralytics-botsort": Ultralytics("botsort"),
    "ultralytics-ocsort": Ultralytics("ocsort"),
    "ultralytics-deepocsort": Ultralytics("deepocsort"),
    "ultralytics-fasttrack": Ultralytics("fasttrack"),
    "ultralytics-tracktrack": Ultralytics("tracktrack"),
}


def detection_file(folder):
    nested = os.path.join(folder, "det", "det.txt")
    return nested if os.path.exists(nested) else os.path.join(folder, "det.txt")


def read(folder):
    """The sequence's length and rate, and x1, y1, x2, y2, score of every frame."""
    settings = configparser.ConfigParser()
    settings.read(os.path.join(folder, "seqinfo.ini"))
    settings = settings["Sequence"]
    info = {"length": int(settings["seqLength"]), "rate": float(settings.get("frameRate", 30))}
    rows = np.loadtxt(detection_file(folder), delimiter=",", ndmin=2, usecols=range(7))
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    boxes = np.column_stack([rows[:, 2:4], rows[:, 2:4] + rows[:, 4:6], rows[:, 6]])
    return info, np.split(boxes, np.searchsorted(rows[:, 0], np.arange(2, info["length"] + 1)))


def run(peer, info, frames, repeat):
    """Results of every frame, and the shortest time of `repeat` runs in seconds."""
    best = float("inf")
    for _ in range(repeat):
        items = [peer.prepare(boxes) for boxes in frames]
        tracker = peer.start(info)
        begin = time.perf_counter()
        results = [peer.step(tracker, item) for item in items]
        best = min(best, time.perf_counter() - begin)
    return [peer.rows(result) for result in results], best


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sequences_folder", metavar="SEQUENCES")
    parser.add_argument("output")
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--sequences", help="names with commas; default all")
    parser.add_argument("--frames", type=int, help="only so many frames of each")
    parser.add_argument("--repeat", type=int, default=3, help="runs, of which the fastest counts")
    options = parser.parse_args()
    root = options.sequences_folder
    names = options.sequences.split(",") if options.sequences else sorted(
        name for name in os.listdir(root) if os.path.exists(detection_file(os.path.join(root, name))))
    data = {name: read(os.path.join(root, name)) for name in names}
    if options.frames:
        data = {name: (info, frames[:options.frames]) for name, (info, frames) in data.items()}
    for peer in options.peers.split(","):
        place = os.path.join(options.output, peer)
        try:
            PEERS[peer].start({"rate": 30})
        except ImportError as error:
            print(f"{peer:26s} left out: {error}")
            continue
        os.makedirs(place, exist_ok=True)
        times = {}
        for name, (info, frames) in data.items():
            results, seconds = run(PEERS[peer], info, frames, options.repeat)
            times[name] = {"frames": len(frames), "detections": sum(map(len, frames)), "seconds": seconds}
            ids = {}
            with open(os.path.join(place, name + ".txt"), "w") as out:
                for frame, rows in enumerate(results, 1):
                    for i, x1, y1, x2, y2 in rows:
                        i = ids.setdefault(i, len(ids) + 1)
                        out.write(f"{frame},{i},{x1:.3f},{y1:.3f},{x2 - x1:.3f},{y2 - y1:.3f},1,-1,-1,-1\n")
        with open(os.path.join(place, "times.json"), "w") as out:
            json.dump(times, out, indent=1)
        frames, seconds = (sum(t[key] for t in times.values()) for key in ("frames", "seconds"))
        print(f"{peer:26s} {frames / seconds:10.0f} frames/s", flush=True)


if __name__ == "__main__":
    main()
