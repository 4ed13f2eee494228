#!/usr/bin/env python3
"""Prints passed, failed and skipped tests of a JUnit report of ctest whose tests are programs on a
target: those that a program counted itself, or the program as one. usage: count_target_tests.py XML"""

import re
import sys
import xml.etree.ElementTree

COUNTS = re.compile(r"on the target: (\d+) passed, (\d+) failed, (\d+) skipped")


def counts(case):
    """Of one program."""
    status = case.get("status")
    told = COUNTS.search(case.findtext("system-out") or "")
    passed, failed, skipped = map(int, told.groups()) if told else (0, 0, 0)
    if status in ("disabled", "notrun"):
        return 0, 0, 1
    if status == "fail":
        # A program that died, hung or read flash wrongly failed whatever its tests say.
        return passed, max(failed, 1), skipped
    return (passed, failed, skipped) if told else (1, 0, 0)


def main():
    report = xml.etree.ElementTree.parse(sys.argv[1]).getroot()
    print(*map(sum, zip((0, 0, 0), *map(counts, report.iter("testcase")))))


if __name__ == "__main__":
    main()
