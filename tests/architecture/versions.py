#!/usr/bin/env python3
"""Checks that the library compiles with each combination of OCPP versions, and without each optional
block: in all versions, and in each version alone without any of them. Each build must be whole: no
object needs a function of the library that it left out.
usage: versions.py FOLDER COMPILER... (FOLDER takes the objects)"""

import concurrent.futures
import itertools
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
VERSIONS = ("PLUGPOINT_OCPP16", "PLUGPOINT_OCPP201", "PLUGPOINT_OCPP21")
LEFT_OUT = ROOT / "tests" / "architecture" / "left_out.cpp"
BLOCKS = ("PLUGPOINT_SECURITY", "PLUGPOINT_RESERVATION", "PLUGPOINT_FIRMWARE",
          "PLUGPOINT_SIGNED_METER_VALUES")
FLAGS = ["-std=c++17", "-O0", "-fno-exceptions", "-fno-rtti", "-Wall", "-Wextra", "-Wconversion",
         "-Wshadow", "-Werror", "-I", str(ROOT / "src"), "-c"]


def combinations():
    for values in itertools.product((0, 1), repeat=len(VERSIONS)):
        versions = dict(zip(VERSIONS, values))
        if any(values):
            yield {**versions, **dict.fromkeys(BLOCKS, 1)}
        if sum(values) == 1:
            yield {**versions, **dict.fromkeys(BLOCKS, 0)}
        if all(values):
            for block in BLOCKS:
                yield {**versions, **dict.fromkeys(BLOCKS, 1), block: 0}


def title(combination):
    return "+".join(name[len("PLUGPOINT_"):] for name, on in combination.items() if on)


def compile_one(job):
    """Compiles one source for one combination; returns the complaint or None."""
    compiler, combination, source, target = job
    defines = [f"-D{name}={on}" for name, on in combination.items()]
    result = subprocess.run([*compiler, *FLAGS, *defines, str(source), "-o", str(target)],
                            capture_output=True, text=True)
    if result.returncode == 0:
        return None
    return f"{title(combination)}: {source.relative_to(ROOT)}:\n{result.stderr}"


def unresolved(targets):
    """The library's own symbols that no object of these defines."""
    output = subprocess.run(["nm", "--format=posix", *map(str, targets)], check=True,
                            capture_output=True, text=True).stdout
    needed, defined = set(), set()
    for line in output.splitlines():
        fields = line.split()
        if len(fields) >= 2 and "9plugpoint" in fields[0]:
            (needed if fields[1] == "U" else defined).add(fields[0])
    return sorted(needed - defined)


def false_claims(job):
    """What left_out.cpp finds: profiles that are claimed but left out, or the reverse."""
    compiler, combination, targets, place = job
    defines = [f"-D{name}={on}" for name, on in combination.items()]
    flags = [flag for flag in FLAGS if flag != "-c"]
    program = place / "left_out"
    subprocess.run([*compiler, *flags, *defines, str(LEFT_OUT), *map(str, targets), "-o",
                    str(program)], check=True)
    found = subprocess.run([str(program)], capture_output=True, text=True, timeout=60)
    if found.returncode == 0:
        return []
    return [f"{title(combination)}: {line}" for line in (found.stdout or "crashed").splitlines()]


def main():
    folder, compiler = pathlib.Path(sys.argv[1]), sys.argv[2:]
    sources = [path for path in sorted((ROOT / "src" / "plugpoint").rglob("*.cpp"))
               if "port_arduino" not in path.parts]
    complaints = []
    objects = {}
    jobs = []
    programs = []
    for combination in combinations():
        place = folder / title(combination)
        place.mkdir(parents=True, exist_ok=True)
        objects[title(combination)] = []
        for source in sources:
            name = str(source.relative_to(ROOT / "src")).replace("/", "_")
            target = place / (name + ".o")
            objects[title(combination)].append(target)
            jobs.append((compiler, combination, source, target))
        if combination["PLUGPOINT_OCPP16"]:
            programs.append((compiler, combination, objects[title(combination)], place))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        complaints = [text for text in pool.map(compile_one, jobs) if text]
    if not complaints:
        for name, targets in objects.items():
            complaints += [f"{name}: nothing defines {symbol}" for symbol in unresolved(targets)]
    if not complaints:
        complaints = [line for job in programs for line in false_claims(job)]
    for text in complaints:
        print(text, file=sys.stderr)
    print(f"{len(objects)} combinations of {len(sources)} sources, {len(complaints)} complaints")
    return 1 if complaints or not sources else 0


if __name__ == "__main__":
    sys.exit(main())
