#!/bin/sh
# Prints an environment's manifests for a release, with images by digest only.
#   k8s/render.sh ENVIRONMENT PROJECT IMAGE@sha256:… [CANARY_IMAGE@sha256:… WEIGHT]
# WEIGHT is the percentage of requests that the canary gets (prod only). Needs kubectl, and no cluster.
set -eu
if [ $# -ne 3 ] && [ $# -ne 5 ]; then sed -n '2,4s/^# *//p' "$0" >&2; exit 2; fi
environment=$1 project=$2 image=$3 canary=${4:-$3} weight=${5:-0}
cd "$(dirname "$0")"

for each in "$image" "$canary"; do
  printf %s "$each" | grep -Eq '^[^@[:space:]]+@sha256:[0-9a-f]{64}$' || { echo "not an image by digest: $each" >&2; exit 2; }
done
[ -d "overlays/$environment" ] || { echo "no such environment: $environment" >&2; exit 2; }
case $weight in *[!0-9]* | '') weight=101 ;; esac
[ "$weight" -le 100 ] || { echo "WEIGHT is a whole number from 0 to 100" >&2; exit 2; }

release=$(mktemp -d ./release-XXXXXX)
trap 'rm -rf "$release"' EXIT
cat >"$release/kustomization.yaml" <<KUSTOMIZATION
resources: [../overlays/$environment]
images:
  - {name: doctag, newName: "${image%@*}", digest: "${image#*@}"}
  - {name: doctag-canary, newName: "${canary%@*}", digest: "${canary#*@}"}
patches:
  - target: {kind: ServiceAccount, name: doctag}
    patch: |-
      - op: add
        path: /metadata/annotations
        value: {"iam.gke.io/gcp-service-account": "doctag@$project.iam.gserviceaccount.com"}
KUSTOMIZATION
if [ "$weight" -gt 0 ]; then
  cat >>"$release/kustomization.yaml" <<PATCH
  - target: {kind: HTTPRoute, name: doctag}
    patch: |-
      - {op: replace, path: /spec/rules/0/backendRefs/0/weight, value: $((100 - weight))}
      - {op: replace, path: /spec/rules/0/backendRefs/1/weight, value: $weight}
PATCH
fi
kubectl kustomize "$release"
