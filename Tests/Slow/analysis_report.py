#!/usr/bin/env python3
"""The report of `vidproc analyze` in headless Chromium: errors, requests, layout, cursor, jumps, zoom, keys, contrast.

analysis_report.py [--program PATH] [--screenshots DIR] [PAGE.html ...]; without a page, vidproc makes some.
"""

import base64
import json
import shutil
import sys
import time
from pathlib import Path

import devtools
from support import Report, apt_install, arguments, clip, parsed, run, scratch, video_clip, wait_until

WIDE, PHONE = (1280, 900), (360, 740)
LARGEST = 8_000_000

# Texts whose colours are too near each other (WCAG 2.2, 1.4.3: 4.5 to 1, large ones 3 to 1).
CONTRAST = """(() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = text => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
    const d = canvas.getImageData(0, 0, 1, 1).data; return [d[0], d[1], d[2], d[3] / 255]; };
  const light = c => { const f = c.slice(0, 3).map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * f[0] + .7152 * f[1] + .0722 * f[2]; };
  const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
  const back = e => { const own = rgba(getComputedStyle(e).backgroundColor);
    return own[3] >= .999 ? own : e.parentElement ? over(own, back(e.parentElement)) : [255, 255, 255, 1]; };
  const bad = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const e = node.parentElement, style = getComputedStyle(e);
    if (!node.textContent.trim() || ["SCRIPT", "STYLE"].includes(e.tagName) || !e.getClientRects().length) continue;
    if (e.closest("#strip") || e.closest("svg")) continue;
    const b = back(e), f = over(rgba(style.color), b), [x, y] = [light(f), light(b)].sort((p, q) => q - p);
    const size = parseFloat(style.fontSize), large = size >= 24 || size >= 18.66 && +style.fontWeight >= 700;
    if ((x + .05) / (y + .05) < (large ? 3 : 4.5)) bad.push(node.textContent.trim().slice(0, 30));
  }
  return [...new Set(bad)];
})()"""


class Watched:
    """A page whose console, errors and requests are kept."""

    def __init__(self, page):
        self.page, self.said, self.asked = page, [], []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        page = self.page
        page.last += 1
        page.socket.send(json.dumps({"id": page.last, "method": method, "params": parameters}))
        while True:
            message = json.loads(page.socket.receive())
            if message.get("id") == page.last:
                if "error" in message:
                    raise OSError(f"{method}: {message['error'].get('message')}")
                return message.get("result", {})
            self.take(message)

    def take(self, message):
        values = message.get("params", {})
        if message.get("method") == "Log.entryAdded":
            self.said.append(values["entry"].get("text", ""))
        elif message.get("method") == "Runtime.consoleAPICalled":
            self.said.append(str(values.get("args")))
        elif message.get("method") == "Runtime.exceptionThrown":
            self.said.append(values["exceptionDetails"].get("exception", {}).get("description", "exception"))
        elif message.get("method") == "Network.requestWillBeSent":
            self.asked.append(values["request"]["url"])

    def value(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise OSError(f"JavaScript: {result['exceptionDetails']}")
        return result.get("result", {}).get("value")

    def settle(self):
        """Waits until the page has drawn itself twice, and what it asked for is known."""
        self.value("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")
        time.sleep(0.4)

    def open(self, path, size, scheme="light", script=True):
        self.call("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1], deviceScaleFactor=1,
                  mobile=size[0] < 500)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Emulation.setScriptExecutionDisabled", value=not script)
        # A page of the same address but another fragment would not load anew.
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=Path(path).resolve().as_uri())
        for _ in range(100):
            if self.value("document.readyState") == "complete":
                break
            time.sleep(0.1)
        if script:
            self.settle()
        else:
            time.sleep(0.5)  # promises do not come true without scripts

    def click(self, selector):
        """Clicks the middle of an element as a mouse would."""
        box = self.value(f"""(() => {{ const e = document.querySelector({json.dumps(selector)});
            e.scrollIntoView({{block: "center", behavior: "instant"}}); const b = e.getBoundingClientRect();
            return [b.left + b.width / 2, b.top + b.height / 2]; }})()""")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)
        self.settle()

    def key(self, key):
        code = {"+": 187}.get(key, 0)
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)
        self.settle()

    def screenshot(self, path):
        height = self.value("document.documentElement.scrollHeight")
        width = self.value("innerWidth")
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True,
                         clip={"x": 0, "y": 0, "width": width, "height": min(height, 12000), "scale": 1})
        Path(path).write_bytes(base64.b64decode(shot["data"]))


def look(report, name, path, page, screenshots):
    """All checks of one page."""
    size = Path(path).stat().st_size
    report.check(f"{name}: size is bounded", size < LARGEST, f"{size} bytes")
    for (width, height), scheme in ((WIDE, "light"), (PHONE, "light"), (WIDE, "dark")):
        page.open(path, (width, height), scheme)
        seen = page.value("document.documentElement.scrollWidth")
        report.check(f"{name}: fits {width} pixels, {scheme}", seen <= width, f"{seen} wide")
        bad = page.value(CONTRAST)
        report.check(f"{name}: texts contrast, {width} {scheme}", not bad, "; ".join(bad[:5]))
        if screenshots:
            page.screenshot(Path(screenshots) / f"{name}-{width}-{scheme}.png")
    use(report, name, path, page)
    page.open(path, PHONE)
    use_by_touch(report, name, page)
    page.open(path, WIDE, script=False)
    plain = page.value("[document.querySelectorAll('section table tr').length, document.querySelectorAll('svg .line').length,"
                       " document.querySelector('.bar')?.getClientRects().length ?? 0]")
    report.check(f"{name}: is readable without its script", plain[0] > 5 and plain[2] == 0, f"rows, lines, bars {plain}")
    report.check(f"{name}: says nothing on the console", not page.said, "; ".join(page.said[:3]))
    foreign = [u for u in page.asked if not u.startswith(("data:", "about:", "file:"))]
    files = {u.split("#")[0] for u in page.asked if u.startswith("file:")}
    report.check(f"{name}: asks for nothing but itself", not foreign and len(files) <= 1, f"{foreign[:2]} {len(files)} files")


def use(report, name, path, page):
    """Cursor, jump, zoom and keys on a wide screen."""
    page.open(path, WIDE)
    if not page.value("!!document.querySelector('#track')"):
        return
    length = page.value("JSON.parse(document.getElementById('data').textContent).length")
    page.value("document.querySelector('#timeline').scrollIntoView({behavior: 'instant'})")
    box = page.value("(() => { const b = document.querySelector('#strip, .panel').getBoundingClientRect(); return [b.left, b.width, b.top + 5]; })()")
    page.call("Input.dispatchMouseEvent", type="mouseMoved", x=box[0] + box[1] / 4, y=box[2])
    page.settle()
    now, words, left = page.value("[+document.querySelector('#scroller').dataset.now,"
                                  " [...document.querySelectorAll('.panel output')].map(o => o.textContent),"
                                  " document.querySelector('#cursor').getBoundingClientRect().left]")
    report.check(f"{name}: the cursor shows the time under it", abs(now - length / 4) < length / 500 + 0.01, f"{now} of {length}")
    report.check(f"{name}: every plot says its value", all(words) and abs(left - box[0] - box[1] / 4) < 2, f"{words[:4]}")
    count = page.value("document.querySelectorAll('.findings a[data-from]').length")
    if count:
        chosen = ".findings li:nth-last-child(1) a[data-from]"
        if not page.value(f"!!document.querySelector({json.dumps(chosen)})"):
            chosen = ".findings a[data-from]"
        start, stop, number = page.value(f"(d => [+d.from, +d.to, d.finding])(document.querySelector({json.dumps(chosen)}).dataset)")
        page.click(chosen)
        band = page.value("(() => { const b = document.querySelector('#band').getBoundingClientRect(),"
                          " s = document.querySelector('#scroller').getBoundingClientRect(),"
                          " t = document.querySelector('#track').getBoundingClientRect();"
                          " return [b.left - t.left, b.width, t.width, b.left >= s.left - 2 && b.right <= s.right + 2,"
                          " document.querySelector('#timeline').getBoundingClientRect().top]; })()")
        report.check(f"{name}: a click on a finding marks its place",
                     abs(band[0] - start / length * band[2]) < 2 and abs(band[1] - (stop - start) / length * band[2]) < 4,
                     f"{start} to {stop} s at {band[0]:.0f} + {band[1]:.0f} of {band[2]:.0f} pixels")
        report.check(f"{name}: and brings it into sight", band[3] and -5 < band[4] < WIDE[1] * 0.6, f"timeline at {band[4]:.0f}")
        hit = page.value("[...document.querySelectorAll('.hit')].map(e => e.dataset.finding)")
        report.check(f"{name}: and highlights it in list and lane", hit and set(hit) == {number}, f"{hit}")
        report.check(f"{name}: and can be linked to", page.value("location.hash").startswith("#t="), page.value("location.hash"))
        page.call("Page.reload")
        opened = wait_until(lambda: page.value(f"Math.abs(document.querySelector('#scroller')?.dataset.now - {start}) < .01"), 15, 0.3)
        report.check(f"{name}: such a link opens there", opened, f"wanted {start} s")
    page.open(path, WIDE)
    page.value("document.querySelector('#scroller').focus()")
    page.key("End")
    page.key("ArrowLeft")
    now = page.value("+document.querySelector('#scroller').dataset.now")
    report.check(f"{name}: arrow keys move the cursor", 0 <= now < length, f"{now} of {length}")
    page.key("+")
    width = page.value("document.querySelector('#track').clientWidth / document.querySelector('#scroller').clientWidth")
    report.check(f"{name}: keys zoom", abs(width - 2) < 0.05, f"{width:.2f} times")
    page.click("#zoom-fit")
    width = page.value("document.querySelector('#track').clientWidth / document.querySelector('#scroller').clientWidth")
    report.check(f"{name}: Fit shows all again", abs(width - 1) < 0.01, f"{width:.2f} times")
    reached = page.value("[...document.querySelectorAll('a[data-from], .mark')].filter(e => e.closest('.findings, .scenes, .checks')"
                         " && (e.tabIndex < 0 || !e.href)).length")
    report.check(f"{name}: all links can be reached by keys", reached == 0, f"{reached} cannot")


def use_by_touch(report, name, page):
    if not page.value("!!document.querySelector('#track')"):
        return
    page.value("document.querySelector('#timeline').scrollIntoView({behavior: 'instant'})")
    x, y = page.value("(() => { const b = document.querySelector('#strip, .panel').getBoundingClientRect(); return [b.left + b.width / 2, b.top + 9]; })()")
    page.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
    page.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
    page.settle()
    report.check(f"{name}: a tap shows values", page.value("document.querySelector('#scroller').dataset.now") is not None, "")


def main():
    parser = arguments("Looks at the report in headless Chromium.")
    parser.add_argument("pages", nargs="*", help="reports; none: vidproc makes them")
    parser.add_argument("--screenshots", help="a folder for PNGs")
    options = parser.parse_args() if any(a.endswith(".html") for a in sys.argv[1:]) else parsed(parser)
    report = Report("analysis report")
    if not devtools.browser():
        reason = apt_install("chromium")
        if reason or not devtools.browser():
            report.skip("report", reason or "no Chromium")
            return report.finish()
    with scratch() as folder:
        pages = [(Path(p).stem, Path(p)) for p in options.pages]
        source = video_clip()
        if not pages and not source:
            report.skip("report", "no clip")
            return report.finish()
        if not pages:
            # A name that would be markup where it is not escaped.
            evil = folder / "<img src=x onerror=window.hit=1><script>window.hit=2<&\"'.mp4"
            short = clip("bigbuckbunny.mp4") or source
            shutil.copy(short, evil)
            silent = clip("natural_1080p30.mp4", "sample_video_only.mp4")
            for name, path in (("film", source), ("markup", evil), ("silent", silent)):
                if not path:
                    report.skip(f"{name}: report", "no clip")
                    continue
                page = folder / f"{name}.html"
                made = run([options.program, "analyze", path, "--report", page, "--check", "web-hls",
                            "-o", folder / f"{name}.ndjson"], 240)
                if report.check(f"{name}: vidproc makes it", made.code in (0, 1) and page.is_file(), f"{made.ending} {made.first_error}"):
                    pages.append((name, page))
        for name, path in pages:
            with report.guard(name), devtools.chromium() as tab:
                page = Watched(tab)
                look(report, name, path, page, options.screenshots)
                if name == "markup":
                    page.open(path, WIDE)
                    report.check("markup: stays text", page.value("window.hit") is None
                                 and "onerror=window.hit" in page.value("document.querySelector('h1').textContent"), "")
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
