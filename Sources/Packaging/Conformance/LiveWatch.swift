import Glibc
import Media

/// Reads live playlists again and again, and every new segment once.
struct LiveWatch {
  private struct Followed {
    let job: ConformanceCheck.Job
    var state: LiveState?
    var inspector: RenditionInspector?
    var findings = FindingList()
    /// What was said of its text, so that every update does not say it again.
    var said: Set<String> = []
  }

  private let check: ConformanceCheck
  private let isIndependent: Bool
  private var followed: [Followed]

  init(check: ConformanceCheck, jobs: [ConformanceCheck.Job], isIndependent: Bool) {
    self.check = check
    self.isIndependent = isIndependent
    followed = jobs.map { Followed(job: $0) }
  }

  /// Watches for so many seconds, or until all playlists have ended.
  mutating func run(seconds: Double) throws -> [ConformanceCheck.Result] {
    let deadline = Self.now + seconds
    var isLast = false
    while true {
      for index in followed.indices { try poll(&followed[index]) }
      let live = followed.filter { $0.state?.media.isLive ?? true }
      if isLast || live.isEmpty { break }
      let shortest = live.compactMap { $0.state?.media.effectiveTarget }.min() ?? 1
      // Two looks in a target duration, at most one second apart, as a player's reloads are.
      let next = min(deadline, Self.now + min(1, Double(shortest) / 2))
      while Self.now < next {
        if check.interrupt.isStopped { throw MediaError.interrupted("watch", check.top.text) }
        usleep(20_000)
      }
      isLast = Self.now >= deadline
    }
    return followed.map { item in
      item.inspector?.finish()
      var findings = item.findings
      if let inspector = item.inspector { findings.append(inspector.takeFindings()) }
      return ConformanceCheck.Result(
        job: item.job, report: item.inspector?.report, findings: findings,
        cues: item.job.role.isSubtitles ? item.inspector.map { .init(inspector: $0) } : nil)
    }
  }

  private func poll(_ item: inout Followed) throws {
    var text = FindingList()
    let now = Self.now
    guard let (playlist, fetched) = try check.read(item.job, into: &text) else {
      if item.state == nil {
        Self.add(text, to: &item)
      } else {
        item.findings.add(
          LiveRules.gone, "it could be read before, and now it cannot",
          at: FindingPlace(check.name(of: item.job.location)))
      }
      return
    }
    let media = LooseMedia(playlist)
    let isNew = item.state?.media.playlist.bytes != playlist.bytes
    if item.state == nil {
      item.state = LiveState(media, at: now)
    } else {
      item.state?.take(media, at: now, into: &item.findings)
    }
    if isNew {
      ConformanceCheck.checkText(media, fetched, item.job, into: &text)
      Self.add(text, to: &item)
      let inspector =
        item.inspector
        ?? RenditionInspector(
          media, role: item.job.role, isIndependent: isIndependent, reader: check.reader,
          options: check.options, interrupt: check.interrupt)
      item.inspector = inspector
      try inspector.take(media)
    }
    checkRemoved(&item, media, at: now)
  }

  /// Adds findings on a text that were not made before.
  private static func add(_ list: FindingList, to item: inout Followed) {
    item.findings.append(list.filtered { item.said.insert(($0.rule ?? "") + $0.what).inserted })
  }

  /// Looks for the files of removed segments whose time has not come.
  private func checkRemoved(_ item: inout Followed, _ media: LooseMedia, at now: Double) {
    guard check.options.readsMedia else { return }
    for held in item.state?.held(at: now) ?? [] {
      guard let location = media.playlist.location.resolving(held.uri) else { continue }
      do {
        _ = try check.reader.read(location, range: ByteRange(offset: 0, length: 1))
      } catch {
        item.state?.forget(held.uri)
        item.findings.add(
          LiveRules.early,
          "it left the playlist and is gone, \(SecondsText.number(held.until - now, 0)) s before its time",
          at: held.place)
      }
    }
  }

  private static var now: Double { Double(Interrupt.now()) / 1e9 }
}
