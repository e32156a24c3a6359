import Vision

/// Pairs the frames of a clip with those of its reference, by their times and a shift that is corrected where the
/// pictures show that frames were lost or repeated and the ones after moved up.
///
/// Frames of both come in order; a decision waits until `lookahead` more frames of the clip, and `reach` more of the
/// reference, are there.
struct FrameMatcher {
  /// A frame of the clip, and what was found for it.
  struct Match: Sendable, Equatable {
    /// Index of the clip's frame.
    var distorted: Int
    /// Index of the reference's frame; nil where it has none for that moment.
    var reference: Int?
    /// Seconds from the clip's first frame.
    var time: Double
    /// Frames of the reference that were passed over on the way here.
    var dropped = 0
    /// Whether it repeats the frame before where the reference goes on.
    var isDoubled = false
    /// Frames by which the shift was corrected here.
    var correction = 0
    /// Correlation of the two pictures; nil where one is flat.
    var correlation: Float?
    /// Mean absolute difference of the two pictures' cells.
    var distance: Float?
  }

  /// Frames of the clip that a correction is judged by.
  static let lookahead = 6
  /// Frames of the reference that one correction reaches.
  static let reach = 3

  private let frameLength: Double
  /// Frames of the reference that pass between two of the clip, where all are there.
  private let usualStep: Int
  /// Seconds by which the clip comes later.
  private var shift: Double
  private var waiting: [FrameMark] = []
  private var marks: [FrameMark] = []
  private var referenceHasEnded = false
  private var before: (own: FrameMark, partner: FrameMark?)?
  /// The partner of the last frame that did not repeat the one before.
  private var origin: FrameMark?
  private var lastPartner: Int?

  /// - Parameters:
  ///   - offset: frames of the reference by which the clip comes later.
  ///   - frameLength: seconds from one frame of the reference to the next.
  ///   - ownLength: the same of the clip.
  init(offset: Int, frameLength: Double, ownLength: Double) {
    self.frameLength = frameLength
    shift = Double(offset) * frameLength
    usualStep = max(1, Int((ownLength / frameLength - 0.05).rounded(.up)))
  }

  /// Takes the reference's next frame.
  mutating func add(reference mark: FrameMark) { marks.append(mark) }

  /// No more frames of the reference will come.
  mutating func endReference() { referenceHasEnded = true }

  /// Takes the clip's next frame.
  mutating func add(distorted mark: FrameMark) { waiting.append(mark) }

  /// Index of the earliest frame of the reference that may still be a partner.
  var oldestReference: Int { marks.first?.index ?? 0 }

  /// Whether more frames of the reference are needed before the next decision.
  func wantsReference(ownHasEnded: Bool) -> Bool {
    guard !referenceHasEnded, canDecide(ownHasEnded) else { return false }
    let last = waiting[min(Self.lookahead, waiting.count) - 1].time - shift
    return (marks.last?.time ?? -1) < last + Double(Self.reach + 1) * frameLength
  }

  private func canDecide(_ ownHasEnded: Bool) -> Bool {
    waiting.count >= Self.lookahead || (ownHasEnded && !waiting.isEmpty)
  }

  /// The next frame's match; nil where more frames are needed first.
  mutating func next(ownHasEnded: Bool) -> Match? {
    guard canDecide(ownHasEnded), !wantsReference(ownHasEnded: ownHasEnded) else { return nil }
    let correction = correctionHere()
    shift -= Double(correction) * frameLength
    let own = waiting.removeFirst()
    var match = Match(distorted: own.index, reference: nil, time: own.time, correction: correction)
    let partner = place(of: own).map { marks[$0] }
    if let partner {
      match.reference = partner.index
      match.distance = own.signature.distance(to: partner.signature)
      match.correlation = own.signature.correlation(with: partner.signature)
      if let lastPartner { match.dropped = max(0, partner.index - lastPartner - usualStep) }
      match.isDoubled = isRepeat(own, partner)
      lastPartner = partner.index
      if !match.isDoubled { origin = partner }
    }
    before = (own, partner)
    forget(before: own.time - shift)
    return match
  }

  private func place(of own: FrameMark) -> Int? {
    ReferenceTimeline(marks, frameLength: frameLength).partner(at: own.time - shift)
  }

  /// Whether a frame shows the same as the one before while the reference has moved on.
  private func isRepeat(_ own: FrameMark, _ partner: FrameMark) -> Bool {
    guard let before, let earlier = before.partner else { return false }
    let still = own.signature.distance(to: before.own.signature)
    if partner.index <= earlier.index { return own.time - before.own.time > 0.75 * frameLength }
    let moved = partner.signature.distance(to: earlier.signature)
    guard moved > 0.3, still < 0.2 * moved else { return false }
    // A clip that is out of step repeats its pictures at other places than the reference does.
    let shown = (origin ?? earlier).signature
    return own.signature.distance(to: shown) < own.signature.distance(to: partner.signature)
  }

  /// By how many frames of the reference the shift is wrong from here on: 0 unless nearly all frames that wait come
  /// nearer to others than to their partners.
  private func correctionHere() -> Int {
    let window = waiting.prefix(Self.lookahead)
    guard window.count >= 4, let own = window.first, let middle = place(of: own) else { return 0 }
    let here = own.signature.distance(to: marks[middle].signature)
    let neighbours = [middle - 1, middle + 1].filter { marks.indices.contains($0) }
    guard
      neighbours.contains(where: { own.signature.distance(to: marks[$0].signature) < 0.85 * here })
        || here > 2
    else { return 0 }
    var (best, bestGain): (Int, Float) = (0, 0)
    for step in (1...Self.reach).flatMap({ [$0, -$0] }) {
      guard let gain = gain(of: step, over: window), gain > bestGain else { continue }
      (best, bestGain) = (step, gain)
    }
    return best
  }

  private func gain(of step: Int, over window: ArraySlice<FrameMark>) -> Float? {
    var (unshifted, shifted, moved, referenceMoved): (Float, Float, Float, Float) = (0, 0, 0, 0)
    var (inFavour, compared) = (0, 0)
    var earlier = before?.own
    for own in window {
      defer { earlier = own }
      guard let place = place(of: own), marks.indices.contains(place + step) else { continue }
      let distance = own.signature.distance(to: marks[place].signature)
      let other = own.signature.distance(to: marks[place + step].signature)
      unshifted += distance
      shifted += other
      compared += 1
      // The correction must begin with the first of them, and none may speak against it.
      let isInFavour = own.signature.isClearlyNearer(
        to: marks[place + step].signature, than: marks[place].signature, share: 0.85)
      guard isInFavour || (compared > 1 && other <= 1.05 * distance + 0.01) else { return nil }
      if isInFavour { inFavour += 1 }
      if let earlier { moved += own.signature.distance(to: earlier.signature) }
      if place > 0 { referenceMoved += marks[place].signature.distance(to: marks[place - 1].signature) }
    }
    // A clip that stands still while the reference moves has repeated frames, and goes on where it would have been.
    let standsStill = earlier != nil && moved < 0.5 * referenceMoved / Float(usualStep)
    guard inFavour >= 4, shifted < 0.8 * unshifted, !standsStill else { return nil }
    return unshifted - shifted
  }

  private mutating func forget(before time: Double) {
    let horizon = time - Double(Self.reach + 2) * frameLength
    // One that lies before the horizon stays: a gap may show it on.
    while marks.count > 1, marks[1].time < horizon { marks.removeFirst() }
  }
}
