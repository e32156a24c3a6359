/// A text form for objects that other tools read. Bytes come back piece by piece, so that any length streams.
public protocol ObjectFormat {
  /// What stands before the first frame.
  mutating func begin(_ stream: StreamRecord, models: [ModelRecord]) -> [UInt8]
  /// What stands for a frame.
  mutating func frame(_ frame: FrameRecord) -> [UInt8]
  /// What stands after the last frame.
  mutating func end() -> [UInt8]
}

/// MOTChallenge's text: `frame,id,left,top,width,height,confidence,-1,-1,-1`, frames from 1, an id of -1 where
/// there is none (Dendorfer et al., "MOTChallenge", IJCV 2021).
public struct MOTFormat: ObjectFormat {
  /// Makes the form.
  public init() {}

  /// Nothing.
  public mutating func begin(_ stream: StreamRecord, models: [ModelRecord]) -> [UInt8] { [] }

  /// A line for each object.
  public mutating func frame(_ frame: FrameRecord) -> [UInt8] {
    var writer = FieldWriter()
    for object in frame.objects ?? [] {
      writer.write(Int64(frame.frame + 1))
      writer.append(",")
      writer.write(Int64(object.trackID ?? -1))
      for value in [object.box.x, object.box.y, object.box.width, object.box.height, object.score] {
        writer.append(",")
        writer.write(value)
      }
      writer.append(",-1,-1,-1\n")
    }
    return writer.bytes
  }

  /// Nothing.
  public mutating func end() -> [UInt8] { [] }
}

/// Comma-separated values with a heading (RFC 4180): one line for each object.
public struct CSVFormat: ObjectFormat {
  /// Makes the form.
  public init() {}

  /// The heading.
  public mutating func begin(_ stream: StreamRecord, models: [ModelRecord]) -> [UInt8] {
    Array("frame,pts,time,label,class_id,score,x,y,width,height,track_id\n".utf8)
  }

  /// A line for each object.
  public mutating func frame(_ frame: FrameRecord) -> [UInt8] {
    var writer = FieldWriter()
    for object in frame.objects ?? [] {
      writer.write(Int64(frame.frame))
      writer.append(",")
      writer.write(frame.pts)
      writer.append(",")
      writer.write(frame.time)
      writer.append(",")
      writer.append(CSVFormat.cell(object.label))
      writer.append(",")
      if let id = object.classID { writer.write(Int64(id)) }
      let box = object.box
      for value in [object.score, box.x, box.y, box.width, box.height] {
        writer.append(",")
        writer.write(value)
      }
      writer.append(",")
      if let id = object.trackID { writer.write(Int64(id)) }
      writer.append("\n")
    }
    return writer.bytes
  }

  /// Nothing.
  public mutating func end() -> [UInt8] { [] }

  /// A text as a cell: in quotes where it must be.
  static func cell(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}

/// COCO's data format: one JSON object with `images`, `annotations` and `categories`. Images are the frames,
/// with `frame`, `pts` and `time` beside COCO's own keys; annotations have a `score`, and `track_id` where the
/// objects have one.
public struct COCOFormat: ObjectFormat {
  private var stream = StreamRecord()
  private var categories: [String: Int] = [:]
  private var names: [(id: Int, name: String)] = []
  private var images = FieldWriter()
  private var annotations = 0

  /// Makes the form.
  public init() {}

  /// The opening.
  public mutating func begin(_ stream: StreamRecord, models: [ModelRecord]) -> [UInt8] {
    self.stream = stream
    for model in models { for name in model.classes ?? [] { _ = category(name) } }
    return Array("{\"annotations\":[\n".utf8)
  }

  /// An annotation for each object.
  public mutating func frame(_ frame: FrameRecord) -> [UInt8] {
    var image = FieldWriter()
    if !images.bytes.isEmpty { image.append(",\n") }
    image.append("{\"id\":")
    image.write(Int64(frame.frame + 1))
    image.append(",\"file_name\":\"")
    image.append(NumberedFrame.name(frame.frame) + ".jpg\",\"width\":")
    image.write(Int64(stream.width))
    image.append(",\"height\":")
    image.write(Int64(stream.height))
    image.append(",\"frame\":")
    image.write(Int64(frame.frame))
    image.append(",\"pts\":")
    image.write(frame.pts)
    image.append(",\"time\":")
    image.write(frame.time)
    image.append("}")
    images.bytes += image.bytes
    var writer = FieldWriter()
    for object in frame.objects ?? [] {
      if annotations > 0 { writer.append(",\n") }
      annotations += 1
      writer.append("{\"id\":")
      writer.write(Int64(annotations))
      writer.append(",\"image_id\":")
      writer.write(Int64(frame.frame + 1))
      writer.append(",\"category_id\":")
      writer.write(Int64(category(object.label)))
      writer.append(",\"bbox\":")
      object.box.write(to: &writer)
      writer.append(",\"area\":")
      writer.write(object.area ?? Double(object.box.area))
      writer.append(",\"iscrowd\":0,\"score\":")
      writer.write(object.score)
      if let id = object.trackID {
        writer.append(",\"track_id\":")
        writer.write(Int64(id))
      }
      if let keypoints = object.keypoints { COCOFormat.write(keypoints, to: &writer) }
      writer.append("}")
    }
    return writer.bytes
  }

  /// The images, the categories and the closing.
  public mutating func end() -> [UInt8] {
    var writer = FieldWriter()
    writer.append("\n],\"images\":[\n")
    writer.bytes += images.bytes
    writer.append("\n],\"categories\":[\n")
    for (index, category) in names.enumerated() {
      if index > 0 { writer.append(",\n") }
      writer.append("{\"id\":")
      writer.write(Int64(category.id))
      writer.append(",\"name\":")
      writer.write(category.name)
      writer.append("}")
    }
    writer.append("\n]}\n")
    return writer.bytes
  }

  /// Categories count from 1 in the order of the models' classes, then as they are met.
  private mutating func category(_ name: String) -> Int {
    if let id = categories[name] { return id }
    let id = names.count + 1
    categories[name] = id
    names.append((id, name))
    return id
  }

  /// x, y and visibility (2: seen) of each keypoint; those that are hardly there count as not labelled.
  private static func write(_ keypoints: [Keypoint], to writer: inout FieldWriter) {
    writer.append(",\"keypoints\":[")
    for (index, point) in keypoints.enumerated() {
      if index > 0 { writer.append(",") }
      let seen = point.score >= 0.3
      writer.write(seen ? point.x : 0)
      writer.append(",")
      writer.write(seen ? point.y : 0)
      writer.append(seen ? ",2" : ",0")
    }
    writer.append("],\"num_keypoints\":")
    writer.write(Int64(keypoints.count { $0.score >= 0.3 }))
  }
}

/// A YOLO label file: `class x y width height score` a line, the middle and the size as fractions of the
/// picture; one file a frame, as Ultralytics writes and reads them.
public enum YOLOFormat {
  /// The lines of one frame.
  public static func lines(_ frame: FrameRecord, width: Int, height: Int) -> [UInt8] {
    var writer = FieldWriter()
    let (across, down) = (1 / Float(max(1, width)), 1 / Float(max(1, height)))
    for object in frame.objects ?? [] {
      writer.write(Int64(object.classID ?? 0))
      let middle = object.box.center
      for value in [
        middle.x * across, middle.y * down, object.box.width * across, object.box.height * down, object.score,
      ] {
        writer.append(" ")
        writer.write(Double(Int64(Double(value) * 1e6 + 0.5)) / 1e6)
      }
      writer.append("\n")
    }
    return writer.bytes
  }
}

/// Names of files that belong to frames.
public enum NumberedFrame {
  /// `frame_000001` for the first frame (index 0); the number grows as it must.
  public static func name(_ index: Int) -> String {
    let text = String(index + 1)
    return "frame_" + String(repeating: "0", count: max(0, 6 - text.count)) + text
  }
}
