import Glibc
import Media
import Pipeline

/// A piece of an analysis, cut out as if the title were no longer than that: statistics and macroblock tree of a
/// few frames from a picture on that can be decoded alone.
///
/// x264 writes both in coding order: a line of text a frame, and for each frame that others refer to (all but
/// type b) a byte for its type and two for each block (encoder/ratecontrol.c, x264_macroblock_tree_read).
struct StatisticsExcerpt {
  /// Frames in it.
  let frames: Int
  /// Their statistics.
  let statistics: PassStatistics

  private static let newLine = UInt8(ascii: "\n")

  /// Cuts.
  /// - Parameters:
  ///   - source: a chunk's statistics file.
  ///   - first: the first frame's place in the chunk, in the order of showing; it can be decoded alone.
  ///   - wanted: frames at the least, if there are as many before the next such picture.
  ///   - blocks: macroblocks of the analysed picture.
  ///   - path: the new statistics file.
  init(of source: String, from first: Int, frames wanted: Int, blocks: Int, to path: String) throws {
    func failure(_ cause: String) -> MediaError { MediaError("read", source, cause: cause) }
    let text = try OutputFolder.read(source)
    let tree = try OutputFolder.read(source + ".mbtree")
    var lines: [[UInt8]] = []
    var seen = 0
    var highest = -1
    var position = 0
    var begin: Int?
    for line in text.split(separator: Self.newLine) {
      guard line.first != UInt8(ascii: "#") else {
        lines.append(Array(line))
        continue
      }
      guard let frame = CodedLine(line) else { throw failure("a line of it is no statistics of x264's") }
      if frame.place == first { begin = position }
      if begin != nil {
        // Whole: all frames up to the last one shown are there, and enough of them.
        if seen > 0, frame.type == "I" || (seen >= wanted && highest == seen - 1) { break }
        highest = max(highest, frame.place - first)
        lines.append(frame.renumbered(place: frame.place - first, order: seen))
        seen += 1
      }
      if frame.type != "b" { position += 1 + 2 * blocks }
    }
    guard let begin, seen > 0, position <= tree.count else {
      throw failure("it has no frame \(first), or its macroblock tree is shorter than it says")
    }
    frames = seen
    let cut = Array(lines.joined(separator: [Self.newLine])) + [Self.newLine]
    statistics = try PassStatistics(cut, named: source)
    try PendingFile(path: path).replace(with: cut)
    try PendingFile(path: path + ".mbtree").replace(with: Array(tree[begin..<position]))
  }

  /// A frame's line.
  private struct CodedLine {
    let place: Int
    let type: Character
    private let rest: String

    init?(_ line: ArraySlice<UInt8>) {
      let fields = String(decoding: line, as: UTF8.self).split(
        separator: " ", maxSplits: 3, omittingEmptySubsequences: true)
      guard fields.count == 4, fields[0].hasPrefix("in:"), fields[1].hasPrefix("out:"),
        fields[2].hasPrefix("type:"), let place = Int(fields[0].dropFirst(3)),
        let type = fields[2].dropFirst(5).first
      else { return nil }
      (self.place, self.type) = (place, type)
      rest = fields[2] + " " + fields[3]
    }

    func renumbered(place: Int, order: Int) -> [UInt8] { Array("in:\(place) out:\(order) \(rest)".utf8) }
  }
}
