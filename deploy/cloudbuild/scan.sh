#!/bin/bash
# Lets Artifact Analysis scan the pushed image, and stops at a critical finding:  scan.sh LOCATION
set -euo pipefail
scan=$(gcloud artifacts docker images scan "$(cat .build/image)" --remote --location="${1%%-*}" --format='value(response.scan)')
gcloud artifacts docker images list-vulnerabilities "$scan" --format='table(vulnerability.effectiveSeverity, noteName)'
critical=$(gcloud artifacts docker images list-vulnerabilities "$scan" --format='value(vulnerability.effectiveSeverity)' | grep -cx CRITICAL || true)
[ "$critical" = 0 ] || { echo "$critical critical findings" >&2; exit 1; }
