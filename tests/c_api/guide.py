#!/usr/bin/env python3
"""Compiles the C program in docs/integration.md. usage: guide.py COMPILER..."""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEAD = """#include <stdint.h>
#include <stdio.h>
#include "plugpoint_c.h"
void send_to_stream(const uint8_t* bytes, size_t count);
plugpoint_charge_point_t* start(const plugpoint_ports_t* ports, uint32_t now_ms);
void round_of(plugpoint_charge_point_t* station, uint32_t now_ms);
"""


def main():
    text = (ROOT / "docs" / "integration.md").read_text(encoding="utf-8")
    program = HEAD + "".join(re.findall(r"```c\n(.*?)```", text, re.DOTALL))
    result = subprocess.run([*sys.argv[1:], "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror",
                             "-fsyntax-only", "-I", str(ROOT / "src"), "-x", "c", "-"], input=program,
                            text=True)
    print(f"{len(program.splitlines())} lines")
    return result.returncode if "plugpoint_create" in program else 1


if __name__ == "__main__":
    sys.exit(main())
