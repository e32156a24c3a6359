import Records

/// Scores as columns under headings, for people.
enum TrackScoreTable {
  /// A line for each record: names, percentages with three decimals, counts.
  static func text(_ records: [TrackScoreRecord]) -> String {
    let rows = [["TRACKER", "SEQUENCE"] + columns.map(\.name)] + records.map(cells)
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).enumerated().map { column, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return column < 2 ? cell.0 + space : space + cell.0
      }.joined(separator: "  ") + "\n"
    }.joined()
  }

  private static let columns: [(name: String, value: @Sendable (TrackScoreRecord) -> String)] = [
    ("HOTA", { percent($0.hota) }), ("DetA", { percent($0.detA) }), ("AssA", { percent($0.assA) }),
    ("LocA", { percent($0.locA) }), ("IDF1", { percent($0.idf1) }), ("IDR", { percent($0.idr) }),
    ("IDP", { percent($0.idp) }), ("MOTA", { percent($0.mota) }), ("MOTP", { percent($0.motp) }),
    ("FP", { String($0.clrFP) }), ("FN", { String($0.clrFN) }), ("IDSW", { String($0.idsw) }),
    ("Frag", { String($0.frag) }), ("MT", { String($0.mt) }), ("PT", { String($0.pt) }),
    ("ML", { String($0.ml) }), ("IDs", { String($0.ids) }), ("GT_IDs", { String($0.gtIDs) }),
  ]

  private static func cells(_ record: TrackScoreRecord) -> [String] {
    [record.tracker, record.sequence] + columns.map { $0.value(record) }
  }

  /// A fraction in per cent with three decimals.
  private static func percent(_ value: Double) -> String {
    let thousandths = Int((value.magnitude * 1e5).rounded())
    let decimals = String(thousandths % 1000)
    return (value < 0 && thousandths > 0 ? "-" : "") + String(thousandths / 1000) + "."
      + String(repeating: "0", count: 3 - decimals.count) + decimals
  }
}
