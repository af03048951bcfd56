#!/usr/bin/env bash
# Installs what the register needs from Debian, and only what is missing.
#   tools/system.sh --for run     to serve it
#   tools/system.sh --for test    also to test it
# As root it installs; otherwise it prints the one command to run, and stops.
set -euo pipefail

purpose=run
if [ "${1:-}" = --for ]; then purpose=${2:-}; fi
case $purpose in
run | test) ;;
*) echo "Say --for run or --for test." >&2 && exit 2 ;;
esac
command -v dpkg-query >/dev/null || exit 0 # not Debian: docs/install.md says what has to be there

# pyicu is built here, for it has no ready wheel; WeasyPrint draws with Pango in the letters of Noto
# and, for Chinese, Japanese and Korean names, of Droid.
wanted=(g++ libicu-dev pkg-config libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
wanted+=(fonts-noto-core fonts-droid-fallback)
if [ "$purpose" = test ]; then wanted+=(postgresql chromium poppler-utils qpdf softhsm2); fi

# Python and Node may come from elsewhere, so they are tried and not looked up.
python=${PYTHON:-python3}
if command -v "$python" >/dev/null; then
  wanted+=($("$python" - <<'PROBE'
import importlib.util, pathlib, sys, sysconfig
if sys.version_info < (3, 11):
    print("too-old")
elif importlib.util.find_spec("ensurepip") is None:
    print("python3-venv")
if not pathlib.Path(sysconfig.get_path("include"), "Python.h").exists():
    print("python3-dev")
PROBE
  ))
else
  wanted+=(python3 python3-venv python3-dev)
fi
case " ${wanted[*]} " in *" too-old "*)
  echo "$(command -v "$python") is $("$python" -V 2>&1); the register needs Python 3.11 or newer." >&2
  echo "Put a newer python3 first on PATH, or name one: make run PYTHON=/path/to/python3.11" >&2
  exit 1
  ;;
esac
node=$(node --version 2>/dev/null | sed 's/^v//; s/\..*//' || true)
if [ "${node:-0}" -lt 18 ]; then
  wanted+=(nodejs npm)
elif ! command -v npm >/dev/null; then
  wanted+=(npm)
fi

present=$(dpkg-query --show --showformat '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null || true)
missing=()
for name in "${wanted[@]}"; do
  grep -qx "installed $name" <<<"$present" || missing+=("$name")
done
[ ${#missing[@]} -gt 0 ] || exit 0

install=(apt-get install --yes --no-install-recommends "${missing[@]}")
if [ "$(id -u)" -ne 0 ]; then
  echo "Some of Debian's packages are missing. Run this once, then try again:" >&2
  echo "  sudo apt-get update && sudo ${install[*]}" >&2
  exit 1
fi
echo "Installing from Debian: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq </dev/null
"${install[@]}" -qq -o Dpkg::Use-Pty=0 </dev/null >/dev/null
