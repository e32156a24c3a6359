"""A detector's answer to what can be seen: misses, scores, wrong places and wrong boxes, correlated in time.

A detection's score is the logistic of a sum: the detector's level, the track's own, noise that lasts a fraction of a
second, white noise, less a penalty for what is hidden and what is small. Below the detector's lowest score it is
missed.
"""

import numpy as np

from likeness import overlaps

# level, spread of the tracks, of lasting and of white noise (logits); lowest score; NMS overlap; scale of box errors;
# false: isolated a frame, level of clutter, doubles a person.
DETECTORS = {
    "cnn": dict(level=5.2, track=0.9, lasting=1.7, white=1.5, lowest=0.5, nms=0.55, error=1.03, isolated=0.12,
                clutter=-1.2, double=0.10, hidden=13.0, raw=None),
    "modern": dict(level=2.6, track=0.5, lasting=0.8, white=0.7, lowest=0.1, nms=0.7, error=0.7, isolated=0.15,
                   clutter=-3.0, double=0.10, hidden=7.0, raw=None),
    "weak": dict(level=1.9, track=0.8, lasting=1.4, white=1.4, lowest=0.5, nms=0.6, error=1.25, isolated=0.4,
                 clutter=-1.2, double=0.2, hidden=8.0, raw=16.0),
}
BIAS = np.array([0.018, 0.022, 0.06, 0.045])    # a track's own error: centre / height, logarithms of width and height
LASTING = np.array([0.020, 0.022, 0.115, 0.045])
WHITE = np.array([0.017, 0.026, 0.085, 0.05])


class Detector:
    def __init__(self, random, kind, width, height, rate, smallest):
        self.random, self.kind, self.width, self.height = random, DETECTORS[kind], width, height
        self.smallest = smallest
        self.keep_score = np.exp(-1 / (rate * 0.22))
        self.keep_error = np.exp(-1 / (rate * 0.13))
        self.states = {}

    def noise(self, key):
        """The lasting noise of a track: its own level and error, and what changes slowly."""
        r, k = self.random, self.kind
        if key not in self.states:
            self.states[key] = [r.normal() * k["track"], r.normal() * k["lasting"], r.normal(size=4) * BIAS,
                                r.normal(size=4) * LASTING]
        state = self.states[key]
        state[1] = state[1] * self.keep_score + r.normal() * k["lasting"] * np.sqrt(1 - self.keep_score ** 2)
        state[3] = state[3] * self.keep_error + r.normal(size=4) * LASTING * np.sqrt(1 - self.keep_error ** 2)
        return state

    def disturbed(self, box, state):
        scale = self.kind["error"]
        e = scale * (state[2] + state[3] + self.random.standard_t(4, size=4) * WHITE / np.sqrt(2))
        w, h = box[2] * np.exp(np.clip(e[2], -0.7, 0.7)), box[3] * np.exp(np.clip(e[3], -0.5, 0.5))
        x, y = box[0] + box[2] / 2 + e[0] * box[3], box[1] + box[3] / 2 + e[1] * box[3]
        return np.array([x - w / 2, y - h / 2, w, h])

    def detect(self, ids, boxes, inside, hidden, parts, clutter_ids, clutter_boxes):
        """Rows of x, y, w, h, score."""
        r, k = self.random, self.kind
        found = []
        for i, key in enumerate(ids):
            state = self.noise(("person", key))
            lost = min(hidden[i] + 0.4 * (1 - inside[i]), 1)
            logit = (k["level"] + state[0] + state[1] + r.normal() * k["white"] - k["hidden"] * lost ** 1.5
                     - 7.0 * max(0.0, np.log(self.smallest * 1.05 / boxes[i, 3])))
            # Of a partly hidden thing the detector boxes what it sees, all of it, or something between.
            share = r.beta(0.7, 0.7) if hidden[i] > 0.15 else 0.0
            box = boxes[i] + (parts[i] - boxes[i]) * share
            if hidden[i] > 0.3 and r.random() < 0.15:
                near = overlaps(boxes[i][None], boxes)[0]
                near[i] = 0
                j = int(near.argmax())
                if near[j] > 0.15:
                    low = np.minimum(boxes[i, :2], boxes[j, :2])
                    box = np.concatenate([low, np.maximum(
                        boxes[i, :2] + boxes[i, 2:], boxes[j, :2] + boxes[j, 2:]) - low])
            found.append((*self.disturbed(box, state), logit))
            if r.random() < k["double"] and hidden[i] < 0.5 < inside[i]:
                part = boxes[i].copy()
                if r.random() < 0.5:
                    part[3] *= r.uniform(0.4, 0.7)
                else:
                    grow = r.uniform(1.25, 1.6)
                    part = np.array([
                        part[0] - part[2] * (grow - 1) * r.random(), part[1] - part[3] * 0.1 * r.random(),
                        part[2] * grow, part[3] * r.uniform(1.0, 1.35)])
                found.append((*self.disturbed(part, state), k["clutter"] + 0.8 + r.normal() * 1.6))
        for key, box in zip(clutter_ids, clutter_boxes):
            state = self.noise(("clutter", key))
            noise = state[0] + state[1] + r.normal() * k["white"]
            found.append((*self.disturbed(box, state), k["clutter"] + 0.7 * noise))
        for _ in range(r.poisson(k["isolated"])):
            h = self.height * r.uniform(0.12, 0.6)
            w = h * r.uniform(0.3, 0.6)
            found.append((r.uniform(0, self.width - w), r.uniform(0.1, 0.9) * self.height - h / 2, w, h,
                          np.log(k["lowest"] / (1 - k["lowest"])) + r.exponential(1.2)))
        return self.finished(np.array(found).reshape(-1, 5))

    def finished(self, rows):
        """Clipped to the picture, without overlaps, in order of the score."""
        k = self.kind
        low, high = np.maximum(rows[:, :2], 0), np.minimum(rows[:, :2] + rows[:, 2:4], [self.width, self.height])
        rows = np.column_stack([low, high - low, rows[:, 4]])
        rows = rows[(rows[:, 2] > 6) & (rows[:, 3] > 12) & (1 / (1 + np.exp(-rows[:, 4])) > k["lowest"])]
        rows = rows[np.argsort(-rows[:, 4], kind="stable")]
        keep = np.ones(len(rows), dtype=bool)
        iou = overlaps(rows[:, :4], rows[:, :4])
        for i in range(len(rows)):
            if keep[i]:
                keep[i + 1:] &= iou[i, i + 1:] <= k["nms"]
        rows = rows[keep]
        rows[:, 4] = rows[:, 4] * k["raw"] if k["raw"] else 1 / (1 + np.exp(-5.5 * np.tanh(rows[:, 4] / 5.5)))
        return rows
