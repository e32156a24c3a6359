import Records

extension TrackScore {
  /// The scores as a record.
  /// - Parameters:
  ///   - sequence: The sequence's name.
  ///   - tracker: The tracker's name.
  ///   - benchmark: The rules that it was scored by.
  ///   - curves: Whether HOTA's values at each overlap are told too.
  public func record(
    sequence: String, tracker: String, benchmark: Benchmark, curves: Bool = false
  ) -> TrackScoreRecord {
    var record = TrackScoreRecord(sequence: sequence, tracker: tracker)
    record.benchmark = benchmark.rawValue
    record.threshold = threshold
    hota.fill(&record, curves: curves)
    clear.fill(&record)
    record.idf1 = identity.f1
    record.idr = identity.recall
    record.idp = identity.precision
    record.idtp = identity.truePositives
    record.idfn = identity.falseNegatives
    record.idfp = identity.falsePositives
    record.dets = trackedBoxes
    record.gtDets = truthBoxes
    record.ids = trackedIDs
    record.gtIDs = truthIDs
    record.frames = frames
    return record
  }
}

extension HOTA {
  fileprivate func fill(_ record: inout TrackScoreRecord, curves: Bool) {
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    record.hota = mean(hota)
    record.detA = mean(detA)
    record.assA = mean(assA)
    record.detRe = mean(detRe)
    record.detPr = mean(detPr)
    record.assRe = mean(assRe)
    record.assPr = mean(assPr)
    record.locA = mean(locA)
    record.owta = mean(owta)
    record.hota0 = hota0
    record.locA0 = locA0
    record.hotaLocA0 = hotaLocA0
    guard curves else { return }
    record.curves = [
      "alpha": Self.alphas, "hota": hota, "det_a": detA, "ass_a": assA, "det_re": detRe, "det_pr": detPr,
      "ass_re": assRe, "ass_pr": assPr, "loc_a": locA, "owta": owta, "hota_tp": truePositives,
      "hota_fn": falseNegatives, "hota_fp": falsePositives,
    ]
  }
}

extension CLEAR {
  fileprivate func fill(_ record: inout TrackScoreRecord) {
    record.mota = mota
    record.motp = motp
    record.moda = moda
    record.clrRe = recall
    record.clrPr = precision
    record.mtr = mostlyTrackedRatio
    record.ptr = partlyTrackedRatio
    record.mlr = mostlyLostRatio
    record.smota = smota
    record.clrF1 = f1
    record.fpPerFrame = falsePositivesPerFrame
    record.motal = motal
    record.clrTP = truePositives
    record.clrFN = falseNegatives
    record.clrFP = falsePositives
    record.idsw = identitySwitches
    record.mt = mostlyTracked
    record.pt = partlyTracked
    record.ml = mostlyLost
    record.frag = fragmentations
    record.clrFrames = frames
  }
}
