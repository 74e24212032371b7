#!/bin/bash
# Provides REGISTRY/tests:current, what linting and testing need:  tests_image.sh REGISTRY
# It is named after what it is made of, so that it is built when that changes and pulled otherwise.
set -euo pipefail
registry=$1
base=$(cat .build/base)
content=$({ echo "$base"; cat requirements/dev.txt tests/Dockerfile; } | sha256sum | cut -c1-16)
image=$registry/tests:$content
if docker image inspect "$image" >/dev/null 2>&1; then
  docker tag "$image" "$registry/tests:current"
  exit
fi
if ! docker pull --quiet "$image"; then
  docker build --network=host --build-arg "BASE=$base" -f tests/Dockerfile -t "$image" requirements
  docker push --quiet "$image"
fi
docker tag "$image" "$registry/tests:current"
docker push --quiet "$registry/tests:current"  # promotions check their manifests in it
