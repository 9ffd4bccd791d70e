# shellcheck shell=bash
# Installs missing forward proxies that tests start; sourced by ./errand after rabbitmq-for-tests.sh.

provide_proxies() {
  local missing=() name
  for name in squid tinyproxy; do
    has_program "$name" || missing+=("$name")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  if ! install_packages "${missing[@]}"; then
    say "Not installed: ${missing[*]}. The tests of proxies need them and will fail."
  fi
}

# Debian installs servers outside of users' PATH.
has_program() {
  [ -n "$(PATH="$PATH:/usr/sbin:/usr/local/sbin:/opt/homebrew/bin:/opt/homebrew/sbin" command -v "$1" || true)" ]
}
