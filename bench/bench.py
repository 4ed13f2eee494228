#!/usr/bin/env python3
"""Runs the benchmark programs under callgrind and prints instructions per message or step, and what
a transaction costs of the flash, as a table or (--json) as one JSON object. The counts repeat
exactly from run to run with the same compiler and libraries. usage: bench.py BUILD [--json]"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TRIGGER = re.compile(r"^desc: Trigger: Client Request: (\S+) (\d+)$", re.MULTILINE)
TOTALS = re.compile(r"^(?:totals|summary): (\d+)", re.MULTILINE)


def counts(program, *arguments):
    """Instructions per run of each measurement of a program, by its name."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["valgrind", "--tool=callgrind", "-q", "--collect-atstart=no",
                        f"--callgrind-out-file={folder}/out", str(program), *map(str, arguments)],
                       check=True, stdout=sys.stderr)
        for part in pathlib.Path(folder).iterdir():
            text = part.read_text(errors="replace")
            trigger = TRIGGER.search(text)
            if trigger:
                name, repetitions = trigger.group(1), int(trigger.group(2))
                found[name] = round(int(TOTALS.search(text).group(1)) / repetitions)
    return found


def nested(flat):
    """{"decode/Action/library": n} as {"decode": {"Action": {"library": n}}}."""
    tree = {}
    for name in sorted(flat):
        *path, leaf = name.split("/")
        place = tree
        for step in path:
            place = place.setdefault(step, {})
        place[leaf] = flat[name]
    return tree


def wear(build):
    """What a transaction writes to its storage, by bench/wear.cpp."""
    return json.loads(subprocess.run([str(build / "bench" / "wear")], check=True,
                                     capture_output=True, text=True).stdout)


def payload_sizes():
    return {path.name.split(".")[0]: len(path.read_text().strip())
            for path in sorted((HERE / "payloads").glob("*.json"))}


def print_table(result):
    libraries = ("plugpoint", "rapidjson", "nlohmann")
    print(f"{'instructions a message':40}" + "".join(f"{name:>14}" for name in libraries)
          + f"{'bytes':>8}{'a byte':>8}")
    for verb in ("decode", "encode"):
        for action, row in result[verb].items():
            size = result["bytes"][action]
            print(f"{verb + ' ' + action:40}" + "".join(f"{row[name]:14,}" for name in libraries)
                  + f"{size:8,}{row['plugpoint'] / size:8.1f}")
    for name, value in result.items():
        if isinstance(value, int):
            print(f"{name.replace('_', ' '):40}{value:14,}")
    for name, value in result["wear"].items():
        print(f"{'a transaction: ' + name.replace('_', ' '):40}{value:14,}")


def main():
    build = pathlib.Path(sys.argv[1])
    flat = {}
    for program in sorted((build / "bench").glob("*_bench")):
        flat.update(counts(program, HERE / "payloads"))
    result = {**nested(flat), "bytes": payload_sizes(), "wear": wear(build)}
    if "--json" in sys.argv[2:]:
        print(json.dumps(result))
    else:
        print_table(result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
