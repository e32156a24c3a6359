extension TrackTable {
  /// Reads MOTChallenge's text: `frame,id,left,top,width,height,flag,class,...`, frames from 1. In results the
  /// seventh column is a score, and the eighth and later ones are not used but for the class.
  ///
  /// Columns may have spaces around them, or nothing but spaces and tabs between them; numbers may be written as
  /// floating point; lines may end in CR LF. Empty lines are passed over.
  /// - Parameters:
  ///   - text: The file's bytes.
  ///   - name: The file's name, for messages.
  ///   - isTruth: Whether the seventh column says if a row counts.
  /// - Throws: ``TrackDataError`` with the line of anything that cannot be read, and for ids below 0.
  public init(text: [UInt8], name: String, isTruth: Bool) throws(TrackDataError) {
    self.init(name: name)
    let bytes = text.span
    var start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = 0
    var values: [Double] = []
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
      line += 1
      values.removeAll(keepingCapacity: true)
      do throws(NumberColumns.Fault) {
        try NumberColumns.read(bytes.extracting(start..<end), into: &values)
      } catch {
        throw TrackDataError(
          "read", name, line: line, cause: "column \(error.column) is \(error.found), not a number",
          hint: "each line is frame,id,left,top,width,height,...")
      }
      if !values.isEmpty { rows.append(try Self.row(values, name: name, line: line, isTruth: isTruth)) }
      start = end + 1
    }
  }

  /// A number as it reads best: without decimals where it is whole.
  static func text(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }

  private static func row(_ values: [Double], name: String, line: Int, isTruth: Bool)
    throws(TrackDataError) -> Row
  {
    guard values.count >= 6 else {
      throw TrackDataError(
        "read", name, line: line, cause: "\(values.count) columns, of six at the least",
        hint: "each line is frame,id,left,top,width,height,...")
    }
    guard let frame = Int(exactly: values[0]), frame >= 1 else {
      throw TrackDataError(
        "read", name, line: line, cause: "\(text(values[0])) is no frame", hint: "frames are counted from 1")
    }
    guard let id = Int(exactly: values[1]), id >= 0 else {
      throw TrackDataError(
        "read", name, line: line, cause: "\(text(values[1])) is no id",
        hint: "ids are whole numbers from 0 on; -1 stands for boxes that nobody has tracked")
    }
    return Row(
      frame: frame, id: id, box: TrackBox(x: values[2], y: values[3], width: values[4], height: values[5]),
      isCounted: !isTruth || values.count < 7 || values[6].magnitude >= 1,
      classValue: values.count < 8 ? 1 : values[7], line: line)
  }
}
