#!/usr/bin/env python3
"""Compiles the library the way the Arduino build does: every source below src/, with src/ as the only
include path, gnu++17, no macro set. port_arduino alone needs a core's headers; tests/arduino_api
compiles it against declarations of them.

usage: arduino_build.py FOLDER host COMPILER... | lx106 [LAUNCHER]     (FOLDER takes the objects)
Exit code 77 when the cross compiler or the C++ headers for it are missing."""

import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
COMMON = ["-I", str(SRC), "-c", "-Wall", "-Wextra", "-Werror"]
CPP = ["-std=gnu++17", "-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics"]
C = ["-std=gnu17"]
SKIPPED = 77


def lx106(launcher):
    """The compiler call for the ESP8266's core as Debian packages it, or None."""
    headers = sorted(pathlib.Path("/usr/include/newlib/c++").glob("*/"))
    specs = pathlib.Path("/usr/lib/xtensa-lx106-elf/picolibcpp.specs")
    if not shutil.which("xtensa-lx106-elf-g++") or not headers or not specs.is_file():
        return None
    return [*launcher, "xtensa-lx106-elf-g++", f"-specs={specs}", "-isystem", str(headers[-1]), "-isystem",
            str(headers[-1] / "arm-none-eabi"), "-mlongcalls", "-Os"]


def compile_one(job):
    compiler, source, target = job
    flags = C if source.suffix == ".c" else CPP
    result = subprocess.run([*compiler, *flags, *COMMON, str(source), "-o", str(target)],
                            capture_output=True, text=True)
    return None if result.returncode == 0 else f"{source}:\n{result.stderr}"


def sources(folder):
    """What Arduino compiles, and a C program that includes the C face alone."""
    probe = folder / "c_face.c"
    probe.write_text('#include "plugpoint_c.h"\nint probe(void);\nint probe(void) { return 0; }\n')
    found = [path for path in sorted(SRC.rglob("*"))
             if path.suffix in (".c", ".cpp", ".S") and "port_arduino" not in path.parts]
    return [*found, probe]


def main():
    folder, target = pathlib.Path(sys.argv[1]), sys.argv[2]
    compiler = sys.argv[3:] if target == "host" else lx106(sys.argv[3:])
    if compiler is None:
        print("skipped: no xtensa-lx106-elf-g++ with C++ headers")
        return SKIPPED
    folder.mkdir(parents=True, exist_ok=True)
    jobs = []
    for source in sources(folder):
        base = SRC if source.is_relative_to(SRC) else folder
        name = str(source.relative_to(base)).replace("/", "_")
        driver = compiler if source.suffix != ".c" else [*compiler, "-x", "c"]
        jobs.append((driver, source, folder / (name + ".o")))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        complaints = [text for text in pool.map(compile_one, jobs) if text]
    for text in complaints:
        print(text, file=sys.stderr)
    print(f"{len(jobs)} sources for {target}, {len(complaints)} do not compile")
    return 1 if complaints or len(jobs) < 50 else 0


if __name__ == "__main__":
    sys.exit(main())
