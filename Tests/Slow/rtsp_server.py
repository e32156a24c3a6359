#!/usr/bin/python3
"""A loopback RTSP server of a live test picture with sound: rtsp_server.py PORT (Debian's Python, GStreamer)."""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

Gst.init(None)
encoders = [("openh264enc", "openh264enc bitrate=400000 gop-size=25 ! h264parse ! rtph264pay config-interval=1"),
            ("jpegenc", "jpegenc ! rtpjpegpay")]
encode = next(line for name, line in encoders if Gst.ElementFactory.find(name))
video = (f"videotestsrc is-live=true ! video/x-raw,format=I420,width=320,height=240,framerate=25/1 ! {encode} "
         "name=pay0 pt=96")
audio = "audiotestsrc is-live=true volume=0.1 ! audio/x-raw,rate=48000,channels=2 ! audioconvert ! avenc_aac ! rtpmp4gpay name=pay1 pt=97"
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(sys.argv[1])
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch(f"( {video} {audio} )")
factory.set_shared(True)
server.get_mount_points().add_factory("/live", factory)
server.attach(None)
GLib.MainLoop().run()
