import CPictureKernels
import Media

/// Measures what a picture keeps of a reference. One thread uses it at a time.
///
/// Differences to VMAF's own features: about 270 rows of the two finest scales speak for all of them in the
/// information and the motion, and numbers are of single precision instead of whole. The greatest differences are
/// told by Tests/Benchmarks/Quality/fit.py.
final class FidelityMeasurer {
  /// The least width and height.
  static let least = 64

  private var size = (width: 0, height: 0)
  private var scratch: [Float] = []
  /// The next scale of both pictures.
  private var scales: [[Float]] = [[], []]
  /// Five buffers for each picture: four bands, and the approximation that they are made of.
  private var bands: [Float] = []

  /// Makes one.
  init() {}

  /// The features of two pictures; without motion, which is no matter of one picture.
  /// - Throws: MediaError where the sizes differ, or are less than 64.
  func features(of picture: LumaPlane, reference: LumaPlane) throws(MediaError) -> FidelityFeatures {
    guard picture.width == reference.width, picture.height == reference.height else {
      throw MediaError(
        "compare", "pictures",
        cause: "one is \(picture.width)x\(picture.height), the other \(reference.width)x\(reference.height)")
    }
    guard min(picture.width, picture.height) >= Self.least else {
      throw MediaError(
        "estimate the quality of", "a picture of \(picture.width)x\(picture.height)",
        cause: "it is smaller than \(Self.least)x\(Self.least)")
    }
    prepare(width: picture.width, height: picture.height)
    return FidelityFeatures(
      detail: detail(picture, reference), information: information(picture, reference))
  }

  private func prepare(width: Int, height: Int) {
    guard size != (width, height) else { return }
    size = (width, height)
    scratch = [Float](repeating: 0, count: 14 * (width + 16))
    let quarter = ((width + 1) / 2) * ((height + 1) / 2)
    scales = [[Float]](repeating: [Float](repeating: 0, count: quarter), count: 2)
    bands = [Float](repeating: 0, count: 10 * quarter)
  }

  private func information(_ picture: LumaPlane, _ reference: LumaPlane) -> [Double] {
    var values: [Double] = []
    var (width, height) = size
    for scale in 0..<4 {
      let step = scale < 2 ? max(1, height / 270) : 1
      let result =
        if scale == 0 {
          fidelity(picture.samples, reference.samples, width, height, scale, step)
        } else {
          fidelity(scales[0], scales[1], width, height, scale, step)
        }
      values.append(result)
      guard scale < 3 else { break }
      for side in 0..<2 {
        let target = [Float](unsafeUninitializedCapacity: (width / 2) * (height / 2)) { target, count in
          guard let start = target.baseAddress else { return }
          let next = Int32(scale + 1)
          if scale > 0 {
            vp_next_scale(scales[side], width, height, next, start, &scratch)
          } else {
            vp_next_scale(
              side == 0 ? picture.samples : reference.samples, width, height, next, start, &scratch)
          }
          count = (width / 2) * (height / 2)
        }
        scales[side] = target
      }
      (width, height) = (width / 2, height / 2)
    }
    return values
  }

  private func fidelity(
    _ picture: [Float], _ reference: [Float], _ width: Int, _ height: Int, _ scale: Int, _ step: Int
  ) -> Double {
    picture.withUnsafeBufferPointer { first in
      reference.withUnsafeBufferPointer { second in
        let pair = vp_float_pair(
          picture: first.baseAddress, reference: second.baseAddress, width: width, height: height)
        let found = vp_visual_information(pair, Int32(scale), step, &scratch)
        return found.whole > 0 ? found.kept / found.whole : 1
      }
    }
  }

  private func detail(_ picture: LumaPlane, _ reference: LumaPlane) -> Double {
    var (kept, whole) = (0.0, 0.0)
    var (width, height) = size
    withBands { first, second in
      var sides = (first, second)
      for level in 0..<4 {
        if level == 0 {
          vp_split_bands(picture.samples, width, height, sides.0.bands, &scratch)
          vp_split_bands(reference.samples, width, height, sides.1.bands, &scratch)
        } else {
          sides.0.swap()
          sides.1.swap()
          vp_split_bands(sides.0.previous, width, height, sides.0.bands, &scratch)
          vp_split_bands(sides.1.previous, width, height, sides.1.bands, &scratch)
        }
        (width, height) = ((width + 1) / 2, (height + 1) / 2)
        let found = vp_detail_kept(sides.0.bands, sides.1.bands, Int32(level), width, height, &scratch)
        kept += found.kept
        whole += found.whole
      }
    }
    return whole > 0 ? kept / whole : 1
  }

  /// The bands of a picture, and the approximation that they come from.
  private struct Side {
    var bands: vp_bands
    var previous: UnsafeMutablePointer<Float>

    /// The approximation becomes what the next level is made of.
    mutating func swap() {
      guard let made = bands.approximation else { return }
      bands.approximation = previous
      previous = made
    }
  }

  private func withBands(_ body: (Side, Side) -> Void) {
    let room = bands.count / 10
    bands.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      func side(_ first: Int) -> Side {
        let place = start + first * room
        return Side(
          bands: vp_bands(
            approximation: place, horizontal: place + room, vertical: place + 2 * room,
            diagonal: place + 3 * room), previous: place + 4 * room)
      }
      body(side(0), side(5))
    }
  }
}
