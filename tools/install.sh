#!/usr/bin/env bash
# Installs the locked packages, and builds what browsers are sent; each only when its sources changed.
#   tools/install.sh run       .venv from requirements.txt
#   tools/install.sh full      .venv with requirements-matching.txt, too: the matching library
#   tools/install.sh test      .venv from requirements-dev.txt, which holds those too, and matching
#   tools/install.sh assets    node_modules from package-lock.json, and app/static/dist
# A stamp beside the result holds the digest of its sources, so that a second call costs nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

digest() { cat "$@" | sha256sum | cut -d' ' -f1; }

stamped() { # stamp, pattern: whether the stamp says so
  [ -f "$1" ] && [[ $(<"$1") == $2 ]]
}

environment() { # purpose
  local stamp=.venv/.installed locks=() wanted run test matching version
  run=$(digest requirements.txt)
  test=$(digest requirements-dev.txt)
  matching=$(digest requirements-matching.txt)
  version=$(.venv/bin/python -V 2>/dev/null || true)
  case $1 in
  run) locks=(requirements.txt) wanted="run=$run *" ;;
  full) locks=(requirements.txt requirements-matching.txt) wanted="run=$run * matching=$matching" ;;
  test)
    locks=(requirements-dev.txt requirements-matching.txt)
    wanted="run=$run test=$test matching=$matching"
    ;;
  esac
  stamped $stamp "$version $wanted" && return
  if [ -z "$version" ] || ! .venv/bin/python -m pip --version &>/dev/null; then
    rm -rf .venv
    "${PYTHON:-python3}" -m venv .venv
    version=$(.venv/bin/python -V)
  fi
  rm -f $stamp
  echo "Installing ${locks[*]} into .venv"
  .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
    --require-hashes "${locks[@]/#/--requirement=}"
  case $1 in
  run) test=none matching=none ;;
  full) test=none ;;
  esac
  echo "$version run=$run test=$test matching=$matching" >$stamp
}

assets() {
  local packages=node_modules/.installed sheets=app/static/dist/.built locked sources
  locked="$(node --version) $(digest package.json package-lock.json)"
  sources="$locked $(find assets tools/*.mjs -type f | LC_ALL=C sort | xargs sha256sum | digest -)"
  stamped $sheets "$sources" && return
  if ! stamped $packages "$locked"; then
    echo "Installing package-lock.json into node_modules"
    # esbuild's program for this machine is one of its optional packages; no script is ever run.
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >/dev/null
    echo "$locked" >$packages
  fi
  node tools/assets.mjs
  echo "$sources" >$sheets
}

case ${1:-} in
run | full | test) environment "$1" ;;
assets) assets ;;
*) echo "Say run, full, test or assets." >&2 && exit 2 ;;
esac
