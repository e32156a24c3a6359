#ifndef VIDPROC_CFREETYPE_H
#define VIDPROC_CFREETYPE_H

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_GLYPH_H
#include FT_STROKER_H
#include <fontconfig/fontconfig.h>

/// Loads and draws a glyph in grey levels, hinted vertically only.
static inline int vp_ft_draw(FT_Face face, FT_UInt glyph) {
  return FT_Load_Glyph(face, glyph, FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT);
}

/// Whether a face has outlines that can be drawn in any size.
static inline int vp_ft_is_scalable(FT_Face face) { return FT_IS_SCALABLE(face) ? 1 : 0; }

#endif
