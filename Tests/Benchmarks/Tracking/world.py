"""A street as a camera sees it: people (or vehicles) walking on the ground, things that hide them, a moving camera.

Metres and seconds on the ground (X to the right, Z away from the first camera position), pixels in the picture.
"""

import numpy as np


class Camera:
    """A pinhole camera above the ground. `motion`: still, shake, pan, forward or turn."""

    def __init__(self, random, width, height, focal, above, pitch, motion):
        self.random, self.width, self.height, self.focal = random, width, height, focal
        self.above, self.base_pitch, self.motion = above, pitch, motion
        self.x = self.z = self.yaw = self.time = 0.0
        self.rate = 0.0
        self.jitter = np.zeros(2)
        self.amount = {"still": 0.0, "pan": 0.0012, "turn": 0.0015}.get(motion, 0.003)
        self.period, self.swing = random.uniform(6, 15), random.uniform(0.1, 0.35)
        self.speed = random.uniform(0.7, 1.4)

    def advance(self, dt):
        self.time += dt
        keep = np.exp(-dt / 0.15)
        self.jitter = self.jitter * keep + self.random.normal(size=2) * self.amount * np.sqrt(1 - keep ** 2)
        if self.motion == "pan":
            self.yaw = self.swing * np.sin(2 * np.pi * self.time / self.period)
        if self.motion in ("turn", "forward"):
            aim = 0.0
            if self.motion == "turn" and int(self.time / 4) % 2 == 1:
                aim = 0.2 * (1 if int(self.time / 8) % 2 else -1)
            elif self.motion == "forward":
                aim = -0.15 * self.yaw
            self.rate += (aim - self.rate) * dt / 0.5 + self.random.normal() * 0.03 * np.sqrt(dt)
            self.yaw += self.rate * dt
        if self.motion == "forward":
            self.x += self.speed * dt * np.sin(self.yaw)
            self.z += self.speed * dt * np.cos(self.yaw)

    def relative(self, ground):
        """Ground points as seen from the camera: right, ahead."""
        d = ground - np.array([self.x, self.z])
        yaw = self.yaw + self.jitter[0]
        return np.stack([np.cos(yaw) * d[:, 0] - np.sin(yaw) * d[:, 1],
                         np.sin(yaw) * d[:, 0] + np.cos(yaw) * d[:, 1]], axis=1)

    def absolute(self, seen):
        yaw = self.yaw
        return np.array([self.x, self.z]) + np.stack([
            np.cos(yaw) * seen[:, 0] + np.sin(yaw) * seen[:, 1],
            -np.sin(yaw) * seen[:, 0] + np.cos(yaw) * seen[:, 1]], axis=1)

    def boxes(self, ground, wide, tall):
        """x, y, w, h of upright things with their feet at `ground`, and their distance."""
        seen = self.relative(ground)
        pitch = self.base_pitch + self.jitter[1]

        def row(y):
            down = self.above - y
            depth = np.maximum(seen[:, 1] * np.cos(pitch) + down * np.sin(pitch), 0.2)
            return self.focal * (down * np.cos(pitch) - seen[:, 1] * np.sin(pitch)) / depth + self.height / 2, depth
        bottom, depth = row(np.zeros(len(ground)))
        top, _ = row(tall)
        centre = self.focal * seen[:, 0] / depth + self.width / 2
        w = self.focal * wide / depth
        return np.stack([centre - w / 2, top, w, bottom - top], axis=1), seen[:, 1]


class Walkers:
    """People who walk to places alone or in groups, change speed, stop, turn, and keep out of each other's way."""

    def __init__(self, random, camera, number, near, far, flow, vehicles=False, standing=0.08):
        self.random, self.camera, self.number = random, camera, number
        self.near, self.far, self.flow, self.vehicles, self.standing = near, far, flow, vehicles, standing
        self.half = far * camera.width / camera.focal / 2 + 1.0
        self.next = 1
        self.columns = {name: np.zeros(0) for name in (
            "id", "group", "speed", "stop", "wide", "tall", "phase")}
        for name in ("at", "velocity", "goal"):
            self.columns[name] = np.zeros((0, 2))
        for _ in range(1000):
            if len(self) >= number:
                break
            self.enter(inside=True)

    def __len__(self):
        return len(self.columns["id"])

    def __getattr__(self, name):
        return self.__dict__["columns"][name]

    def edge(self, side):
        """A place on a side of the area, as right and ahead of the camera."""
        r = self.random
        ahead = r.uniform(self.near, self.far)
        reach = min(self.half, ahead * self.camera.width / self.camera.focal / 2 + 1.0)
        if side in (0, 1):
            return np.array([(-1, 1)[side] * reach, ahead])
        return np.array([r.uniform(-reach, reach), self.far if side == 2 else self.near * 0.6])

    def enter(self, inside=False):
        r = self.random
        sides = {"across": [0.47, 0.47, 0.06, 0.0], "along": [0.1, 0.1, 0.5, 0.3]}.get(
            self.flow, [0.3, 0.3, 0.25, 0.15])
        begin = r.choice(4, p=sides)
        weights = np.array(sides)
        weights[begin] = 0
        end = r.choice(4, p=weights / weights.sum())
        at, goal = self.edge(begin), self.edge(end)
        if inside:
            at = at + (goal - at) * r.uniform(0, 0.95)
        at, goal = self.camera.absolute(np.stack([at, goal]))
        size = 1 if self.vehicles else r.choice([1, 2, 3, 4], p=[0.58, 0.29, 0.1, 0.03])
        heading = (goal - at) / max(np.linalg.norm(goal - at), 0.1)
        across = np.array([-heading[1], heading[0]])
        speed = max(r.normal(1.25, 0.25), 0.5) * (2.0 if r.random() < 0.03 else 1)
        speed = r.uniform(4, 10) if self.vehicles else speed
        stands = not self.vehicles and r.random() < self.standing
        for k in range(size):
            offset = across * (k - (size - 1) / 2) * 0.65 + heading * r.normal() * 0.15
            new = {
                "id": self.next, "group": self.next - k, "speed": speed * r.normal(1, 0.02),
                "stop": 1e9 if stands and inside else 0.0,
                "wide": r.uniform(1.7, 3.8) if self.vehicles else r.uniform(0.55, 0.75),
                "tall": r.uniform(1.4, 1.9) if self.vehicles else r.normal(1.72, 0.08), "phase": r.uniform(0, 6.28),
                "at": at + offset, "goal": goal + offset,
                "velocity": heading * speed * (0 if stands and inside else 1)}
            for name, value in new.items():
                self.columns[name] = np.concatenate([self.columns[name], np.asarray(value, dtype=float)[None]])
            self.next += 1

    def advance(self, dt):
        r, c, n = self.random, self.columns, len(self)
        c["stop"] = np.maximum(c["stop"] - dt, 0)
        if not self.vehicles:
            c["stop"] = np.where((c["stop"] == 0) & (r.random(n) < 0.02 * dt), r.exponential(3, n), c["stop"])
            for i in np.flatnonzero(r.random(n) < 0.03 * dt):
                turned = self.camera.absolute(self.edge(r.integers(3))[None])[0]
                same = c["group"] == c["group"][i]
                c["goal"][same] = turned + (c["at"][same] - c["at"][i])
        to = c["goal"] - c["at"]
        aim = to / np.maximum(np.linalg.norm(to, axis=1, keepdims=True), 0.1) * c["speed"][:, None]
        aim[c["stop"] > 0] = 0
        apart = c["at"][:, None] - c["at"][None]
        distance = np.linalg.norm(apart, axis=2) + np.eye(n) * 9
        reach = 4.0 if self.vehicles else 0.75
        push = np.maximum(reach - distance, 0) / reach
        aim = aim + (apart / np.maximum(distance, 0.05)[:, :, None] * push[:, :, None]).sum(axis=1) * 1.2
        away = c["at"] - np.array([self.camera.x, self.camera.z])
        near = np.linalg.norm(away, axis=1, keepdims=True)
        aim = aim + away / np.maximum(near, 0.1) * np.maximum(1.8 - near, 0) * 2
        c["velocity"] += (aim - c["velocity"]) * min(dt / 0.4, 1) + r.normal(size=(n, 2)) * 0.18 * np.sqrt(dt) * (
            c["stop"] == 0)[:, None]
        c["at"] = c["at"] + c["velocity"] * dt
        c["phase"] = c["phase"] + dt * 2 * np.pi * 0.9 * np.linalg.norm(c["velocity"], axis=1) / 1.3
        seen = self.camera.relative(c["at"])
        arrived = np.linalg.norm(c["goal"] - c["at"], axis=1) < 0.5
        limit = np.minimum(
            self.half, np.maximum(seen[:, 1], self.near) * self.camera.width / self.camera.focal / 2) + 2.5
        gone = (seen[:, 1] < self.near * 0.5) | (seen[:, 1] > self.far + 3) | (np.abs(seen[:, 0]) > limit) | arrived
        for name in c:
            c[name] = c[name][~gone]
        if len(self) < self.number and r.random() < dt * max(self.number - len(self), 0.3) * 0.8:
            self.enter()

    def widths(self):
        """The stride widens a person who is seen from the side."""
        if self.vehicles:
            return self.wide
        v = self.velocity
        side = np.abs(v[:, 0] * np.cos(self.camera.yaw) - v[:, 1] * np.sin(self.camera.yaw)) / 1.3
        return self.wide * (1 + 0.16 * np.clip(side, 0, 1.5) * np.sin(self.phase))


def visible_parts(boxes, ahead, hiding, hiding_ahead, width, height, solid=0.72):
    """For every box the share that other things hide, the share inside the picture, and the seen part's x, y, w, h.

    Eight by twelve points a box; a nearer person hides a narrower box than the detector's, a thing all of its own.
    """
    across, down = (np.arange(8) + 0.5) / 8, (np.arange(12) + 0.5) / 12
    n = len(boxes)
    u = boxes[:, None, None, 0] + boxes[:, None, None, 2] * across[None, None, :]
    v = boxes[:, None, None, 1] + boxes[:, None, None, 3] * down[None, :, None]
    u, v = np.broadcast_to(u, (n, 12, 8)), np.broadcast_to(v, (n, 12, 8))
    covered = np.zeros((n, 12, 8), dtype=bool)
    shrunk = boxes.copy()
    shrunk[:, 0] += boxes[:, 2] * (1 - solid) / 2
    shrunk[:, 2] *= solid
    for others, distance in ((shrunk, ahead), (hiding, hiding_ahead)):
        for box, z in zip(others, distance):
            nearer = z < ahead - 1e-6
            if nearer.any():
                covered[nearer] |= ((u[nearer] > box[0]) & (u[nearer] < box[0] + box[2]) &
                                    (v[nearer] > box[1]) & (v[nearer] < box[1] + box[3]))
    inside = (u > 0) & (u < width) & (v > 0) & (v < height)
    seen = inside & ~covered
    rows, columns = seen.any(axis=2), seen.any(axis=1)
    parts = boxes.copy()
    for i in range(n):
        if rows[i].any():
            y, x = np.flatnonzero(rows[i]), np.flatnonzero(columns[i])
            parts[i] = [boxes[i, 0] + boxes[i, 2] * x[0] / 8, boxes[i, 1] + boxes[i, 3] * y[0] / 12,
                        boxes[i, 2] * (x[-1] + 1 - x[0]) / 8, boxes[i, 3] * (y[-1] + 1 - y[0]) / 12]
    area = 96.0
    return covered.sum(axis=(1, 2)) / area, inside.sum(axis=(1, 2)) / area, parts
