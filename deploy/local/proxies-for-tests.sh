# shellcheck shell=bash
# The forward proxies that tests start themselves, sourced by ./errand after rabbitmq-for-tests.sh: installed where they are missing.

provide_proxies() {
  local missing=() name
  for name in squid tinyproxy; do
    has_program "$name" || missing+=("$name")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  if ! install_packages "${missing[@]}"; then
    say "Not installed here: ${missing[*]}. The tests of proxies will fail: they start them."
  fi
}

# Debian keeps servers out of the PATH of users.
has_program() {
  [ -n "$(PATH="$PATH:/usr/sbin:/usr/local/sbin:/opt/homebrew/bin:/opt/homebrew/sbin" command -v "$1" || true)" ]
}
