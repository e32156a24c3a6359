#!/usr/bin/env bash
# Makes the fixtures: make.sh [--cuts FOLDER]
#
# Without options it remakes the synthetic clips (test pictures and tones of ffmpeg's lavfi, and broken files made of
# them). With --cuts it cuts the others again from their originals, which must lie in FOLDER under the names that
# README.md gives. The files in the project were made by ffmpeg 5.1 of Debian 12.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

ff() { ffmpeg -v error -nostdin -y "$@"; }
# Nothing of the machine or the day in the files.
plain=(-map_metadata -1 -map_chapters -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact)
h264=(-c:v libx264 -preset slow -threads 1 -crf 28 -pix_fmt yuv420p)
aac=(-c:a aac -b:a 64k)
picture() { echo "testsrc2=size=$1:rate=$2:duration=$3"; }
tone() { echo "sine=frequency=$1:sample_rate=48000:duration=$2,aformat=channel_layouts=stereo"; }

cuts() {
  local from=$1
  ff -ss 12 -t 12 -i "$from/sintel_trailer-720p.mp4" "${plain[@]}" -c:v libx264 -preset slow -threads 1 -crf 27 \
    -maxrate 1M -bufsize 2M -pix_fmt yuv420p -color_range tv -c:a aac -b:a 96k sintel.mp4
  cp "$from/bigbuckbunny.mp4" bigbuckbunny.mp4
  ff -i "$from/test_video.mp4" -frames:v 240 "${plain[@]}" -an -c:v libx264 -preset slow -threads 1 -crf 25 \
    traffic_5994.mp4
  cp "$from/run.mp4" run_2997.mp4
  ff -i "$from/demo.mp4" -t 10 "${plain[@]}" -c copy studio.mp4
  ff -i "$from/vtest.avi" -t 8 "${plain[@]}" -c copy people.avi
  ff -i "$from/box.mp4" -t 5 -map_metadata -1 -fflags +bitexact -map 0 -c copy box.mp4
  chmod 644 bigbuckbunny.mp4 run_2997.mp4
}

# 30 frames a second, of which every third stays, but all of them from 2 s to 4 s; then each is moved by 0 to 12 ms.
variable_frame_rate() {
  ff -f lavfi -i "$(picture 320x180 30 6)" "${plain[@]}" "${h264[@]}" \
    -vf "select='not(mod(n,3))+between(n,60,119)',settb=1/1000,setpts=PTS+mod(N*7\,13)" \
    -fps_mode passthrough -enc_time_base 1/1000 -video_track_timescale 1000 vfr.mp4
}

rotated() {
  ff -f lavfi -i "$(picture 320x180 25 2)" "${plain[@]}" "${h264[@]}" "$scratch/upright.mp4"
  ff -i "$scratch/upright.mp4" "${plain[@]}" -c copy -metadata:s:v:0 rotate=90 rotated.mp4
}

anamorphic() {
  ff -f lavfi -i "$(picture 240x180 25 2)" "${plain[@]}" -vf setsar=4/3 "${h264[@]}" anamorphic.mp4
}

interlaced() {
  ff -f lavfi -i "$(picture 352x288 50 2)" -f lavfi -i "$(tone 440 2)" "${plain[@]}" \
    -vf interlace=scan=tff:lowpass=off -c:v mpeg2video -threads 1 -flags +ilme+ildct+bitexact -top 1 -b:v 600k \
    -maxrate 1M -bufsize 1M -c:a mp2 -b:a 64k interlaced.ts
}

high_dynamic_range() {
  ff -f lavfi -i "$(picture 640x360 25 1.6)" "${plain[@]}" -pix_fmt yuv420p10le -c:v libx265 -tag:v hvc1 -preset medium \
    -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc -color_range tv \
    -x265-params "log-level=error:info=0:pools=1:frame-threads=1:crf=32:repeat-headers=1:hdr10=1:master-display=$(
    )G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1):max-cll=1000,400" hdr.mp4
}

two_languages() {
  ff -f lavfi -i "$(picture 320x180 25 4)" -f lavfi -i "$(tone 440 4)" -itsoffset 0.5 -f lavfi -i "$(tone 880 2.5)" \
    "${plain[@]}" -map 0 -map 1 -map 2 "${h264[@]}" "${aac[@]}" -metadata:s:a:0 language=eng \
    -metadata:s:a:1 language=fra -disposition:a:0 default -disposition:a:1 0 two_languages.mp4
}

audio_only() { ff -f lavfi -i "$(tone 440 2)" "${plain[@]}" "${aac[@]}" audio_only.m4a; }

broken() {
  : > empty.mp4
  for _ in {1..20}; do echo "This is text, and no film."; done > not_media.mp4
  ff -f lavfi -i "$(picture 320x180 25 4)" -f lavfi -i "$(tone 440 4)" "${plain[@]}" "${h264[@]}" -g 25 "${aac[@]}" \
    "$scratch/whole.mp4"
  # The index stands at the end, so the first half has none.
  head -c $(($(wc -c < "$scratch/whole.mp4") / 2)) "$scratch/whole.mp4" > truncated.mp4
  ff -i "$scratch/whole.mp4" "${plain[@]}" -c copy -movflags +faststart "$scratch/index_first.mp4"
  head -c $(($(wc -c < "$scratch/index_first.mp4") / 2)) "$scratch/index_first.mp4" > truncated_faststart.mp4
  ffprobe -v error -select_streams v:0 -show_entries packet=size,pos -of csv=p=0 "$scratch/whole.mp4" |
    python3 -c '
import random, sys
whole, damaged = sys.argv[1:]
data = bytearray(open(whole, "rb").read())
# ffprobe prints the size first, whatever the order that was asked for.
packets = [tuple(map(int, line.strip().strip(",").split(","))) for line in sys.stdin if line.strip()]
chance = random.Random(20)
for index in chance.sample(range(30, 95), 8):
    size, at = packets[index]
    # Every other one loses the length before its slice too, so that nothing of it can be decoded.
    first = at if index % 2 else at + min(12, size // 2)
    for place in range(first, min(first + 24, at + size)):
        data[place] = chance.randrange(256)
open(damaged, "wb").write(data)' "$scratch/whole.mp4" damaged.mp4
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [ "${1:-}" = --cuts ]; then
  cuts "${2:?the folder of the originals}"
else
  variable_frame_rate
  rotated
  anamorphic
  interlaced
  high_dynamic_range
  two_languages
  audio_only
  broken
fi
