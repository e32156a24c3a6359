import Glibc
import Media
import Pipeline
import Records

/// Reads a live source on a thread of its own, at its own pace.
///
/// What comes by itself (cameras, streams) is read as fast as it comes, and pictures that find no room are
/// dropped. What can wait (files, pipes) is held back while it is ahead of its own time, and loses pictures
/// only when it is late.
struct LiveReader {
  let source: any FrameSource
  let intake: LiveIntake
  /// Distance of pictures in seconds that counts as a jump.
  let gap: Double
  /// Seconds by which a source that can wait may run ahead.
  let ahead: Double
  let observer: TranscodeObserver
  let interrupt: Interrupt

  /// Reads to the end.
  func run() throws {
    let stream = source.stream
    let cannotWait = stream.isLive == true
    var last: Double?
    var jumped = false
    // Where the source's time stands against the clock.
    var anchor: (media: Double, clock: UInt64) = (0, 0)
    while let item = try source.next() {
      intake.noteArrival()
      switch item {
      case .audio(let track, let frame): try intake.take(track: track, frame)
      case .video(let video):
        let time = Timestamp(video.frame.pts ?? 0, stream.timeBase).seconds
        if let previous = last, time - previous <= gap, time - previous > -gap {
        } else {
          jumped = jumped || last != nil
          anchor = (time, Interrupt.now())
        }
        last = time
        let due = anchor.clock + UInt64(max(0, time - anchor.media) * 1e9)
        if !cannotWait { wait(until: due, minus: ahead) }
        while !intake.hasRoom, !cannotWait, Interrupt.now() < due, !interrupt.isStopped {
          Clock.sleep(seconds: 0.005, unless: interrupt)
        }
        if intake.hasRoom {
          try intake.take(LivePicture(frame: video.frame, arrival: LiveReader.wallClock, jumps: jumped))
          jumped = false
        } else {
          intake.drop()
        }
        intake.noteArrival()
      }
      report()
    }
    report()
  }

  private func report() {
    let problems = source.takeProblems()
    if !problems.isEmpty { observer.met(problems) }
  }

  private func wait(until due: UInt64, minus seconds: Double) {
    let now = Interrupt.now() + UInt64(seconds * 1e9)
    if now < due { Clock.sleep(seconds: Double(due - now) / 1e9, unless: interrupt) }
  }

  private static var wallClock: ProgramDateTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return ProgramDateTime(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
