#include <zlib.h>

// Opens a stream of raw deflate data, as a zip archive's members hold it; inflateInit2 is a macro.
static inline int vp_inflate_open(z_stream *stream) { return inflateInit2(stream, -MAX_WBITS); }
