#!/bin/sh
# Puts OpenVINO, of which vidproc uses the C library alone, into a folder of its own.
# usage: Tools/setup-openvino.sh [FOLDER]   (default: .openvino at the top of the project)
# A second run finds it there and does nothing. PYTHON names another interpreter than python3.
set -eu

version=2026.4.1
folder=${1:-$(dirname -- "$0")/../.openvino}
python=${PYTHON:-python3}

fail() {
  echo "setup-openvino: $*" >&2
  exit 1
}

library() {
  find "$folder" -path '*/openvino/libs/libopenvino_c.so*' -type f 2> /dev/null | sort | head -n 1
}

if [ "$(cat "$folder/version" 2> /dev/null)" = "$version" ] && [ -n "$(library)" ]; then
  echo "OpenVINO $version is in $(library)"
  exit 0
fi

command -v "$python" > /dev/null || fail "$python is not there (Debian and Ubuntu: apt-get install python3-venv)"
# A folder that another hand has filled is not emptied.
if [ -e "$folder" ] && [ ! -e "$folder/version" ] && [ -n "$(ls -A "$folder")" ]; then
  fail "$folder is there and not from here: name another folder"
fi

work=$folder.new
rm -rf "$work"
mkdir -p "$(dirname -- "$folder")"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

options="--no-deps --no-input --disable-pip-version-check --no-compile --retries 0 --timeout 10 --only-binary=:all:"
log=$work/log
if "$python" -m venv "$work" > /dev/null 2>&1; then
  install="$work/bin/python -m pip install"
elif "$python" -m pip --version > /dev/null 2>&1; then
  # Debian's python3 has no ensurepip without python3-venv: its pip installs into a folder instead.
  rm -rf "$work"
  mkdir "$work"
  install="$python -m pip install --target $work"
else
  fail "$python has neither venv nor pip (Debian and Ubuntu: apt-get install python3-venv)"
fi

echo "Installing OpenVINO $version (about 60 MB)"
# shellcheck disable=SC2086
if ! $install $options "openvino==$version" > "$log" 2>&1; then
  if grep -q 'from versions: none' "$log"; then
    fail "the package index cannot be reached, or has no OpenVINO for this machine"
  fi
  fail "pip: $(grep '^ERROR: ' "$log" | tail -n 1 | cut -c 8-)"
fi
rm -f "$log"
echo "$version" > "$work/version"
rm -rf "$folder"
mv "$work" "$folder"
[ -n "$(library)" ] || fail "the package has no libopenvino_c.so"
echo "OpenVINO $version is in $(library)"
