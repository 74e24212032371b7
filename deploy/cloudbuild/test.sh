#!/bin/bash
# Lints and tests, inside the tests image:  test.sh 'TESTS…'
set -euo pipefail
python -m ruff check .
python -m ruff format --check .
python -m mypy
# shellcheck disable=SC2086  # several folders
python -m pytest -q -p no:cacheprovider $1
