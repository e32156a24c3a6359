#!/usr/bin/env python3
"""Simulated scenes in MOTChallenge's layout, the same for the same seed.

    simulate.py set OUTPUT --scenes 24 --seed 1     a set of street scenes (gt.txt, det.txt, seqinfo.ini each)
    simulate.py crowd OUTPUT --objects 1000         a scene for speed: so many objects in every frame
    simulate.py long --frames 1000000 > det.txt     a stream of det.txt rows; objects come and go

likeness.py compares a set with real sequences.
"""

import argparse
import os
import random as plain_random
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from detector import Detector
from world import Camera, Walkers, visible_parts

MOTIONS = ["still", "still", "still", "shake", "pan", "forward", "forward", "turn"]
SIZES = [(640, 480), (768, 576), (1280, 720), (1920, 1080)]


def settings(seed, index):
    """What a scene of a set is like; every eighth differs in camera motion, every third in the detector."""
    r = np.random.default_rng([seed, index])
    motion = MOTIONS[index % len(MOTIONS)]
    vehicles = index % 12 == 11
    raised = vehicles or motion == "still" and r.random() < 0.4
    width, height = SIZES[r.integers(len(SIZES))]
    return dict(
        motion=motion, detector=["cnn", "cnn", "modern", "cnn", "weak", "cnn"][(index // 2) % 6],
        rate=int(r.choice([7, 10, 14, 15, 20, 25, 30])), frames=int(r.integers(200, 601)), width=width, height=height,
        focal=width * r.uniform(0.8, 1.3), above=r.uniform(4, 8) if raised else r.uniform(1.0, 2.2),
        pitch=r.uniform(0.2, 0.4) if raised else r.uniform(-0.01, 0.05),
        near=r.uniform(9, 14) if raised else r.uniform(4, 7),
        far=r.uniform(45, 60) if vehicles else r.uniform(25, 40) if raised else r.uniform(12, 24),
        number=int(r.integers(8, 22)) if raised else int(r.integers(5, 17)),
        flow=str(r.choice(["across", "along", "mixed"])),
        clutter=int(r.integers(0, 5)), things=int(r.integers(0, 4)), hidden_annotated=bool(r.random() < 0.65),
        smallest=(0.04 if vehicles else r.uniform(0.05, 0.07) if raised else r.uniform(0.09, 0.15)) * height,
        vehicles=vehicles)


def scene(folder, seed, index, **changes):
    """Writes one scene."""
    s = {**settings(seed, index), **changes}
    r = np.random.default_rng([seed, index, 1])
    camera = Camera(r, s["width"], s["height"], s["focal"], s["above"], s["pitch"], s["motion"])
    walkers = Walkers(r, camera, s["number"], s["near"], s["far"], s["flow"], s["vehicles"])
    detector = Detector(r, s["detector"], s["width"], s["height"], s["rate"], s["smallest"])
    depth = s["far"] + (s["frames"] / s["rate"] * 1.2 if s["motion"] == "forward" else 0)
    spread = 1.0 if s["motion"] != "turn" else 2.5

    def places(n, near):
        n = round(n * depth / s["far"] * spread)
        ahead = r.uniform(near, depth, n)
        reach = np.minimum(walkers.half, ahead * s["width"] / s["focal"] / 2)
        return np.stack([r.uniform(-spread, spread, n) * reach, ahead], axis=1)
    things, clutter = places(s["things"], s["near"]), places(s["clutter"], s["near"] + 2)
    wide = r.choice([0.35, 0.6, 2.0], len(things), p=[0.45, 0.4, 0.15])
    thing_size = np.stack([wide, r.uniform(1.1, 3.0, len(things))], axis=1)
    clutter_size = np.stack([r.uniform(0.5, 0.9, len(clutter)), r.uniform(1.2, 2.1, len(clutter))], axis=1)
    truth, found = [], []
    for frame in range(1, s["frames"] + 1):
        if frame > 1:
            camera.advance(1 / s["rate"])
            walkers.advance(1 / s["rate"])
        boxes, ahead = camera.boxes(walkers.at, walkers.widths(), walkers.tall)
        hiding, hiding_ahead = camera.boxes(things, thing_size[:, 0], thing_size[:, 1])
        front = hiding_ahead > 0.5
        hidden, inside, parts = visible_parts(
            boxes, ahead, hiding[front], hiding_ahead[front], s["width"], s["height"])
        possible = (ahead > 0.8) & (inside > 0.1)
        for i in np.flatnonzero(possible & (inside > 0.35) & (boxes[:, 3] > s["smallest"])):
            if s["hidden_annotated"] or hidden[i] < 0.7:
                place = ",".join(f"{v:.1f}" for v in boxes[i])
                truth.append(f"{frame},{int(walkers.id[i])},{place},1,-1,-1,-1\n")
        places_seen, clutter_ahead = camera.boxes(clutter, clutter_size[:, 0], clutter_size[:, 1])
        near = (clutter_ahead > 1.5) & (clutter_ahead < s["far"])
        rows = detector.detect(walkers.id[possible], boxes[possible], inside[possible], hidden[possible],
                               parts[possible], np.flatnonzero(near), places_seen[near])
        for row in rows:
            found.append(f"{frame},-1," + ",".join(f"{v:.2f}" for v in row[:4]) + f",{row[4]:.6f},-1,-1,-1\n")
    write(folder, s["rate"], s["frames"], s["width"], s["height"], truth, found)


def write(folder, rate, frames, width, height, truth, found):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "gt.txt"), "w") as out:
        out.writelines(truth)
    with open(os.path.join(folder, "det.txt"), "w") as out:
        out.writelines(found)
    with open(os.path.join(folder, "seqinfo.ini"), "w") as out:
        out.write(f"[Sequence]\nname={os.path.basename(os.path.normpath(folder))}\nimDir=img1\nframeRate={rate}\n"
                  f"seqLength={frames}\nimWidth={width}\nimHeight={height}\nimExt=.jpg\n")


def crowd(folder, objects, frames, seed):
    """So many objects in each frame, at the same density whatever their number; one in ten missed."""
    r = np.random.default_rng([seed, objects])
    width = int(np.sqrt(objects * 6000 * 16 / 9))
    height = int(width * 9 / 16)
    at = r.uniform(0, 1, (objects, 2)) * [width, height]
    size = np.stack([r.uniform(24, 40, objects), r.uniform(70, 110, objects)], axis=1)
    velocity = r.normal(0, 2.5, (objects, 2))
    ids = np.arange(1, objects + 1)
    truth, found = [], []
    for frame in range(1, frames + 1):
        velocity += r.normal(0, 0.2, (objects, 2))
        at = at + velocity
        velocity = np.where(at < 0, np.abs(velocity), np.where(at > [width, height], -np.abs(velocity), velocity))
        at = np.clip(at, 0, [width, height])
        new = np.flatnonzero(r.random(objects) < 0.003)
        at[new] = r.uniform(0, 1, (len(new), 2)) * [width, height]
        ids[new] = ids.max() + 1 + np.arange(len(new))
        boxes = np.concatenate([at - size / 2, size], axis=1)
        noisy = boxes + r.normal(0, 1.5, (objects, 4))
        scores = r.beta(8, 2, objects)
        for i in range(objects):
            truth.append(f"{frame},{ids[i]}," + ",".join(f"{v:.1f}" for v in boxes[i]) + ",1,-1,-1,-1\n")
            if r.random() > 0.1:
                found.append(f"{frame},-1," + ",".join(f"{v:.2f}" for v in noisy[i]) + f",{scores[i]:.4f},-1,-1,-1\n")
    write(folder, 25, frames, width, height, truth, found)


def long(frames, objects, seed, out):
    """Rows of det.txt without end in sight: about `objects` at once, each for some hundred frames."""
    r = plain_random.Random(seed)
    alive = []
    for frame in range(1, frames + 1):
        if len(alive) < 2 * objects and r.random() < objects / 250:
            side = r.random() < 0.5
            alive.append([-30.0 if side else 1920.0, r.uniform(200, 800), r.uniform(2, 9) * (1 if side else -1),
                          r.uniform(-0.4, 0.4), r.uniform(40, 80)])
        lines = []
        for o in alive:
            o[0] += o[2]
            o[1] += o[3]
            if r.random() < 0.92:
                w = o[4] + r.uniform(-2, 2)
                lines.append(f"{frame},-1,{o[0] + r.uniform(-2, 2):.1f},{o[1] + r.uniform(-2, 2):.1f},{w:.1f},"
                             f"{2.5 * w:.1f},{r.uniform(0.5, 1):.3f},-1,-1,-1\n")
        if r.random() < 0.05:
            lines.append(f"{frame},-1,{r.uniform(0, 1800):.1f},{r.uniform(0, 900):.1f},50.0,120.0,"
                         f"{r.uniform(0.3, 0.8):.3f},-1,-1,-1\n")
        out.write("".join(lines))
        alive = [o for o in alive if -60 < o[0] < 1950]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["set", "crowd", "long"])
    parser.add_argument("output", nargs="?", help="a folder; `long` writes to standard output")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scenes", type=int, default=24)
    parser.add_argument("--objects", type=int, default=10)
    parser.add_argument("--frames", type=int, default=300)
    options = parser.parse_args()
    if options.what == "long":
        return long(options.frames, options.objects, options.seed, sys.stdout)
    if not options.output:
        parser.error(f"{options.what} needs OUTPUT")
    if options.what == "crowd":
        return crowd(options.output, options.objects, options.frames, options.seed)
    for index in range(options.scenes):
        s = settings(options.seed, index)
        scene(os.path.join(options.output, f"{index:02d}-{s['motion']}-{s['detector']}" + (
            "-vehicles" if s["vehicles"] else "")), options.seed, index)


if __name__ == "__main__":
    main()
