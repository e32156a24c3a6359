import ArgumentParser
import Glibc
import Media
import Records
import Synchronization

/// How progress is shown on standard error.
enum ProgressMode: String, ExpressibleByArgument, CaseIterable {
  case auto, bar, json, none
}

/// Shows how far a job is, at most a few times a second: a line on a terminal, or NDJSON for programs.
final class ProgressReporter: Sendable {
  private let mode: ProgressMode
  private let command: String
  private let begun = Interrupt.now()
  private let last = Atomic<UInt64>(0)

  init(_ command: String, mode: ProgressMode, quiet: Bool) {
    self.command = command
    if quiet {
      self.mode = .none
    } else if mode == .auto {
      self.mode = Console.isTerminal ? .bar : .none
    } else {
      self.mode = mode
    }
  }

  /// Reports a position; most calls return at once.
  /// - Parameters:
  ///   - time: seconds of media done.
  ///   - duration: seconds of media in all; nil when unknown.
  func update(time: Double, duration: Double?, frames: Int, skipped: Double = 0, isLast: Bool = false) {
    guard mode != .none else { return }
    let now = Interrupt.now()
    let interval: UInt64 = mode == .json ? 1_000_000_000 : 200_000_000
    let previous = last.load(ordering: .relaxed)
    guard isLast || now - previous >= interval else { return }
    guard last.compareExchange(expected: previous, desired: now, ordering: .relaxed).exchanged || isLast
    else { return }
    let elapsed = max(1e-3, Double(now - begun) / 1e9)
    var record = ProgressRecord(command: command, time: time, frames: frames)
    record.duration = duration
    let speed = max(0, time - skipped) / elapsed
    record.speed = (speed * 1000).rounded() / 1000
    record.fps = (Double(frames) / elapsed * 10).rounded() / 10
    if let duration, duration > 0 {
      record.percent = isLast ? 100 : min(100, (time / duration * 1000).rounded() / 10)
      if speed > 0 { record.eta = (max(0, duration - time) / speed * 10).rounded() / 10 }
    }
    if mode == .json {
      Console.line(String(decoding: RecordEncoder.line(record), as: UTF8.self))
    } else {
      Console.progress(text(record))
    }
  }

  private func text(_ record: ProgressRecord) -> String {
    var parts: [String] = []
    if let percent = record.percent {
      let filled = Int(percent / 5)
      let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
      parts.append("\(bar) \(percent)%")
    } else {
      parts.append("\(clock(record.time)) done")
    }
    parts.append("\(record.frames) frames")
    if let speed = record.speed { parts.append("\((speed * 100).rounded() / 100)x") }
    if let eta = record.eta, record.percent != 100 { parts.append("\(clock(eta)) left") }
    return "\(command)  " + parts.joined(separator: "  ")
  }

  private func clock(_ seconds: Double) -> String {
    let whole = Int(seconds)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return whole >= 3600
      ? "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60))" : "\(whole / 60):\(two(whole % 60))"
  }
}
