# shellcheck shell=bash
# Installs programs that tests start, if the distribution's packages can be installed without a prompt; sourced by ./errand.

POLICY= # set while package installation must not start services

# Installs the package of a missing program, or fails. The package has the program's name unless the second argument names
# another.
provide_program() {
  local package=${2:-$1}
  installed_program "$1" >/dev/null ||
    { install_packages "$package" && installed_program "$1" >/dev/null; } ||
    refuse "The tests need $1, which is not installed: install the package $package."
}

# Debian installs servers outside of most users' PATH.
installed_program() {
  local program
  for program in "$(command -v "$1" || true)" "/usr/sbin/$1" "/usr/local/sbin/$1" "/opt/homebrew/bin/$1"; do
    if [ -x "$program" ]; then
      printf '%s' "$program"
      return
    fi
  done
  return 1
}

# Installs packages without starting their services.
install_packages() {
  local log=$HERE/target/$1-install.log
  command -v apt-get >/dev/null && as_root true 2>/dev/null || return 1
  say "Installing $* ..."
  mkdir -p "$HERE/target"
  hold_services
  {
    apt_get update || true # the known packages may be sufficient
    apt_get install -y --no-install-recommends "$@"
  } >"$log" 2>&1 </dev/null || tail -n 20 "$log" >&2
  allow_services
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
    apt-get -o DPkg::Lock::Timeout=120 "$@"
}

# Server packages start their servers, and RabbitMQ's fails if the host name has no address.
hold_services() {
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    POLICY=/usr/sbin/policy-rc.d
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$POLICY" >/dev/null
    as_root chmod +x "$POLICY"
  fi
}

allow_services() {
  [ -z "$POLICY" ] || as_root rm -f "$POLICY"
  POLICY=
}
