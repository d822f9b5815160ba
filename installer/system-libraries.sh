#!/bin/sh
# Installs, on Debian, the system libraries that Qt and the tests need; without root it says which are missing.
set -eu
packages="python3-venv libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libfreetype6
libglib2.0-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0
libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 libx11-xcb1 fonts-noto-cjk"
command -v dpkg-query >/dev/null 2>&1 || exit 0
missing=""
for p in $packages; do
  # A Python of the user's own brings its own venv.
  [ "$p" = python3-venv ] && python3 -c "import ensurepip, venv" 2>/dev/null && continue
  dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q "install ok installed" || missing="$missing $p"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # shellcheck disable=SC2086
  apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
  echo "These packages are missing; install them first: sudo apt-get install$missing" >&2
  exit 1
fi
