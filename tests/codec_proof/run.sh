#!/bin/bash
# Usage: run.sh PROGRAM VERSION SCHEMAS INSTANCES MUTATIONS [SEED]
set -eo pipefail
cd "$(dirname "$0")"
node generate.mjs "$2" "$4" "$5" "${6:-1}" | "$1" "$3" "$4" "$5"
