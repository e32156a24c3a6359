/// libav* as one module, with the macros and variadic functions that Swift cannot import.
#ifndef VIDPROC_CFFMPEG_H
#define VIDPROC_CFFMPEG_H

#include <errno.h>
#include <sys/types.h>
#include <libavcodec/avcodec.h>
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/channel_layout.h>
#include <libavutil/display.h>
#include <libavutil/hdr_dynamic_metadata.h>
#include <libavutil/imgutils.h>
#include <libavutil/mastering_display_metadata.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libavutil/samplefmt.h>
#include <libavutil/tx.h>
#include <libavutil/version.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>

// Return codes that steer control flow.
static const int vp_error_again = AVERROR(EAGAIN);
static const int vp_error_eof = AVERROR_EOF;
static const int vp_error_exit = AVERROR_EXIT;
static const int vp_error_invalid_data = AVERROR_INVALIDDATA;
static const int vp_error_no_memory = AVERROR(ENOMEM);
static const int vp_error_pipe = AVERROR(EPIPE);
static const int vp_error_timeout = AVERROR(ETIMEDOUT);
static const int vp_error_io = AVERROR(EIO);
static const int vp_error_invalid_argument = AVERROR(EINVAL);
static const int vp_error_decoder_not_found = AVERROR_DECODER_NOT_FOUND;
static const int vp_error_unknown = AVERROR_UNKNOWN;
static inline int vp_error_from_errno(int code) { return AVERROR(code); }

static const int64_t vp_no_pts = AV_NOPTS_VALUE;
static const int vp_seek_size = AVSEEK_SIZE;
static const int vp_seek_force = AVSEEK_FORCE;
static const int vp_error_text_size = AV_ERROR_MAX_STRING_SIZE;
static const int vp_input_padding = AV_INPUT_BUFFER_PADDING_SIZE;
static const int vp_profile_unknown = FF_PROFILE_UNKNOWN;
static const int vp_buffersrc_keep_ref = AV_BUFFERSRC_FLAG_KEEP_REF;
static const int vp_flag_custom_io = AVFMT_FLAG_CUSTOM_IO;

static inline uint32_t vp_tag(char a, char b, char c, char d) { return MKTAG(a, b, c, d); }

/// How a log line reaches Swift: libav's level, the component's name, the text without its newline.
typedef void (*vp_log_sink)(int level, const char *component, const char *text);

/// Routes libav's log to `sink`; repeated lines are folded before they get there. The callback takes no
/// lock that an exiting thread could hold.
void vp_log_install(vp_log_sink sink, int level);

/// Opens libavdevice on demand (it costs about 20 ms) and registers its formats. 0, or -1 when absent.
int vp_devices_register(void);

/// The devices of one input format, one "name\tdescription" line each. The caller frees the text.
char *vp_devices_list(const char *format_name, int *error);

/// The decoded bytes of a frame's planes, as a plain pointer table (frame->data is a tuple in Swift).
static inline uint8_t *vp_frame_plane(const AVFrame *frame, int plane) {
  return plane < AV_NUM_DATA_POINTERS ? frame->data[plane] : 0;
}
static inline int vp_frame_stride(const AVFrame *frame, int plane) { return frame->linesize[plane]; }
static inline AVStream *vp_stream(const AVFormatContext *context, unsigned index) {
  return index < context->nb_streams ? context->streams[index] : 0;
}

/// True when the planes lie in memory exactly as a raw picture has them (no padding, planes in sequence).
int vp_frame_is_packed(const AVFrame *frame);

/// vmsplice without gifting: hands the memory's pages to a pipe; they must stay unchanged until read.
ssize_t vp_vmsplice(int descriptor, const void *bytes, size_t count);

#endif
