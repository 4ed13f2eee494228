#!/usr/bin/env python3
"""Fails when constants of the library with OCPP 1.6 take more RAM in a program for the ESP8266 than the
limit: what is not placed in flash (base/flash.h) lies in RAM there. usage: constants_in_ram.py MAP"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))
import size  # noqa: E402

ONLY_2X = ("_v2", "id_token")  # the latter's constants are the kinds of token of 2.x
LIMIT = 256  # bytes, the aim of docs/size.md


def main():
    sizes = size.linked("lx106", pathlib.Path(sys.argv[1]), without=ONLY_2X)
    taken = sizes["rodata_ram"] + sizes["data"]
    print(f"{taken} bytes of constants in RAM, of {LIMIT}")
    if sizes["flash"] == 0:
        sys.exit("the map names no section of the library")
    return 0 if taken <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
