// Moves frames from one process to another through a pipe with plain write() and read():
//   plain_pipe FRAME_BYTES FRAMES [PIPE_BYTES]
// The writer writes whole frames from memory; the reader reads 64 KiB at a time (or the pipe's
// size) and touches every cache line. Prints frames, seconds, frames/s and CPU ms a frame.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds_of(struct timeval t) { return t.tv_sec + t.tv_usec / 1e6; }

int main(int argc, char **argv) {
  if (argc < 3) return 64;
  size_t size = strtoull(argv[1], NULL, 10);
  long frames = atol(argv[2]);
  int fds[2];
  if (pipe(fds)) return 2;
  size_t chunk = 65536;
  if (argc > 3) {
    int set = fcntl(fds[1], F_SETPIPE_SZ, atoi(argv[3]));
    if (set > 0) chunk = set;
  }
  struct timespec begin, end;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  pid_t child = fork();
  if (child == 0) {
    close(fds[0]);
    enum { RING = 32 };  // 100 MB of 1080p: more than a cache holds
    uint8_t *ring[RING];
    for (int i = 0; i < RING; i++) {
      ring[i] = malloc(size);
      memset(ring[i], i + 1, size);
    }
    for (long f = 0; f < frames; f++) {
      size_t done = 0;
      while (done < size) {
        ssize_t n = write(fds[1], ring[f % RING] + done, size - done);
        if (n <= 0) _exit(2);
        done += n;
      }
    }
    _exit(0);
  }
  close(fds[1]);
  uint8_t *frame = malloc(size);
  uint64_t sum = 0, total = 0;
  for (long f = 0; f < frames; f++) {
    size_t done = 0;
    while (done < size) {
      ssize_t n = read(fds[0], frame + done, size - done < chunk ? size - done : chunk);
      if (n <= 0) return 2;
      done += n;
    }
    for (size_t at = 0; at < size; at += 64) sum += frame[at];
    total += size;
  }
  int status;
  waitpid(child, &status, 0);
  clock_gettime(CLOCK_MONOTONIC, &end);
  struct rusage own, theirs;
  getrusage(RUSAGE_SELF, &own);
  getrusage(RUSAGE_CHILDREN, &theirs);
  double wall = end.tv_sec - begin.tv_sec + (end.tv_nsec - begin.tv_nsec) / 1e9;
  double cpu = seconds_of(own.ru_utime) + seconds_of(own.ru_stime) + seconds_of(theirs.ru_utime) + seconds_of(theirs.ru_stime);
  printf("{\"frames\":%ld,\"bytes\":%llu,\"seconds\":%.6f,\"fps\":%.1f,\"cpu_ms_per_frame\":%.4f,\"touched\":%llu}\n", frames,
         (unsigned long long)total, wall, frames / wall, cpu * 1000 / frames, (unsigned long long)sum);
  return status ? 2 : 0;
}
