# shellcheck shell=bash
# Installs the clients of OpenAI's API that tests run as scripts; sourced by ./errand after packages-for-tests.sh.

CLIENTS=$HERE/target/clients
NOT_RUN=() # the clients, and the browser, that are missing, with the reasons

provide_clients() {
  provide_client python "openai==3.22.1"
  provide_client fastapi "fastapi==0.142.2 httpx==0.28.1 uvicorn==0.54.0"
  provide_client node6 "openai@6.49.0"
  provide_client node7 "openai@7.59.0"
  provide_client ai "ai@6.0.326 @ai-sdk/openai@3.0.141 @ai-sdk/openai-compatible@2.0.92"
}

# Installs packages into a folder, unless they are there. The file "installed" is written last.
provide_client() {
  local folder=$CLIENTS/$1 packages=$2 log=$HERE/target/client-$1-install.log install=install_for_node
  [ "$(cat "$folder/installed" 2>/dev/null)" != "$packages" ] || return 0
  case $1 in python | fastapi) install=install_for_python ;; esac
  say "Installing $packages ..."
  rm -rf "$folder"
  mkdir -p "$folder"
  # Once more, because registries fail now and then.
  if "$install" "$folder" "$packages" >"$log" 2>&1 </dev/null ||
    "$install" "$folder" "$packages" >>"$log" 2>&1 </dev/null; then
    printf '%s' "$packages" >"$folder/installed"
  else
    tail -n 20 "$log" >&2
    not_run "$1" "$packages could not be installed; full log: $log"
  fi
}

# Fails immediately where everything must be run.
not_run() {
  [ "${ERRAND_TEST_EVERYTHING:-false}" != true ] || refuse "The tests of $1 cannot run: $2"
  NOT_RUN+=("$1: $2")
}

install_for_node() {
  provide_node || return 1
  echo '{"private": true}' >"$1/package.json"
  # shellcheck disable=SC2086 # the packages are words
  npm install --prefix "$1" --no-package-lock --no-audit --no-fund --no-save --loglevel=error $2
}

# The scripts need the global File of Node 20.
provide_node() {
  if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
    install_packages nodejs npm
  fi
  node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' || {
    echo "Node 20 or later was not found."
    return 1
  }
}

# Debian has python3 without what makes virtual environments.
install_for_python() {
  python3 -m venv "$1/venv" || { install_packages python3-venv && python3 -m venv "$1/venv"; } || return 1
  "$1/venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || {
    echo "Python 3.10 or later was not found."
    return 1
  }
  # shellcheck disable=SC2086 # the packages are words
  # Few retries: a registry that can't be reached at all costs seconds for each package.
  "$1/venv/bin/pip" install --quiet --disable-pip-version-check --retries 1 $2
}

# One line for each client, or browser, whose tests were skipped.
report_not_run() {
  [ "${#NOT_RUN[@]}" -eq 0 ] || printf 'NOT RUN: %s\n' "${NOT_RUN[@]}"
}
