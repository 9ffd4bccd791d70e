# shellcheck shell=bash
# Fault injection; sourced by ./errand.

FAULTS_JAR=$HERE/verify/faults/target/errand-faults.jar

run_faults() {
  local status=0
  prepare
  # shellcheck source=deploy/local/rabbitmq-for-tests.sh
  . "$HERE/deploy/local/rabbitmq-for-tests.sh"
  clean_up_at_exit
  # A separate RabbitMQ, which may be killed.
  asks_for_help "$@" || installed_rabbitmq >/dev/null || install_package || true
  start_child "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m -Dio.netty.noUnsafe=true \
    "-Derrand.home=$HERE" "-Derrand.service-flags=$SERVICE_FLAGS" \
    -cp "$FAULTS_JAR:$HERE/verify/faults/target/lib/*" dev.errand.faults.FaultsCommand "$@"
  await_child || status=$?
  exit "$status"
}
