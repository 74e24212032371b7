#!/bin/bash
# Builds the ingestion job's image, launcher and worker in one, on the base that was resolved:  build.sh IMAGE REVISION
set -euo pipefail
docker build --network=host -f dataflow/Dockerfile --build-arg "BASE=$(cat .build/base)" \
  --build-arg "REVISION=$2" --build-arg "MODELS=$(tr -d ' \n' <models.lock)" -t "$1" .
