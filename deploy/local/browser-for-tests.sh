# shellcheck shell=bash
# Installs the browser in which tests open pages; sourced by ./errand after clients-for-tests.sh.

provide_browser() {
  if has_browser || { install_packages chromium chromium-driver && has_browser; }; then
    return 0
  fi
  not_run browser "chromium and chromium-driver could not be installed"
}

has_browser() {
  { command -v chromium || command -v chromium-browser; } >/dev/null && command -v chromedriver >/dev/null
}
