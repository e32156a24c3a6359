"""One decoder's input and what its reference makes of it, as the Swift tests read it."""

import json
import pathlib

import numpy as np


def found(class_id, score, corners, points=()):
    """A detection; corners are left, top, right, bottom in the input's pixels, points [x, y(, score)]."""
    return {
        "class": int(class_id), "score": float(score), "box": [float(v) for v in corners],
        "points": [[float(v) for v in point] for point in points],
    }


class Case:
    """Outputs of a model and the detections that are expected of them.

    `candidates` are those before suppression in any order, `kept` those after it; either may be None.
    """

    def __init__(self, name, decoder, size, outputs, *, classes=None, minimum=0.25, overlap=0.45,
                 parameters=None, candidates=None, kept=None):
        self.name = name
        self.meta = {
            "decoder": decoder, "width": size[0], "height": size[1], "classes": classes,
            "parameters": parameters or {}, "minimum": minimum, "overlap": overlap,
            "candidates": candidates, "kept": kept,
        }
        self.outputs = [(label, np.asarray(values, np.float32)) for label, values in outputs]

    def write(self, folder, embed):
        """Writes NAME.json; with `embed` the numbers are in it, else beside it as little-endian floats.

        Embedded outputs that are mostly one number (such as a score of nothing) keep only the other rows.
        """
        folder = pathlib.Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        listed = []
        for index, (label, values) in enumerate(self.outputs):
            output = {"name": label, "shape": list(values.shape)}
            if embed:
                output.update(self.compact(values))
            else:
                output["file"] = f"{self.name}.{index}.f32"
                values.astype("<f4").tofile(folder / output["file"])
            listed.append(output)
        text = json.dumps(rounded({**self.meta, "outputs": listed}), separators=(",", ":"))
        (folder / f"{self.name}.json").write_text(text.replace('],"', '],\n"') + "\n")
        kept = self.meta["kept"]
        print(f"{self.name}: {len(kept) if kept is not None else '-'} detections, "
              + ", ".join(f"{label} {list(values.shape)}" for label, values in self.outputs))

    @staticmethod
    def compact(values):
        """The numbers themselves, or the rows of the last axis that are not all of the commonest number."""
        rows = values.reshape(-1, values.shape[-1])
        numbers, counts = np.unique(values, return_counts=True)
        fill = numbers[counts.argmax()]
        kept = np.flatnonzero((rows != fill).any(axis=1))
        if len(kept) * 2 > len(rows):
            return {"values": values.reshape(-1).tolist()}
        return {"fill": float(fill), "rows": [[int(row)] + rows[row].tolist() for row in kept]}


def rounded(value):
    """Numbers with the nine digits that tell one 32-bit float from the next."""
    if isinstance(value, float):
        short = float(f"{value:.9g}")
        return int(short) if short.is_integer() and abs(short) < 1e9 else short
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(item) for item in value]
    return value
