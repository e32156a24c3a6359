#!/usr/bin/env python3
"""Fits VMAF to six features, and tells how far the fit is off on titles that it has not seen.

    fit.py OUT [--write Sources/Quality/Estimate/EstimateTable.swift] [--program quality-benchmark --media MEDIA]

OUT is what grid.py made: libvmaf's logs have VMAF and the features that it is made of. A polynomial of the second
degree in (1 - adm2, 1 - vif_scale0 to 3, motion2 / 20, at most 1) is fitted by least squares; each encode counts
the same, frames of a VMAF under 60 a third, and frames at 100, where VMAF is cut off, not at all. With --program
the features of our own are measured too, and the estimate that the program makes of them. Needs numpy.
"""
import argparse, csv, glob, itertools, os, subprocess
import numpy as np
from grid import CLIPS

RIDGE = 1e-8


def load(path):
    rows = []
    with open(path) as lines:
        for row in csv.DictReader(lines):
            if row["vmaf"]:
                names = ["integer_adm2"] + [f"integer_vif_scale{n}" for n in range(4)] + ["integer_motion2", "vmaf"]
                rows.append([float(row["Frame"])] + [float(row[name]) for name in names])
    return np.array(rows)


def basis(frames):
    values = np.concatenate([1 - frames[:, 1:6], np.minimum(frames[:, 6:7], 20) / 20], axis=1)
    columns = [np.ones(len(values))] + [values[:, n] for n in range(6)]
    columns += [values[:, a] * values[:, b] for a, b in itertools.combinations_with_replacement(range(6), 2)]
    return np.stack(columns, axis=1)


def fit(encodes):
    normal, right, total = 0, 0, 0
    for frames in encodes:
        frames = frames[frames[:, 7] < 99.99]
        if len(frames) == 0:
            continue
        inputs, weights = basis(frames), np.where(frames[:, 7] > 60, 1, 1 / 3) / len(frames)
        normal = normal + (inputs * weights[:, None]).T @ inputs
        right = right + (inputs * weights[:, None]).T @ frames[:, 7]
        total += weights.sum()
    ridge = RIDGE * total * np.eye(len(normal))
    ridge[0, 0] = 0
    return np.linalg.solve(normal + ridge, right)


def predict(frames, coefficients):
    return np.clip(basis(frames) @ coefficients, 0, 100)


def measured(program, media, out, name):
    """The program's features and estimates of a clip's first frames."""
    clip = name.split("_")[0]
    file, _, frames, _, interval = CLIPS[clip]
    output = subprocess.run(
        [program, "features", os.path.join(out, name + ".mp4"), os.path.join(media, file), "0",
         str(min(frames, 61)), str(interval)], capture_output=True, text=True, check=True).stdout
    return np.array([[float(value) for value in line.split(",")] for line in output.split()])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--write")
    parser.add_argument("--program")
    parser.add_argument("--media")
    args = parser.parse_args()
    paths = sorted(glob.glob(os.path.join(args.out, "*.csv")))
    encodes = {os.path.basename(path)[:-4]: load(path) for path in paths}
    titles = sorted({name.split("_")[0] for name in encodes})
    print("left-out title: encodes of VMAF 70-100, greatest and mean error of an encode's mean, frames' RMS error")
    for title in titles:
        mine = [name for name in encodes if name.startswith(title + "_")]
        coefficients = fit([frames for name, frames in encodes.items() if name not in mine])
        errors, squares = [], []
        for name in mine:
            frames = encodes[name]
            if frames[:, 7].mean() < 70:
                continue
            difference = predict(frames, coefficients) - frames[:, 7]
            errors.append(abs(difference.mean()))
            squares += list(difference ** 2)
        print(f"  {title:8} {len(errors):3} {max(errors):6.3f} {np.mean(errors):6.3f} {np.mean(squares) ** 0.5:6.3f}")
    coefficients = fit(encodes.values())
    if args.write:
        def numbers(values):
            return ", ".join(f"{value:.4f}" for value in values)
        lines, row = [], 7
        for first in range(6):
            lines.append(f"    {numbers(coefficients[row:row + 6 - first])},")
            row += 6 - first
        with open(args.write, "w") as output:
            output.write(
                "/// Coefficients by Tests/Benchmarks/Quality/fit.py; the inputs are those of ``QualityEstimate``.\n"
                "enum EstimateTable {\n"
                f"  static let constant = {coefficients[0]:.4f}\n"
                f"  static let linear: [Double] = [\n    {numbers(coefficients[1:7])},\n  ]\n"
                "  /// Of the first input with itself and each after it, then of the second, and so on.\n"
                "  static let quadratic: [Double] = [\n" + "\n".join(lines) + "\n  ]\n}\n")
    if args.program:
        print("our own features: greatest difference of each to libvmaf's (adm2, vif 0 to 3, motion2), and the")
        print("error of the program's mean estimate")
        for name in sorted(encodes):
            if name.split("_")[2] not in ("18", "28"):
                continue
            own = measured(args.program, args.media, args.out, name)
            theirs = {frame[0]: frame for frame in encodes[name]}
            # The first frame's motion is another on purpose, and the last one's next is not looked at.
            pairs = [(row, theirs[row[0]]) for row in own[1:-1] if row[0] in theirs]
            differences = np.max([np.abs(row[1:7] - other[1:7]) for row, other in pairs], axis=0)
            error = np.mean([row[7] - other[7] for row, other in pairs])
            print(f"  {name:16}", " ".join(f"{value:.4f}" for value in differences), f"{error:+.3f}")


if __name__ == "__main__":
    main()
