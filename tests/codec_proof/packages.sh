#!/bin/sh
# Installs the schemas and the validator, unless they are there.
set -e
cd "$(dirname "$0")"
[ -d node_modules/ajv-formats ] || npm ci --no-audit --no-fund --loglevel=error
