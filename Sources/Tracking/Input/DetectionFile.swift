#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Records

/// Detections out of other tools' files, as frame records.
public struct DetectionFile: Sendable {
  /// What such a file looks like.
  public enum Format: String, Sendable, CaseIterable {
    /// MOTChallenge's text: `frame,id,left,top,width,height,score`, frames from 1.
    case mot
    /// COCO's JSON: `images`, `annotations` with scores, `categories`; or a list of results.
    case coco
    /// Comma-separated values with a heading, as `detect --format csv` writes them.
    case csv
  }

  /// What the frames belong to, as far as the file tells it.
  public var stream: StreamRecord
  /// The frames in order, those without objects among them.
  public var frames: [FrameRecord]

  /// Tells a file's format by how it begins; nil for NDJSON and anything else.
  public static func format(of head: [UInt8]) -> Format? {
    let text = String(decoding: head.prefix(400), as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    guard let first = text.first else { return nil }
    if first == "[" { return .coco }
    if first == "{" {
      let keys = ["\"annotations\"", "\"images\"", "\"categories\"", "\"info\"", "\"licenses\""]
      return keys.contains { text.dropFirst().drop(while: \.isWhitespace).hasPrefix($0) } ? .coco : nil
    }
    if first.isNumber { return .mot }
    return text.hasPrefix("frame,") || text.prefix(200).contains(",x,y,width,height") ? .csv : nil
  }

  /// Reads a file.
  /// - Parameters:
  ///   - name: Its name, for messages and the stream's source.
  ///   - frameRate: Frames a second, where the file does not tell the time.
  ///   - label: The class of detections that have none.
  /// - Throws: ``TrackDataError`` with the line of what cannot be read.
  public init(
    _ bytes: [UInt8], as format: Format, name: String, frameRate: Rational, info: SequenceInfo? = nil,
    label: String = "person"
  ) throws(TrackDataError) {
    var reader = DetectionRows(name: name, frameRate: frameRate, label: label)
    switch format {
    case .mot: try reader.readMOT(bytes)
    case .csv: try reader.readCSV(bytes)
    case .coco: try reader.readCOCO(bytes)
    }
    stream = StreamRecord()
    stream.source = name
    stream.timeBase = reader.timeBase
    stream.frameRate = frameRate
    stream.width = info?.width ?? reader.width
    stream.height = info?.height ?? reader.height
    frames = try reader.frames(length: info?.length)
  }
}

/// Gathers a file's rows, which may come in any order, into frames.
private struct DetectionRows {
  let name: String
  let frameRate: Rational
  let label: String
  var width = 0
  var height = 0
  private var objects: [Int: [DetectedObject]] = [:]
  private var times: [Int: (pts: Int64, time: Double)] = [:]

  init(name: String, frameRate: Rational, label: String) {
    (self.name, self.frameRate, self.label) = (name, frameRate, label)
  }

  /// Microseconds where the file tells times, else frames.
  var timeBase: Rational { times.isEmpty ? frameRate.inverse : Rational(1, 1_000_000) }

  mutating func readMOT(_ bytes: [UInt8]) throws(TrackDataError) {
    var values: [Double] = []
    for (index, line) in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      values.removeAll(keepingCapacity: true)
      do throws(NumberColumns.Fault) {
        try NumberColumns.read(Array(line).span, into: &values)
      } catch {
        throw fault(index + 1, "column \(error.column) is \(error.found), not a number")
      }
      if values.isEmpty { continue }
      guard values.count >= 6, let frame = Int(exactly: values[0]), frame >= 1, frame <= Self.limit else {
        throw fault(index + 1, "it has no frame from 1 on, id and box")
      }
      let score = values.count > 6 ? Float(values[6]) : 1
      add(frame - 1, label, nil, score, Box(values, from: 2))
    }
  }

  mutating func readCSV(_ bytes: [UInt8]) throws(TrackDataError) {
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let heading = (lines.first ?? "").split(separator: ",").map { String($0.trimmed) }
    func column(_ name: String) -> Int? { heading.firstIndex(of: name) }
    guard let frameColumn = column("frame"), let x = column("x"), let y = column("y"),
      let w = column("width"),
      let h = column("height")
    else { throw fault(1, "its heading lacks frame, x, y, width or height") }
    let (score, labelColumn, time, classColumn) =
      (column("score"), column("label"), column("time"), column("class_id"))
    for (index, line) in lines.enumerated().dropFirst() where !line.trimmed.isEmpty {
      let cells = Self.cells(line)
      func number(_ column: Int) throws(TrackDataError) -> Double {
        guard cells.indices.contains(column), let value = Double(cells[column]), value.isFinite else {
          throw fault(index + 1, "\(heading[column]) is no number")
        }
        return value
      }
      let values = [try number(x), try number(y), try number(w), try number(h)]
      guard let frame = Int(exactly: try number(frameColumn)), (0...Self.limit).contains(frame) else {
        throw fault(index + 1, "its frame is none")
      }
      if let time {
        let seconds = try number(time)
        times[frame] = (Int64((seconds * 1e6).rounded()), seconds)
      }
      let name = labelColumn.flatMap { cells.indices.contains($0) ? cells[$0] : nil } ?? label
      add(
        frame, name, classColumn.flatMap { cells.indices.contains($0) ? Int(cells[$0]) : nil },
        try score.map { (column) throws(TrackDataError) in Float(try number(column)) } ?? 1,
        Box(values, from: 0))
    }
  }

  mutating func readCOCO(_ bytes: [UInt8]) throws(TrackDataError) {
    let data = Data(bytes)
    var file = COCOFile()
    do {
      if bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") {
        file.annotations = try JSONDecoder().decode([COCOFile.Annotation].self, from: data)
      } else {
        file = try JSONDecoder().decode(COCOFile.self, from: data)
      }
    } catch { throw TrackDataError("read", name, cause: "it is no COCO JSON: \(Self.text(error))") }
    let names = Dictionary(
      (file.categories ?? []).map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    // Frames by their own key, else images in the order of their ids.
    var frames: [Int: Int] = [:]
    for (index, image) in (file.images ?? []).sorted(by: { $0.id < $1.id }).enumerated() {
      let frame = image.frame ?? index
      frames[image.id] = frame
      objects[frame, default: []] += []
      (width, height) = (image.width ?? width, image.height ?? height)
      if let time = image.time { times[frame] = (Int64((time * 1e6).rounded()), time) }
    }
    for annotation in file.annotations ?? [] {
      guard annotation.bbox.count == 4 else {
        throw TrackDataError("read", name, cause: "a bbox has \(annotation.bbox.count) numbers, of 4")
      }
      // A list of results alone has no images: they count from 1.
      let frame = frames[annotation.image_id] ?? max(0, annotation.image_id - 1)
      guard frame <= Self.limit else {
        throw TrackDataError("read", name, cause: "image \(frame) is too high")
      }
      add(
        frame, names[annotation.category_id ?? -1] ?? label, annotation.category_id, annotation.score ?? 1,
        Box(annotation.bbox, from: 0))
    }
  }

  /// All frames from the first to the last.
  func frames(length: Int?) throws(TrackDataError) -> [FrameRecord] {
    let last = max(objects.keys.max() ?? -1, (length ?? 0) - 1)
    guard last >= 0 else { throw TrackDataError("read", name, cause: "it holds no detections") }
    if !times.isEmpty {
      // Of frames without a row nobody knows the time.
      return times.sorted { ($0.value.pts, $0.key) < ($1.value.pts, $1.key) }.map { index, known in
        FrameRecord(frame: index, pts: known.pts, time: known.time, objects: objects[index] ?? [])
      }
    }
    return (0...last).map { index in
      FrameRecord(
        frame: index, pts: Int64(index), time: Double(index) / frameRate.doubleValue,
        objects: objects[index] ?? [])
    }
  }

  private mutating func add(_ frame: Int, _ label: String, _ classID: Int?, _ score: Float, _ box: Box) {
    objects[frame, default: []].append(
      DetectedObject(label: label, classID: classID, score: score, box: box))
  }

  /// More frames than a day has at 100 a second.
  private static let limit = 10_000_000

  private func fault(_ line: Int, _ cause: String) -> TrackDataError {
    TrackDataError("read", name, line: line, cause: cause)
  }

  /// The cells of a line; quotes as in RFC 4180.
  private static func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var isQuoted = false
    var before: Character?
    for character in line {
      if character == "\"" {
        if !isQuoted, before == "\"" { cells[cells.count - 1].append("\"") }
        isQuoted.toggle()
      } else if character == ",", !isQuoted {
        cells.append("")
      } else {
        cells[cells.count - 1].append(character)
      }
      before = character
    }
    return cells
  }

  private static func text(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    switch error {
    case .keyNotFound(let key, _): return "\(key.stringValue) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
    @unknown default: return "\(error)"
    }
  }
}

/// The parts of COCO's format that detections need.
private struct COCOFile: Decodable {
  struct Image: Decodable {
    var id: Int
    var width: Int?
    var height: Int?
    var frame: Int?
    var time: Double?
  }
  struct Annotation: Decodable {
    var image_id: Int
    var category_id: Int?
    var bbox: [Double]
    var score: Float?
  }
  struct Category: Decodable {
    var id: Int
    var name: String
  }
  var images: [Image]?
  var annotations: [Annotation]?
  var categories: [Category]?
}

extension Box {
  fileprivate init(_ values: [Double], from start: Int) {
    self.init(
      x: Float(values[start]), y: Float(values[start + 1]), width: Float(values[start + 2]),
      height: Float(values[start + 3]))
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
