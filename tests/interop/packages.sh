#!/usr/bin/env bash
# Installs the locked packages once; nothing to do when they are there.
set -euo pipefail
cd "$(dirname "$0")"
stamp=node_modules/.installed
if [[ ! -e $stamp || package-lock.json -nt $stamp ]]; then
  npm ci --no-audit --no-fund --loglevel=error
  touch "$stamp"
fi
