#!/usr/bin/env python3
"""Checks the text of every tracked file: nothing left to do, no conflict marks, no download addresses
in lock files, no line that ends in blanks."""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Written apart, so that this file does not find itself.
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
CONFLICT = re.compile(r"^(<{7} |>{7} |={7}$)")
BINARY = {".png", ".gif", ".ico", ".woff2", ".pem", ".der"}


NOT_OURS = {".git", "build", "node_modules", "__pycache__", ".cache"}


def tracked_files():
    """The files under version control; in an unpacked archive, all that are not built or installed."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if listing.returncode == 0:
        paths = [ROOT / name for name in listing.stdout.decode().split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*")
                 if NOT_OURS.isdisjoint(path.relative_to(ROOT).parts)]
    return [path for path in paths if path.is_file() and path.suffix not in BINARY]


def offences(path):
    text = path.read_bytes().decode("utf-8", errors="replace")
    lock = path.name == "package-lock.json"
    data = "corpus" in path.parts
    for number, line in enumerate(text.splitlines(), 1):
        if lock and '"resolved"' in line:
            yield number, "a lock file names where it downloads from"
        if data or lock:
            continue
        if UNFINISHED.search(line):
            yield number, "something is left to do"
        if CONFLICT.match(line):
            yield number, "a conflict mark"
        if line != line.rstrip():
            yield number, "blanks at the end of the line"


def main():
    count = found = 0
    for path in tracked_files():
        count += 1
        for number, why in offences(path):
            found += 1
            print(f"{path.relative_to(ROOT)}:{number}: {why}", file=sys.stderr)
    print(f"{count} files, {found} offences")
    return 1 if found or not count else 0


if __name__ == "__main__":
    sys.exit(main())
