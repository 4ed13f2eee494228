#!/usr/bin/env python3
"""Checks that each acceptance criterion of OCPP 1.6 is named by a test, and that no test names one
that does not exist. Prints what is missing; exit code 1 when there is something.

A test names a criterion by its id in its own name or in that of its instantiation:
`TEST(Recovery, T08_…)`, `INSTANTIATE_TEST_SUITE_P(C01, …)`, `test('P09: …')`."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Letter -> how many there are, numbered from 01.
RULES = {
    "R": 18,  # RPC and JSON
    "B": 12,  # boot, heartbeat, time
    "S": 11,  # status and availability
    "A": 10,  # authorization
    "T": 18,  # transactions
    "M": 9,   # metering
    "C": 8,   # configuration, lists, reservation
    "P": 10,  # smart charging, firmware, diagnostics
}

# Use cases of 2.x are numbered alike.
OTHER_SUITES = ("Dialect2",)

GOOGLE_TEST = re.compile(r"^(?:TEST|TEST_F|TEST_P|TYPED_TEST)\(\s*(\w+),\s*(\w+)\s*\)", re.MULTILINE)
INSTANTIATION = re.compile(r"^INSTANTIATE_TEST_SUITE_P\(\s*(\w+),\s*(\w+),", re.MULTILINE)
NODE_TEST = re.compile(r"^\s*test\(\s*(['\"`])(.*?)\1", re.MULTILINE)
RULE = re.compile(rf"(?<![A-Za-z0-9])([{''.join(RULES)}]\d\d)(?![0-9])")


def names_of_tests(path):
    text = path.read_text(errors="replace")
    if path.suffix == ".mjs":
        return [match.group(2) for match in NODE_TEST.finditer(text)]
    tests = [match.groups() for match in GOOGLE_TEST.finditer(text)]
    tests += [(suite, prefix) for prefix, suite in INSTANTIATION.findall(text)]
    return [name for suite, name in tests
            if not suite.startswith(OTHER_SUITES) and not name.startswith("DISABLED_")]


def named_rules():
    """Rule -> how many tests name it."""
    counts = {}
    for path in sorted((ROOT / "tests").rglob("*")):
        if path.suffix not in {".cpp", ".mjs"} or "node_modules" in path.parts:
            continue
        for name in names_of_tests(path):
            for rule in RULE.findall(name.replace("_", " ")):
                counts[rule] = counts.get(rule, 0) + 1
    return counts


def main():
    rules = [f"{letter}{number:02}" for letter, count in RULES.items()
             for number in range(1, count + 1)]
    counts = named_rules()
    missing = [rule for rule in rules if rule not in counts]
    unknown = sorted(set(counts) - set(rules))
    if missing:
        print("no test is named by " + ", ".join(missing), file=sys.stderr)
    if unknown:
        print("a test is named by what is no criterion: " + ", ".join(unknown), file=sys.stderr)
    print(f"{len(rules)} criteria, {sum(counts.values())} tests named by them, {len(missing)} without")
    return 1 if missing or unknown else 0


if __name__ == "__main__":
    sys.exit(main())
