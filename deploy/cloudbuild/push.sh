#!/bin/bash
# Pushes the checked image and writes its name by digest to .build/image:  push.sh REGISTRY REVISION [NAME]
set -euo pipefail
image=$1/${3:-doctag}
docker push "$image:$2" | tee .build/push.log
digest=$(grep -Eo 'digest: sha256:[0-9a-f]{64}' .build/push.log | tail -n 1 | cut -d' ' -f2)
[ -n "$digest" ] || { echo "the registry named no digest" >&2; exit 1; }
docker pull --quiet "$image@$digest"  # what will be deployed can be had by that name
echo "$image@$digest" | tee .build/image
