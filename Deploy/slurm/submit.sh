#!/bin/sh
# Divides a ladder over a Slurm cluster: submit.sh INPUT DIR [OPTION of transcode-hls ...]
#
# INPUT and DIR are seen under the same names by all nodes. Prints the number of the last job, which publishes.
# What sbatch should know besides comes from its variables: SBATCH_PARTITION, SBATCH_MEM_PER_NODE, ...
set -eu
[ $# -ge 2 ] || { echo "usage: submit.sh INPUT DIR [OPTION ...]" >&2; exit 64; }
input=$1 plan=$2.plan out=$2
shift 2
here=$(dirname "$0")
vidproc transcode-hls "$input" -o "$out" "$@" --plan > "$plan"

previous=
submit() { # PHASE [OPTION of sbatch ...]
  phase=$1
  shift
  previous=$(sbatch --parsable --requeue --kill-on-invalid-dep=yes --job-name="ladder-$phase" \
    ${previous:+--dependency=afterok:"$previous"} "$@" "$here/task.sh" "$phase" "$plan")
  previous=${previous%%;*}
}

for phase in analysis quality encode; do
  tasks=$(grep -c "\"phase\":\"$phase\"" "$plan") || continue
  submit "$phase" --array="0-$((tasks - 1))"
done
submit stitch
echo "$previous"
