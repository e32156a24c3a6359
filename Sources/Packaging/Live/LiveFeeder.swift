import Media
import Pipeline
import Records

/// Prepares a live stream's pictures for all renditions, decides where segments begin, and hands pictures and
/// sound on.
///
/// The output's time has no gaps: where the source's has one, what was begun is ended, and the next segment
/// goes on from there with a discontinuity.
struct LiveFeeder {
  let plan: TranscodePlan
  let stream: StreamRecord
  let intake: LiveIntake
  let pictures: Fan<PictureMessage>
  let sounds: Fan<SoundMessage>
  let publisher: LivePublisher
  let observer: TranscodeObserver
  /// Seconds without a picture after which what was begun is ended.
  let gap: Double

  /// The stretch that is open; nil before the first picture and after a gap.
  private var timeline: Timeline?
  /// Number of the last segment that was begun.
  private var segment: Int
  /// Whether the next segment does not go on where the last one ended.
  private var isDiscontinuous: Bool
  /// Where the next stretch begins, in output ticks.
  private var position: Int64 = 0
  /// Where the open segment begins, in output ticks.
  private var segmentStart: Int64 = 0
  /// Wall clock at `stretchStart`; between stretches, where the last one ended.
  private var clock: ProgramDateTime?
  private var stretchStart: Int64 = 0
  /// Sound that lies ahead of the pictures.
  private var held: [(track: Int, frame: Frame)] = []
  private var finishedFrames = 0

  init(
    plan: TranscodePlan, stream: StreamRecord, intake: LiveIntake, pictures: Fan<PictureMessage>,
    sounds: Fan<SoundMessage>, publisher: LivePublisher, observer: TranscodeObserver, gap: Double,
    past: LiveWindow
  ) {
    (self.plan, self.stream, self.intake, self.pictures, self.sounds) = (
      plan, stream, intake, pictures, sounds
    )
    (self.publisher, self.observer, self.gap) = (publisher, observer, gap)
    segment = past.nextIndex - 1
    isDiscontinuous = !past.segments.isEmpty
    clock = past.segments.last.map {
      ProgramDateTime(milliseconds: $0.time.milliseconds + ($0.microseconds + 999) / 1000)
    }
  }

  /// Feeds all queues until the source ends.
  /// - Returns: pictures that were handed on.
  mutating func run() throws -> Int {
    while let item = try intake.pop() {
      switch item {
      case .picture(let picture): try take(picture)
      case .sound(let track, let frame): try take(track, frame)
      case .silence(let seconds):
        if seconds > gap, timeline != nil {
          observer.noted(
            "no picture for \((seconds * 10).rounded() / 10) s: the stream goes on when one comes")
          try cut()
        }
      }
    }
    try cut()
    try sounds.push(.end)
    try pictures.push(.end(position))
    return finishedFrames
  }

  private mutating func take(_ picture: LivePicture) throws {
    if picture.jumps { try cut() }
    if timeline == nil { try begin(picture) }
    for prepared in try timeline?.prepare(picture.frame) ?? [] { try hand(prepared) }
    try releaseSound()
    observer.progressed(
      Double(position(of: timeline)) / Double(plan.timeBase.den), finishedFrames + (timeline?.frames ?? 0), 0)
  }

  private func position(of timeline: Timeline?) -> Int64 { timeline?.end ?? position }

  private mutating func begin(_ picture: LivePicture) throws {
    segmentStart = position
    stretchStart = position
    // Times never go back, even where a file ran ahead of the clock.
    let earliest = clock.map { $0.milliseconds } ?? Int64.min
    clock = ProgramDateTime(milliseconds: max(picture.arrival.milliseconds, earliest))
    timeline = try Timeline(
      plan, stream: stream, origin: picture.frame.pts ?? 0, start: position, segmentsBefore: segment)
    // Sound from before the first picture has no pictures.
    let origin = Timestamp(picture.frame.pts ?? 0, stream.timeBase)
    held.removeAll { item in
      let base = Rational(1, Int64(max(1, item.frame.sampleRate)))
      let end = Timestamp((item.frame.pts ?? 0) + Int64(item.frame.sampleCount), base)
      // What lies further ahead than any container interleaves was there before the source's time jumped
      // back.
      return end <= origin || picture.jumps && end.seconds > origin.seconds + 2
    }
  }

  private mutating func hand(_ picture: PreparedPicture) throws {
    let time = Rational(picture.pts, plan.timeBase.den)
    if let index = picture.startsSegment {
      segment = index
      segmentStart = picture.pts
      publisher.announce(index, time: wallClock(picture.pts), isDiscontinuous: isDiscontinuous)
      isDiscontinuous = false
      try sounds.push(.boundary(index, time))
    }
    try sounds.push(.reached(time))
    try pictures.push(.picture(picture))
  }

  private func wallClock(_ ticks: Int64) -> ProgramDateTime {
    let passed = rescale(ticks - stretchStart, from: plan.timeBase, to: Rational(1, 1000))
    return ProgramDateTime(milliseconds: (clock?.milliseconds ?? 0) + passed)
  }

  /// Ends what was begun: encoders give out all that they hold, and the open segment is published as it is.
  private mutating func cut() throws {
    guard timeline != nil else { return }
    for prepared in try timeline?.prepare(nil) ?? [] { try hand(prepared) }
    try releaseSound()
    // Long enough for an audio frame in every rendition.
    let shortest = rescale(1, from: Rational(1, 10), to: plan.timeBase)
    let end = max(position(of: timeline), segmentStart + shortest)
    try sounds.push(.cut(Rational(end, plan.timeBase.den)))
    try pictures.push(.cut(end))
    clock = wallClock(end)
    finishedFrames += timeline?.frames ?? 0
    position = end
    timeline = nil
    isDiscontinuous = true
  }

  // MARK: Sound

  private mutating func take(_ track: Int, _ frame: Frame) throws {
    guard plan.audio.contains(where: { $0.track == track }) else { return }
    held.append((track, frame))
    // While pictures stay away sound is forgotten, the oldest first.
    if held.count > 512 { held.removeFirst(held.count - 512) }
    try releaseSound()
  }

  /// Hands on the sound that begins before the last picture ends: what comes after a gap in the pictures is
  /// known only when the next one is there.
  private mutating func releaseSound() throws {
    guard let timeline, timeline.frames > 0 else { return }
    let reached = Timestamp(timeline.end, plan.timeBase)
    var released = 0
    for (track, frame) in held {
      let base = Rational(1, Int64(max(1, frame.sampleRate)))
      let pts =
        (frame.pts ?? 0) - rescale(timeline.origin, from: stream.timeBase, to: base)
        + rescale(stretchStart, from: plan.timeBase, to: base)
      guard Timestamp(pts, base) < reached else { break }
      released += 1
      let shifted = try frame.reference()
      shifted.pts = pts
      for (index, rendition) in plan.audio.enumerated() where rendition.track == track {
        try sounds.queues[index].push(.samples(shifted))
      }
    }
    held.removeFirst(released)
  }
}
