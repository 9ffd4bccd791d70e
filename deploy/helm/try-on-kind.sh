#!/usr/bin/env bash
# Tries the chart in a new kind cluster, with the commands of "Trying it out" in docs/operations/kubernetes.md: images, installation,
# jobs, scaling, an upgrade, draining a worker during a call, and removal. The provider is the simulator, on this machine.
# The workflow runs it; you can run it too. It needs Docker, kind, kubectl, Helm, curl, and what ./errand needs.
#
#   deploy/helm/try-on-kind.sh [--keep]    --keep does not delete the cluster
set -euo pipefail

cd "$(dirname "$0")/../.."
SIMULATOR_PORT=18080
KEEP=${1:-}
FORWARD_PID=
SIMULATOR_PID=
ADMIN=
KEY=
CLUSTER_IS_OURS=

say() { printf '\n== %s\n' "$*"; }

fail() {
  printf 'try-on-kind.sh: %s\n' "$*" >&2
  exit 1
}

require_tools() {
  local tool
  for tool in docker kind kubectl helm curl; do
    command -v "$tool" >/dev/null || fail "needs $tool: install it"
  done
}

# shellcheck disable=SC2317 # called by the trap
clean_up() {
  local status=$?
  [ "$status" -eq 0 ] || [ -z "$CLUSTER_IS_OURS" ] || show_what_is_there
  [ -z "$FORWARD_PID" ] || kill "$FORWARD_PID" 2>/dev/null || true
  [ -z "$SIMULATOR_PID" ] || kill "$SIMULATOR_PID" 2>/dev/null || true
  [ -z "$CLUSTER_IS_OURS" ] || [ "$KEEP" = --keep ] || kind delete cluster || true
}

# shellcheck disable=SC2317
show_what_is_there() {
  kubectl get pods,events || true
  kubectl logs --selector app.kubernetes.io/instance=errand --all-containers --prefix --tail 100 || true
}

build_images() {
  docker build -f deploy/docker/Dockerfile.jvm -t errand/api:0.1.0-SNAPSHOT .
  docker build -f deploy/docker/Dockerfile.jvm --build-arg SERVICE=worker-service -t errand/worker:0.1.0-SNAPSHOT .
}

make_cluster() {
  kind create cluster
  CLUSTER_IS_OURS=yes
  # Pods that request more rights than they need are rejected here.
  kubectl label namespace default pod-security.kubernetes.io/enforce=restricted
  kind load docker-image errand/api:0.1.0-SNAPSHOT errand/worker:0.1.0-SNAPSHOT
}

start_simulator() {
  ./errand simulator --host 0.0.0.0 --port "$SIMULATOR_PORT" &
  SIMULATOR_PID=$!
  await "the simulator" curl --fail --silent --output /dev/null "http://127.0.0.1:$SIMULATOR_PORT/v1/models"
}

install() {
  kubectl create secret generic errand-openai --from-literal=api-key=sk-...
  helm install errand deploy/helm/errand --set tryOut.enabled=true --wait --timeout 10m
}

# The address at which pods reach this machine, and therefore the provider.
use_simulator() {
  local gateway
  gateway=$(docker network inspect kind --format '{{range .IPAM.Config}}{{println .Gateway}}{{end}}' | grep -m 1 -F .)
  helm upgrade errand deploy/helm/errand --reuse-values --wait --timeout 5m \
    --set "providers.openai.baseUrl=http://$gateway:$SIMULATOR_PORT/v1"
}

read_the_admin_key() {
  ADMIN=$(kubectl get secret errand-bootstrap-key --output jsonpath='{.data.bootstrap-key}' | base64 --decode)
}

create_a_key() {
  KEY=$(curl -s http://localhost:8080/v1/keys -H "Authorization: Bearer $ADMIN" -H 'Content-Type: application/json' -d '{"name": "first client", "roles": ["submit", "read"]}' | field key)
  [ -n "$KEY" ] || fail "no key was created"
}

# A forwarded port belongs to one pod: another upgrade may have replaced it.
forward() {
  if [ -n "$FORWARD_PID" ]; then
    kill "$FORWARD_PID" 2>/dev/null || true
    wait "$FORWARD_PID" 2>/dev/null || true
  fi
  kubectl port-forward service/errand-api 8080:80 &
  FORWARD_PID=$!
  await "the API" curl --fail --silent --output /dev/null -H "Authorization: Bearer $ADMIN" http://localhost:8080/v1/lanes
}

# For up to two minutes.
await() {
  local what=$1
  shift
  for _ in $(seq 120); do
    if "$@"; then return; fi
    sleep 1
  done
  fail "waited two minutes for $what"
}

# The first field with this name in the JSON on standard input.
field() { grep -o "\"$1\":[^,}]*" | sed -n '1{s/^[^:]*: *//;s/"//g;p}'; }

submit() {
  curl --fail --silent http://localhost:8080/v1/jobs -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' -d "$1" | field id
}

# The job's JSON, as soon as it has ended, or after a minute.
job() {
  curl --fail --silent "http://localhost:8080/v1/jobs/$1" -H "Authorization: Bearer $KEY" -H "Prefer: wait=$2"
}

run_a_job() {
  local state
  state=$(curl -s http://localhost:8080/v1/jobs -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' -H 'Prefer: wait=30' -d '{"model": "gpt-4o-mini", "prompt": "What is the capital of France?"}' | field state)
  [ "$state" = succeeded ] || fail "the job is $state"
}

# Changes the number of workers, then settings, which replaces all of them.
scale_and_upgrade() {
  helm upgrade errand deploy/helm/errand --reuse-values --set worker.replicas=3 --wait
  [ "$(kubectl get deployment errand-worker-default --output jsonpath='{.status.readyReplicas}')" = 3 ] \
    || fail "there are not three workers"
  helm upgrade errand deploy/helm/errand --reuse-values --set worker.drainSeconds=60 --wait
}

is_running() { [ "$(job "$1" 0 | field state)" = running ]; }

# The pod whose name is the prefix of the name of the job's worker.
pod_that_calls() {
  local worker pod
  worker=$(job "$1" 0 | field worker)
  for pod in $(kubectl get pods --selector errand.dev/pool=default --output jsonpath='{.items[*].metadata.name}'); do
    if [ "${worker#"$pod"}" != "$worker" ]; then
      printf '%s' "$pod"
      return
    fi
  done
  fail "no pod is called as the worker $worker is"
}

# The call ends before the pod does and is not repeated.
drain_a_worker() {
  local id pod ended calls
  id=$(submit '{"model": "sim-latency-12s", "prompt": "drained"}')
  await "the call" is_running "$id"
  pod=$(pod_that_calls "$id")
  kubectl delete pod "$pod" --wait --timeout 90s
  ended=$(job "$id" 60)
  calls=$(curl --fail --silent "http://127.0.0.1:$SIMULATOR_PORT/sim/calls?key=drained" | field count)
  [ "$(field state <<<"$ended") $(field attempts_spent <<<"$ended")" = "succeeded 1" ] || fail "drained: $ended"
  [ "$calls" = 1 ] || fail "the drained worker's call was made $calls times"
}

nothing_is_left() {
  [ -z "$(kubectl get all,configmaps,secrets,networkpolicies,poddisruptionbudgets --selector app.kubernetes.io/instance=errand --output name)" ]
}

uninstall() {
  helm uninstall errand
  await "the release's objects to go" nothing_is_left
}

require_tools
trap clean_up EXIT
say "Images" && build_images
say "Cluster" && make_cluster
say "Simulator" && start_simulator
say "Installation" && install
say "Another provider" && use_simulator
read_the_admin_key
forward
say "A key" && create_a_key
say "A job" && run_a_job
say "Scaling and upgrading" && scale_and_upgrade
forward
say "Draining a worker during a call" && drain_a_worker
say "Removal" && uninstall
say "All of it worked."
