#!/usr/bin/env bash
# Measures BullMQ on the job mix of Errand's benchmark: see README.md.
set -euo pipefail

HERE=$(cd "$(dirname "$0")" && pwd -P)
ERRAND=$HERE/../../../../errand

refuse() {
  printf 'run.sh: %s\n' "$*" >&2
  exit 2
}

command -v redis-server >/dev/null || refuse "No redis-server found: install it (apt install redis-server)."
command -v npm >/dev/null || refuse "No npm found: install Node.js 20 or later, with npm."
node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || refuse "Node.js 20 or later is needed."

PIDS=()
WORK=$(mktemp -d)
clean_up() { # in reverse, for the measurement complains when its Redis goes first
  local i
  for ((i = ${#PIDS[@]} - 1; i >= 0; i--)); do
    kill "${PIDS[i]}" 2>/dev/null || true
    wait "${PIDS[i]}" || true
  done
  rm -rf "$WORK"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# In the background, for a shell that waits for a foreground process is deaf to signals.
start() {
  "$@" &
  PIDS+=($!)
}

await() {
  local log=$1 line=$2
  until grep -q "$line" "$log"; do
    kill -0 "${PIDS[-1]}" 2>/dev/null || { cat "$log" >&2 && refuse "It did not start: see above."; }
    sleep 0.2
  done
}

(cd "$HERE" && npm install --no-package-lock --no-audit --no-fund --loglevel=error >/dev/null)

REDIS_PORT=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
start redis-server --bind 127.0.0.1 --port "$REDIS_PORT" --dir "$WORK" --save '' \
  --appendonly yes --appendfsync everysec >"$WORK/redis.log" 2>&1
await "$WORK/redis.log" 'Ready to accept connections'

start "$ERRAND" simulator --port 0 >"$WORK/simulator.log" 2>&1 # builds first, when need be
await "$WORK/simulator.log" 'simulator listening on'
SIMULATOR=$(sed -n 's/^simulator listening on //p' "$WORK/simulator.log")
export REDIS_PORT SIMULATOR

printf 'BullMQ %s, Node.js %s, %s\n' "$(node -p "require('$HERE/node_modules/bullmq/package.json').version")" \
  "$(node -v)" "$(redis-server --version | sed 's/ sha=.*//')"
start node "$HERE/compare.mjs"
wait "${PIDS[-1]}"
