import Records

/// Renditions as a table for people, one line each.
public enum RenditionTable {
  /// The lines of the table, the headings first; columns that no rendition has are left out.
  public static func lines(_ records: [RenditionRecord]) -> [String] {
    var columns: [[String]] = []
    func add(_ heading: String, _ value: (RenditionRecord) -> String?) {
      let cells = records.map { value($0) }
      guard cells.contains(where: { $0 != nil }) else { return }
      columns.append([heading] + cells.map { $0 ?? "-" })
    }
    add("rendition") { $0.rendition }
    add("size") { "\($0.width)x\($0.height)" }
    add("declared kb/s") { $0.bandwidth.map(kilobits) }
    add("kb/s") { $0.bitRate.map(kilobits) }
    add("VMAF") { $0.reference?.vmaf.map { decimals($0.mean, 2) } }
    add("VMAF 5%") { $0.reference?.vmaf?.p5.map { decimals($0, 2) } }
    add("PSNR") { $0.reference?.psnrAverage.map { decimals($0.mean, 2) } }
    add("SSIM") { $0.reference?.ssimAverage.map { decimals($0.mean, 4) } }
    add("MS-SSIM") { $0.reference?.msSSIM.map { decimals($0.mean, 4) } }
    add("hull") { record in
      record.isOnHull.map { $0 ? "on" : "-\(decimals(record.belowHull ?? 0, 2))" }
    }
    return (0...records.count).map { row in
      let cells = columns.enumerated().map { index, column in
        let width = column.map(\.count).max() ?? 0
        let padding = String(repeating: " ", count: width - column[row].count)
        return index == 0 ? column[row] + padding : padding + column[row]
      }
      return cells.joined(separator: "  ")
    }
  }

  private static func kilobits(_ value: Int64) -> String { String((value + 500) / 1000) }

  private static func decimals(_ value: Double, _ count: Int) -> String {
    var factor: Int64 = 1
    for _ in 0..<count { factor *= 10 }
    guard value.isFinite, abs(value) < 1e12 else { return "-" }
    let scaled = Int64((abs(value) * Double(factor)).rounded())
    let rest = String(scaled % factor)
    let zeros = String(repeating: "0", count: count - rest.count)
    return (value < 0 && scaled > 0 ? "-" : "") + "\(scaled / factor).\(zeros)\(rest)"
  }
}
