#!/bin/sh
# Divides a ladder over AWS Batch: submit.sh INPUT DIR [OPTION of transcode-hls ...]
#
# INPUT and DIR lie on the file system that the job definitions mount, under the same names here; none of | & \ "
# in DIR. Prints the id of the last job, which publishes. LADDER_QUEUE names a queue other than `ladder`.
set -eu
[ $# -ge 2 ] || { echo "usage: submit.sh INPUT DIR [OPTION ...]" >&2; exit 64; }
input=$1 plan=$2.plan out=$2
shift 2
here=$(dirname "$0")
vidproc transcode-hls "$input" -o "$out" "$@" --plan > "$plan"

previous=
submit() { # NAME [OPTION of sed ...]
  name=$1
  shift
  previous=$(aws batch submit-job --query jobId --output text --cli-input-json "$(sed \
    -e "s|/media/film.plan|$plan|" -e "s/\"jobQueue\": \"ladder\"/\"jobQueue\": \"${LADDER_QUEUE:-ladder}\"/" \
    -e "s/\"jobId\": \".*\"/\"jobId\": \"$previous\"/" "$@" "$here/$name.json")")
}

for phase in analysis quality encode; do
  tasks=$(grep -c "\"phase\":\"$phase\"" "$plan") || continue
  if [ "$tasks" -gt 1 ]; then
    submit "$phase" -e "s/\"size\": [0-9]*/\"size\": $tasks/"
  else # an array has two jobs at the least
    submit "$phase" -e '/"arrayProperties"/d' -e 's/"task": "auto"/"task": "0"/'
  fi
done
submit stitch
echo "$previous"
