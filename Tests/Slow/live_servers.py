"""Loopback sources for the network checks; each yields the URL to capture from."""

import contextlib
import os
import socket
import subprocess
import threading
import time
from pathlib import Path

from hls_server import serve
from support import apt_install, background, free_port, have, run, scratch, wait_for_port, wait_until

PICTURE = ["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"]
ENCODE = ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "25", "-pix_fmt", "yuv420p",
          "-c:a", "aac", "-b:a", "64k"]
FFMPEG = ["ffmpeg", "-v", "error", "-nostdin"]


class Unavailable(Exception):
    """A server that cannot run here; the check is skipped with this reason."""


def require(*packages):
    reason = apt_install(*packages)
    if reason:
        raise Unavailable(reason)


@contextlib.contextmanager
def http_file():
    with scratch() as folder:
        run([*FFMPEG, *PICTURE, "-t", "10", *ENCODE, folder / "clip.mp4"], 60)
        with serve(folder) as url:
            yield f"{url}/clip.mp4"


@contextlib.contextmanager
def hls():
    with scratch() as folder:
        run([*FFMPEG, *PICTURE, "-t", "10", *ENCODE, "-f", "hls", "-hls_time", "2", "-hls_playlist_type", "vod",
             folder / "index.m3u8"], 60)
        with serve(folder) as url:
            yield f"{url}/index.m3u8"


@contextlib.contextmanager
def hls_live():
    """A window of short segments that moves on in real time."""
    with scratch() as folder:
        command = [*FFMPEG, "-re", *PICTURE, *ENCODE, "-f", "hls", "-hls_time", "1", "-hls_list_size", "4",
                   "-hls_flags", "delete_segments", folder / "index.m3u8"]
        with background(command), serve(folder) as url:
            wait_until(lambda: (folder / "index.m3u8").is_file(), 15)
            yield f"{url}/index.m3u8"


@contextlib.contextmanager
def rtsp(port=None):
    require("python3-gi", "gir1.2-gst-rtsp-server-1.0", "gstreamer1.0-plugins-base", "gstreamer1.0-plugins-good",
            "gstreamer1.0-plugins-bad", "gstreamer1.0-libav")
    port = port or free_port()
    script = Path(__file__).with_name("rtsp_server.py")
    with background(["/usr/bin/python3", script, port]):
        if not wait_for_port(port, 20):
            raise Unavailable("the RTSP server did not start")
        yield f"rtsp://127.0.0.1:{port}/live"


NGINX = """
daemon off; master_process off; error_log {folder}/error.log; pid {folder}/nginx.pid;
load_module {module};
events {{ worker_connections 64; }}
rtmp {{ server {{ listen 127.0.0.1:{port}; application live {{ live on; }} }} }}
"""


@contextlib.contextmanager
def rtmp(port=None):
    require("nginx", "libnginx-mod-rtmp")
    module = next((p for p in ("/usr/lib/nginx/modules/ngx_rtmp_module.so",
                               "/usr/share/nginx/modules/ngx_rtmp_module.so") if os.path.exists(p)), None)
    if not module:
        raise Unavailable("nginx has no RTMP module here")
    port = port or free_port()
    with scratch() as folder:
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, module=module))
        url = f"rtmp://127.0.0.1:{port}/live/test"
        with background([have("nginx"), "-p", folder, "-c", folder / "nginx.conf"]):
            if not wait_for_port(port):
                raise Unavailable("nginx did not start")
            with background([*FFMPEG, "-re", *PICTURE, *ENCODE, "-f", "flv", url]):
                time.sleep(2)
                yield url


@contextlib.contextmanager
def srt(port=None):
    port = port or free_port(socket.SOCK_DGRAM)
    listener = f"srt://127.0.0.1:{port}?mode=listener"
    with background([*FFMPEG, "-re", *PICTURE, *ENCODE, "-f", "mpegts", listener]):
        time.sleep(1)
        yield f"srt://127.0.0.1:{port}?mode=caller"


@contextlib.contextmanager
def udp():
    port = free_port(socket.SOCK_DGRAM)
    with background([*FFMPEG, "-re", *PICTURE, *ENCODE, "-f", "mpegts", f"udp://127.0.0.1:{port}?pkt_size=1316"]):
        time.sleep(0.5)
        yield f"udp://127.0.0.1:{port}"


@contextlib.contextmanager
def x11():
    """A virtual screen, filled with a colour, with a clock drawn on it; yields its display name."""
    require("xvfb", "x11-apps", "x11-xserver-utils")
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset"]
    with background(command, pass_fds=[writer]):
        os.close(writer)
        with os.fdopen(reader, "rb") as stream:
            number = stream.readline().decode().strip()
        if not number:
            raise Unavailable("Xvfb did not start")
        environment = dict(os.environ, DISPLAY=f":{number}")
        subprocess.run(["xsetroot", "-solid", "#2060c0"], env=environment, timeout=20, check=False)
        with background(["xclock", "-geometry", "200x200+200+100", "-update", "1"], env=environment):
            time.sleep(1)
            yield f":{number}"


@contextlib.contextmanager
def silent(first_bytes=b""):
    """A server that accepts, reads, says at most `first_bytes`, and then nothing for ever."""
    listener = socket.create_server(("127.0.0.1", 0))
    clients = []

    def accept():
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                clients.append(client)
                if first_bytes:
                    client.recv(65536)
                    client.sendall(first_bytes)

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        for client in clients:
            client.close()
