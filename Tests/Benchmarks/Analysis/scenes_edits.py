"""Makes videos with known cuts, dissolves, fades and things that only look like them.

Pieces of real shots are joined to programmes of about twelve edits each. Everything that is chosen comes from
one seed, so the same seed and the same clips give the same pictures.
"""
import subprocess

import numpy as np

WIDTH, HEIGHT = 320, 180

# Shots without a cut or a fade: clip, crop (width:height:x:y), frames kept of so many, [first, last] frames.
MEDIA = {
    "sintel_trailer-720p.mp4": (
        "1280:544:0:88", 1,
        [[156, 187], [304, 333], [551, 570], [571, 620], [621, 654], [703, 754], [796, 824], [869, 945]]),
    "demo.mp4": (
        "176:98:0:23", 1,
        [[20, 108], [129, 182], [183, 242], [260, 364], [365, 394], [395, 484], [485, 551], [552, 705],
         [706, 740], [741, 863], [864, 922], [923, 958], [959, 1023], [1024, 1118], [1119, 1161], [1162, 1187],
         [1188, 1299], [1300, 1368], [1369, 1431]]),
    "bigbuckbunny.mp4": (None, 1, [[0, 131]]),
    "run.mp4": (None, 1, [[0, 149]]),
    "box.mp4": (None, 1, [[0, 149], [152, 279], [285, 360], [364, 454]]),
    "test_video.mp4": (None, 2, [[0, 200], [200, 420], [420, 640], [640, 880]]),
}
FIXTURES = {
    "sintel.mp4": (
        "1280:544:0:88", 1, [[16, 45], [46, 68], [184, 198], [263, 282]]),
    "studio.mp4": ("176:98:0:23", 1, [[20, 108], [129, 182], [183, 241]]),
    "bigbuckbunny.mp4": (None, 1, [[0, 131]]),
    "run_2997.mp4": (None, 1, [[0, 149]]),
    "box.mp4": (None, 1, [[0, 149]]),
    "traffic_5994.mp4": (None, 2, [[0, 119]]),
    "people.avi": (None, 1, [[0, 79]]),
}


def load_shots(folder, table):
    """The shots of all clips of a table, as arrays of RGB pictures."""
    shots = []
    for name, (crop, step, ranges) in table.items():
        filters = [f"select=not(mod(n\\,{step}))"] if step > 1 else []
        filters += [f"crop={crop}"] if crop else []
        filters.append(f"scale={WIDTH}:{HEIGHT}:force_original_aspect_ratio=increase,crop={WIDTH}:{HEIGHT}")
        last = max(end for _, end in ranges)
        run = subprocess.run(
            ["ffmpeg", "-v", "quiet", "-i", f"{folder}/{name}", "-an", "-vf", ",".join(filters), "-vsync", "0",
             "-frames:v", str(last + 1), "-f", "rawvideo", "-pix_fmt", "rgb24", "-"],
            stdout=subprocess.PIPE, check=False)
        frames = np.frombuffer(run.stdout, np.uint8).reshape(-1, HEIGHT, WIDTH, 3)
        for index, (first, end) in enumerate(ranges):
            shots.append((f"{name}#{index}", frames[first:end + 1]))
    return shots


def mix(first, second, share):
    """`share` of the second picture, the rest of the first."""
    return (first * (1 - share) + second * share + 0.5).astype(np.uint8)


def shifted(picture, dx, dy):
    """A picture that the camera sees moved; what enters at the side is mirrored."""
    margin = 1 + int(max(abs(dx), abs(dy)))
    wide = np.pad(picture, ((margin, margin), (margin, margin), (0, 0)), mode="reflect")
    y, x = margin + int(round(dy)), margin + int(round(dx))
    return wide[y:y + HEIGHT, x:x + WIDTH]


def zoomed(picture, factor):
    """The middle of a picture, enlarged."""
    ys = ((np.arange(HEIGHT) - HEIGHT / 2) / factor + HEIGHT / 2).astype(int)
    xs = ((np.arange(WIDTH) - WIDTH / 2) / factor + WIDTH / 2).astype(int)
    return picture[ys][:, xs]


class Disturbances:
    """What happens within a shot and is no boundary. Each changes frames from `at` on, returns the last one."""

    KINDS = ["flash", "explosion", "lightning", "shake", "pan", "zoom", "noise", "exposure", "caption", "object",
             "repeats", "jump"]

    def __init__(self, random):
        self.random = random

    def flash(self, frames, at):
        """A photo flash: bright at once, gone after one to three frames."""
        for index in range(int(self.random.integers(1, 4))):
            share = 0.85 * 0.5 ** index
            frames[at + index] = mix(frames[at + index], np.full(3, 255), share)
        return at + index

    def explosion(self, frames, at):
        """A ball of fire that grows for three frames and dies down within fourteen."""
        ys, xs = np.mgrid[0:HEIGHT, 0:WIDTH]
        cy, cx = self.random.integers(40, 140), self.random.integers(60, 260)
        far = np.hypot(ys - cy, xs - cx)
        for index in range(14):
            size = 60 + 80 * min(index, 3)
            share = np.clip(1.4 - far / size, 0, 1) * (1 if index < 4 else 0.85 ** (index - 3))
            frames[at + index] = mix(frames[at + index], np.array([255, 200, 120]), share[..., None])
        return at + 13

    def lightning(self, frames, at):
        """Two or three flashes of one frame with dark frames between."""
        last = at
        for index in range(int(self.random.integers(2, 4))):
            last = at + index * int(self.random.integers(2, 4))
            frames[last] = np.clip(frames[last] * 1.6 + 60, 0, 255).astype(np.uint8)
        return last

    def shake(self, frames, at):
        """The camera is knocked: random shifts of up to 5 % of the width for half a second."""
        for index in range(12):
            dx, dy = self.random.uniform(-0.05, 0.05, 2) * WIDTH
            frames[at + index] = shifted(frames[at + index], dx, dy)
        return at + 11

    def pan(self, frames, at):
        """The picture runs to the side, up to 5 % of its width a frame, and back."""
        speed = self.random.uniform(0.02, 0.05) * WIDTH * self.random.choice([-1, 1])
        for index in range(16):
            dx = speed * (index if index < 8 else 16 - index)
            frames[at + index] = shifted(frames[at + index], dx, 0)
        return at + 15

    def zoom(self, frames, at):
        """A fast zoom in and out, 4 % a frame."""
        for index in range(16):
            frames[at + index] = zoomed(frames[at + index], 1 + 0.04 * min(index, 16 - index))
        return at + 15

    def noise(self, frames, at):
        """A burst of strong noise."""
        for index in range(10):
            noise = self.random.normal(0, 25, (HEIGHT, WIDTH, 1))
            frames[at + index] = np.clip(frames[at + index] + noise, 0, 255).astype(np.uint8)
        return at + 9

    def exposure(self, frames, at):
        """Automatic exposure: the gain changes within one to three frames and stays."""
        gain = self.random.choice([0.6, 0.75, 1.3, 1.5])
        steps = int(self.random.integers(1, 4))
        for index in range(at, len(frames)):
            part = min(1, (index - at + 1) / steps)
            frames[index] = np.clip(frames[index] * gain ** part, 0, 255).astype(np.uint8)
        return at + steps

    def caption(self, frames, at):
        """A box with lines of text over the lower quarter, from one frame to the next."""
        text = np.zeros((44, 260), bool)
        for y in (8, 26):
            text[y:y + 10] = self.random.random((10, 260)) < 0.5
        box = np.where(text[..., None], 240, np.array(self.random.choice([[20, 20, 20], [120, 10, 10]])))
        for index in range(at, len(frames)):
            frames[index] = frames[index].copy()
            frames[index][130:174, 30:290] = box
        return at

    def object(self, frames, at):
        """Something dark passes before the camera, a third of the picture wide."""
        for index in range(16):
            x = int(-110 + index * (WIDTH + 110) / 15)
            frames[at + index] = frames[at + index].copy()
            frames[at + index][:, max(0, x):max(0, x + 110)] = (24, 20, 30)
        return at + 15

    def repeats(self, frames, at):
        """Every second frame is a copy of the one before."""
        for index in range(0, 16, 2):
            frames[at + index + 1] = frames[at + index]
        return at + 16

    def jump(self, frames, at):
        """Six frames are lost."""
        del frames[at:at + 6]
        return at


def may_follow(previous, name):
    """Whether a cut between two shots shows: shots of one clip may have the same camera, but not neighbours of
    films that are cut."""
    if previous is None:
        return True
    clip, index = previous.split("#")
    other, next_index = name.split("#")
    cut = clip.startswith(("sintel", "demo", "studio"))
    return clip != other or (cut and int(next_index) == int(index) + 1)


TRANSITIONS = ["cut", "cut", "cut", "short", "dissolve", "dissolve", "black", "white"]
NEED = 22


def programme(shots, seed, edits=12):
    """Frames, boundaries [{kind, first, last, frame}] and disturbances [{kind, first, last}] of one programme."""
    random = np.random.default_rng(seed)
    disturb = Disturbances(random)
    style = str(random.choice(["plain", "plain", "bars", "grain"]))
    boundaries, negatives, out = [], [], []
    previous = None
    kinds = list(random.permutation((TRANSITIONS * 3)[:edits]))
    upset = list(random.permutation((Disturbances.KINDS * 3)[:edits + 2]))
    while kinds:
        kind = str(kinds.pop()) if out else "start"
        short = kind == "short"
        length = int(random.integers(7, 13)) if short else int(random.integers(40, 80))
        span = int(random.integers(8, 49)) if kind == "dissolve" else int(random.integers(5, 25))
        need = length + (span if kind == "dissolve" else 0)
        choices = [s for s in shots if may_follow(previous, s[0]) and len(s[1]) >= min(need, 40)]
        name, source = choices[int(random.integers(len(choices)))]
        previous = name
        begin = int(random.integers(0, max(1, len(source) - need)))
        piece = [frame for frame in source[begin:begin + need]]
        quiet = 0
        # A change leaves what happened before it alone.
        past = max([change["last"] for change in boundaries[-1:] + negatives[-1:]], default=0)
        if kind == "dissolve":
            span = min(span, len(piece) - 16, len(out) - past - 8)
            if span < 8:
                kind = "cut"
        if kind == "dissolve":
            first = len(out) - span
            for index in range(span):
                out[first + index] = mix(out[first + index], piece[index], (index + 1) / (span + 1))
            boundaries.append({"kind": kind, "first": first, "last": len(out) - 1, "frame": first + span // 2})
            piece = piece[span:]
            quiet = 4
        elif kind in ("black", "white"):
            color = np.full(3, 0 if kind == "black" else 255)
            span = max(3, min(span, len(piece) - 12, len(out) - past - 6))
            first = len(out) - span
            for index in range(span):
                out[first + index] = mix(out[first + index], color, (index + 1) / (span + 1))
            hold = int(random.integers(1, 10))
            out += [np.broadcast_to(color, (HEIGHT, WIDTH, 3)).astype(np.uint8)] * hold
            start = len(out)
            for index in range(span):
                piece[index] = mix(color, piece[index], (index + 1) / (span + 1))
            boundaries.append({"kind": kind, "first": first, "last": start + span - 1, "frame": start})
            quiet = span + 4
        elif kind != "start":
            boundaries.append({"kind": kind, "first": len(out), "last": len(out), "frame": len(out)})
            quiet = 9
        if upset and not short and len(piece) - quiet - NEED >= 8 and random.random() < 0.85:
            what = str(upset.pop())
            at = quiet + int(random.integers(0, len(piece) - quiet - NEED - 4))
            last = getattr(disturb, what)(piece, at)
            negatives.append({"kind": what, "first": len(out) + at, "last": len(out) + last})
        out += piece
    if style == "bars":
        for index, frame in enumerate(out):
            out[index] = frame.copy()
            out[index][:24] = out[index][-24:] = 0
    if style == "grain":
        for index, frame in enumerate(out):
            out[index] = np.clip(frame + random.normal(0, 6, (HEIGHT, WIDTH, 1)), 0, 255).astype(np.uint8)
    return out, boundaries, negatives


ENCODINGS = [
    ["-c:v", "libx264", "-preset", "fast", "-crf", "20"],
    ["-c:v", "libx264", "-preset", "fast", "-crf", "30", "-g", "48"],
    # Few bits, keyframes often: each keyframe sharpens the picture again, or blurs it.
    ["-c:v", "libx264", "-preset", "ultrafast", "-b:v", "90k", "-maxrate", "110k", "-bufsize", "60k", "-g", "20",
     "-sc_threshold", "0"],
    ["-c:v", "mpeg4", "-b:v", "300k", "-g", "15"],
    ["-c:v", "ffv1"],
]


def write(frames, path, encoding, rate=25):
    """Encodes pictures."""
    run = subprocess.Popen(
        ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r",
         str(rate), "-i", "-", "-threads", "1", *encoding, "-pix_fmt", "yuv420p", path], stdin=subprocess.PIPE)
    for frame in frames:
        run.stdin.write(np.ascontiguousarray(frame).tobytes())
    run.stdin.close()
    if run.wait() != 0:
        raise SystemExit(f"cannot encode {path}")
