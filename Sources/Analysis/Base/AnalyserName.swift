/// The analysers, by the names that the command line knows them by.
public enum AnalyserName: String, Sendable, CaseIterable {
  /// Hard cuts and gradual transitions.
  case scenes
  /// Black stretches.
  case black
  /// Frozen stretches.
  case freeze
  /// Silent stretches.
  case silence
  /// Loudness by EBU R 128.
  case loudness
  /// Clipped samples of sound.
  case clipping
  /// The order of fields.
  case interlace
  /// Bars around the picture.
  case letterbox
  /// Frames that repeat the one before.
  case duplicates
  /// Flashes that may provoke seizures.
  case flash
  /// Bits a second, groups of pictures, frame types.
  case bitrate
  /// Gaps, overlaps and drift.
  case timestamps
  /// Damage met while decoding.
  case decode
  /// What the pictures are like, and how good.
  case picture
  /// Levels, phase and spectrum of the sound.
  case audio
  /// What a classification model sees.
  case tags
  /// Objects that a detection model sees, counted.
  case objects
  /// Faces that a detection model sees, counted.
  case faces

  /// Those that need a model, and run only when they are asked for.
  public static var withModels: Set<AnalyserName> { [.tags, .objects, .faces] }

  /// Those that run where nothing else is said.
  public static var byDefault: Set<AnalyserName> { Set(allCases).subtracting(withModels) }

  /// Whether it reads sound.
  public var readsSound: Bool {
    switch self {
    case .silence, .loudness, .clipping, .audio: true
    default: false
    }
  }

  /// Whether it reads packets as they stand in the container.
  public var readsPackets: Bool { self == .bitrate || self == .timestamps }

  /// Whether it needs what is measured in whole pictures.
  var needsMeasures: Bool {
    switch self {
    case .picture, .black, .freeze, .duplicates: true
    default: false
    }
  }

  /// Whether it needs what is measured in the lines of pictures.
  var needsLines: Bool { self == .interlace || self == .letterbox }
}
