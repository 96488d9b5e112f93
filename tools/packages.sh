#!/bin/sh
# Installs the locked packages into .venv, each with its checksum. uv unpacks side by side what pip takes one
# after the other; where it cannot (no uv for this machine, a mirror that only pip knows), pip does it.
set -eu
PIP=".venv/bin/python -m pip --disable-pip-version-check -q"
lock=requirements.lock

with_uv() {
    awk '/^uv==/ { on = 1 } on { print } on && !/\\$/ { exit }' "$lock" >.venv/uv.txt
    $PIP install --require-hashes --no-deps -r .venv/uv.txt || return 1
    # uv does not read the settings of pip.
    mirror="${PIP_INDEX_URL:-$($PIP config get global.index-url 2>/dev/null || true)}"
    [ -z "$mirror" ] || export UV_DEFAULT_INDEX="$mirror"
    [ -z "${PIP_CERT:-}" ] || export SSL_CERT_FILE="$PIP_CERT"
    VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv pip install -q --require-hashes -r "$lock"
}

with_uv || $PIP install --require-hashes -r "$lock"
