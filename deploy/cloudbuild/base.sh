#!/bin/bash
# Resolves the base image to a digest:  base.sh BASE  writes .build/base. By hand:
#   docker pull python:3.11-slim && docker image inspect --format '{{index .RepoDigests 0}}' python:3.11-slim
set -euo pipefail
mkdir -p .build
case $1 in
  *@sha256:*) echo "$1" ;;
  *)
    docker image inspect "$1" >/dev/null 2>&1 || docker pull --quiet "$1" >&2
    docker image inspect --format '{{index .RepoDigests 0}}' "$1"
    ;;
esac >.build/base
grep -Eq '@sha256:[0-9a-f]{64}$' .build/base
cat .build/base
