#!/usr/bin/env bash
# How fast the services start, and what memory they take: as assemble.sh laid them out, with their AOT caches and without.
#
#   deploy/docker/measure.sh DIRECTORY [--runs N] [--native API-EXECUTABLE WORKER-EXECUTABLE]
set -euo pipefail

HERE=$(cd "$(dirname "$0")/../.." && pwd -P)
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Dio.netty.noUnsafe=true \
  -cp "$HERE/deploy/images/target/errand-images.jar:$HERE/deploy/images/target/lib/*" \
  dev.errand.images.ImagesCommand measure "$@"
