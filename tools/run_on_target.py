#!/usr/bin/env python3
"""Runs a program that was built for an emulated microcontroller in QEMU, and ends with its exit status:
124 when it did not end in time, 99 when it read or wrote flash in less than whole words (--check).

usage: run_on_target.py TARGET PROGRAM [--check] [--figures] [--timeout S] [-- ARGUMENT...]

TARGET: lx106, cortex-m3, rv32imc. --figures prints one line of JSON at the end: executed instructions,
those at each call of target_mark(), and bytes of stack. As a module: `run(...)` gives a Result."""

import argparse
import dataclasses
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
TIMED_OUT = 124
NARROW_ACCESS = 99

MACHINES = {
    "lx106": ["qemu-system-xtensa", "-cpu", "lx106", "-M", "sim", "-m", "512M"],
    "cortex-m3": ["qemu-system-arm", "-M", "mps2-an385"],
    "rv32imc": ["qemu-system-riscv32", "-M", "virt", "-m", "256M", "-bios", "none"],
}
NM = {"lx106": "xtensa-lx106-elf-nm", "cortex-m3": "arm-none-eabi-nm",
      "rv32imc": "riscv64-unknown-elf-nm"}
ADDR2LINE = "xtensa-lx106-elf-addr2line"
STACK_LINE = re.compile(r"^target: stack (\d+) bytes\n", re.MULTILINE)


@dataclasses.dataclass
class Result:
    status: int         # the program's, or TIMED_OUT, or NARROW_ACCESS
    output: str         # what it printed
    instructions: int   # executed; 0 when it did not end by itself
    marks: list         # the number of executed instructions at each call of target_mark()
    stack: int          # bytes of stack that it used, 0 when it does not tell
    findings: list      # texts: narrow accesses of flash


def command(target, program, arguments=(), serial=None):
    """The call of QEMU that runs a program; its arguments reach main()."""
    # The start-up of picolibc brings a name of its own, and without arguments QEMU would give the path.
    name = program if target == "lx106" else f"PLUGPOINT_TARGET={target}"
    texts = ",".join(f"arg={text}" for text in (name, *arguments))
    # On the sim machine standard input and output are the first serial line.
    serial = serial or ("stdio" if target == "lx106" else "null")
    return [*MACHINES[target], "-display", "none", "-monitor", "none", "-serial", serial,
            "-semihosting-config", f"enable=on,target=native,{texts}", "-kernel", str(program)]


def address_of(target, program, symbol):
    output = subprocess.run([NM[target], str(program)], check=True, capture_output=True,
                            text=True).stdout
    for line in output.splitlines():
        if line.endswith(f" {symbol}"):
            return "0x" + line.split()[0]
    return None


def place_of(program, address):
    """Function and line of an address."""
    output = subprocess.run([ADDR2LINE, "-Cfpe", str(program), address], capture_output=True,
                            text=True).stdout
    return output.strip()


def read_report(program, path):
    """Instructions, marks and findings that the plugin wrote."""
    instructions, marks, findings = 0, [], []
    for line in path.read_text().splitlines() if path.exists() else []:
        kind, *fields = line.split()
        if kind == "instructions":
            instructions = int(fields[0])
        elif kind == "mark":
            marks.append(int(fields[0]))
        elif kind == "narrow":
            at, address, size, what = fields
            findings.append(f"{what} of {size} bytes at {address} by {at} {place_of(program, at)}")
    return instructions, marks, findings


def run(target, program, arguments=(), check=False, figures=False, timeout=60, observer=None):
    """Runs a program to its end. `check`: finds narrow accesses of flash (LX106). `figures`: counts
    instructions."""
    program = pathlib.Path(program)
    observer = pathlib.Path(observer or ROOT / "build" / target / "targets" / "observer.so")
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report"
        call = command(target, program, arguments)
        if check or figures:
            options = f"{observer},out={report}"
            if check:
                options += ",check=on"
            mark = address_of(target, program, "target_mark") if figures else None
            if mark:
                # The lowest bit only says Thumb.
                options += f",mark={int(mark, 16) & ~1:#x}"
            call += ["-plugin", options]
        try:
            done = subprocess.run(call, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, timeout=timeout)
            status, output = done.returncode, done.stdout
        except subprocess.TimeoutExpired as late:
            status, output = TIMED_OUT, late.stdout or b""
        instructions, marks, findings = read_report(program, report)
    text = output.decode(errors="replace")
    stack = STACK_LINE.search(text)
    if status == 0 and findings:
        status = NARROW_ACCESS
    return Result(status, STACK_LINE.sub("", text), instructions, marks,
                  int(stack.group(1)) if stack else 0, findings)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("target", choices=MACHINES)
    parser.add_argument("program")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--figures", action="store_true")
    parser.add_argument("--timeout", type=float, default=60)
    own, arguments = sys.argv[1:], []
    if "--" in own:
        at = own.index("--")
        own, arguments = own[:at], own[at + 1:]
    options = parser.parse_args(own)
    emulator = MACHINES[options.target][0]
    if not shutil.which(emulator):
        print(f"there is no {emulator}: run ./dev setup {options.target}", file=sys.stderr)
        return 77
    if not pathlib.Path(options.program).is_file():
        # QEMU would wait for ever.
        print(f"there is no program {options.program}: build it first", file=sys.stderr)
        return 2
    result = run(options.target, options.program, arguments, options.check,
                 options.figures, options.timeout)
    sys.stdout.write(result.output)
    for finding in result.findings:
        print(f"narrow access of flash: {finding}")
    if result.status == TIMED_OUT:
        print(f"not at its end after {options.timeout:g} s")
    if options.figures:
        print(json.dumps({"instructions": result.instructions, "marks": result.marks,
                          "stack": result.stack}))
    return result.status


if __name__ == "__main__":
    sys.exit(main())
