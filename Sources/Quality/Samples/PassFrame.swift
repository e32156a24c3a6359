/// What x264's first pass says of a frame.
public struct PassFrame: Sendable, Hashable, Codable {
  /// How it was coded: `I` for one that can be decoded alone, `i`, `P`, `B` or `b`.
  public var type: Character {
    get { letter.first ?? "?" }
    set { letter = String(newValue) }
  }
  private var letter: String
  /// Bits of the transform coefficients.
  public var texture: Double
  /// Bits of motion.
  public var motion: Double
  /// Other bits.
  public var other: Double

  /// Describes a frame.
  public init(type: Character, texture: Double, motion: Double, other: Double) {
    letter = String(type)
    self.texture = texture
    self.motion = motion
    self.other = other
  }

  /// All bits.
  public var bits: Double { texture + motion + other }

  /// Reads a statistics file, in the order in which frames are shown (x264 encoder/ratecontrol.c: one line a frame,
  /// `in:0 out:0 type:I dur:2 cpbdur:2 q:19.50 aq:12.63 tex:2043 mv:136 misc:101 imb:25 ...`). Lines that are
  /// no frame's are passed over.
  public static func read(_ text: String) -> [PassFrame] {
    var found: [(place: Int, frame: PassFrame)] = []
    for line in text.split(separator: "\n") where line.hasPrefix("in:") {
      var fields: [Substring: Substring] = [:]
      for field in line.split(separator: " ") {
        let halves = field.split(separator: ":", maxSplits: 1)
        if halves.count == 2 { fields[halves[0]] = halves[1] }
      }
      guard let place = fields["in"].flatMap({ Int($0) }), let type = fields["type"]?.first,
        let texture = fields["tex"].flatMap({ Double($0) }),
        let motion = fields["mv"].flatMap({ Double($0) }),
        let other = fields["misc"].flatMap({ Double($0) })
      else { continue }
      found.append((place, PassFrame(type: type, texture: texture, motion: motion, other: other)))
    }
    return found.sorted { $0.place < $1.place }.map(\.frame)
  }
}
