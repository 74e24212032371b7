#!/bin/bash
# Builds REGISTRY/doctag:REVISION on the base that was resolved:  build.sh REGISTRY REVISION
# The layers of packages are kept in the registry, and built again only when requirements.txt or the base changes.
set -euo pipefail
registry=$1 revision=$2
arguments=(--network=host --build-arg "BASE=$(cat .build/base)" --build-arg BUILDKIT_INLINE_CACHE=1)
docker pull --quiet "$registry/packages" || echo "no packages are kept yet"
docker build "${arguments[@]}" --cache-from "$registry/packages" --target packages -t "$registry/packages" .
docker push --quiet "$registry/packages"
docker build "${arguments[@]}" --cache-from "$registry/packages" --build-arg "REVISION=$revision" \
  --build-arg "MODELS=$(tr -d ' \n' <models.lock)" -t "$registry/doctag:$revision" .
