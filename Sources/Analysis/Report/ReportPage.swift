import Media
import Records

/// What was found out about a video as one HTML file that needs nothing else: no network, no other file.
///
/// It is whole without its script (tables, plots and pictures are in the page); the script adds the cursor,
/// zoom and jumps. Its size is bounded: intervals are thinned to 2000 points by their least and greatest
/// values, and at most 240 pictures, 1000 scenes and 500 findings are shown, the worst findings first.
public struct ReportPage: Sendable {
  /// One rendition of a ladder: what it takes and how good it is.
  public struct RatePoint: Sendable {
    /// Name of the rendition, such as 720p.
    public var rendition: String
    /// Bits a second.
    public var bitRate: Double
    /// Quality by metric: vmaf, psnr, ssim.
    public var metrics: OrderedValues<Double>

    /// Names a rendition.
    public init(rendition: String, bitRate: Double, metrics: OrderedValues<Double>) {
      self.rendition = rendition
      self.bitRate = bitRate
      self.metrics = metrics
    }
  }

  /// Name of what was analysed.
  public var name: String
  /// The program's version.
  public var version: String
  /// What was measured over the whole.
  public var summary: SummaryRecord
  /// The scenes in their order.
  public var scenes: [SceneRecord] = []
  /// JPEG files of scenes, by the scene's number.
  public var thumbnails: [Int: [UInt8]] = [:]
  /// What was measured second by second, in order.
  public var intervals: [IntervalRecord] = []
  /// What was found.
  public var findings: [FindingRecord] = []
  /// What a policy says.
  public var checks: [CheckRecord] = []
  /// Renditions of a ladder, where there is one.
  public var ladder: [RatePoint] = []

  /// A page about a video; what else is known is set on it.
  public init(name: String, version: String, summary: SummaryRecord) {
    self.name = name
    self.version = version
    self.summary = summary
  }

  /// Points of a plot, at the most.
  static let mostPoints = 2000
  /// Pictures in a page, at the most.
  static let mostThumbnails = 240
  /// Scenes in a page, at the most.
  static let mostScenes = 1000
  /// Findings in a page, at the most.
  static let mostFindings = 500

  /// Seconds that the time axis covers.
  var length: Double {
    // An interval ends at its full second, also where the video ends before: its own length counts first.
    let own = [summary.video?.duration, summary.container?.duration]
    if let longest = own.compactMap({ $0 }).filter({ $0 > 0 && $0.isFinite }).max() { return longest }
    let ends = [intervals.last?.end, scenes.last?.end, findings.compactMap { $0.end ?? $0.start }.max()]
    return ends.compactMap { $0 }.filter { $0.isFinite && $0 > 0 }.max() ?? 0
  }

  /// A place on the time axis in percent, for a style attribute.
  func percent(_ time: Double) -> String {
    let length = length
    guard length > 0, time.isFinite else { return "0" }
    return NumberText.fixed(max(0, min(1, time / length)) * 100, decimals: 3)
  }

  /// The page.
  public var html: String {
    let title = XMLText.escaped(name)
    // Only this script may run, whatever a text brings along.
    let hash = Base64.text(ReportPage.bytes(hex: SHA256.hex(Array(reportScript.utf8))))
    let policy =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
      + "script-src 'sha256-\(hash)'"
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="generator" content="vidproc \(XMLText.escaped(version))">
      <meta name="color-scheme" content="light dark">
      <title>\(title) - report</title>
      <style>\(reportStyle)</style>
      </head>
      <body>
      \(header)
      <main>
      \(checkSection)
      \(findingSection)
      \(timelineSection)
      \(sceneSection)
      \(ladderSection)
      \(pictureSection)
      \(soundSection)
      \(measurementSection)
      </main>
      <footer>Made by vidproc \(XMLText.escaped(version)).</footer>
      <script type="application/json" id="data">\(data)</script>
      <script>\(reportScript)</script>
      </body>
      </html>

      """
  }

  private static func bytes(hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  /// What the script reads: length, names and values of the plots.
  private var data: String {
    let plots = self.plots
    let times = plots.times.map { NumberText.fixed($0, decimals: 3) }.joined(separator: ",")
    let panels = plots.panels.map { panel in
      let series = panel.series.map { series in
        let values = series.values.map { $0.map { NumberText.short($0, digits: 5) } ?? "null" }
        return "[" + values.joined(separator: ",") + "]"
      }
      return
        "{\"unit\":\(ReportPage.json(panel.unit.scriptName)),\"series\":[\(series.joined(separator: ","))]}"
    }
    return "{\"length\":\(NumberText.fixed(length, decimals: 3)),\"times\":[\(times)],"
      + "\"panels\":[\(panels.joined(separator: ","))]}"
  }

  /// A text as JSON that can stand in a script element.
  static func json(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\", "<", ">", "&", "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
