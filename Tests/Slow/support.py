"""What every slow check shares: the program, the clips, child processes, ports and the report."""

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# A shell's background job ignores SIGINT, and children inherit that; the checks send it on purpose.
if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)

CLIP_SUFFIXES = {".mp4", ".webm", ".mpg", ".avi", ".ts", ".264", ".mkv", ".mov"}


# Clips


def media_folder():
    """The folder of large test clips, or None in a checkout that has none."""
    given = os.environ.get("VIDPROC_MEDIA")
    folder = Path(given) if given else ROOT.parent / "shared" / "media"
    return folder if folder.is_dir() else None


def all_clips():
    """Every clip at hand: the media folder with its subfolders, else Fixtures."""
    folder = media_folder() or ROOT / "Fixtures"
    return sorted(p for p in folder.rglob("*") if p.suffix in CLIP_SUFFIXES)


def clip(*names):
    """The first of these clips that exists in the media folder or in Fixtures, or None.

    A fixture stands in for a clip when it bears the same first word (`sintel-3s.mp4` for
    `sintel_trailer-720p.mp4`).
    """
    for name in names:
        folder = media_folder()
        if folder:
            for candidate in (folder / name, folder / "edge" / name, folder / "malformed" / name):
                if candidate.is_file():
                    return candidate
    for name in names:
        word = name.replace("-", "_").split("_")[0].split(".")[0].lower()
        for candidate in sorted((ROOT / "Fixtures").rglob("*")):
            if candidate.name == name or (
                candidate.suffix in CLIP_SUFFIXES and candidate.stem.lower().startswith(word)
            ):
                return candidate
    return None


def video_clip():
    """A clip with picture and sound, a minute long where the media folder is present."""
    found = clip("sintel_trailer-720p.mp4", "bigbuckbunny.mp4", "demo.mp4")
    if found:
        return found
    for candidate in all_clips():
        kinds = [s["codec_type"] for s in probe(candidate).get("streams", [])]
        if "video" in kinds and "audio" in kinds:
            return candidate
    return None


# Child processes


class Result:
    """How a child ended: status, output, seconds; `code` is negative for a signal."""

    def __init__(self, code, out, err, seconds, timed_out):
        self.code, self.out, self.err = code, out, err
        self.seconds, self.timed_out = seconds, timed_out

    @property
    def ok(self):
        return self.code == 0 and not self.timed_out

    @property
    def first_error(self):
        """The first line on standard error, cut to fit a table."""
        lines = [l for l in self.err.decode("utf-8", "replace").splitlines() if l.strip()]
        return lines[0][:160] if lines else ""

    @property
    def ending(self):
        """The exit status in words: `0`, `2`, `SIGSEGV`, `timeout`."""
        return "timeout" if self.timed_out else status_name(self.code)


def status_name(code):
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return str(code)


def stop(process, first=signal.SIGTERM):
    """Ends one child by its own process id, politely and then for good."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(first)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def run(command, timeout=120, stdin=None, env=None, cwd=None):
    """Runs one command with its output captured; `stdin` is bytes, a file or None."""
    return pipeline([command], timeout, stdin=stdin, env=env, cwd=cwd)[-1]


def pipeline(commands, timeout=120, stdin=None, env=None, cwd=None, keep_output=True):
    """Runs commands joined by pipes; returns a Result for each. On a timeout all are killed."""
    started = time.monotonic()
    processes, readers, errors, output = [], [], [], bytearray()
    environment = dict(os.environ, **(env or {}))
    source = subprocess.DEVNULL if stdin is None else stdin
    feed = None
    if isinstance(stdin, (bytes, bytearray)):
        source, feed = subprocess.PIPE, stdin
    for index, command in enumerate(commands):
        last = index == len(commands) - 1
        child = subprocess.Popen(
            [str(part) for part in command],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=cwd,
            restore_signals=True,
        )
        if index > 0:
            processes[-1].stdout.close()
        source = child.stdout
        processes.append(child)
        kept = bytearray()
        errors.append(kept)
        readers.append(threading.Thread(target=_drain, args=(child.stderr, kept, True), daemon=True))
        if last:
            readers.append(
                threading.Thread(target=_drain, args=(child.stdout, output, keep_output), daemon=True)
            )
    for reader in readers:
        reader.start()
    if feed is not None:
        threading.Thread(target=_feed, args=(processes[0].stdin, feed), daemon=True).start()
    timed_out = _wait_all(processes, started + timeout)
    seconds = time.monotonic() - started
    for reader in readers:
        reader.join(5)
    return [
        Result(child.returncode, bytes(output) if child is processes[-1] else b"", bytes(err), seconds, timed_out)
        for child, err in zip(processes, errors)
    ]


def _wait_all(processes, deadline):
    """Waits for all; kills those that are left at the deadline, or when this script is interrupted."""
    try:
        for child in processes:
            child.wait(max(0.01, deadline - time.monotonic()))
        return False
    except BaseException as error:
        for child in processes:
            if child.poll() is None:
                child.kill()
        for child in processes:
            child.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            return True
        raise


def _drain(stream, kept, keep):
    with contextlib.suppress(ValueError, OSError):
        while chunk := stream.read1(1 << 16):
            if keep and len(kept) < (1 << 28):
                kept += chunk


def _feed(stream, data):
    with contextlib.suppress(BrokenPipeError, OSError):
        stream.write(data)
        stream.close()


# ffprobe and ffmpeg as the yardstick


def probe(path, *options):
    """What ffprobe says of a file, as a dictionary (empty when it cannot read it)."""
    result = run(
        ["ffprobe", "-v", "error", "-of", "json", "-show_streams", "-show_format", *options, str(path)], 60
    )
    with contextlib.suppress(ValueError):
        return json.loads(result.out or b"{}")
    return {}


def first_stream(info, kind):
    """The first stream of a kind in what `probe` returned; a cover picture does not count."""
    for stream in info.get("streams", []):
        if stream.get("codec_type") == kind and not stream.get("disposition", {}).get("attached_pic"):
            return stream
    return None


def fraction(text):
    """A rational from ffprobe's `30000/1001`; 0 when unknown."""
    with contextlib.suppress(ValueError, ZeroDivisionError, TypeError):
        return Fraction(text)
    return Fraction(0)


def decoded_frames(path, timeout=300):
    """How many frames ffmpeg decodes from the first video stream, or None."""
    result = run(
        ["ffprobe", "-v", "quiet", "-count_frames", "-select_streams", "v:0", "-of", "csv=p=0",
         "-show_entries", "stream=nb_read_frames", str(path)], timeout)
    for word in result.out.decode().replace(",", "\n").split():
        if word.isdigit():
            return int(word)
    return None


def records(data):
    """The NDJSON objects in some bytes; lines that are not JSON objects are left out."""
    found = []
    for line in data.splitlines():
        with contextlib.suppress(ValueError):
            value = json.loads(line)
            if isinstance(value, dict):
                found.append(value)
    return found


def sink_count(output, key="frames"):
    """A number from what `vidproc sink -` printed (NDJSON, or `frames=12` words), or None."""
    for record in reversed(records(output)):
        if isinstance(record.get(key), (int, float)):
            return record[key]
    for word in output.decode("utf-8", "replace").replace(",", " ").split():
        if word.startswith(key + "="):
            with contextlib.suppress(ValueError):
                return float(word.split("=", 1)[1])
    return None


# Ports, waiting and scratch space


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as probe_socket:
        probe_socket.bind(("127.0.0.1", 0))
        return probe_socket.getsockname()[1]


def wait_for_port(port, seconds=15):
    """Waits until something accepts TCP connections on a loopback port."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        time.sleep(0.1)
    return False


def wait_until(condition, seconds, step=0.1):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(step)
    return bool(condition())


@contextlib.contextmanager
def scratch(prefix="vidproc-slow-", parent=None):
    """A temporary directory that is gone afterwards."""
    path = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        yield path
    finally:
        # A child that is still ending (a browser's helper) may write into it once more.
        for _ in range(10):
            shutil.rmtree(path, ignore_errors=True)
            if not path.exists():
                break
            time.sleep(0.3)


@contextlib.contextmanager
def background(command, **options):
    """A child in the background, its output dropped unless asked for, ended by its id."""
    options.setdefault("stdin", subprocess.DEVNULL)
    options.setdefault("stdout", subprocess.DEVNULL)
    options.setdefault("stderr", subprocess.DEVNULL)
    child = subprocess.Popen([str(part) for part in command], **options)
    try:
        yield child
    finally:
        stop(child)


# Installing what a check needs


def have(command):
    return shutil.which(command, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


def apt_install(*packages):
    """Installs Debian packages that are missing; returns None or the reason why not."""
    missing = [p for p in packages if not _installed(p)]
    if not missing:
        return None
    if not have("apt-get"):
        return "no apt-get here to install " + " ".join(missing)
    prefix = []
    if os.geteuid() != 0:
        if not have("sudo"):
            return "neither root nor sudo to install " + " ".join(missing)
        prefix = ["sudo", "-n"]
    command = prefix + ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-q",
                        "--no-install-recommends", *missing]
    if run(command, 600).ok:
        return None
    run(prefix + ["apt-get", "update", "-q"], 120)
    again = run(command, 600)
    return None if again.ok else "apt-get could not install " + " ".join(missing)


def _installed(package):
    result = run(["dpkg-query", "-W", "-f", "${db:Status-Status}", package], 20) if have("dpkg-query") else None
    return bool(result and result.out.strip() == b"installed")


# The report


class Report:
    """Prints one line a check and counts them; `finish` gives the exit status."""

    def __init__(self, title):
        self.title, self.passed, self.failed, self.skipped = title, 0, 0, 0

    def check(self, name, ok, detail=""):
        """Counts and prints a check; `detail` holds the numbers measured or the reason."""
        if ok:
            self.passed += 1
        else:
            self.failed += 1
        self._line("PASS" if ok else "FAIL", name, detail)
        return bool(ok)

    def skip(self, name, reason):
        self.skipped += 1
        self._line("SKIP", name, reason)

    def findings(self, name, findings):
        """One line for a list of findings of `hls_check`: how many, and the ones that failed."""
        bad = [f for f in findings if not f.ok]
        detail = f"{len(findings)} checks" + "".join(f"; {f.name}: {f.detail}" for f in bad[:6])
        if len(bad) > 6:
            detail += f"; and {len(bad) - 6} more"
        return self.check(name, findings and not bad, detail)

    def _line(self, word, name, detail):
        text = " ".join(str(detail).split())
        print(f"{word} {self.title}: {name}" + (f" ({text})" if text else ""), flush=True)

    @contextlib.contextmanager
    def guard(self, name):
        """Turns an unforeseen error in a check into its failure, so that the rest still runs."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever went wrong belongs in the report
            where = error.__traceback__
            while where.tb_next:
                where = where.tb_next
            self.check(name, False, f"{type(error).__name__}: {error} (line {where.tb_lineno} of "
                                    f"{Path(where.tb_frame.f_code.co_filename).name})")

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped", flush=True)
        return 1 if self.failed else 0


def table(rows, header):
    """Prints rows as columns that line up."""
    texts = [[str(c) for c in row] for row in [header, *rows]]
    widths = [max(len(row[i]) for row in texts) for i in range(len(header))]
    for index, row in enumerate(texts):
        print("  ".join(c.ljust(w) for c, w in zip(row, widths)).rstrip(), flush=True)
        if index == 0:
            print("  ".join("-" * w for w in widths), flush=True)


def arguments(description):
    """A parser with the option that every script has."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--program", default=os.environ.get("VIDPROC", str(ROOT / ".build/release/vidproc")),
                        help="the vidproc to test (default: .build/release/vidproc)")
    return parser


def parsed(parser):
    """The parsed arguments, with the program's path made absolute; leaves when there is none."""
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    if not os.access(options.program, os.X_OK):
        sys.exit(f"error: cannot run the program {options.program}: no such executable; "
                 "build it first (swift build -c release) or name it with --program")
    return options
