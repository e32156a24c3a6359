#!/bin/sh
# Divides a ladder over a Kubernetes cluster: submit.sh INPUT DIR [OPTION of transcode-hls ...]
#
# INPUT and DIR lie on the volume that the manifests mount at /media; options without spaces in them. Needs a
# PersistentVolumeClaim `media` that many nodes can write (volume.yaml). Ends when the ladder is published.
set -eu
[ $# -ge 2 ] || { echo "usage: submit.sh INPUT DIR [OPTION ...]" >&2; exit 64; }
input=$1 out=$2
shift 2
here=$(dirname "$0")

finish() { # waits for a Job, and fails with it
  until state=$(kubectl get job "$1" -o 'jsonpath={.status.conditions[?(@.status=="True")].type}') &&
    case $state in *Complete* | *Failed*) true ;; *) false ;; esac; do
    sleep 5
  done
  case $state in
  *Failed*) echo "job $1 failed: kubectl describe job $1" >&2; exit 2 ;;
  esac
}

kubectl delete job -l app=vidproc-ladder --ignore-not-found
kubectl create configmap ladder --from-literal=INPUT="$input" --from-literal=OUTPUT="$out" \
  --from-literal=OPTIONS="$*" --dry-run=client -o yaml | kubectl apply -f -
kubectl apply -f "$here/plan.yaml"
finish ladder-plan
plan=$(kubectl logs job/ladder-plan)
for phase in analysis quality encode; do
  tasks=$(printf '%s\n' "$plan" | grep -c "\"phase\":\"$phase\"") || continue
  sed "s/^  completions: .*/  completions: $tasks/" "$here/$phase.yaml" | kubectl apply -f -
  finish "ladder-$phase"
done
kubectl apply -f "$here/stitch.yaml"
finish ladder-stitch
