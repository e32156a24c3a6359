#!/usr/bin/env python3
"""Bjøntegaard's delta rate by piecewise cubic Hermite interpolation, and the rate at a given quality.

A curve is a list of (bytes or bits, quality) points. The logarithm of the rate is interpolated over quality
(Bjøntegaard, VCEG-M33) with Fritsch and Carlson's monotone slopes (SIAM J. Numer. Anal. 17, 1980), as in the
JCT-VC common test conditions (JCTVC-L1100).

bd_rate.py runs the self-test.
"""

import math


class Curve:
    """log(rate) over quality."""

    def __init__(self, points):
        kept = []
        for rate, quality in sorted(points, key=lambda p: (p[1], p[0])):
            # A point that costs more and looks no better than another says nothing of the encoder's best.
            while kept and kept[-1][1] >= math.log(rate):
                kept.pop()
            if not kept or quality > kept[-1][0]:
                kept.append((quality, math.log(rate)))
        if len(kept) < 2:
            raise ValueError("a rate-quality curve needs two points that rise")
        self.x, self.y = [p[0] for p in kept], [p[1] for p in kept]
        self.slopes = _slopes(self.x, self.y)

    @property
    def low(self):
        return self.x[0]

    @property
    def high(self):
        return self.x[-1]

    def _piece(self, index):
        """Coefficients of a + b t + c t^2 + d t^3, t counted from x[index]."""
        step = self.x[index + 1] - self.x[index]
        rise = (self.y[index + 1] - self.y[index]) / step
        left, right = self.slopes[index], self.slopes[index + 1]
        return self.y[index], left, (3 * rise - 2 * left - right) / step, (left + right - 2 * rise) / step**2

    def rate(self, quality):
        """The rate at a quality; at the curve's end for one beyond it."""
        quality = min(max(quality, self.low), self.high)
        index = next((i for i in range(len(self.x) - 1) if quality <= self.x[i + 1]), len(self.x) - 2)
        a, b, c, d = self._piece(index)
        t = quality - self.x[index]
        return math.exp(a + t * (b + t * (c + t * d)))

    def integral(self, low, high):
        total = 0.0
        for index in range(len(self.x) - 1):
            start, end = max(low, self.x[index]), min(high, self.x[index + 1])
            if end > start:
                coefficients = self._piece(index)
                for t, sign in ((end - self.x[index], 1), (start - self.x[index], -1)):
                    total += sign * sum(k * t ** (n + 1) / (n + 1) for n, k in enumerate(coefficients))
        return total


def _slopes(x, y):
    steps = [b - a for a, b in zip(x, x[1:])]
    rises = [(b - a) / h for a, b, h in zip(y, y[1:], steps)]
    if len(rises) == 1:
        return [rises[0], rises[0]]
    inner = []
    for h0, h1, d0, d1 in zip(steps, steps[1:], rises, rises[1:]):
        if d0 * d1 <= 0:
            inner.append(0.0)
        else:
            w0, w1 = 2 * h1 + h0, h1 + 2 * h0
            inner.append((w0 + w1) / (w0 / d0 + w1 / d1))
    return [_end_slope(steps[0], steps[1], rises[0], rises[1]), *inner,
            _end_slope(steps[-1], steps[-2], rises[-1], rises[-2])]


def _end_slope(h0, h1, d0, d1):
    slope = ((2 * h0 + h1) * d0 - h0 * d1) / (h0 + h1)
    if slope * d0 <= 0:
        return 0.0
    return 3 * d0 if d0 * d1 < 0 and abs(slope) > abs(3 * d0) else slope


def bd_rate(reference, tested):
    """Percent of rate that `tested` needs beyond `reference` at equal quality; None where they do not overlap."""
    try:
        one, other = Curve(reference), Curve(tested)
    except ValueError:
        return None
    low, high = max(one.low, other.low), min(one.high, other.high)
    if high <= low:
        return None
    return 100 * (math.exp((other.integral(low, high) - one.integral(low, high)) / (high - low)) - 1)


def rate_at(points, quality):
    """The rate that reaches a quality: None when no point of the curve does.

    Below the curve the lowest rate measured counts, so that what was not measured is never a saving.
    """
    try:
        curve = Curve(points)
    except ValueError:
        return None
    return None if quality > curve.high else curve.rate(quality)


# What PyPI's bjontegaard 1.3.0 (FAU-LMS) answers with method="pchip".
KNOWN = [
    ([(686.76, 40.28), (309.58, 37.18), (157.11, 34.24), (85.95, 31.42)],
     [(893.34, 40.39), (407.8, 37.21), (204.93, 34.17), (112.75, 31.24)], 31.379878202397627),
    ([(9487.76, 40.037), (4593.60, 38.615), (2486.44, 36.845), (1358.24, 34.851)],
     [(9787.80, 40.121), (4469.00, 38.651), (2451.52, 36.970), (1356.24, 34.987)], -4.417485350589045),
]


def self_test():
    """Raises AssertionError unless the results are another implementation's."""
    for reference, tested, percent in KNOWN:
        found = bd_rate(reference, tested)
        assert abs(found - percent) < 1e-6, f"BD-rate {found}, not {percent}"
    doubled = [(2 * r, q) for r, q in KNOWN[0][0]]
    assert abs(bd_rate(KNOWN[0][0], doubled) - 100) < 1e-9
    assert abs(rate_at(KNOWN[0][0], 37.18) - 309.58) < 1e-9
    assert rate_at(KNOWN[0][0], 41) is None and abs(rate_at(KNOWN[0][0], 10) - 85.95) < 1e-9
    assert bd_rate(KNOWN[0][0], [(r, q + 50) for r, q in KNOWN[0][0]]) is None


if __name__ == "__main__":
    self_test()
    print("BD-rate: self-test passed")
