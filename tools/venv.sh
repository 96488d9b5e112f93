#!/bin/sh
# Makes .venv with Python 3.11 or newer. Where the system lacks the module that makes environments
# (bare Debian), it is installed if that is allowed, and otherwise the command to type is shown.
set -eu
PYTHON="${PYTHON:-}"
if [ -z "$PYTHON" ]; then
    for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            PYTHON="$candidate"
            break
        fi
    done
fi
if [ -z "$PYTHON" ]; then
    echo "Huiyin needs Python 3.11 or newer, and none was found." >&2
    echo "Install one, or name it: make PYTHON=/path/to/python3.12 …" >&2
    exit 1
fi

if [ -x .venv/bin/python ] && .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    exit 0
fi

if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    package="$("$PYTHON" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    sudo=""
    [ "$(id -u)" = 0 ] || sudo="sudo -n"
    if command -v apt-get >/dev/null 2>&1 && { [ -z "$sudo" ] || $sudo true 2>/dev/null; }; then
        echo "Installing $package with apt, because this Python cannot make environments yet."
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get update -q
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$package"
    else
        echo "This Python cannot make environments yet. Please run" >&2
        echo "    sudo apt-get install $package" >&2
        echo "(or your system's equivalent) and then the same make command again." >&2
        exit 1
    fi
fi
echo "Making .venv with $("$PYTHON" --version)"
"$PYTHON" -m venv --clear .venv
