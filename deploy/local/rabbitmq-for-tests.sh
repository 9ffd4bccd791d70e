# shellcheck shell=bash
# Provides a RabbitMQ for tests and benchmarks: an existing one, or one that is started and removed here. Sourced by ./errand.

# shellcheck source=deploy/local/packages-for-tests.sh
. "$HERE/deploy/local/packages-for-tests.sh"

RABBITMQ_PID=
RABBITMQ_DIR=
RABBITMQ_CONTAINER=
RABBITMQ_ENGINE=
EPMD_PORT=

provide_rabbitmq() {
  local server engine
  if [ -n "${ERRAND_RABBITMQ_URL:-}" ]; then
    say "Using the RabbitMQ at ERRAND_RABBITMQ_URL."
    return
  fi
  if answers_amqp 5672; then
    use_rabbitmq 5672
    return
  fi
  if server=$(installed_rabbitmq) && start_node "$server"; then
    return
  fi
  for engine in docker podman; do
    if "$engine" info >/dev/null 2>&1 && start_container "$engine"; then
      return
    fi
  done
  if install_packages rabbitmq-server && server=$(installed_rabbitmq) && start_node "$server"; then
    return
  fi
  refuse "The tests need a RabbitMQ: start one on localhost:5672, set ERRAND_RABBITMQ_URL, or install rabbitmq-server, Docker or Podman."
}

# The TLS tests start a RabbitMQ of their own, and fail without its programs.
provide_rabbitmq_programs() {
  if ! installed_rabbitmq >/dev/null && ! install_packages rabbitmq-server; then
    say "RabbitMQ is not installed, so the TLS tests, which start one of their own, will fail."
  fi
}

use_rabbitmq() {
  export ERRAND_RABBITMQ_URL="amqp://guest:guest@127.0.0.1:$1"
  say "Using the RabbitMQ on 127.0.0.1:$1."
}

# A broker answers the protocol header with a method frame, whose first byte is 1.
answers_amqp() {
  (
    exec 9<>"/dev/tcp/127.0.0.1/$1"
    printf 'AMQP\0\0\11\1' >&9
    IFS= read -r -n 1 -t 5 first <&9
    [ "$first" = $'\001' ]
  ) 2>/dev/null
}

free_port() {
  local port=$((20000 + RANDOM % 10000))
  while (exec 9<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    port=$((20000 + RANDOM % 10000))
  done
  printf '%s' "$port"
}

# --- A separate node: it shares no data, ports, cookie or port mapper with others ---

# Not Debian's wrapper in the PATH, which insists on the package's user and directories.
installed_rabbitmq() {
  local server
  for server in /usr/lib/rabbitmq/bin/rabbitmq-server "$(command -v rabbitmq-server || true)" \
    /opt/homebrew/sbin/rabbitmq-server /usr/local/sbin/rabbitmq-server; do
    if [ -x "$server" ]; then
      printf '%s' "$server"
      return
    fi
  done
  return 1
}

start_node() {
  local port
  port=$(free_port)
  EPMD_PORT=$(free_port)
  RABBITMQ_DIR=$(mktemp -d "${TMPDIR:-/tmp}/errand-rabbitmq.XXXXXX")
  touch "$RABBITMQ_DIR/env.conf"
  echo '[].' >"$RABBITMQ_DIR/enabled_plugins"
  say "Starting RabbitMQ ..."
  # Named after an address, because a container's own host name often has none.
  HOME=$RABBITMQ_DIR ERL_CRASH_DUMP=$RABBITMQ_DIR/crash.dump ERL_EPMD_PORT=$EPMD_PORT \
    ERL_EPMD_ADDRESS=127.0.0.1 RABBITMQ_USE_LONGNAME=true RABBITMQ_NODENAME=errand@127.0.0.1 \
    RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 \
    RABBITMQ_NODE_PORT=$port RABBITMQ_DIST_PORT=$(free_port) \
    RABBITMQ_CONF_ENV_FILE=$RABBITMQ_DIR/env.conf RABBITMQ_CONFIG_FILE=$RABBITMQ_DIR/rabbitmq \
    RABBITMQ_ENABLED_PLUGINS_FILE=$RABBITMQ_DIR/enabled_plugins \
    RABBITMQ_MNESIA_BASE=$RABBITMQ_DIR/data RABBITMQ_LOG_BASE=$RABBITMQ_DIR/logs \
    RABBITMQ_PID_FILE=$RABBITMQ_DIR/pid \
    "$1" >"$RABBITMQ_DIR/output" 2>&1 </dev/null &
  RABBITMQ_PID=$!
  if await_rabbitmq "$port" "kill -0 $RABBITMQ_PID"; then
    return
  fi
  say "RabbitMQ did not start. Last lines of its log:"
  tail -n 20 "$RABBITMQ_DIR/output"
  stop_rabbitmq
  return 1
}

start_container() {
  local address
  RABBITMQ_ENGINE=$1
  say "Starting RabbitMQ in a container ..."
  RABBITMQ_CONTAINER=$("$1" run --detach --rm --publish 127.0.0.1::5672 \
    "${ERRAND_RABBITMQ_IMAGE:-docker.io/library/rabbitmq:4.2.9}") || return 1
  address=$("$1" port "$RABBITMQ_CONTAINER" 5672/tcp | head -n 1)
  if await_rabbitmq "${address##*:}" "$1 inspect $RABBITMQ_CONTAINER"; then
    return
  fi
  say "RabbitMQ's port cannot be reached."
  stop_rabbitmq
  return 1
}

# Waits for up to 90 s, while the second argument, a command, succeeds.
await_rabbitmq() {
  for _ in $(seq 90); do
    if answers_amqp "$1"; then
      use_rabbitmq "$1"
      return
    fi
    $2 >/dev/null 2>&1 || break
    sleep 1
  done
  return 1
}

stop_rabbitmq() {
  allow_services
  if [ -n "$RABBITMQ_CONTAINER" ]; then
    "$RABBITMQ_ENGINE" rm --force "$RABBITMQ_CONTAINER" >/dev/null 2>&1 || true
  fi
  if [ -n "$RABBITMQ_PID" ]; then
    kill "$RABBITMQ_PID" 2>/dev/null || true
    wait "$RABBITMQ_PID" 2>/dev/null || true
    ERL_EPMD_PORT=$EPMD_PORT epmd -kill >/dev/null 2>&1 || true
    rm -rf "$RABBITMQ_DIR"
  fi
  RABBITMQ_CONTAINER=
  RABBITMQ_PID=
}
