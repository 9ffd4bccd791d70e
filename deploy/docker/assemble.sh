#!/usr/bin/env bash
# Creates the content of the JVM images below DIRECTORY: a Java runtime, both services, and the AOT cache of each.
# Dockerfile.jvm runs it; you can run it too. It needs a JDK 25 (JAVA_HOME) and Maven, but no Docker.
#
#   deploy/docker/assemble.sh DIRECTORY
set -euo pipefail

HERE=$(cd "$(dirname "$0")/../.." && pwd -P)
DIRECTORY=${1:?usage: assemble.sh DIRECTORY}
SERVICES=(api-service worker-service)
# Libraries may rely on java.se; the others are for sun.misc.Signal, the JVM's metrics, files in jars, socket options, name
# look-ups, flight recordings, and jcmd to inspect a container that has no other tools.
MODULES=java.se,jdk.unsupported,jdk.management,jdk.zipfs,jdk.net,jdk.naming.dns,jdk.jfr,jdk.jcmd

build() {
  mvn -B -ntp -f "$HERE" -DskipTests -Dspotless.check.skip package \
    -pl api-service,worker-service,deploy/images -am -Dquarkus.package.jar.type=aot-jar
}

make_runtime() {
  "$JAVA_HOME/bin/jlink" --add-modules "$MODULES" --strip-java-debug-attributes \
    --no-header-files --no-man-pages --output "$DIRECTORY/java"
}

copy_services() {
  local service
  cp "$HERE/deploy/docker/java.options" "$DIRECTORY/"
  for service in "${SERVICES[@]}"; do
    # With their time stamps: the JVM compares them with those at the time when it created the cache.
    cp -a "$HERE/$service/target/quarkus-app" "$DIRECTORY/$service"
    cp -a "$HERE/$service/target/sbom.cdx.json" "$DIRECTORY/$service/"
  done
}

train() {
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Dio.netty.noUnsafe=true \
    -cp "$HERE/deploy/images/target/errand-images.jar:$HERE/deploy/images/target/lib/*" \
    dev.errand.images.ImagesCommand train "$DIRECTORY"
}

mkdir -p "$DIRECTORY"
[ -z "$(ls -A "$DIRECTORY")" ] || { echo "assemble.sh: $DIRECTORY is not empty" >&2; exit 2; }
build
make_runtime
copy_services
train
