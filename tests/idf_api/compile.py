#!/usr/bin/env python3
"""Compiles the ESP-IDF port and its example against the declarations in this folder.

usage: compile.py FOLDER host COMPILER... | rv32imc     (FOLDER takes the objects)
rv32imc is the instruction set of the ESP32-C3. Exit code 77 when its compiler or the C++ headers for
it are missing."""

import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests" / "idf_api"
FLAGS = ["-std=gnu++17", "-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics", "-Wall", "-Wextra",
         "-Werror", "-I", str(ROOT / "src"), "-I", str(ROOT / "ports"), "-I", str(HERE), "-c"]
SKIPPED = 77


def rv32imc():
    """The compiler call, or None."""
    headers = sorted(pathlib.Path("/usr/include/newlib/c++").glob("*/"))
    compiler = shutil.which("riscv64-unknown-elf-g++")
    specs = list(pathlib.Path("/usr/lib/picolibc").rglob("picolibcpp.specs")) or \
        list(pathlib.Path("/usr/lib/gcc/riscv64-unknown-elf").rglob("picolibcpp.specs"))
    if not compiler or not headers or not specs:
        return None
    return [compiler, "--specs=picolibcpp.specs", "-march=rv32imc", "-mabi=ilp32", "-Os", "-isystem",
            str(headers[-1]), "-isystem", str(headers[-1] / "arm-none-eabi"),
            "-I", str(HERE / "sockets")]


def main():
    folder, target = pathlib.Path(sys.argv[1]), sys.argv[2]
    compiler = sys.argv[3:] if target == "host" else rv32imc()
    if compiler is None:
        print("skipped: no riscv64-unknown-elf-g++ with C++ headers")
        return SKIPPED
    folder.mkdir(parents=True, exist_ok=True)
    sources = [*sorted((ROOT / "ports" / "esp_idf").glob("*.cpp")),
               *sorted((ROOT / "examples" / "esp-idf").rglob("*.cpp"))]
    complaints = 0
    for source in sources:
        target_file = folder / (source.stem + ".o")
        result = subprocess.run([*compiler, *FLAGS, str(source), "-o", str(target_file)],
                                capture_output=True, text=True)
        if result.returncode != 0:
            complaints += 1
            print(f"{source}:\n{result.stderr}", file=sys.stderr)
    print(f"{len(sources)} sources for {target}, {complaints} do not compile")
    return 1 if complaints or len(sources) < 5 else 0


if __name__ == "__main__":
    sys.exit(main())
