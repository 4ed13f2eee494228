#!/usr/bin/env python3
"""Prints the bytes that the library takes with OCPP 1.6 only at -Os, as a table or (--json) as one JSON
object: text, rodata, data and bss that a minimal charger pulls out of the library (unreached
sections dropped), the same of the whole archive, and the block that a charge point with two
connectors asks its owner for. usage: size.py BUILD [--json]"""

import json
import pathlib
import subprocess
import sys
import tempfile

KINDS = ("text", "rodata", "data", "bss")


def kind_of(section):
    """What a section counts as, or None when it never reaches a device's memory."""
    for prefix, kind in ((".text", "text"), (".rodata", "rodata"), (".data.rel.ro", "rodata"),
                         (".data", "data"), (".bss", "bss")):
        if section == prefix or section.startswith(prefix + "."):
            return kind
    return None


def sizes(path):
    """Bytes by kind of an object, or of all objects of an archive."""
    total = dict.fromkeys(KINDS, 0)
    output = subprocess.run(["size", "-A", str(path)], check=True, capture_output=True,
                            text=True).stdout
    for line in output.splitlines():
        fields = line.split()
        if len(fields) == 3 and fields[1].isdigit() and kind_of(fields[0]):
            total[kind_of(fields[0])] += int(fields[1])
    return total


def linked(main_object, archive):
    """What `main_object` pulls out of the archive: their partial link less the object's own part."""
    with tempfile.TemporaryDirectory() as folder:
        def reached(name, *inputs):
            out = pathlib.Path(folder) / name
            subprocess.run(["ld", "-r", "--gc-sections", "-e", "main", *map(str, inputs),
                            "-o", str(out)], check=True)
            return sizes(out)
        whole, own = reached("whole", main_object, archive), reached("own", main_object)
    return {kind: whole[kind] - own[kind] for kind in KINDS}


def measure(build):
    archive = build / "libplugpoint.a"
    main_object = next((build / "bench/size/CMakeFiles/minimal.dir").glob("minimal.cpp.*"))
    block = subprocess.run([str(build / "bench/size/minimal"), "block"], check=True,
                           capture_output=True, text=True).stdout
    return {"x86-64": {**linked(main_object, archive), "block": int(block),
                       "archive": sizes(archive)}}


def print_table(result):
    print(f"{'bytes':30}" + "".join(f"{kind:>10}" for kind in KINDS))
    for machine, row in result.items():
        print(f"{machine + ', minimal charger':30}" + "".join(f"{row[kind]:10,}" for kind in KINDS))
        print(f"{machine + ', whole archive':30}"
              + "".join(f"{row['archive'][kind]:10,}" for kind in KINDS))
        print(f"{machine + ', block for 2 connectors':30}{row['block']:10,}")


def main():
    result = measure(pathlib.Path(sys.argv[1]))
    if "--json" in sys.argv[2:]:
        print(json.dumps(result))
    else:
        print_table(result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
