"""Headless Chromium over the DevTools protocol, with a WebSocket client of the standard library."""

import base64
import contextlib
import json
import os
import socket
import struct
import subprocess
import time
import urllib.request
from pathlib import Path

from support import have, scratch, stop

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required",
         "--remote-debugging-port=0", "--remote-allow-origins=*", "--no-first-run", "--mute-audio",
         "--disable-dev-shm-usage", "--window-size=1280,800", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]


class WebSocket:
    """Text messages over one RFC 6455 connection."""

    def __init__(self, url, timeout=30):
        host, _, path = url.removeprefix("ws://").partition("/")
        name, _, port = host.partition(":")
        self.socket = socket.create_connection((name, int(port)), timeout)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall((f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
                             f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
                             "Sec-WebSocket-Version: 13\r\n\r\n").encode())
        self.stream = self.socket.makefile("rb")
        status = self.stream.readline()
        if b" 101 " not in status:
            raise OSError(f"the browser refused the WebSocket: {status!r}")
        while self.stream.readline().strip():
            pass

    def send(self, text):
        data, mask = text.encode(), os.urandom(4)
        size = len(data)
        if size < 126:
            head = struct.pack(">BB", 0x81, 0x80 | size)
        elif size < 1 << 16:
            head = struct.pack(">BBH", 0x81, 0x80 | 126, size)
        else:
            head = struct.pack(">BBQ", 0x81, 0x80 | 127, size)
        repeated = (mask * (size // 4 + 1))[:size]
        masked = (int.from_bytes(data, "big") ^ int.from_bytes(repeated, "big")).to_bytes(size, "big")
        self.socket.sendall(head + mask + masked)

    def receive(self):
        parts = b""
        while True:
            first, second = self.stream.read(2)
            size = second & 127
            if size == 126:
                size = struct.unpack(">H", self.stream.read(2))[0]
            elif size == 127:
                size = struct.unpack(">Q", self.stream.read(8))[0]
            data = self.stream.read(size)
            opcode = first & 15
            if opcode == 8:
                raise OSError("the browser closed the connection")
            if opcode in (0, 1, 2):
                parts += data
                if first & 0x80:
                    return parts.decode()


class Page:
    """One tab: evaluates JavaScript and takes screenshots."""

    def __init__(self, url):
        self.socket, self.last = WebSocket(url), 0

    def call(self, method, **parameters):
        self.last += 1
        self.socket.send(json.dumps({"id": self.last, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.receive())
            if message.get("id") == self.last:
                if "error" in message:
                    raise OSError(f"{method}: {message['error'].get('message')}")
                return message.get("result", {})

    def value(self, expression):
        """The value of a JavaScript expression (a promise is awaited)."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise OSError(f"JavaScript: {result['exceptionDetails'].get('text')}")
        return result.get("result", {}).get("value")

    def screenshot(self, path):
        Path(path).write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))


def browser():
    """The name of an installed Chromium, or None."""
    return next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := have(name))), None)


@contextlib.contextmanager
def chromium(start="about:blank"):
    """Starts headless Chromium on a page and yields it."""
    with scratch("vidproc-chromium-") as profile:
        child = subprocess.Popen([browser(), *FLAGS, f"--user-data-dir={profile}", start], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            port_file, deadline = profile / "DevToolsActivePort", time.monotonic() + 40
            while not (port_file.is_file() and "\n" in port_file.read_text()):
                if time.monotonic() > deadline or child.poll() is not None:
                    raise OSError(f"Chromium did not start (status {child.poll()})")
                time.sleep(0.1)
            port = port_file.read_text().split()[0]
            page = None
            while page is None:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=10) as answer:
                    page = next((t for t in json.load(answer) if t["type"] == "page"), None)
                if page is None:
                    if time.monotonic() > deadline:
                        raise OSError("Chromium shows no page")
                    time.sleep(0.1)
            yield Page(page["webSocketDebuggerUrl"])
        finally:
            stop(child)
