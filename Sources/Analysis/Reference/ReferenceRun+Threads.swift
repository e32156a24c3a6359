import Media
import Pipeline
import Quality
import Records
import Vision

extension ReferenceRun {
  /// Reads the clip on a thread of its own.
  func readOwn() -> Worker {
    Worker { [self] in
      let end = try read(distorted.value, into: ownQueue) { _ in }
      outcome.withLock { $0.ownEnd = end }
    }
  }

  /// Reads the reference on a thread of its own; its first picture sets the form in which all are compared.
  func readReference() -> Worker {
    Worker { [self] in
      let end = try read(reference.value, into: referenceQueue) { frame in
        format.withLock { if $0 == nil { $0 = ComparisonFormat(frame) } }
      }
      outcome.withLock { $0.referenceEnd = end }
    }
  }

  /// Reads pictures until the end, or until nobody takes them any more.
  private func read(
    _ source: any FrameSource, into queue: BoundedQueue<MarkedFrame>, look: (Frame) -> Void
  ) throws -> EndRecord {
    defer { queue.close() }
    let pictures = PlanarPictures()
    var clock = FrameClock(source.stream)
    var count = 0
    do {
      while let item = try source.next() {
        guard case .video(let video) = item else { continue }
        look(video.frame)
        let signature = PictureSignature(of: try pictures.planar(video.frame))
        let mark = FrameMark(index: count, time: clock.time(of: video), signature: signature)
        count += 1
        try queue.push(
          MarkedFrame(
            frame: video.frame, mark: mark, pts: video.frame.pts ?? video.record.pts,
            seconds: video.record.time))
        let problems = source.takeProblems()
        if !problems.isEmpty { outcome.withLock { $0.problems += problems } }
      }
    } catch {
      queue.fail(error)
      throw error
    }
    let problems = source.takeProblems()
    outcome.withLock { $0.problems += problems }
    return source.end
  }

  /// Pairs frames on a thread of its own and hands the pairs to the pool.
  func matchPairs(into pool: OrderedPool<Pair, Compared>) -> Worker {
    Worker { [self] in
      do {
        try match(into: pool)
        pool.close()
      } catch {
        pool.fail(error)
        throw error
      }
    }
  }

  private func match(into pool: OrderedPool<Pair, Compared>) throws {
    let own = FrameClock(streams.distorted).frameLength
    let length = FrameClock(streams.reference).frameLength ?? own ?? 0.04
    let ownLength = own ?? length
    var matcher = FrameMatcher(offset: offset, frameLength: length, ownLength: ownLength)
    var findings = MatchFindings(frameLength: length)
    var (waiting, held): ([MarkedFrame], [MarkedFrame]) = ([], [])
    var (ownHasEnded, lastTime): (Bool, Double) = (false, 0)
    var lastPartner: Double?
    var offset = self.offset
    while true {
      if let match = matcher.next(ownHasEnded: ownHasEnded) {
        let frame = waiting.removeFirst()
        let partner = match.reference.flatMap { index in held.first { $0.mark.index == index } }
        // A correction before the first pair is one of the offset.
        if lastPartner == nil { offset -= match.correction }
        findings.add(match)
        lastTime = match.time
        lastPartner = partner?.mark.time ?? lastPartner
        held.removeAll { $0.mark.index < matcher.oldestReference }
        try pool.submit(Pair(own: frame, partner: partner))
      } else if matcher.wantsReference(ownHasEnded: ownHasEnded) {
        guard let frame = try referenceQueue.pop() else {
          matcher.endReference()
          continue
        }
        matcher.add(reference: frame.mark)
        held.append(frame)
      } else if ownHasEnded {
        break
      } else if let frame = try ownQueue.pop() {
        matcher.add(distorted: frame.mark)
        waiting.append(frame)
      } else {
        ownHasEnded = true
      }
    }
    let left = try secondsLeft(after: lastPartner, held.last?.mark.time, length: length)
    let usual = max(0, ownLength - length)
    findings.finish(at: lastTime + ownLength, missing: left.map { $0 - usual }, offset: offset)
    outcome.withLock {
      $0.findings = findings.findings
      $0.offset = offset
      ($0.dropped, $0.doubled, $0.unmatched) = (findings.dropped, findings.doubled, findings.unmatched)
    }
  }

  /// Frames of the reference that are read on after the clip's end, to tell how much is missing.
  private static let readOn = 100

  /// Seconds of the reference after the clip's last partner; nil where there was none, or nobody knows.
  private func secondsLeft(after partner: Double?, _ held: Double?, length: Double) throws -> Double? {
    guard let partner else { return nil }
    var last = held ?? partner
    for _ in 0..<Self.readOn {
      guard let frame = try referenceQueue.pop() else { return last - partner }
      last = frame.mark.time
    }
    referenceQueue.fail(MediaError.interrupted("read on in", streams.reference.source))
    guard let duration = streams.reference.duration else { return last - partner }
    return max(last, duration - length) - partner
  }
}
