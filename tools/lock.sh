#!/bin/sh
# Resolve the dependencies anew and pin them with hashes: requirements/run.lock is what the command
# needs, requirements/dev.lock what the tests and checks need besides. No index is named in them.
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python
"$python" -m pip install --quiet uv==0.13.9
lock() {
    "$python" -m uv pip compile --quiet pyproject.toml --extra all --generate-hashes --universal \
        --python-version 3.11 --no-header "$@"
}
lock --group build -o requirements/run.lock
lock --group dev -o requirements/dev.lock
