/// What a `seqinfo.ini` beside a ground truth says.
public struct SequenceInfo: Sendable, Equatable {
  /// How many frames it has, `seqLength`.
  public var length: Int?
  /// How many frames a second it has, `frameRate`.
  public var frameRate: Int?
  /// The pictures' width in pixels, `imWidth`.
  public var width: Int?
  /// The pictures' height in pixels, `imHeight`.
  public var height: Int?

  /// Reads the file's text: `key=value` lines under `[Sequence]`; other keys are passed over.
  /// - Parameters:
  ///   - text: The file's text.
  ///   - file: The file's name, for messages.
  /// - Throws: ``TrackDataError`` where one of them is no number.
  public init(_ text: String, file: String) throws(TrackDataError) {
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let parts = line.split(separator: "=", maxSplits: 1).map(Self.trimmed)
      let keys: [String: WritableKeyPath<SequenceInfo, Int?>] = [
        "seqlength": \.length, "framerate": \.frameRate, "imwidth": \.width, "imheight": \.height,
      ]
      guard parts.count == 2, let key = keys[parts[0].lowercased()] else { continue }
      guard let value = Int(parts[1]), value >= 0 else {
        throw TrackDataError(
          "read", file, line: index + 1, cause: "\(parts[0]) is \"\(parts[1])\", not a whole number")
      }
      self[keyPath: key] = value
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    let front = text.drop { $0.isWhitespace }
    return String(front.reversed().drop { $0.isWhitespace }.reversed())
  }
}
