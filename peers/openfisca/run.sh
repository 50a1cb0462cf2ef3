#!/usr/bin/env bash
# Makes a Python environment with the pinned OpenFisca under target/, then runs run.py with the same arguments.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
environment=${CARGO_TARGET_DIR:-$here/../../target}/peers/openfisca
wanted=$here/requirements.txt
installed=$environment/installed.txt

if ! cmp --silent "$wanted" "$installed"; then
  python3 -m venv --clear "$environment" >&2
  "$environment/bin/pip" install --quiet --requirement "$wanted" >&2
  cp "$wanted" "$installed"
fi

PYTHONDONTWRITEBYTECODE=1 exec "$environment/bin/python" "$here/run.py" "$@"
