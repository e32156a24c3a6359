import Media

/// The log that libvmaf writes with commas: a line of names, then one for each frame.
struct VMAFLog {
  /// VMAF by frame.
  let values: [Int: Double]

  /// Reads a log.
  /// - Throws: MediaError where it is not one.
  init(_ text: [UInt8]) throws(MediaError) {
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
    func cells(_ line: ArraySlice<UInt8>) -> [Substring] {
      String(decoding: line, as: UTF8.self).split(separator: ",", omittingEmptySubsequences: false)
    }
    guard let names = lines.first.map(cells), let place = names.firstIndex(of: "vmaf"), names.first == "Frame"
    else {
      throw MediaError("read", "libvmaf's log", cause: "it has no column vmaf", hint: "is it cut off?")
    }
    var values: [Int: Double] = [:]
    for line in lines.dropFirst() {
      let cells = cells(line)
      guard cells.count > place, let frame = Int(cells[0]) else { continue }
      values[frame] = Double(cells[place])
    }
    self.values = values
  }
}
