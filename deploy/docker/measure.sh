#!/usr/bin/env bash
# Measures the services' start-up time and memory, as assembled by assemble.sh, with and without their AOT caches.
#
#   deploy/docker/measure.sh DIRECTORY [--runs N] [--native API-EXECUTABLE WORKER-EXECUTABLE]
set -euo pipefail

HERE=$(cd "$(dirname "$0")/../.." && pwd -P)
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Dio.netty.noUnsafe=true \
  -cp "$HERE/deploy/images/target/errand-images.jar:$HERE/deploy/images/target/lib/*" \
  dev.errand.images.ImagesCommand measure "$@"
