#!/bin/bash
# Runs the sample documents through the ingestion job's image, with no rights, no network and no writable root:
#   deploy/template/check_image.sh IMAGE [FOLDER_OF_DOCUMENTS [OUTPUT]]
# All files must be accounted for; the job fails by itself when they are not.
set -euo pipefail
image=$1 docker=${DOCKER:-docker}
documents=$(realpath "${2:-$(dirname "$0")/../../samples/documents}")
output=${3:-$(mktemp -d)}
chmod 777 "$output"
hardened=(--read-only --tmpfs /tmp:size=512m,mode=1777 --cap-drop=all --security-opt=no-new-privileges --memory=3g
  --user 10001:10001 -e HOME=/tmp --network none)
run() { "$docker" run --rm "${hardened[@]}" -v "$documents:/in:ro" -v "$output:/out" --entrypoint "$1" "$image" "${@:2}"; }

run pip check
run python -c 'import main, dataflow.launch, apache_beam.runners.worker.sdk_worker_main'
told=$(run python main.py --input=/in 2>&1) && { echo "takes a job without an output" >&2; exit 1; }
case $told in *"doctag: --output is missing"*) echo "refuses a job without an output" ;; *) echo "$told" >&2; exit 1 ;; esac
run python main.py --annotator=inprocess --input=/in --output=/out --extraction_children=2
[ -s "$(realpath "$output")/report.html" ] || { echo "the job wrote no report" >&2; exit 1; }
echo "$(cat "$output"/{annotations,quarantine}-*.jsonl | wc -l) documents annotated in $output"
