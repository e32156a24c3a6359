import Vision

/// Follows light in cells of the picture, and tells when they brighten, darken, become and cease to be red.
struct FlashCells {
  /// Changes of one kind: of luminance, or to and from saturated red.
  struct Changes {
    /// 1 after a rise, -1 after a fall, 0 before any.
    var direction: [Int8]
    /// When it happened, in seconds.
    var time: [Double]
    /// The last changes of each cell, a ring of `kept`.
    private var times: [Double]
    private var counts: [Int]
    private let kept: Int
    private var latest = (up: -Double.infinity, down: -Double.infinity)

    init(count: Int, kept: Int) {
      self.kept = kept
      direction = [Int8](repeating: 0, count: count)
      time = [Double](repeating: -.infinity, count: count)
      times = [Double](repeating: -.infinity, count: count * kept)
      counts = [Int](repeating: 0, count: count)
    }

    /// A cell changes.
    mutating func change(_ cell: Int, to direction: Int8, time: Double) {
      self.direction[cell] = direction
      self.time[cell] = time
      times[cell * kept + counts[cell] % kept] = time
      counts[cell] += 1
      if direction > 0 { latest.up = time } else { latest.down = time }
    }

    /// When any cell changed in a direction for the last time.
    func latest(_ direction: Int8) -> Double { direction > 0 ? latest.up : latest.down }

    /// When a cell changed the last time but some, of which there are `kept` at most; long ago where it did not.
    func time(_ cell: Int, back: Int) -> Double {
      guard back > 0, back <= min(counts[cell], kept) else { return -.infinity }
      return times[cell * kept + (counts[cell] - back) % kept]
    }
  }

  private(set) var width = 0
  private(set) var height = 0
  private(set) var general = Changes(count: 0, kept: 1)
  private(set) var red = Changes(count: 0, kept: 1)
  private var least: [Float] = []
  private var greatest: [Float] = []
  /// Chromaticity of the state of each cell: the reddest while red, the least red otherwise.
  private var u: [Float] = []
  private var v: [Float] = []
  private let colors: FlashColors
  private let options: FlashOptions
  /// The limits, less what rounding to codes of 8 bits takes away.
  private let change: Float
  private let redShare: Float
  private let redChange: Float

  init(_ format: PictureFormat, options: FlashOptions) {
    colors = FlashColors(format)
    self.options = options
    change = options.change - 0.001
    redShare = options.redShare - 0.01
    redChange = options.redChange - 0.001
  }

  /// Takes the next picture.
  mutating func add(_ small: SmallPicture, time: Double) {
    guard small.width > 0, small.height > 0, small.luma.count == small.width * small.height else { return }
    let isFirst = (small.width + 1) / 2 != width || (small.height + 1) / 2 != height
    if isFirst { reset(width: (small.width + 1) / 2, height: (small.height + 1) / 2) }
    let hasColor =
      small.chromaWidth > 0 && small.chromaHeight > 0
      && small.blue.count == small.chromaWidth * small.chromaHeight
      && small.red.count == small.blue.count
    let (width, height) = (width, height)
    colors.withTable { table in
      for y in 0..<height {
        let upper = 2 * y * small.width
        let lower = min(2 * y + 1, small.height - 1) * small.width
        let chromaRow = hasColor ? y * small.chromaHeight / height * small.chromaWidth : 0
        for x in 0..<width {
          let left = 2 * x
          let right = min(left + 1, small.width - 1)
          let sum =
            Int(small.luma[upper + left]) + Int(small.luma[upper + right]) + Int(small.luma[lower + left])
            + Int(small.luma[lower + right])
          let chroma = hasColor ? chromaRow + x * small.chromaWidth / width : 0
          let light = colors.light(
            luma: Float(sum) / 4, blue: hasColor ? Float(small.blue[chroma]) : 128,
            red: hasColor ? Float(small.red[chroma]) : 128, table: table)
          follow(light.luminance, cell: y * width + x, time: time, isFirst: isFirst)
          if hasColor { followRed(light, cell: y * width + x, time: time, isFirst: isFirst) }
        }
      }
    }
  }

  private mutating func reset(width: Int, height: Int) {
    self.width = width
    self.height = height
    let count = width * height
    general = Changes(count: count, kept: 2 * options.most + 1)
    red = Changes(count: count, kept: 2 * options.most + 1)
    least = [Float](repeating: 0, count: count)
    greatest = least
    u = least
    v = least
  }

  /// A rise or a fall is complete when the luminance has left its last extreme by the limit, and the darker of the
  /// two is dark enough.
  private mutating func follow(_ luminance: Float, cell: Int, time: Double, isFirst: Bool) {
    if isFirst {
      (least[cell], greatest[cell]) = (luminance, luminance)
      return
    }
    let direction = general.direction[cell]
    if direction <= 0, luminance - least[cell] >= change, least[cell] < options.darker {
      general.change(cell, to: 1, time: time)
      (least[cell], greatest[cell]) = (luminance, luminance)
    } else if direction >= 0, greatest[cell] - luminance >= change, luminance < options.darker {
      general.change(cell, to: -1, time: time)
      (least[cell], greatest[cell]) = (luminance, luminance)
    } else {
      least[cell] = min(least[cell], luminance)
      greatest[cell] = max(greatest[cell], luminance)
    }
  }

  /// A cell turns red when it is saturated and far from what it was, and ceases when it is far from that red.
  private mutating func followRed(_ light: FlashColors.Light, cell: Int, time: Double, isFirst: Bool) {
    let sum = light.red + light.green + light.blue
    let isSaturated =
      light.red >= redShare * sum && (light.red - light.green - light.blue) * 320 > options.redness
    let isRed = red.direction[cell] > 0
    let chroma = FlashCells.chromaticity(light)
    let state = (u[cell], v[cell])
    let distance = FlashCells.distance(chroma, state)
    if isFirst {
      (u[cell], v[cell]) = chroma
      if isSaturated { red.direction[cell] = 1 }
    } else if isRed {
      if distance > redChange {
        red.change(cell, to: -1, time: time)
        (u[cell], v[cell]) = chroma
      } else if isSaturated,
        FlashCells.distance(chroma, FlashCells.red) < FlashCells.distance(state, FlashCells.red)
      {
        (u[cell], v[cell]) = chroma
      }
    } else if isSaturated, distance > redChange {
      red.change(cell, to: 1, time: time)
      (u[cell], v[cell]) = chroma
    } else if FlashCells.distance(chroma, FlashCells.red) > FlashCells.distance(state, FlashCells.red) {
      (u[cell], v[cell]) = chroma
    }
  }

  /// u' and v' of the red of BT.709.
  private static let red: (Float, Float) = (0.4507, 0.5229)
  /// u' and v' of D65.
  private static let white: (Float, Float) = (0.1978, 0.4683)

  /// CIE 1976 u' and v' of light in the primaries of BT.709; white's for black.
  private static func chromaticity(_ light: FlashColors.Light) -> (Float, Float) {
    let x = 0.4124 * light.red + 0.3576 * light.green + 0.1805 * light.blue
    let y = 0.2126 * light.red + 0.7152 * light.green + 0.0722 * light.blue
    let z = 0.0193 * light.red + 0.1192 * light.green + 0.9505 * light.blue
    let sum = x + 15 * y + 3 * z
    // Dark colours are mostly coding noise.
    guard sum > 0.02 else { return white }
    return (4 * x / sum, 9 * y / sum)
  }

  private static func distance(_ first: (Float, Float), _ second: (Float, Float)) -> Float {
    let (du, dv) = (first.0 - second.0, first.1 - second.1)
    return (du * du + dv * dv).squareRoot()
  }
}
