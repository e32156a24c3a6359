// A function marked FOR_EVERY_CPU exists once for CPUs with AVX2 and once for all others; the loader chooses.
#ifndef VIDPROC_EVERY_CPU_H
#define VIDPROC_EVERY_CPU_H

#if defined(__x86_64__)
#define FOR_EVERY_CPU __attribute__((target_clones("avx2", "default")))
#else
#define FOR_EVERY_CPU
#endif

#endif
