"""A loopback HTTP server for HLS directories and clips: MIME types, byte ranges, CORS, faults."""

import contextlib
import functools
import http.server
import os
import re
import threading
from pathlib import Path

TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl", ".ts": "video/mp2t", ".m4s": "video/iso.segment",
    ".mp4": "video/mp4", ".m4a": "audio/mp4", ".webm": "video/webm", ".html": "text/html",
}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args, root, pages, requests, **options):
        self.root, self.pages, self.requests = root, pages, requests
        super().__init__(*args, **options)

    def do_HEAD(self):
        self._answer(body=False)

    def do_GET(self):
        self._answer(body=True)

    def _answer(self, body):
        path = self.path.split("?")[0]
        self.requests.append(path)
        if path in self.pages:
            return self._send(200, self.pages[path].encode(), "text/html", body)
        file = (Path(self.root) / path.lstrip("/")).resolve()
        if Path(self.root).resolve() not in file.parents or not file.is_file():
            return self._send(404, b"not found\n", "text/plain", body)
        size = os.path.getsize(file)
        kind = TYPES.get(file.suffix, "application/octet-stream")
        wanted = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        first, last, status, extra = 0, size - 1, 200, {}
        if wanted and (wanted[1] or wanted[2]):
            first = int(wanted[1]) if wanted[1] else max(0, size - int(wanted[2]))
            last = min(size - 1, int(wanted[2])) if wanted[1] and wanted[2] else size - 1
            if first > last:
                return self._send(416, b"", kind, body, {"Content-Range": f"bytes */{size}"})
            status, extra = 206, {"Content-Range": f"bytes {first}-{last}/{size}"}
        with open(file, "rb") as stream:
            stream.seek(first)
            self._send(status, stream.read(last - first + 1), kind, body, extra)

    def _send(self, status, data, kind, body, extra=None):
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": str(len(data)), "Accept-Ranges": "bytes",
                   "Access-Control-Allow-Origin": "*", "Cache-Control": "no-store", **(extra or {})}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if body:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(data)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        """A client that goes away in the middle is no news."""


@contextlib.contextmanager
def serve(root, pages=None, port=0):
    """Serves a directory; yields the base URL. `pages` are made-up pages by path."""
    requests = []
    handler = functools.partial(Handler, root=str(root), pages=pages or {}, requests=requests)
    server = Server(("127.0.0.1", port), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
