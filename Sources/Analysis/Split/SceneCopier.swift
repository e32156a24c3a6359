import Media
import Pipeline
import Records

/// Copies a source's packets into one file per scene.
final class SceneCopier {
  var progress: (Double) -> Void = { _ in }

  private let source: String
  private let location: SourceLocation
  private let options: SourceOptions
  private let names: SceneFileNames
  private let interrupt: Interrupt
  private let demuxer: Demuxer
  private let lead: StreamInfo
  private let container: SceneContainer

  private var plan: SplitPlan?
  private var findings: [FindingRecord] = []
  private var open: [Int: SceneFile] = [:]
  /// The first file that is not whole yet.
  private var pending = 0
  /// Each stream's file and the time that it has come to.
  private var places: [Int: (piece: Int, time: Double)] = [:]
  private var videoPackets = 0

  /// Seconds by which other streams may lag behind the video in the source.
  private static let patience = 10.0

  /// Opens the source and chooses the container.
  init(
    source: String, location: SourceLocation, options: SourceOptions, names: SceneFileNames,
    interrupt: Interrupt
  ) throws {
    self.source = source
    self.location = location
    // Where packets tell only when they are decoded (AVI), libavformat works out when they are shown.
    var options = options
    options.inputOptions["fflags"] = options.inputOptions["fflags"] ?? "+genpts"
    self.options = options
    self.names = names
    self.interrupt = interrupt
    demuxer = try SourceOpening.openDemuxer(location, options: options, interrupt: interrupt)
    let video = demuxer.streams.filter { $0.kind == .video }
    guard let lead = video.first(where: \.isDefault) ?? video.first, lead.isCopied else {
      let hasSound = demuxer.streams.contains { $0.kind == .audio }
      throw MediaError(
        "split", source, cause: hasSound ? "it has no video stream, only audio" : "it has no video stream")
    }
    self.lead = lead
    container = try SceneContainer(demuxer) { [names] in names.path(0, ending: $0) }
    findings = leftOut(container)
  }

  /// What is said of streams that no file has.
  private func leftOut(_ container: SceneContainer) -> [FindingRecord] {
    let copied = Set(container.streams.map(\.index))
    return demuxer.streams.filter { !copied.contains($0.index) }.map { stream in
      var finding = FindingRecord.split(
        "\(stream.kind.rawValue) stream \(stream.index) (\(stream.parameters.codecName)) is not copied",
        .info)
      finding.stream = stream.index
      return finding
    }
  }

  /// Writes the files.
  func run(_ scenes: [SceneRecord], deliver: (FileRecord) throws -> Void) throws -> [FindingRecord] {
    let tracks = Set(container.streams.map(\.index))
    let scan = try KeyframeScan(demuxer, lead: lead, tracks: tracks)
    let isBounded = options.duration != nil || options.limit != nil
    let plan = SplitPlan(scenes, scan, timeBase: lead.timeBase, fromBeginning: !hasStart)
    guard !plan.pieces.isEmpty else {
      throw MediaError(
        "split", source, cause: "it has no keyframe to begin a file with",
        hint: "cut it exactly, by encoding it anew")
    }
    self.plan = plan
    findings += plan.findings
    for piece in plan.pieces {
      try names.check(source, against: names.path(piece.scenes.lowerBound, ending: container.ending))
    }
    do {
      try copy(until: isBounded ? scenes.last?.end : nil, deliver: deliver)
    } catch {
      open = [:]
      throw error
    }
    return findings
  }

  private var hasStart: Bool { options.start != nil || options.startPTS != nil }

  private func copy(until end: Double?, deliver: (FileRecord) throws -> Void) throws {
    let input = try SourceOpening.openDemuxer(location, options: options, interrupt: interrupt)
    let streams = Dictionary(uniqueKeysWithValues: container.streams.map { ($0.index, $0) })
    input.select(Set(streams.keys))
    var timeline = SourceTimeline(input)
    let packet = try Packet()
    while try input.read(into: packet) {
      guard let stream = streams[packet.streamIndex] else { continue }
      timeline.apply(to: packet, of: stream, lead: lead)
      guard let place = place(of: packet, stream) else { continue }
      if let end, isPast(end, packet, stream) {
        if stream.index == lead.index, isPast(end + SceneCopier.patience, packet, stream) { break }
        continue
      }
      try file(place).write(packet, stream: stream)
      if stream.index == lead.index { progress(places[stream.index]?.time ?? 0) }
      try close(deliver: deliver)
    }
    for place in pending..<(plan?.pieces.count ?? 0) { try finish(place, deliver: deliver) }
  }

  /// The file that a packet belongs to; nil where it belongs to none.
  private func place(of packet: Packet, _ stream: StreamInfo) -> Int? {
    guard let pieces = plan?.pieces else { return nil }
    let now = places[stream.index]
    var piece = now?.piece ?? 0
    let ticks = packet.pts ?? packet.dts
    let time = ticks.map { Timestamp($0, stream.timeBase) }
    defer { places[stream.index] = (piece, max(now?.time ?? -.infinity, time?.seconds ?? -.infinity)) }
    if stream.index == lead.index {
      while piece + 1 < pieces.count, videoPackets >= pieces[piece + 1].keyframe.packet { piece += 1 }
      videoPackets += 1
      return videoPackets > pieces[piece].keyframe.packet ? piece : nil
    }
    guard let time, let ticks else { return piece }
    func start(_ piece: Int) -> Timestamp { pieceStart(piece) ?? time }
    // Sound is cut between the packets that are nearest to the picture's start.
    let half = stream.kind == .audio ? packet.duration / 2 : 0
    let middle = Timestamp(ticks + half, stream.timeBase)
    if stream.kind != .video || packet.isKeyframe {
      while piece + 1 < pieces.count, middle >= start(piece + 1) { piece += 1 }
    }
    return hasStart && piece == 0 && max(middle, time) < start(0) ? nil : piece
  }

  /// Whether a packet lies after the end of what is wanted. Pictures are left out only where nothing that is
  /// shown before can need them.
  private func isPast(_ end: Double, _ packet: Packet, _ stream: StreamInfo) -> Bool {
    let ticks = stream.kind == .video ? packet.dts ?? packet.pts : packet.pts ?? packet.dts
    return ticks.map { Timestamp($0, stream.timeBase).seconds >= end - 1e-6 } ?? false
  }

  /// The file of a piece, begun where it is not yet; packets that come too late for theirs go into the next.
  private func file(_ piece: Int) throws -> SceneFile {
    let piece = max(piece, pending)
    if let file = open[piece] { return file }
    guard let plan = plan?.pieces[piece] else {
      throw MediaError("split", source, cause: "nothing is planned")
    }
    let file = try SceneFile(
      path: names.path(plan.scenes.lowerBound, ending: container.ending), container: container,
      origin: Timestamp(plan.start, lead.timeBase), limit: pieceStart(piece + 1))
    open[piece] = file
    return file
  }

  /// Ends the files that no stream writes to any more.
  private func close(deliver: (FileRecord) throws -> Void) throws {
    guard let video = places[lead.index] else { return }
    while pending < video.piece {
      let waits = container.streams.contains { stream in
        guard stream.kind != .subtitle, stream.index != lead.index else { return false }
        guard let place = places[stream.index] else {
          return video.time - leadStart < SceneCopier.patience
        }
        return place.piece <= pending && video.time - place.time < SceneCopier.patience
      }
      if waits { return }
      try finish(pending, deliver: deliver)
    }
  }

  private func pieceStart(_ piece: Int) -> Timestamp? {
    guard let plan, plan.pieces.indices.contains(piece) else { return nil }
    return Timestamp(plan.pieces[piece].start, lead.timeBase)
  }

  private var leadStart: Double { pieceStart(0)?.seconds ?? 0 }

  private func finish(_ piece: Int, deliver: (FileRecord) throws -> Void) throws {
    pending = piece + 1
    guard let file = open.removeValue(forKey: piece), let scene = plan?.pieces[piece].scenes.lowerBound else {
      return
    }
    var record = try file.finish()
    record.index = scene
    try deliver(record)
  }
}
