#!/usr/bin/env python3
"""Policies of `vidproc analyze`: exit status, check records, and JUnit files as two other programs read them.

analysis_check.py [--program PATH]. Needs the Python packages junitparser and junit2html.
"""

import json
import sys
from xml.etree import ElementTree

from support import Report, arguments, parsed, records, run, scratch, video_clip

# A policy, the status it must give, and the checks that it must miss.
POLICIES = {
    "passes": ({"video.codec": "present", "video.height": ">=16", "container.streams": ">0"}, 0, []),
    "fails": ({"video.codec": "no such codec", "video.height": {"want": ">=16"}}, 1, ["video.codec"]),
    "warns": ({"video.height": {"want": ">100000", "severity": "warning"}}, 0, ["video.height"]),
    "skips": ({"reference.vmaf.mean": {"want": ">90", "optional": True}}, 0, []),
    "lacks": ({"reference.vmaf.mean": ">90"}, 1, ["reference.vmaf.mean"]),
    "nested": ({"video": {"height": "16..10000", "codec": ["h264", "hevc", "vp9", "mpeg4", "mpeg1video", "av1"]}}, 0, []),
}


def junit(report, name, path, checks):
    """What junitparser, junit2html and the standard library say of a JUnit file."""
    failed = sum(not c["passed"] and c.get("severity", "error") == "error" for c in checks)
    skipped = sum(bool(c.get("skipped")) for c in checks)
    root = ElementTree.parse(path).getroot()
    cases = root.findall("testsuite/testcase")
    report.check(f"{name}: one case for each check", [c.get("name") for c in cases] == [c["check"] for c in checks], f"{len(cases)} cases")
    try:
        import junitparser
        suite = next(iter(junitparser.JUnitXml.fromfile(str(path))))
        kinds = [type(r).__name__ for case in suite for r in case.result]
        report.check(f"{name}: junitparser agrees", (suite.tests, suite.failures, suite.errors, suite.skipped)
                     == (len(checks), failed, 0, skipped) and kinds.count("Failure") == failed and kinds.count("Skipped") == skipped,
                     f"{suite.tests} tests, {kinds}")
    except ImportError:
        report.skip(f"{name}: junitparser agrees", "no junitparser")
    made = run([sys.executable, "-m", "junit2htmlreport", path, path.with_suffix(".html")], 60)
    if b"No module" in made.err:
        report.skip(f"{name}: junit2html reads it", "no junit2html")
    else:
        report.check(f"{name}: junit2html reads it", made.ok and path.with_suffix(".html").stat().st_size > 1000, made.first_error)


def main():
    options = parsed(arguments("Checks policies and JUnit files."))
    report = Report("analysis check")
    source = video_clip()
    if not source:
        report.skip("policies", "no clip")
        return report.finish()
    fast = ["--only", "decode"]
    with scratch() as folder:
        for name, (policy, status, missed) in POLICIES.items():
            with report.guard(name):
                path, xml = folder / f"{name}.yaml", folder / f"{name}.xml"
                path.write_text(json.dumps({"name": name, "checks": policy}))
                done = run([options.program, "analyze", source, *fast, "--format", "ndjson", "--check", path, "--junit", xml], 120)
                checks = [r for r in records(done.out) if r.get("type") == "check"]
                report.check(f"{name}: status {status}", done.code == status, f"{done.ending} {done.first_error}")
                report.check(f"{name}: misses what it must", [c["check"] for c in checks if not c["passed"]] == missed,
                             "; ".join(f"{c['check']} wanted {c['wanted']} found {c['found']}" for c in checks))
                if report.check(f"{name}: writes JUnit", xml.is_file(), ""):
                    junit(report, name, xml, checks)
        for name, text, word in (("typo", "loudness.integratd: -23", "loudness.integrated"), ("broken", "a: [", "YAML"),
                                 ("unquoted", "video.height: >2", "quotes")):
            path = folder / f"{name}.yaml"
            path.write_text(text)
            done = run([options.program, "analyze", source, *fast, "--check", path], 60)
            said = done.err.decode("utf-8", "replace")
            report.check(f"{name}: status 2 before any work", done.code == 2 and word in said and not done.out, f"{done.ending} {done.first_error}")
        for name in ("web-hls", "broadcast-r128", "archive"):
            done = run([options.program, "analyze", source, "--format", "ndjson", "--check", name], 240)
            checks = [r for r in records(done.out) if r.get("type") == "check"]
            hard = [c for c in checks if not c["passed"] and c.get("severity", "error") == "error"]
            report.check(f"{name}: status follows its checks", bool(checks) and done.code == (1 if hard else 0),
                         f"{done.ending}, {len(checks)} checks, missed " + ", ".join(c["check"] for c in hard))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
