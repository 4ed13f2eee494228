#!/usr/bin/env bash
# Usage: run.sh PROGRAM FRAMES RESULTS: runs all cases; their frames and outcomes go to the files.
set -euo pipefail
rm -f "$2" "$3"
PLUGPOINT_CONFORMANCE_FRAMES=$2 "$1" --gtest_brief=1 --gtest_output="json:$3"
