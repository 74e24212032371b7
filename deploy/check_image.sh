#!/bin/sh
# Runs a built image as a cluster would, with no rights and no writable root, and checks it:
#   deploy/check_image.sh IMAGE [METRICS_FILE]
# ready, one annotation from every pinned task, a clear refusal of a damaged model and of a wrong pin.
set -eu
image=$1 metrics=${2:-/dev/null}
docker=${DOCKER:-docker}
name=doctag-check-$$
hardened="--read-only --tmpfs /tmp:size=256m,mode=1777 --cap-drop=all --security-opt=no-new-privileges --memory=2g"
trap '$docker rm -f $name >/dev/null 2>&1 || true' EXIT

# Without keys the service listens on loopback only, so it is asked from inside.
# shellcheck disable=SC2086  # several options
$docker run -d --name "$name" $hardened -e DOCTAG_HOST=127.0.0.1 -e DOCTAG_WORKERS=2 "$image" >/dev/null
$docker exec -i "$name" python - <"$(dirname "$0")/smoke.py" || { $docker logs "$name" >&2; exit 1; }
$docker exec "$name" python -c "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8080/metrics').read().decode())" >"$metrics"
$docker stop -t 30 "$name" >/dev/null
[ "$($docker inspect -f '{{.State.ExitCode}}' "$name")" = 0 ] || { echo "did not end with 0" >&2; exit 1; }

refuse() {  # WHAT COMMAND WORD: the start must end with 2 and one line that holds the word
  $docker rm -f "$name" >/dev/null
  # shellcheck disable=SC2086  # several options
  told=$($docker run --name "$name" $hardened -e DOCTAG_HOST=127.0.0.1 -e DOCTAG_MODELS_DIR=/tmp/models --entrypoint sh \
    "$image" -c "cp -r models /tmp/models && $2 && exec python -m app" 2>&1) || true
  status=$($docker inspect -f '{{.State.ExitCode}}' "$name")
  case "$status $told" in
    "2 "*"doctag cannot start: "*"$3"*) echo "refuses $1" ;;
    *) echo "does not refuse $1: exit $status: $told" >&2; exit 1 ;;
  esac
}
refuse "a damaged model" 'for f in /tmp/models/*/*/weights.npz; do truncate -s -1 "$f"; done' "is damaged"
refuse "a model that is not pinned" 'for f in /tmp/models/*/*/manifest.json; do echo >>"$f"; done' "models.lock"
