# shellcheck shell=bash
# Builds and tests the native executables; sourced by ./errand.

NATIVE_NEEDED=25

run_native() {
  local version
  [ -n "${GRAALVM_HOME:-}" ] || refuse "Set GRAALVM_HOME to a GraalVM or Mandrel for Java $NATIVE_NEEDED (without one: docker build -f deploy/docker/Dockerfile.native .)."
  [ -x "$GRAALVM_HOME/bin/native-image" ] || refuse "GRAALVM_HOME is $GRAALVM_HOME, but has no bin/native-image."
  version=$("$GRAALVM_HOME/bin/native-image" --version | sed -n '1s/^[^0-9]*\([0-9]*\).*/\1/p')
  [ "${version:-0}" -ge "$NATIVE_NEEDED" ] || refuse "GRAALVM_HOME has a native-image for Java ${version:-?}, but $NATIVE_NEEDED or later is required."
  # Without the tests of the benchmark and of the faults, which start jars.
  run_tests -Dnative -pl verify/e2e,deploy/images -am "$@"
}
