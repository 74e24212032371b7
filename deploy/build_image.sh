#!/bin/bash
# Builds the service's image:   deploy/build_image.sh TAG [CONTEXT [ARGUMENT…]]
# or, with further arguments of a build, another:   deploy/build_image.sh TAG . -f dataflow/Dockerfile --target layers
# With docker or podman where there is one; else with the tools in ../shared, which also bring a base image.
set -euo pipefail
tag=${1:?usage: build_image.sh TAG [CONTEXT [ARGUMENT…]]}
context=$(cd "${2:-.}" && pwd)
here=$(cd "$(dirname "$0")/.." && pwd)
tools=$here/../shared/tools/containers/setup.sh

if docker info >/dev/null 2>&1; then
  build=(docker build)
elif [ -r "$tools" ] && [ "$(id -u)" = 0 ]; then
  # shellcheck source=/dev/null
  . "$tools" >&2
  build=(buildah build --layers --pull=never --network host)
elif command -v podman >/dev/null; then
  build=(podman build)
else
  echo "the image needs docker or podman" >&2
  exit 3
fi

revision=$(git -C "$context" describe --always --dirty 2>/dev/null || echo unknown)
cd "$context"
exec "${build[@]}" --build-arg "REVISION=$revision" --build-arg "MODELS=$(tr -d ' \n' <models.lock)" -t "$tag" "${@:3}" .
