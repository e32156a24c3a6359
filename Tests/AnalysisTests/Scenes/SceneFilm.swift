import Analysis
import Records
import Vision

/// Numbers that look random and are the same on each run (SplitMix64).
struct SceneRandom: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A textured world through which a camera can move: patches of several sizes, of random brightness and colour.
struct SceneWorld {
  static let (width, height) = (128, 72)
  private static let margin = 64
  private let across = Self.width + 2 * Self.margin
  private let luma: [UInt8]
  private let blue: [UInt8]
  private let red: [UInt8]

  init(seed: UInt64) {
    var random = SceneRandom(seed)
    let (across, down) = (Self.width + 2 * Self.margin, Self.height + 2 * Self.margin)
    func texture(_ amplitudes: [(cell: Int, amplitude: Int)], _ middle: Int) -> [UInt8] {
      var sums = [Int](repeating: middle, count: across * down)
      for (cell, amplitude) in amplitudes {
        let columns = across / cell + 1
        let grid = (0..<(columns * (down / cell + 1))).map { _ in
          Int.random(in: -amplitude...amplitude, using: &random)
        }
        for y in 0..<down {
          for x in 0..<across { sums[y * across + x] += grid[y / cell * columns + x / cell] }
        }
      }
      return sums.map { UInt8(clamping: min(235, max(24, $0))) }
    }
    let middle = Int.random(in: 90...150, using: &random)
    luma = texture([(32, 40), (13, 25), (5, 15), (2, 6)], middle)
    blue = texture([(40, 25), (11, 8)], Int.random(in: 105...150, using: &random))
    red = texture([(40, 25), (11, 8)], Int.random(in: 105...150, using: &random))
  }

  /// What the camera sees from a place, within 60 of the middle.
  func picture(x: Int = 0, y: Int = 0) -> SmallPicture {
    func crop(_ plane: [UInt8], _ step: Int) -> [UInt8] {
      var cropped: [UInt8] = []
      for row in stride(from: 0, to: Self.height, by: step) {
        let start = (row + y + Self.margin) * across + x + Self.margin
        if step == 1 {
          cropped += plane[start..<(start + Self.width)]
        } else {
          for column in stride(from: 0, to: Self.width, by: step) { cropped.append(plane[start + column]) }
        }
      }
      return cropped
    }
    return SmallPicture(
      cell: 8, width: Self.width, height: Self.height, luma: crop(luma, 1), chromaWidth: Self.width / 2,
      chromaHeight: Self.height / 2, blue: crop(blue, 2), red: crop(red, 2))
  }

  /// Pictures of a camera that moves by whole cells a frame.
  func shot(_ count: Int, dx: Int = 0, dy: Int = 0) -> [SmallPicture] {
    (0..<count).map { picture(x: dx * ($0 - count / 2), y: dy * ($0 - count / 2)) }
  }
}

extension SmallPicture {
  /// A picture of one colour.
  static func flat(_ luma: UInt8) -> SmallPicture {
    let (width, height) = (SceneWorld.width, SceneWorld.height)
    let chroma = [UInt8](repeating: 128, count: width / 2 * (height / 2))
    return SmallPicture(
      cell: 8, width: width, height: height, luma: [UInt8](repeating: luma, count: width * height),
      chromaWidth: width / 2, chromaHeight: height / 2, blue: chroma, red: chroma)
  }

  /// The picture with `share` of another.
  func mixed(with other: SmallPicture, _ share: Double) -> SmallPicture {
    func mix(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
      zip(first, second).map { UInt8(Double($0) * (1 - share) + Double($1) * share + 0.5) }
    }
    var mixed = self
    (mixed.luma, mixed.blue, mixed.red) = (mix(luma, other.luma), mix(blue, other.blue), mix(red, other.red))
    return mixed
  }

  /// The picture with its luma changed.
  func changed(_ change: (_ x: Int, _ y: Int, _ value: UInt8) -> Int) -> SmallPicture {
    var changed = self
    for index in luma.indices {
      changed.luma[index] = UInt8(clamping: change(index % width, index / width, luma[index]))
    }
    return changed
  }
}

/// Scenes and the frames after which they were told, of pictures one after the other.
func detect(
  _ pictures: [SmallPicture], rate: Double? = 25, options: SceneOptions = SceneOptions(), firstIndex: Int = 0
) -> (scenes: [SceneRecord], told: [Int], summary: ScenesSummary?) {
  let format = PictureFormat(width: 1024, height: 576, frameRate: rate)
  let detector = SceneDetector(format: format, options: options)
  let step = 1 / (rate ?? 25)
  var output = AnalyserOutput()
  var told: [Int] = []
  for (index, picture) in pictures.enumerated() {
    let facts = FrameFacts(
      index: firstIndex + index, pts: Int64(index * 10), time: Double(index) * step,
      isKeyframe: index % 12 == 0)
    detector.add(MeasuredPicture(facts: facts, small: picture), to: &output)
    while told.count < output.scenes.count { told.append(index) }
  }
  var summary = SummaryRecord()
  detector.finish(at: Double(pictures.count) * step, into: &summary, output: &output)
  while told.count < output.scenes.count { told.append(pictures.count) }
  return (output.scenes, told, summary.scenes)
}

/// Frames at which scenes begin, without the first.
func boundaries(_ pictures: [SmallPicture], options: SceneOptions = SceneOptions()) -> [Int] {
  detect(pictures, options: options).scenes.dropFirst().map(\.frame)
}
