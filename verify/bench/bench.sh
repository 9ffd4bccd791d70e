# shellcheck shell=bash
# The benchmark, sourced by ./errand.

BENCH_JAR=$HERE/verify/bench/target/errand-bench.jar

run_bench() {
  local status=0
  prepare
  # shellcheck source=deploy/local/rabbitmq-for-tests.sh
  . "$HERE/deploy/local/rabbitmq-for-tests.sh"
  clean_up_at_exit
  asks_for_help "$@" || provide_rabbitmq
  ulimit -n "$(ulimit -Hn)" # one socket per call
  start_child "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m -Dio.netty.noUnsafe=true \
    "-Derrand.home=$HERE" "-Derrand.service-flags=$SERVICE_FLAGS" \
    -cp "$BENCH_JAR:$HERE/verify/bench/target/lib/*" dev.errand.bench.BenchCommand "$@"
  await_child || status=$?
  exit "$status"
}
