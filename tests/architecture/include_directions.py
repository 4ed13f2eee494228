#!/usr/bin/env python3
"""Checks that includes below src/ only ever point down the layers, and to nothing but the
header-only part of the language's library. Prints each offence; exit code 1 when there is one."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SRC = ROOT / "src"

# Layer -> layers it may include besides itself. A layer is a folder of src/plugpoint, or a file there
# or in src.
ALLOWED = {
    "config.h": set(),
    "base": {"config.h"},
    "port.h": {"base", "config.h"},
    "json": {"base", "config.h"},
    "store": {"base", "port.h", "config.h"},
    "websocket": {"base", "port.h", "config.h"},
    "message": {"json", "base", "config.h"},
    "variables": {"base", "store", "port.h", "config.h"},
    "rpc": {"message", "json", "store", "base", "port.h", "config.h"},
    "blocks": {"rpc", "message", "json", "store", "variables", "base", "port.h", "config.h"},
    "station": {"blocks", "rpc", "message", "json", "websocket", "store", "variables", "base",
                "port.h", "config.h"},
    # The faces of the library; nothing below includes them.
    "c_api": {"station", "blocks", "rpc", "message", "variables", "base", "port.h", "config.h",
              "plugpoint_c.h"},
    "plugpoint_c.h": {"c_api"},
    "Plugpoint.h": {"station", "port.h", "config.h"},
}
FACES = ("plugpoint_c.h", "Plugpoint.h")

# What the core takes from the language: headers without heap, exceptions, locale or threads.
STANDARD = {
    "algorithm", "array", "climits", "cstddef", "cstdint", "cstring", "initializer_list",
    "iterator", "limits", "new", "type_traits", "utility",
}
# The headers of the C API are in C.
C_STANDARD = {"stdbool.h", "stddef.h", "stdint.h"}

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)


def relative(path):
    """A path relative to src/plugpoint; of a face, relative to src."""
    return pathlib.PurePosixPath(*path.parts[1:]) if path.parts[0] == "plugpoint" else path


def layer_of(path):
    """The layer of a relative path."""
    return path.parts[0]


def block_of(path):
    """The block's folder of blocks/<block>/..., or None for the headers shared by all blocks."""
    return path.parts[1] if path.parts[0] == "blocks" and len(path.parts) > 2 else None


def is_translator(path):
    return path.stem.endswith(("_v16", "_v2"))


def offence(includer, included):
    """Why `includer` must not include `included` (both relative), or None."""
    layer, target = layer_of(includer), layer_of(included)
    if layer not in ALLOWED:
        return f"{layer} is in no layer"
    if target != layer and target not in ALLOWED[layer]:
        return f"{layer} must not include {target}"
    if layer == "blocks":
        if target == "message" and not is_translator(includer):
            return "only a block's _v16 and _v2 files know a message"
        if target == "blocks" and block_of(included) not in (None, block_of(includer)):
            return "a block never includes another block"
    return None


def check_file(path):
    includer = relative(path.relative_to(SRC))
    in_c = layer_of(includer) in ("c_api", "plugpoint_c.h")
    text = path.read_text(encoding="utf-8")
    for match in INCLUDE.finditer(text):
        ours, standard = match.groups()
        line = text.count("\n", 0, match.start(1) if ours else match.start(2)) + 1
        why = None
        if standard is not None:
            if standard not in STANDARD and not (in_c and standard in C_STANDARD):
                why = f"<{standard}> is not for the core"
        elif not ours.startswith("plugpoint/") and ours not in FACES:
            why = f'"{ours}" must be written from src/ on: "plugpoint/..."'
        elif not (SRC / ours).is_file():
            why = f'"{ours}" is no file below src/'
        else:
            why = offence(includer, relative(pathlib.PurePosixPath(ours)))
        if why:
            yield f"{path.relative_to(ROOT)}:{line}: {why}"


def core_files():
    """The library and its faces, without the ports' implementations."""
    yield from (SRC / name for name in FACES)
    for path in sorted((SRC / "plugpoint").rglob("*")):
        if path.suffix in (".h", ".cpp") and "port_arduino" not in path.parts:
            yield path


def main():
    files = list(core_files())
    offences = [text for path in files for text in check_file(path)]
    for text in offences:
        print(text, file=sys.stderr)
    print(f"{len(files)} files, {len(offences)} includes that point the wrong way")
    return 1 if offences or not files else 0


if __name__ == "__main__":
    sys.exit(main())
