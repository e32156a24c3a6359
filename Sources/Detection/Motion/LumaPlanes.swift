import COpenCV
import Media

/// Where the brightness of a frame lies in its planes.
struct LumaPlanes {
  /// One component: its plane, the bytes to its first sample and between samples, and its weight.
  private struct Component {
    var plane: Int
    var offset = 0
    var step = 1
    var weight: Float = 1
  }

  private let components: [Component]
  private let bytes: Int
  private let scale: Float

  /// Finds out how a format holds brightness. Of RGB it is (R + 2 G + B) / 4, near enough for differences.
  /// - Throws: MediaError for formats without readable brightness: palettes, hardware surfaces, Bayer
  ///   patterns, floats, and words in the other byte order.
  init(_ format: PixelFormat) throws(MediaError) {
    let name = format.withoutRange.name
    let depth = format.bitDepth
    bytes = depth > 8 ? 2 : 1
    // p010 and its like keep their bits at the top of 16.
    let highBits = ["p010", "p012", "p016", "p210", "p216", "p410", "p416", "y210", "y212", "x2rgb"]
      .contains { name.hasPrefix($0) }
    scale = 255 / Float((1 << (highBits ? 16 : depth)) - 1)
    let packed: [String: [Int]] = [
      "rgb24": [3, 0, 1, 2], "bgr24": [3, 2, 1, 0], "rgba": [4, 0, 1, 2], "rgb0": [4, 0, 1, 2],
      "bgra": [4, 2, 1, 0], "bgr0": [4, 2, 1, 0], "argb": [4, 1, 2, 3], "0rgb": [4, 1, 2, 3],
      "abgr": [4, 3, 2, 1], "0bgr": [4, 3, 2, 1], "rgb48le": [6, 0, 2, 4], "bgr48le": [6, 4, 2, 0],
      "rgba64le": [8, 0, 2, 4], "bgra64le": [8, 4, 2, 0],
    ]
    if let order = packed[name] {
      components = [(1, 0.25), (2, 0.5), (3, 0.25)].map { index, weight in
        Component(plane: 0, offset: order[index], step: order[0], weight: weight)
      }
    } else if name.hasPrefix("gbr"), !name.hasSuffix("be"), !name.contains("f32") {
      components = [(0, 0.5), (1, 0.25), (2, 0.25)].map { plane, weight in
        Component(plane: plane, step: depth > 8 ? 2 : 1, weight: weight)
      }
    } else if name == "yuyv422" || name == "yvyu422" {
      components = [Component(plane: 0, step: 2)]
    } else if name == "uyvy422" {
      components = [Component(plane: 0, offset: 1, step: 2)]
    } else if name.hasPrefix("yuv") || name.hasPrefix("gray") || name.hasPrefix("nv") || name.hasPrefix("p0")
      || name.hasPrefix("p2") || name.hasPrefix("p4") || name == "ya8", !name.hasSuffix("be"),
      !name.contains("f32"), !name.hasSuffix("-msb")
    {
      components = [Component(plane: 0, step: name == "ya8" ? 2 : bytes)]
    } else {
      throw MediaError(
        "find motion in", "pictures of format \(format)", cause: "their brightness cannot be read",
        hint: "convert them first, such as to yuv420p")
    }
  }

  /// Loads a frame into a model of motion, each pixel the mean of `factor` x `factor`.
  func load(_ frame: Frame, into motion: OpaquePointer, factor: Int) throws(MediaError) {
    var planes: [vp_motion_plane] = []
    for component in components {
      let step = component.step
      let found: Void? = frame.withPlane(component.plane) { plane in
        planes.append(
          vp_motion_plane(
            base: UnsafePointer(plane.base + component.offset), stride: plane.stride, step: Int32(step),
            bytes: Int32(bytes), weight: component.weight * scale))
      }
      guard found != nil else {
        throw MediaError("find motion in", "a frame", cause: "it has no plane \(component.plane)")
      }
    }
    // The planes outlive withPlane: they belong to the frame, which is held here.
    let code = withExtendedLifetime(frame) {
      OpenCVError.text { vp_motion_load(motion, planes, Int32(planes.count), Int32(factor), $0) }
    }
    if let cause = code { throw MediaError("find motion in", "a frame", cause: cause) }
  }
}

extension LumaPlanes {
  /// Whether the brightness is a plane of bytes that can be read as it is.
  var isBytes: Bool { components.count == 1 && components[0].step == 1 && bytes == 1 }

  /// The brightness of a frame as bytes, row by row without padding.
  func bytes(of frame: Frame) throws(MediaError) -> [UInt8] {
    guard let motion = vp_motion_new(Int32(frame.width), Int32(frame.height)) else {
      throw MediaError("allocate", "a picture of \(frame.width)x\(frame.height)", cause: "there is no memory")
    }
    defer { vp_motion_free(motion) }
    try load(frame, into: motion, factor: 1)
    let picture = UnsafeBufferPointer(start: vp_motion_picture(motion), count: frame.width * frame.height)
    return picture.map { UInt8(min(max($0.rounded(), 0), 255)) }
  }
}

/// The texts of errors that COpenCV reports.
enum OpenCVError {
  /// Runs a call that returns a negative number where it fails; its text then, nil where it works.
  static func text(_ body: (UnsafeMutablePointer<CChar>) -> Int32) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(VP_CV_ERROR_SIZE)) { buffer in
      buffer.initialize(repeating: 0)
      guard let base = buffer.baseAddress, body(base) < 0 else { return nil }
      return String(cString: base)
    }
  }
}
