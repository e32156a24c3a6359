import Media
import Pipeline
import Records
import Synchronization

/// Reads the input, prepares its pictures for all renditions, decides where segments begin, and hands both
/// pictures and sound on.
struct Feeder {
  let plan: TranscodePlan
  let input: TranscodeInput
  let resume: ResumePoint
  let pictures: Fan<PictureMessage>
  let sounds: Fan<SoundMessage>
  let observer: TranscodeObserver
  let interrupt: Interrupt

  /// Feeds all queues until the input ends.
  /// - Returns: how it ended. Only after a complete end are the queues told so.
  func run() throws -> EndRecord {
    if let ticks = resume.ticks, let reopen = input.reopen {
      return try resumed(at: ticks, reopen: reopen)
    }
    var timeline = try Timeline(plan, stream: input.source.stream, resume: resume)
    while let item = try input.source.next() {
      switch item {
      case .video(let video): try take(video, &timeline, source: input.source)
      case .audio(let track, let frame): try sound(track, frame, timeline)
      }
      report(input.source)
    }
    return try conclude(input.source, &timeline, soundEnd: true)
  }

  private func report(_ source: any FrameSource) {
    let problems = source.takeProblems()
    if !problems.isEmpty { observer.met(problems) }
  }

  private func take(_ video: VideoItem, _ timeline: inout Timeline, source: any FrameSource) throws {
    for prepared in try timeline.prepare(video.frame) { try hand(prepared, timeline) }
    let skipped = Double(resume.ticks ?? 0) / Double(plan.timeBase.den)
    observer.progressed(timeline.seconds, timeline.frames, skipped)
  }

  private func hand(_ picture: PreparedPicture, _ timeline: Timeline) throws {
    let time = Rational(picture.pts, plan.timeBase.den)
    if let index = picture.startsSegment { try sounds.push(.boundary(index, time)) }
    try sounds.push(.reached(time))
    try pictures.push(.picture(picture))
  }

  private func sound(_ track: Int, _ frame: Frame, _ timeline: Timeline) throws {
    guard plan.audio.contains(where: { $0.track == track }) else { return }
    let shifted = try frame.reference()
    let base = Rational(1, Int64(max(1, frame.sampleRate)))
    shifted.pts =
      (frame.pts ?? 0) - rescale(timeline.origin, from: plan.sourceOriginBase(input.source.stream), to: base)
    for (index, rendition) in plan.audio.enumerated() where rendition.track == track {
      try sounds.queues[index].push(.samples(shifted))
    }
  }

  private func conclude(_ source: any FrameSource, _ timeline: inout Timeline, soundEnd: Bool) throws
    -> EndRecord
  {
    report(source)
    let end = source.end
    guard end.status == .complete else { return end }
    for prepared in try timeline.prepare(nil) { try hand(prepared, timeline) }
    guard timeline.frames > 0 || resume.ticks != nil else {
      throw MediaError("transcode", source.stream.source, cause: "it has no pictures")
    }
    let ticks = timeline.end
    try sounds.push(.videoEnd(Rational(ticks, plan.timeBase.den)))
    try pictures.push(.end(ticks))
    if soundEnd { try sounds.push(.end) }
    return end
  }

  /// Goes on with an interrupted job: pictures from the segment that is missing, sound from the beginning
  /// (it is cheap, and comes out bit for bit as it was).
  private func resumed(at ticks: Int64, reopen: (SourceOptions) throws -> any FrameSource) throws -> EndRecord
  {
    let stream = input.source.stream
    var timeline = try Timeline(plan, stream: stream, resume: resume)
    for (offset, start) in resume.starts.enumerated() {
      try sounds.push(.boundary(offset + 1, Rational(start, plan.timeBase.den)))
    }
    let seconds = Double(ticks) / Double(plan.timeBase.den)
    observer.noted("going on at \((seconds * 1000).rounded() / 1000) s, segment \(resume.index)")
    let throttle = Throttle(ahead: 60)
    throttle.reached(seconds)
    var listener: Worker?
    if !plan.audio.isEmpty {
      var options = input.options
      options.video = false
      let soundSource = Confined(try reopen(options))
      let origin = timeline.origin
      let feeder = Confined(self)
      let lead = stream.timeBase
      listener = Worker {
        let feeder = feeder.value
        do {
          while let item = try soundSource.value.next() {
            guard case .audio(let track, let frame) = item else { continue }
            let base = Rational(1, Int64(max(1, frame.sampleRate)))
            let shifted = try frame.reference()
            shifted.pts = (frame.pts ?? 0) - rescale(origin, from: lead, to: base)
            throttle.wait(Timestamp(shifted.pts ?? 0, base).seconds, unless: feeder.interrupt)
            for (index, rendition) in feeder.plan.audio.enumerated() where rendition.track == track {
              try feeder.sounds.queues[index].push(.samples(shifted))
            }
          }
        } catch {
          feeder.sounds.fail(error)
          feeder.pictures.fail(error)
          throw error
        }
      }
    }
    var options = input.options
    options.audio = false
    // A second earlier, so that filters that look around have what they look at.
    options.startPTS =
      timeline.sourcePTS(ofOutput: ticks) - rescale(1, from: Rational(1, 1), to: stream.timeBase)
    var end: EndRecord
    do {
      let source = try reopen(options)
      while let item = try source.next() {
        if case .video(let video) = item { try take(video, &timeline, source: source) }
        throttle.reached(timeline.seconds)
        report(source)
      }
      throttle.reached(.infinity)
      end = try conclude(source, &timeline, soundEnd: false)
      try listener?.join()
      if end.status == .complete { try sounds.push(.end) }
    } catch {
      throttle.reached(.infinity)
      sounds.fail(error)
      try? listener?.join()
      throw error
    }
    return end
  }
}

/// Lets one reader run only so far ahead of another.
private final class Throttle: Sendable {
  private let position = Mutex(0.0)
  private let ahead: Double

  init(ahead: Double) { self.ahead = ahead }

  func reached(_ seconds: Double) { position.withLock { $0 = max($0, seconds) } }

  func wait(_ seconds: Double, unless interrupt: Interrupt) {
    while seconds > position.withLock({ $0 }) + ahead, !interrupt.isStopped {
      Clock.sleep(seconds: 0.02, unless: interrupt)
    }
  }
}

extension TranscodePlan {
  /// The source's ticks, in which the origin counts.
  func sourceOriginBase(_ stream: StreamRecord) -> Rational { stream.timeBase }
}
