#!/bin/bash
# Checks what was rendered: no mistakes, no other images than the released, no alert without its metric.
set -euo pipefail
arguments=(--image "$(cat .build/image)")
[ ! -e .build/stable ] || arguments+=(--image "$(cat .build/stable)")
[ ! -e .build/metrics ] || arguments+=(--metrics .build/metrics)
python -m k8s.checks .build/manifests.yaml "${arguments[@]}"
