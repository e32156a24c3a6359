import Records

/// The sizes and bit rates that a title is offered in.
public struct Ladder: Sendable, Hashable, Codable {
  /// The rungs in the order in which they were given.
  public let rungs: [Rung]

  /// Creates a ladder.
  ///
  /// - Throws: `PackagingFormatError` when there is no rung or two have the same name.
  public init(rungs: [Rung]) throws(PackagingFormatError) {
    func failure(_ cause: String, _ hint: String) -> PackagingFormatError {
      PackagingFormatError(operation: "build a ladder", subject: "its rungs", cause: cause, hint: hint)
    }
    guard !rungs.isEmpty else { throw failure("there are none", "give one such as 1280x720@2500k") }
    var names: Set<String> = []
    for name in rungs.compactMap(\.name) where !names.insert(name).inserted {
      throw failure("two are named '\(name)'", "give each its own name, or none")
    }
    self.rungs = rungs
  }

  private init(sizes: [(width: Int, height: Int, bitrate: Int)]) {
    rungs = sizes.compactMap { try? Rung(width: $0.width, height: $0.height, bitrate: $0.bitrate) }
  }

  /// 1920x1080@5000k, 1280x720@2500k and 854x480@1000k.
  public static let standard = Ladder(sizes: [
    (1920, 1080, 5_000_000), (1280, 720, 2_500_000), (854, 480, 1_000_000),
  ])

  /// The renditions of a source, the largest first.
  ///
  /// - Pixels come out square: a source with other pixels is measured with its longer side grown.
  /// - The picture keeps its shape, is fitted inside the box and has even sides. A box is turned when the
  ///   source is portrait and the box landscape, or the reverse.
  /// - Nothing is enlarged: a rung that would need it is dropped. Where the source lies between two rungs the
  ///   lower ones are what it gets; no rung of its own size is added, however much taller it is.
  /// - When every rung is dropped, one of the source's own size takes their place. Its rates are those of the
  ///   rung nearest in pixels (as fitted), times the ratio of pixels to the power 0.75, not below
  ///   ``RungDefaults/lowestBitrate``.
  /// - Two of the same size and rate are one. Names are the short side, as "720p", with the bit rate where
  ///   two would be equal; a rung's own name is kept.
  ///
  /// - Parameters:
  ///   - sourceWidth: width in pixels, upright (after rotation), positive.
  ///   - sourceHeight: height in pixels, upright, positive.
  ///   - sampleAspect: width to height of one pixel, upright; what is not positive counts as square.
  public func renditions(sourceWidth: Int, sourceHeight: Int, sampleAspect: Rational) -> [PlannedRendition] {
    let source = DisplaySize(width: sourceWidth, height: sourceHeight, sampleAspect: sampleAspect)
    var planned: [PlannedRendition] = []
    for rung in rungs {
      let fit = source.fitted(inside: rung)
      guard !fit.enlarges else { continue }
      let known = planned.contains {
        $0.width == fit.width && $0.height == fit.height && $0.bitrate == rung.bitrate
      }
      if !known { planned.append(rung.planned(width: fit.width, height: fit.height)) }
    }
    if planned.isEmpty, let own = ownSize(of: source) { planned = [own] }
    let sorted = planned.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      let (first, second) = ((a.width * a.height, a.bitrate), (b.width * b.height, b.bitrate))
      return first != second ? first > second : left.offset < right.offset
    }
    return Self.named(sorted.map(\.element))
  }

  private func ownSize(of source: DisplaySize) -> PlannedRendition? {
    let candidates = rungs.map { rung in
      let fit = source.fitted(inside: rung)
      return (rung: rung, pixels: fit.width * fit.height)
    }
    guard
      let nearest = candidates.min(by: { ($0.pixels, $0.rung.bitrate) < ($1.pixels, $1.rung.bitrate) })
    else { return nil }
    let (width, height) = source.even
    let ratio = min(1, Double(width * height) / Double(nearest.pixels))
    // ratio to the power 0.75, in operations that round the same on every machine.
    let factor = ratio.squareRoot() * ratio.squareRoot().squareRoot()
    return nearest.rung.planned(width: width, height: height, factor: factor)
  }

  /// Gives each rendition its name.
  private static func named(_ renditions: [PlannedRendition]) -> [PlannedRendition] {
    func height(_ rendition: PlannedRendition) -> String { "\(min(rendition.width, rendition.height))p" }
    let heights = renditions.filter { $0.rung.name == nil }.map(height)
    var taken = Set(renditions.compactMap(\.rung.name))
    return renditions.map { rendition in
      if rendition.rung.name != nil { return rendition }
      var name = height(rendition)
      if taken.contains(name) || heights.filter({ $0 == name }).count > 1 {
        name += "-\(Rung.bitrateText(rendition.bitrate))"
      }
      let base = name
      var number = 2
      while taken.contains(name) {
        name = "\(base)-\(number)"
        number += 1
      }
      taken.insert(name)
      return rendition.renamed(name)
    }
  }
}

extension PlannedRendition {
  fileprivate func renamed(_ name: String) -> PlannedRendition {
    PlannedRendition(
      name: name, width: width, height: height, bitrate: bitrate, maxrate: maxrate, bufsize: bufsize,
      rung: rung)
  }
}

extension Rung {
  /// The rendition of this rung at a size, its rates times `factor` where that is below 1.
  fileprivate func planned(width: Int, height: Int, factor: Double = 1) -> PlannedRendition {
    func scaled(_ rate: Int) -> Int {
      guard factor < 1 else { return rate }
      return Int((Double(rate) * factor / 1000).rounded()) * 1000
    }
    let rate = max(scaled(bitrate), min(bitrate, RungDefaults.lowestBitrate))
    let highest = maxrate.map(scaled) ?? rate * RungDefaults.maxratePercent / 100
    return PlannedRendition(
      name: name ?? "", width: width, height: height, bitrate: rate, maxrate: max(rate, highest),
      bufsize: max(bufsize.map(scaled) ?? rate * RungDefaults.bufsizePercent / 100, 10_000), rung: self)
  }
}
