import Inference

extension PictureInput {
  /// The input that models of a decoder's family usually take, where nothing else is known of a model.
  static func conventional(_ family: String?, width: Int, height: Int, layout: Layout) -> PictureInput {
    var input = PictureInput(width: width, height: height, layout: layout)
    func set(
      _ channels: Channels, _ fit: Fit, pad: UInt8 = 114, mean: [Float] = [0, 0, 0], deviation: [Float]
    ) {
      (input.channels, input.fit, input.pad) = (channels, fit, pad)
      (input.mean, input.deviation) = (mean, deviation)
    }
    let one: [Float] = [1, 1, 1]
    let unit: [Float] = [255, 255, 255]
    switch family {
    case "yolox": set(.bgr, .topLeft, deviation: one)
    case "fastestdet": set(.bgr, .stretch, deviation: unit)
    case "nanodet":
      set(.bgr, .stretch, mean: [103.53, 116.28, 123.675], deviation: [57.375, 57.12, 58.395])
    case "yunet": set(.bgr, .topLeft, pad: 0, deviation: one)
    case "ssd": set(.rgb, .stretch, deviation: one)
    case "movenet": set(.rgb, .letterbox, pad: 0, deviation: one)
    case "simcc", "classify":
      set(
        .rgb, family == "simcc" ? .letterbox : .stretch, pad: 0, mean: [123.675, 116.28, 103.53],
        deviation: [58.395, 57.12, 57.375])
    case "blazeface", "mediapipe-pose-detector":
      set(
        .rgb, .letterbox, pad: 0, mean: [127.5, 127.5, 127.5], deviation: [127.5, 127.5, 127.5])
    case "mediapipe-pose": set(.rgb, .letterbox, pad: 0, deviation: unit)
    default: set(.rgb, .letterbox, deviation: unit)
    }
    return input
  }
}
