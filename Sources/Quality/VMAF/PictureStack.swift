import Glibc
import Media

/// Two pictures of one size and format, one upon the other: so that they stay together on their way through one
/// input.
struct PictureStack: Equatable {
  let width: Int
  let height: Int
  let format: PixelFormat

  /// Row where the lower one begins: a whole number of chroma rows.
  var offset: Int {
    let step = 1 << format.chromaShift.y
    return (height + step - 1) / step * step
  }

  /// Joins two pictures. Rows between them are not set.
  func join(_ upper: Frame, _ lower: Frame) throws(MediaError) -> Frame {
    let stack = try Frame.picture(width: width, height: 2 * offset, format: format)
    let bytes = format.bitDepth > 8 ? 2 : 1
    for plane in 0..<3 {
      let isChroma = plane > 0
      let start = isChroma ? offset >> format.chromaShift.y : offset
      let count = (isChroma ? -(-width >> format.chromaShift.x) : width) * bytes
      stack.withPlane(plane) { target in
        for (picture, top) in [(upper, 0), (lower, start)] {
          picture.withPlane(plane) { source in
            for row in 0..<source.rows {
              memcpy(target.base + (top + row) * target.stride, source.base + row * source.stride, count)
            }
          }
        }
      }
    }
    return stack
  }
}
