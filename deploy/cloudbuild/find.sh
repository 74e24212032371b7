#!/bin/bash
# Finds what is promoted:  find.sh REGISTRY FROM TO IMAGE CANARY_WEIGHT
# Writes .build/image, by digest: IMAGE if it is given, else what runs in FROM; for a canary .build/stable too.
set -euo pipefail
image=$1/doctag from=$2 to=$3 given=$4 weight=$5
mkdir -p .build
running() {
  echo "$image@$(gcloud artifacts docker images describe "$image:$1" --format='value(image_summary.digest)')"
}
case $from-$to in
  dev-qa | qa-prod) ;;
  *) [ -n "$given" ] || { echo "from $from to $to is no promotion: dev to qa, qa to prod" >&2; exit 1; } ;;
esac
echo "${given:-$(running "$from")}" | tee .build/image
[ "$weight" = 0 ] || running "$to" | tee .build/stable
