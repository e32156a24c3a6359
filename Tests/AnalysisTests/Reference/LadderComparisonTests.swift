import Records
import Testing

@testable import Analysis

@Suite struct RenditionTests {
  private func record(_ name: String, rate: Int64, psnr: Double, vmaf: Double?) -> RenditionRecord {
    var record = RenditionRecord()
    record.rendition = name
    (record.width, record.height, record.bitRate) = (640, 360, rate)
    var summary = ReferenceSummary()
    summary.psnrAverage = MetricSummary()
    summary.psnrAverage?.mean = psnr
    if let vmaf {
      summary.vmaf = MetricSummary()
      summary.vmaf?.mean = vmaf
    }
    record.reference = summary
    return record
  }

  @Test func theHullIsOfVMAFWhereAllHaveIt() {
    var records = [
      record("a", rate: 1_000_000, psnr: 40, vmaf: 80), record("b", rate: 2_000_000, psnr: 39, vmaf: 90),
    ]
    LadderComparison.place(&records)
    #expect(records.map(\.hullMetric) == ["vmaf", "vmaf"])
    #expect(records.map(\.isOnHull) == [true, true])
    records[1].reference?.vmaf = nil
    LadderComparison.place(&records)
    #expect(records.map(\.hullMetric) == ["psnr_average", "psnr_average"])
    #expect(records.map(\.isOnHull) == [true, false])
    #expect(records[1].belowHull == 1)
  }

  @Test func theTableLeavesOutWhatNobodyHas() {
    var records = [record("360p", rate: 1_234_567, psnr: 40.126, vmaf: nil)]
    LadderComparison.place(&records)
    #expect(
      RenditionTable.lines(records) == [
        "rendition     size  kb/s   PSNR  hull",
        "360p       640x360  1235  40.13    on",
      ])
  }
}

@Suite struct MetricPoolTests {
  @Test func poolsAsNumPyAndLibvmafDo() {
    var pool = MetricPool()
    for value in [4.0, 1, 3, 2, 5] { pool.add(value) }
    let summary = pool.summary(global: 2.5)
    #expect(summary?.mean == 3)
    #expect(summary?.min == 1)
    #expect(summary?.p5 == 1.2)
    #expect(summary?.p1 == 1.04)
    #expect(summary?.global == 2.5)
    // 5 / (1/2 + 1/3 + 1/4 + 1/5 + 1/6) - 1
    #expect(abs((summary?.harmonicMean ?? 0) - 2.448276) < 1e-6)
  }

  @Test func nothingHasNoSummary() {
    #expect(MetricPool().summary() == nil)
  }
}
