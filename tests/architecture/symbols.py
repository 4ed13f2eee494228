#!/usr/bin/env python3
"""Checks that an archive of the library needs no heap, exceptions, RTTI, threads or unwinding, and
holds no writable data. usage: symbols.py NM ARCHIVE"""

import re
import subprocess
import sys

# Undefined symbols (mangled) that the core must not need.
DENIED = [
    (r"(malloc|calloc|realloc|free|aligned_alloc|posix_memalign|strdup)", "heap"),
    (r"_Zn[wa].*|_Zd[la].*", "heap (operator new or delete)"),
    (r"__cxa_(throw|rethrow|begin_catch|end_catch|allocate_exception|free_exception|bad_.*)",
     "exceptions"),
    (r"_Unwind_.*|__gxx_personality_.*", "exceptions"),
    (r"_ZSt\d+__throw_.*", "a throwing call of the standard library"),
    (r"_ZT[ISV]N10__cxxabiv1.*|__dynamic_cast|_ZTI.*|_ZTS.*", "RTTI"),
    (r"__cxa_(guard_.*|atexit|thread_atexit)|atexit", "objects built at run time"),
    (r"__tls_.*|pthread_.*|_ZNSt(6thread|5mutex|18condition_variable).*", "threads"),
    (r"_?(setjmp|longjmp)|__sigsetjmp", "jumps"),
    (r"_ZNSt(7__cxx11)?12basic_string.*|_ZNSt8ios_base.*|_ZSt4c(out|err|log|in)", "std text or streams"),
    (r"_?(printf|fprintf|sprintf|snprintf|vsnprintf|puts|putchar|fopen|fwrite|write|read|open)",
     "input or output"),
    (r"(time|clock|clock_gettime|gettimeofday|rand|srand|random|sleep|usleep|nanosleep)",
     "a clock or chance that was not given"),
    (r"(strtod|atof|__(add|sub|mul|div)[sd]f3|__float.*|__fix[sd]f.*)", "floating point"),
]
DENIED = [(re.compile(pattern + r"(@.*)?\Z"), why) for pattern, why in DENIED]


def symbols(nm, archive):
    """(object, kind, mangled name) of each symbol of the archive."""
    output = subprocess.run([nm, "--format=posix", archive], check=True, capture_output=True,
                            text=True).stdout
    current = "?"
    for line in output.splitlines():
        if line.endswith(":"):
            current = line[:-1]
            continue
        fields = line.split()
        if len(fields) >= 2:
            yield current, fields[1], fields[0]


def writable_sections(objdump, archive):
    """(object, section) of each writable section with something in it."""
    output = subprocess.run([objdump, "--section-headers", "--wide", archive], check=True,
                            capture_output=True, text=True).stdout
    current = "?"
    for line in output.splitlines():
        if ":" in line and "file format" in line:
            current = line.split(":")[0]
            continue
        fields = line.split()
        if len(fields) < 8 or not fields[0].isdigit():
            continue
        name, size = fields[1], int(fields[2], 16)
        flags = line.split("2**", 1)[1]
        # Constants that hold addresses are .data.rel.ro in position-independent code: read-only
        # once linked.
        if "ALLOC" in flags and "READONLY" not in flags and size and ".data.rel.ro" not in name:
            yield current, f"{name} ({size} bytes)"


def demangle(name):
    return subprocess.run(["c++filt", name], capture_output=True, text=True).stdout.strip() or name


def main():
    nm, archive = sys.argv[1:3]
    objdump = nm[: -len("nm")] + "objdump"
    offences = []
    count = 0
    for where, kind, name in symbols(nm, archive):
        count += 1
        if kind in ("U", "w", "v"):
            for pattern, why in DENIED:
                if pattern.match(name):
                    offences.append(f"{where} needs {demangle(name)}: {why}")
    for where, section in writable_sections(objdump, archive):
        offences.append(f"{where} has writable data in {section}: a mutable global")
    for text in offences:
        print(text, file=sys.stderr)
    print(f"{count} symbols, {len(offences)} offences")
    return 1 if offences or not count else 0


if __name__ == "__main__":
    sys.exit(main())
