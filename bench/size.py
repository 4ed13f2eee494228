#!/usr/bin/env python3
"""Prints what the library takes with OCPP 1.6 only, at -Os, unreached sections dropped: bytes of code and
tables in flash, constants in RAM, static RAM; a charge point's block for two connectors with small
settings (bench/size/settings.h); the peak of memory and stack and the instructions of each call in a
scripted day (bench/size/day.cpp). usage: size.py [--json] TARGET...

Flash and static RAM are those of the library's own objects in the link of bench/size/minimal.cpp. Stack
and instructions are measured in QEMU, between the entry of the charge point's functions and their
return; x86-64 has none."""

import collections
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))
import run_on_target  # noqa: E402

Call = collections.namedtuple("Call", "function occasion instructions stack")
SECTION = re.compile(r"^ (\S+)(?:\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)\s+(\S.*))?$")
PLACE = re.compile(r"^\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)\s+(\S.*)$")
OUTPUT = re.compile(r"^(\.[\w.]+|/DISCARD/)")
# An object of the library, or the one that link-time optimization makes of it.
OBJECT = re.compile(r"libplugpoint\.a\((\w+)\.cpp\.|\b(ltrans)\d*\.o")
LIBRARY = ROOT / "src/plugpoint"
# The parts of the library, with the feature profiles of 1.6: by folder below it and name of the source.
PARTS = (
    ("Local Auth List, cache", lambda folder, name: name.startswith(("local_list", "token_", "cache"))),
    ("Smart Charging", lambda folder, name: folder == "blocks/smart_charging"),
    ("Reservation", lambda folder, name: name.startswith("reservation")),
    ("Remote Trigger", lambda folder, name: name.startswith("trigger")),
    ("Firmware, diagnostics", lambda folder, name: name.startswith(
        ("firmware", "log_upload", "transfer_"))),
    ("security, certificates", lambda folder, name: "security" in folder or "certificate" in folder),
    ("WebSocket client", lambda folder, name: folder == "websocket" or name == "connection"),
    ("JSON, messages, RPC", lambda folder, name: folder in ("json", "message", "rpc")),
    ("storage", lambda folder, name: folder == "store"),
    ("configuration keys", lambda folder, name: "variables" in folder),
    ("transactions, metering", lambda folder, name: folder in ("blocks/transaction", "blocks/metering")
     or name in ("samples", "journal_care")),
)


def build_of(target):
    return ROOT / "build" / ("minsize" if target == "x86-64" else f"size-{target}")


def kind_of(target, output, section):
    """What a section of the map counts as; None when it never reaches a device's memory."""
    if output.startswith(".bss"):
        return "bss"
    if output.startswith((".data", ".tdata", ".ramfunc")) and not section.startswith(".data.rel.ro"):
        return "data"
    if output.startswith((".rodata", ".data.rel.ro")) or section.startswith((".rodata", ".data.rel.ro")):
        # The ESP8266 keeps read-only data in RAM, but for what the link places in flash.
        return "rodata_ram" if target == "lx106" and output.startswith(".rodata") else "flash"
    if output.startswith((".text", ".iram", ".init", ".reset")):
        return "flash"
    return None


def sections_of(target, path):
    """Each section of an object of the library that is in a program, from the linker's map: its kind, its
    name, the object's name, its bytes."""
    lines = path.read_text()
    lines = lines[lines.index("Linker script and memory map"):].splitlines()
    output, section = "", None
    for line in lines:
        if match := OUTPUT.match(line):
            output, section = match.group(1), None
            continue
        place = None
        if match := SECTION.match(line):
            section, *place = match.groups()
            place = place if place[0] else None
        elif section and (match := PLACE.match(line)):
            place = match.groups()
        if not place:
            continue
        address, size, source = int(place[0], 16), int(place[1], 16), place[2]
        kind = kind_of(target, output, section)
        if kind and (address or target == "cortex-m3") and (match := OBJECT.search(source)):
            yield kind, section, match.group(1) or match.group(2), size
        section = None


def linked(target, path, without=()):
    """Bytes by kind that objects of the library have in a program; `without` those whose names end so."""
    total = collections.Counter(flash=0, rodata_ram=0, data=0, bss=0)
    for kind, _, name, size in sections_of(target, path):
        if not name.endswith(without):
            total[kind] += size
    return dict(total)


def parts_of(target, path):
    """Bytes of flash by part of the library."""
    folders = {source.stem: source.parent for source in sorted(LIBRARY.rglob("*.cpp"))}
    total = collections.Counter()
    for kind, section, name, size in sections_of(target, path):
        if kind != "flash":
            continue
        folder = folders[name].relative_to(LIBRARY).as_posix()
        # Both `rpc` and `websocket` have a frame_reader.cpp.
        if name.startswith("frame_"):
            folder = "websocket" if "9websocket" in section else "rpc"
        part = next((title for title, test in PARTS if test(folder, name)), "the rest of Core")
        total[part] += size
    return total


def macros():
    """What config.h and CMake let one leave out or take in: name, arguments of CMake, of the compiler."""
    options = (ROOT / "CMakeLists.txt").read_text()
    for name in re.findall(r"#ifndef (PLUGPOINT_\w+)", (LIBRARY / "config.h").read_text()):
        if name == "PLUGPOINT_OCPP16":
            continue
        setting = "1" if name in ("PLUGPOINT_OCPP201", "PLUGPOINT_OCPP21", "PLUGPOINT_SECURITY") else "0"
        if f"option({name} " in options:
            yield f"{name}={setting}", [f"-D{name}={setting}"], ""
        else:
            yield f"{name}={setting}", [], f"-D{name}={setting}"


def variant(target, name, arguments, flags):
    """Flash, constants in RAM and block of a build with one macro changed."""
    folder = ROOT / "build" / f"size-{target}-{name.lower().replace('=', '-')}"
    preset = "minsize" if target == "x86-64" else f"size-{target}"
    environment = {**os.environ, "CXXFLAGS": flags}
    for command in (["cmake", "--preset", preset, "-B", folder, *arguments],
                    ["cmake", "--build", folder, "--parallel", str(os.cpu_count()),
                     "--target", "minimal", "day", "observer"]):
        subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    sizes = linked(target, folder / "bench/size/minimal.map")
    return sizes, run_day(target, folder)[1]


def read_day(output, marks):
    """The calls of the day and its other figures."""
    calls, figures = [], {}
    for line in output.splitlines():
        word, *rest = line.split()
        if word == "call":
            at = 2 * len(calls)
            count = marks[at + 1] - marks[at] if at + 1 < len(marks) else None
            calls.append(Call(rest[0], rest[1], count, int(rest[2])))
        elif len(rest) == 1 and rest[0].isdigit():
            figures[word] = int(rest[0])
        else:
            print(f"day: {line}", file=sys.stderr)
    return calls, figures


def run_day(target, folder):
    program = folder / "bench/size/day"
    if target == "x86-64":
        done = subprocess.run([str(program)], check=True, capture_output=True, text=True)
        return read_day(done.stdout, [])
    result = run_on_target.run(target, program, check=target == "lx106", figures=True, timeout=300,
                               observer=folder / "targets/observer.so")
    if result.status != 0:
        sys.exit(f"the day ended with {result.status} on {target}: {result.findings[:3]}")
    return read_day(result.output, result.marks)


def measure(target):
    sizes = linked(target, build_of(target) / "bench/size/minimal.map")
    calls, figures = run_day(target, build_of(target))
    counted = [call for call in calls if call.instructions is not None]
    idle = [call.instructions for call in counted
            if call.function == "step" and call.occasion == "idle"]
    running = [call for call in counted if call.function != "create"]
    row = {
        "flash": sizes["flash"],
        "flash_without_lto": linked(target, build_of(target) / "bench/size/minimal_parts.map")["flash"],
        "rodata_ram": sizes["rodata_ram"],
        "static_ram": sizes["rodata_ram"] + sizes["data"] + sizes["bss"],
        "block": figures["block"],
        # The block is all there is: nothing is allocated later.
        "block_peak": figures["block"],
        "stack_peak": max((call.stack for call in counted), default=None),
        "idle_instructions": round(statistics.median(idle)) if idle else None,
        "max_step_instructions": max((call.instructions for call in running), default=None),
    }
    return row, counted, figures


def print_table(rows):
    print(f"{'':24}" + "".join(f"{target:>12}" for target in rows))
    titles = {"flash": "code, tables in flash", "flash_without_lto": "the same without LTO",
              "rodata_ram": "constants in RAM", "static_ram": "static RAM, with them", "block": "block, 2 connectors",
              "block_peak": "block, at its peak", "stack_peak": "stack, at its peak",
              "idle_instructions": "instr. of an idle step",
              "max_step_instructions": "instr. of longest call"}
    for key, title in titles.items():
        values = "".join(f"{'-' if row[key] is None else format(row[key], ','):>12}"
                         for row, _, _ in rows.values())
        print(f"{title:24}{values}")
    for part in ("receive", "send", "texts"):
        values = "".join(f"{figures[part]:12,}" for _, _, figures in rows.values())
        print(f"{'peak of ' + part + ' memory':24}{values}")


def print_calls(target, calls):
    """For each kind of message: all instructions from its first byte to its last."""
    worst = collections.defaultdict(int)
    total = collections.Counter()
    for call in calls:
        worst[call.occasion] = max(worst[call.occasion], call.instructions)
        total[call.occasion] += call.instructions
    print(f"\n{target + ', instructions':38}{'in all':>14}{'longest call':>14}")
    for occasion in sorted(total):
        print(f"  {occasion:36}{total[occasion]:14,}{worst[occasion]:14,}")


def print_parts(rows):
    print(f"\n{'bytes of flash by part':24}" + "".join(f"{target:>12}" for target in rows))
    parts = {target: parts_of(target, build_of(target) / "bench/size/minimal_parts.map") for target in rows}
    for title in sorted(next(iter(parts.values())), key=lambda part: -next(iter(parts.values()))[part]):
        print(f"{title:24}" + "".join(f"{parts[target][title]:12,}" for target in rows))


def print_macros(target, row):
    """What each macro saves; a negative figure is what it costs."""
    print(f"\n{target + ': what it saves':26}{'flash':>12}{'constants':>12}{'block':>12}")
    for name, arguments, flags in macros():
        sizes, figures = variant(target, name, arguments, flags)
        saved = (row["flash"] - sizes["flash"], row["rodata_ram"] - sizes["rodata_ram"],
                 row["block"] - figures["block"])
        print(f"{name:26}" + "".join(f"{each:12,}" for each in saved), flush=True)


def main():
    targets = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    rows = {target: measure(target) for target in targets}
    if "--json" in sys.argv:
        print(json.dumps({target: row for target, (row, _, _) in rows.items()}))
        return 0
    print_table(rows)
    print_parts(rows)
    for target, (_, calls, _) in rows.items():
        if calls:
            print_calls(target, calls)
    sys.stdout.flush()
    print_macros(targets[0], rows[targets[0]][0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
