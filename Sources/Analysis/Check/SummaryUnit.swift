/// What a number of the summary counts in.
enum SummaryUnit: Sendable, Equatable, CaseIterable {
  /// Seconds.
  case seconds
  /// Bits a second.
  case bitRate
  /// Bytes.
  case bytes
  /// Loudness below full scale.
  case lufs
  /// A difference of loudness.
  case lu
  /// Decibels of true peak.
  case dBTP
  /// Decibels below full scale.
  case dBFS
  /// Decibels of a ratio.
  case decibels
  /// Frames a second.
  case frameRate
  /// Hertz.
  case hertz
  /// Pixels.
  case pixels
  /// Bits of a sample.
  case bits
  /// A part of one.
  case share
  /// Points of a hundred.
  case points
  /// A plain number or a count.
  case none

  /// The unit that a field's description names.
  init(meaning: String) {
    func says(_ words: String...) -> Bool { words.contains { meaning.contains($0) } }
    self =
      if says("Samples a second", "hertz") {
        .hertz
      } else if says("Frames a second", "pictures a second", "frames a second") {
        .frameRate
      } else if says("Bits a second") { .bitRate } else if says("LUFS") { .lufs } else if says(" LU ") {
        .lu
      } else if says("dBTP") { .dBTP } else if says("dBFS") { .dBFS } else if says("in dB") {
        .decibels
      } else if says("in pixels") { .pixels } else if says("Bits of a sample") {
        .bits
      } else if says("Size of the file", "Bytes") { .bytes } else if says("to 100") {
        .points
      } else if says("0 to 1") { .share } else if says("in seconds", "Seconds") { .seconds } else { .none }
  }

  /// The factors of the units that a demand may be written in, by their names as they are written.
  var factors: [(name: String, factor: Double)] {
    switch self {
    case .seconds: [("s", 1), ("ms", 1e-3), ("us", 1e-6), ("min", 60), ("h", 3600)]
    case .bitRate:
      ["b/s", "bit/s", "bps", "bits/s"].flatMap { name in
        [(name, 1), ("k" + name, 1e3), ("K" + name, 1e3), ("M" + name, 1e6), ("G" + name, 1e9)]
      } + SummaryUnit.prefixes
    case .bytes:
      [("B", 1), ("kB", 1e3), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12)]
        + [("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824)] + SummaryUnit.prefixes
    case .lufs: [("LUFS", 1), ("LKFS", 1)]
    case .lu: [("LU", 1)]
    case .dBTP: [("dBTP", 1), ("dB", 1)]
    case .dBFS: [("dBFS", 1), ("dB", 1)]
    case .decibels: [("dB", 1)]
    case .frameRate: [("fps", 1), ("Hz", 1)]
    case .hertz: [("Hz", 1), ("kHz", 1e3)] + SummaryUnit.prefixes
    case .pixels: [("px", 1), ("p", 1)]
    case .bits: [("bit", 1), ("bits", 1)]
    case .share: [("%", 0.01)]
    case .points: [("%", 1)]
    case .none: SummaryUnit.prefixes
    }
  }

  private static let prefixes: [(name: String, factor: Double)] = [
    ("k", 1e3), ("K", 1e3), ("M", 1e6), ("G", 1e9),
  ]

  /// A value with its unit: `1.92 s`, `-17.3 LUFS`, `4.2 Mb/s`, `12 %`.
  func text(_ value: Double, digits: Int = 4) -> String {
    switch self {
    case .bitRate: NumberText.prefixed(value, digits: digits) + "b/s"
    case .bytes: NumberText.prefixed(value, digits: digits) + "B"
    case .share: NumberText.short(value * 100, digits: digits) + " %"
    case .hertz: NumberText.prefixed(value, digits: digits) + "Hz"
    case .none, .points: NumberText.short(value, digits: digits)
    default: NumberText.short(value, digits: digits) + " " + (factors.first?.name ?? "")
    }
  }
}
