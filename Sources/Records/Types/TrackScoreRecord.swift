/// What a tracker's result is worth against the ground truth of a sequence, in TrackEval's terms.
public struct TrackScoreRecord: Record {
  /// `track_score`.
  public static let type = "track_score"
  /// What the record says.
  public static let summary =
    "What a tracker's result is worth against ground truth: TrackEval's metrics, as fractions and counts."

  /// The sequence, `COMBINED` for all as one.
  public var sequence = ""
  /// The tracker.
  public var tracker = ""
  /// The benchmark whose rules apply.
  public var benchmark = ""
  /// The overlap from which CLEAR and identity metrics count a match.
  public var threshold = 0.5
  /// HOTA, a mean over all overlaps, as the values that follow.
  public var hota = 0.0
  /// DetA: detection accuracy.
  public var detA = 0.0
  /// AssA: association accuracy.
  public var assA = 0.0
  /// DetRe: share of the true boxes that were found.
  public var detRe = 0.0
  /// DetPr: share of the tracker's boxes that are right.
  public var detPr = 0.0
  /// AssRe: how much of a true track lies in one of the tracker's.
  public var assRe = 0.0
  /// AssPr: how much of a tracker's track lies in one true track.
  public var assPr = 0.0
  /// LocA: mean overlap of what was matched.
  public var locA = 0.0
  /// OWTA: geometric mean of DetRe and AssA.
  public var owta = 0.0
  /// HOTA(0): HOTA at an overlap of 0.05.
  public var hota0 = 0.0
  /// LocA(0): LocA at an overlap of 0.05.
  public var locA0 = 0.0
  /// HOTALocA(0): the product of both.
  public var hotaLocA0 = 0.0
  /// MOTA: 1 less misses, extra boxes and switches for each true box.
  public var mota = 0.0
  /// MOTP: mean overlap of what was matched.
  public var motp = 0.0
  /// MODA: MOTA without switches.
  public var moda = 0.0
  /// CLR_Re: share of the true boxes that were found.
  public var clrRe = 0.0
  /// CLR_Pr: share of the tracker's boxes that are right.
  public var clrPr = 0.0
  /// MTR: share of the true tracks that were followed for more than 80 %.
  public var mtr = 0.0
  /// PTR: share of those between.
  public var ptr = 0.0
  /// MLR: share of those that were followed for less than 20 %.
  public var mlr = 0.0
  /// sMOTA: MOTA with each match counted by its overlap.
  public var smota = 0.0
  /// CLR_F1: harmonic mean of CLR_Re and CLR_Pr.
  public var clrF1 = 0.0
  /// FP_per_frame: extra boxes for each frame.
  public var fpPerFrame = 0.0
  /// MOTAL: MOTA with the logarithm of the switches.
  public var motal = 0.0
  /// CLR_TP: matches.
  public var clrTP = 0
  /// CLR_FN: true boxes without a match.
  public var clrFN = 0
  /// CLR_FP: tracker's boxes without a match.
  public var clrFP = 0
  /// IDSW: how often a true track goes on under another identity.
  public var idsw = 0
  /// MT: true tracks that were followed for more than 80 %.
  public var mt = 0
  /// PT: those between.
  public var pt = 0
  /// ML: those that were followed for less than 20 %.
  public var ml = 0
  /// Frag: how often a true track is taken up again.
  public var frag = 0
  /// CLR_Frames: frames of the sequences that have true boxes and a result.
  public var clrFrames = 0
  /// IDF1: harmonic mean of IDR and IDP.
  public var idf1 = 0.0
  /// IDR: share of the true boxes that bear the right identity.
  public var idr = 0.0
  /// IDP: share of the tracker's boxes that bear the right identity.
  public var idp = 0.0
  /// IDTP: boxes that bear the right identity.
  public var idtp = 0
  /// IDFN: true boxes that do not.
  public var idfn = 0
  /// IDFP: tracker's boxes that do not.
  public var idfp = 0
  /// Dets: tracker's boxes that were scored.
  public var dets = 0
  /// GT_Dets: true boxes that were scored.
  public var gtDets = 0
  /// IDs: tracker's identities.
  public var ids = 0
  /// GT_IDs: true identities.
  public var gtIDs = 0
  /// The frames.
  public var frames = 0
  /// HOTA's values at each overlap.
  public var curves: OrderedValues<[Double]>?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes a record with its defaults.
  public init() {}

  /// Names what is scored.
  public init(sequence: String, tracker: String) {
    self.sequence = sequence
    self.tracker = tracker
  }

  /// The record as one of all.
  public var asAny: AnyRecord { .trackScore(self) }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("sequence", &sequence, "Name of the sequence; COMBINED for all taken as one.", required: true)
    try v.field("tracker", &tracker, "Name of the tracker.", required: true)
    try v.field("benchmark", &benchmark, "Benchmark whose rules apply: mot15, mot16, mot17, mot20 or none.")
    try v.field("threshold", &threshold, "Overlap from which CLEAR and identity metrics count a match.")
    try hotaFields(&v)
    try clearFields(&v)
    try v.field("idf1", &idf1, "IDF1: harmonic mean of IDR and IDP.")
    try v.field("idr", &idr, "IDR: share of the true boxes that bear the right identity.")
    try v.field("idp", &idp, "IDP: share of the tracker's boxes that bear the right identity.")
    try v.field("idtp", &idtp, "IDTP: boxes that bear the right identity.")
    try v.field("idfn", &idfn, "IDFN: true boxes that do not.")
    try v.field("idfp", &idfp, "IDFP: tracker's boxes that do not.")
    try v.field("dets", &dets, "Dets: tracker's boxes that were scored.")
    try v.field("gt_dets", &gtDets, "GT_Dets: true boxes that were scored.")
    try v.field("ids", &ids, "IDs: tracker's identities.")
    try v.field("gt_ids", &gtIDs, "GT_IDs: true identities.")
    try v.field("frames", &frames, "Frames of the sequence.")
    try v.field(
      "curves", &curves, "HOTA's values at the overlaps 0.05 to 0.95, by TrackEval's names in snake case.")
  }

  private mutating func hotaFields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("hota", &hota, "HOTA: mean over the overlaps 0.05 to 0.95, as the values that follow.")
    try v.field("det_a", &detA, "DetA: detection accuracy.")
    try v.field("ass_a", &assA, "AssA: association accuracy.")
    try v.field("det_re", &detRe, "DetRe: share of the true boxes that were found.")
    try v.field("det_pr", &detPr, "DetPr: share of the tracker's boxes that are right.")
    try v.field("ass_re", &assRe, "AssRe: how much of a true track lies in one of the tracker's.")
    try v.field("ass_pr", &assPr, "AssPr: how much of a tracker's track lies in one true track.")
    try v.field("loc_a", &locA, "LocA: mean overlap of what was matched.")
    try v.field("owta", &owta, "OWTA: geometric mean of DetRe and AssA.")
    try v.field("hota_0", &hota0, "HOTA(0): HOTA at an overlap of 0.05.")
    try v.field("loc_a_0", &locA0, "LocA(0): LocA at an overlap of 0.05.")
    try v.field("hota_loc_a_0", &hotaLocA0, "HOTALocA(0): the product of both.")
  }

  private mutating func clearFields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("mota", &mota, "MOTA: 1 less misses, extra boxes and switches for each true box.")
    try v.field("motp", &motp, "MOTP: mean overlap of what was matched.")
    try v.field("moda", &moda, "MODA: MOTA without switches.")
    try v.field("clr_re", &clrRe, "CLR_Re: share of the true boxes that were found.")
    try v.field("clr_pr", &clrPr, "CLR_Pr: share of the tracker's boxes that are right.")
    try v.field("mtr", &mtr, "MTR: share of the true tracks that were followed for more than 80 %.")
    try v.field("ptr", &ptr, "PTR: share of those between.")
    try v.field("mlr", &mlr, "MLR: share of those that were followed for less than 20 %.")
    try v.field("smota", &smota, "sMOTA: MOTA with each match counted by its overlap.")
    try v.field("clr_f1", &clrF1, "CLR_F1: harmonic mean of CLR_Re and CLR_Pr.")
    try v.field("fp_per_frame", &fpPerFrame, "FP_per_frame: extra boxes for each frame.")
    try v.field("motal", &motal, "MOTAL: MOTA with the logarithm of the switches.")
    try v.field("clr_tp", &clrTP, "CLR_TP: matches.")
    try v.field("clr_fn", &clrFN, "CLR_FN: true boxes without a match.")
    try v.field("clr_fp", &clrFP, "CLR_FP: tracker's boxes without a match.")
    try v.field("idsw", &idsw, "IDSW: how often a true track goes on under another identity.")
    try v.field("mt", &mt, "MT: true tracks that were followed for more than 80 %.")
    try v.field("pt", &pt, "PT: those between.")
    try v.field("ml", &ml, "ML: those that were followed for less than 20 %.")
    try v.field("frag", &frag, "Frag: how often a true track is taken up again.")
    try v.field(
      "clr_frames", &clrFrames, "CLR_Frames: frames of the sequences that have true boxes and a result.")
  }
}
