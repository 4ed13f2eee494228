#!/usr/bin/env python3
"""Generates src/plugpoint/message/ from the official OCPP schemas.

    generate_messages.py --schemas node_modules/ocpp-rpc/lib/schemas [--check] [--out DIR]

--check writes nothing and fails when a committed file differs from what would be written.
"""

import argparse
import os
import sys

import message_schema
import message_structs
import message_tables


def generate(folder):
    """File name -> text."""
    dialects = message_schema.read(folder)
    files = {"action.h": message_structs.action_header(dialects)}
    for dialect in dialects:
        files[f"{dialect.name}.h"] = message_structs.dialect_header(dialect)
    for name, lines in message_tables.Tables(dialects).files().items():
        files[name] = "\n".join(lines) + "\n"
    return files


def stale(path, text):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read() != text
    except FileNotFoundError:
        return True


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--schemas", required=True, help="lib/schemas of the npm package ocpp-rpc")
    parser.add_argument("--out", default=os.path.join(here, "../src/plugpoint/message"))
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    options = parser.parse_args()
    differing = []
    for name, text in generate(options.schemas).items():
        path = os.path.join(options.out, name)
        if not stale(path, text):
            continue
        differing.append(name)
        if not options.check:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
    if options.check and differing:
        sys.exit(f"differs from what the schemas give: {', '.join(differing)}; "
                 "run tools/generate_messages.py")


if __name__ == "__main__":
    main()
