#!/bin/bash
# Renders an environment with the image in .build/image:  render.sh ENVIRONMENT PROJECT [CANARY_WEIGHT]
# With a weight, .build/image is the canary, and the rest keeps .build/stable.
set -euo pipefail
environment=$1 project=$2 weight=${3:-0}
image=$(cat .build/image)
if [ "$weight" != 0 ]; then
  k8s/render.sh "$environment" "$project" "$(cat .build/stable)" "$image" "$weight" >.build/manifests.yaml
else
  k8s/render.sh "$environment" "$project" "$image" >.build/manifests.yaml
fi
grep 'image:' .build/manifests.yaml
