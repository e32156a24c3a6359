#!/bin/sh
# One task of a divided ladder: task.sh PHASE PLAN. PHASE is analysis, quality, encode or stitch.
set -eu
if [ "$1" = stitch ]; then
  exec vidproc transcode-hls --stitch "$2"
fi
exec vidproc transcode-hls --phase "$1" --task auto "$2"
