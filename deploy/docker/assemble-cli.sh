#!/usr/bin/env bash
# Creates the content of the command line's image below DIRECTORY: a Java runtime and the jar, which Maven has built before.
# Dockerfile.cli runs it; you can run it too. It needs a JDK 25 (JAVA_HOME), but no Docker.
#
#   deploy/docker/assemble-cli.sh DIRECTORY
set -euo pipefail

HERE=$(cd "$(dirname "$0")/../.." && pwd -P)
DIRECTORY=${1:?usage: assemble-cli.sh DIRECTORY}
# TLS is in java.base. Jackson and picocli know types of java.desktop and java.sql, and do without them.
MODULES=java.base,java.net.http

mkdir -p "$DIRECTORY"
[ -z "$(ls -A "$DIRECTORY")" ] || { echo "assemble-cli.sh: $DIRECTORY is not empty" >&2; exit 2; }
"$JAVA_HOME/bin/jlink" --add-modules "$MODULES" --strip-java-debug-attributes \
  --no-header-files --no-man-pages --output "$DIRECTORY/java"
cp "$HERE/cli/target/errand-cli.jar" "$DIRECTORY/"
