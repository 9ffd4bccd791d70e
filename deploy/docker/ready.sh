#!/usr/bin/bash
# Exits with 0 if the service in this container is ready, otherwise with 1 and the reason. It is the images' health check and
# uses bash's own sockets: the same check in a JVM would use a hundred times the CPU.
#
#   ready.sh [SECONDS]    how long the service may take to respond (3)
PORT=${QUARKUS_MANAGEMENT_PORT:-9000}
SECONDS_TO_ANSWER=${1:-3}

exec 3<>"/dev/tcp/127.0.0.1/$PORT" || exit 1
printf 'GET /q/health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
if ! IFS=' ' read -r -t "$SECONDS_TO_ANSWER" _ status _ <&3; then
  echo "no answer from port $PORT within $SECONDS_TO_ANSWER s"
  exit 1
fi
[ "$status" != 200 ] || exit 0
# Shows what is not ready, for docker inspect.
IFS= read -r -d '' -t 1 -n 4000 answer <&3
printf '%s %s\n' "$status" "$answer"
exit 1
