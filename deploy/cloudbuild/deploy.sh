#!/bin/bash
# Applies the checked manifests and waits until they serve; goes back by itself when they do not:
#   deploy.sh ENVIRONMENT PROJECT CLUSTER LOCATION REGISTRY [CANARY_WEIGHT]
# Then the environment's tag names the digest that runs there, which is where the next promotion finds it.
set -euo pipefail
environment=$1 project=$2 cluster=$3 location=$4 registry=$5 weight=${6:-0}
namespace=doctag-$environment
deployment=doctag
[ "$weight" = 0 ] || deployment=doctag-canary

gcloud container clusters get-credentials "$cluster" --project="$project" --location="$location"
kubectl diff -f .build/manifests.yaml || true  # for the log
kubectl apply -f .build/manifests.yaml
kubectl apply -n "$namespace" -f k8s/gke
if ! kubectl rollout status "deployment/$deployment" -n "$namespace" --timeout=10m; then
  kubectl describe pods -n "$namespace" -l app.kubernetes.io/name=doctag | tail -n 60
  kubectl rollout undo "deployment/$deployment" -n "$namespace"
  echo "$deployment did not get ready; the one before serves again" >&2
  exit 1
fi
[ "$weight" != 0 ] || gcloud artifacts docker tags add "$(cat .build/image)" "$registry/doctag:$environment"
