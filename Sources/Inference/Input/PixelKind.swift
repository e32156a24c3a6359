import Media

/// How the bytes of a picture lie, as far as they are read without conversion.
enum PixelKind: Equatable {
  case gray
  case planar
  case semiPlanar
  case packed(step: Int, red: Int, green: Int, blue: Int)

  init?(_ format: PixelFormat) {
    switch format.withoutRange.name {
    case "gray": self = .gray
    case "yuv420p", "yuv422p", "yuv444p", "yuv440p", "yuv411p", "yuv410p": self = .planar
    case "nv12": self = .semiPlanar
    case "rgb24": self = .packed(step: 3, red: 0, green: 1, blue: 2)
    case "bgr24": self = .packed(step: 3, red: 2, green: 1, blue: 0)
    case "rgba", "rgb0": self = .packed(step: 4, red: 0, green: 1, blue: 2)
    case "bgra", "bgr0": self = .packed(step: 4, red: 2, green: 1, blue: 0)
    default: return nil
    }
  }

  /// Whether the pixels are colours already.
  var isPacked: Bool { if case .packed = self { true } else { false } }
}
