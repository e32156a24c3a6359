#!/usr/bin/env python3
"""Writes man/ and completions/ from the built program, or checks that they match it.

generate.py --program PATH --output DIR    writes DIR/man/*.1 and DIR/completions/*
generate.py --program PATH --check DIR     says which file differs; status 1 when one does
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import manual

SHELLS = {"bash": "vidproc.bash", "zsh": "_vidproc", "fish": "vidproc.fish"}
SERIALIZATION_VERSION = 0


def main():
    options = parsed()
    try:
        wanted = generated(options.program)
    except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
        print(f"{options.program}: its help cannot be turned into pages and completions: {error!r}", file=sys.stderr)
        return 2
    if options.output:
        return write(options.output, wanted)
    return check(options.check, wanted)


def parsed():
    parser = argparse.ArgumentParser(description="Manual pages and completions of the built program.")
    parser.add_argument("--program", required=True, type=Path, help="the built program")
    task = parser.add_mutually_exclusive_group(required=True)
    task.add_argument("--output", type=Path, metavar="DIR", help="write man/ and completions/ into this folder")
    task.add_argument("--check", type=Path, metavar="DIR", help="compare with those in this folder")
    return parser.parse_args()


def generated(program):
    """Relative path and text of every file."""
    files = {Path("completions") / name: said(program, "--generate-completion-script", shell) for shell, name in SHELLS.items()}
    tool = json.loads(said(program, "--experimental-dump-help"))
    if tool["serializationVersion"] != SERIALIZATION_VERSION:
        raise ValueError(f"its help has version {tool['serializationVersion']}, this script knows {SERIALIZATION_VERSION}")
    for name, text in manual.pages(tool, said(program, "--version").strip()).items():
        files[Path("man") / name] = text
    return {path: text if text.endswith("\n") else text + "\n" for path, text in files.items()}


def said(program, *arguments):
    """What the program prints; the caller's shell and locale have no say in it."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "80"}
    environment.pop("SAP_SHELL", None)
    result = subprocess.run([os.path.abspath(program), *arguments], env=environment, stdin=subprocess.DEVNULL,
                            capture_output=True, check=True, timeout=60)
    return result.stdout.decode()


def there(folder):
    """Generated files that stand in the folder now."""
    pages = (folder / "man").glob("*.1") if (folder / "man").is_dir() else []
    known = [folder / "completions" / name for name in SHELLS.values()]
    return {path.relative_to(folder) for path in [*pages, *known] if path.is_file()}


def write(folder, wanted):
    """Writes what differs and takes away pages of commands that are no more."""
    changed = 0
    for path in sorted(there(folder) - wanted.keys()):
        (folder / path).unlink()
        print(f"removed {path}")
        changed += 1
    for path, text in sorted(wanted.items()):
        if not same(folder / path, text):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
            print(f"wrote {path}")
            changed += 1
    print(f"{len(wanted)} files, {changed} changed")
    return 0


def check(folder, wanted):
    faults = [f"{path}: no command of the program has this page" for path in sorted(there(folder) - wanted.keys())]
    for path, text in sorted(wanted.items()):
        if not (folder / path).is_file():
            faults.append(f"{path}: missing")
        elif not same(folder / path, text):
            faults.append(f"{path}: differs from what the program says")
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print("make docs renews man/ and completions/.", file=sys.stderr)
        return 1
    print(f"man/ and completions/ match the program ({len(wanted)} files)")
    return 0


def same(path, text):
    return path.is_file() and path.read_bytes() == text.encode()


if __name__ == "__main__":
    sys.exit(main())
