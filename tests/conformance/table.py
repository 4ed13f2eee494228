#!/usr/bin/env python3
"""docs/conformance.md from a run of the conformance tests.

Usage: table.py RESULTS CASES TABLE [--write]

RESULTS is what GoogleTest wrote with --gtest_output=json. CASES lists the official cases: id,
title, section. Compares TABLE with what the run gives, or writes it. Fails when they differ, when
a case has no test, and when one failed.
"""
import json
import pathlib
import re
import sys

HEAD = """# OCPP 1.6: the official test cases

Each case of the compliance testing tool for charge points, but for its security section, is a test
of the same name in `tests/conformance/`: it plays the central system with the steps of the case,
and fails on any message that the case does not ask for. Every frame of both sides is validated
afterwards with the official schemas by a validator that is not ours. Written by
`tests/conformance/table.py` from the run of the tests; `ctest -R conformance` compares.

| case | title | test | result |
| --- | --- | --- | --- |
"""


def outcomes(results):
    """Whether each test passed, by suite and name."""
    found = {}
    for suite in json.loads(pathlib.Path(results).read_text())["testsuites"]:
        for test in suite["testsuite"]:
            passed = test.get("result") == "COMPLETED" and not test.get("failures")
            found[(suite["name"], test["name"])] = passed
    return found


def row(case, title, tests):
    """The line of a case. A test belongs to it by its name: the id, or the id and a variant."""
    own = {name: passed for name, passed in tests.items()
           if name[1] == case or re.match(re.escape(case) + "_[a-z]", name[1])}
    if not own:
        return f"| {case} | {title} | none | missing |"
    names = ", ".join(f"`{suite}.{name}`" for suite, name in sorted(own))
    return f"| {case} | {title} | {names} | {'pass' if all(own.values()) else 'FAIL'} |"


def main():
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    results, cases, table = arguments
    tests = outcomes(results)
    lines = pathlib.Path(cases).read_text().splitlines()[1:]
    rows = [row(*line.split("\t")[:2], tests) for line in lines]
    text = HEAD + "\n".join(rows) + "\n"
    path = pathlib.Path(table)
    if "--write" in sys.argv:
        path.write_text(text)
    bad = [line for line in rows if not line.endswith("| pass |")]
    print(f"{len(rows) - len(bad)} of {len(rows)} cases pass")
    if bad and "--complete" in sys.argv:
        sys.exit("\n".join(bad))
    if not path.exists() or path.read_text() != text:
        sys.exit(f"{table} is not what this run gives; write it with --write")


if __name__ == "__main__":
    main()
