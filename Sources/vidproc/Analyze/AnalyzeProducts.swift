import Analysis
import Media
import Pipeline
import Records

/// The files that an analysis makes beside its records, each under its name only when it is whole.
struct AnalyzeProducts {
  let job: AnalyzeJob
  let collection: AnalysisCollection

  private var products: AnalysisProductsGroup { job.command.products }

  /// Makes what is wanted.
  /// - Parameter deliver: takes a record of each file of a scene.
  func make(_ deliver: (any Record) throws -> Void) throws {
    if let keyframes = path(products.keyframes) { try writeKeyframes(keyframes) }
    let pictures = products.needsThumbnails ? try encodeThumbnails() : [:]
    if let thumbnails = path(products.thumbnails) { try write(pictures, to: thumbnails) }
    if let sheet = path(products.contactSheet) { try writeContactSheet(sheet) }
    if let report = path(products.report) { try writeReport(report, pictures) }
    if let split = path(products.split) { try self.split(into: split, deliver) }
  }

  private func path(_ pattern: String?) -> String? {
    pattern.map { AnalysisProductsGroup.path($0, for: job.source) }
  }

  private var stem: String { InputName.stem(of: job.source) }

  private func writeKeyframes(_ path: String) throws {
    let isQP = [".qp", ".qpfile"].contains { path.lowercased().hasSuffix($0) }
    let text = isQP ? KeyframeList.qpFile(collection.scenes) : KeyframeList.times(collection.scenes)
    try PendingFile(path: path).replace(with: Array(text.utf8))
  }

  /// JPEG files by the number of the scene.
  private func encodeThumbnails() throws -> [Int: [UInt8]] {
    let encoder = PictureEncoder(.jpeg, stream: collection.stream, name: "a picture of a scene", quantiser: 5)
    return try collection.thumbnails.mapValues { try encoder.encode($0) }
  }

  private func write(_ pictures: [Int: [UInt8]], to folder: String) throws {
    try PendingFile.makeDirectory(folder)
    for (number, bytes) in pictures.sorted(by: { $0.key < $1.key }) {
      try PendingFile(path: AnalyzeProducts.thumbnail(number, of: job.source, in: folder)).replace(
        with: bytes)
    }
  }

  /// The path of a scene's picture.
  static func thumbnail(_ scene: Int, of source: String, in folder: String) -> String {
    let digits = String(scene + 1)
    let zeros = String(repeating: "0", count: max(0, 3 - digits.count))
    return "\(folder)/\(InputName.stem(of: source))-Scene-\(zeros)\(digits).jpg"
  }

  private func writeContactSheet(_ path: String) throws {
    let cells = collection.scenes.compactMap { scene in
      collection.thumbnails[scene.scene].map {
        ContactSheet.Cell(picture: $0, caption: ContactSheet.caption(at: scene.start))
      }
    }
    let sheet = ContactSheet(
      title: InputName.file(of: job.source), lines: ContactSheet.lines(of: collection.summary), cells: cells)
    let format = PictureEncoder.Format(fileName: path) ?? .jpeg
    let picture = try sheet.draw()
    var stream = StreamRecord()
    (stream.width, stream.height) = (picture.width, picture.height)
    stream.timeBase = Rational(1, 25)
    let encoder = PictureEncoder(format, stream: stream, name: path)
    try PendingFile(path: path).replace(with: try encoder.encode(picture))
  }

  private func writeReport(_ path: String, _ pictures: [Int: [UInt8]]) throws {
    var page = ReportPage(
      name: InputName.file(of: job.source), version: Version.text, summary: collection.summary)
    page.scenes = collection.scenes
    page.thumbnails = pictures
    page.intervals = collection.intervals
    page.findings = collection.findings
    page.checks = collection.checks
    page.ladder = collection.renditions.map(\.ratePoint)
    try PendingFile(path: path).replace(with: Array(page.html.utf8))
  }

  private func split(into folder: String, _ deliver: (any Record) throws -> Void) throws {
    let mode: SceneSplitter.Mode = products.splitMode == .exact ? .exact : .copy
    let splitter = SceneSplitter(
      source: job.source, options: job.command.input.sourceOptions, folder: folder, name: stem, mode: mode,
      interrupt: Signals.interrupt)
    let findings = try splitter.run(scenes: collection.scenes) { try deliver($0) }
    for finding in findings {
      collection.add(finding)
      try deliver(finding)
    }
  }
}
