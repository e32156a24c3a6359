import Records

/// The lines of the heads-up display: time, frame, frames a second, objects by label.
struct HeadsUp {
  private var recent: [Double] = []
  private let rate: Double?

  init(_ stream: StreamRecord) {
    rate = stream.isVariable ? nil : stream.frameRate?.doubleValue
  }

  /// The text for a frame.
  mutating func lines(_ record: FrameRecord, objects: [DetectedObject]) -> [String] {
    if let last = recent.last, record.time <= last { recent = [] }
    recent.append(record.time)
    recent.removeAll { $0 < record.time - 1 }
    if recent.count > 1000 { recent.removeFirst(500) }
    var first = "\(HeadsUp.clock(record.time))   #\(record.frame)"
    var shown = rate
    if shown == nil, let oldest = recent.first, recent.count > 2, record.time > oldest {
      shown = Double(recent.count - 1) / (record.time - oldest)
    }
    if let shown { first += "   \(HeadsUp.decimal(shown, 1)) fps" }
    var counts: [(label: String, count: Int)] = []
    for object in objects {
      if let index = counts.firstIndex(where: { $0.label == object.label }) {
        counts[index].count += 1
      } else {
        counts.append((object.label, 1))
      }
    }
    counts.sort { $0.label < $1.label }
    let second = counts.prefix(8).map { "\($0.label) \($0.count)" }.joined(separator: "   ")
    return second.isEmpty ? [first] : [first, second]
  }

  /// Seconds as hh:mm:ss.mmm.
  static func clock(_ seconds: Double) -> String {
    guard seconds.isFinite, abs(seconds) < 1e9 else { return "--:--:--" }
    let milliseconds = Int((abs(seconds) * 1000).rounded())
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let rest = milliseconds % 1000
    let fraction = String(repeating: "0", count: rest < 10 ? 2 : rest < 100 ? 1 : 0) + "\(rest)"
    let whole = milliseconds / 1000
    return (seconds < 0 ? "-" : "")
      + "\(two(whole / 3600)):\(two(whole / 60 % 60)):\(two(whole % 60)).\(fraction)"
  }

  /// A number with a fixed count of decimals.
  static func decimal(_ value: Double, _ places: Int) -> String {
    let scale = places == 1 ? 10 : 100
    let scaled = Int((abs(value) * Double(scale)).rounded())
    let rest = scaled % scale
    let fraction = places == 2 && rest < 10 ? "0\(rest)" : "\(rest)"
    return (value < 0 ? "-" : "") + "\(scaled / scale).\(fraction)"
  }
}
