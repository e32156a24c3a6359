import Glibc
import Records

extension ReportPage {
  /// How quality grows with bits, metric by metric, and the same as a table.
  var ladderSection: String {
    let points = ladder.filter { $0.bitRate > 0 && $0.bitRate.isFinite }.sorted { $0.bitRate < $1.bitRate }
    guard !points.isEmpty else { return "" }
    let metrics = points.flatMap(\.metrics.keys).uniqued
    let charts = metrics.prefix(6).compactMap { chart($0, points) }
    let heads = metrics.map { "<th scope=\"col\">\(XMLText.escaped(ReportPage.metricName($0)))</th>" }
    let rows = points.map { point in
      let cells = metrics.map { name in
        "<td data-name=\"\(XMLText.escaped(ReportPage.metricName(name)))\">"
          + (point.metrics[name].map { NumberText.short($0, digits: 5) } ?? "") + "</td>"
      }
      return "<tr><th scope=\"row\">\(XMLText.escaped(point.rendition))</th>"
        + "<td data-name=\"Bit rate\">\(SummaryUnit.bitRate.text(point.bitRate))</td>\(cells.joined())</tr>"
    }
    return """
      <section id="ladder" aria-labelledby="ladder-title"><h2 id="ladder-title">Quality against bit rate</h2>
      <div class="charts">\(charts.joined(separator: "\n"))</div>
      <table class="cards"><thead><tr><th scope="col">Rendition</th><th scope="col">Bit rate</th>\(heads.joined())</tr>\
      </thead><tbody>\(rows.joined(separator: "\n"))</tbody></table></section>
      """
  }

  private static func metricName(_ name: String) -> String {
    switch name {
    case "vmaf", "psnr", "ssim": name.uppercased()
    case "ms_ssim": "MS-SSIM"
    default: name.split(separator: "_").joined(separator: " ")
    }
  }

  /// One metric over the logarithm of the bit rate.
  private func chart(_ metric: String, _ points: [RatePoint]) -> String? {
    let known = points.compactMap { point in
      point.metrics[metric].flatMap { value in
        value.isFinite ? (name: point.rendition, rate: point.bitRate, value: value) : nil
      }
    }
    guard let first = known.first, let last = known.last, let least = known.map(\.value).min(),
      let most = known.map(\.value).max()
    else { return nil }
    let (left, right, top, bottom) = (52.0, 408.0, 16.0, 214.0)
    let (lowRate, highRate) = (log2(first.rate) - 0.3, log2(last.rate) + 0.3)
    let step = ReportPlots.roundStep(max((most - least) / 4, abs(most) * 1e-4, 1e-9))
    let low = (least / step - 0.01).rounded(.down) * step
    var high = (most / step + 0.01).rounded(.up) * step
    // No metric goes beyond its best.
    if metric == "vmaf" { high = min(high, 100) }
    if metric.hasSuffix("ssim") { high = min(high, 1) }
    func x(_ rate: Double) -> Double { left + (right - left) * (log2(rate) - lowRate) / (highRate - lowRate) }
    func y(_ value: Double) -> Double { bottom - (bottom - top) * (value - low) / max(high - low, 1e-12) }
    func at(_ value: Double) -> String { NumberText.fixed(value, decimals: 1) }
    var marks = ""
    var tick = low
    while tick <= high + step / 1000 {
      marks += "<path class=\"grid\" d=\"M\(at(left)) \(at(y(tick)))H\(at(right))\"/>"
      marks +=
        "<text x=\"\(at(left - 6))\" y=\"\(at(y(tick) + 4))\" text-anchor=\"end\">"
        + NumberText.short(tick, digits: 4) + "</text>"
      tick += step
    }
    var rate = 62_500.0
    while rate < first.rate / 1.5 { rate *= 2 }
    while log2(rate) < highRate {
      if log2(rate) > lowRate {
        marks +=
          "<text x=\"\(at(x(rate)))\" y=\"232\" text-anchor=\"middle\">"
          + SummaryUnit.bitRate.text(rate, digits: 3) + "</text>"
      }
      rate *= 2
    }
    let line = known.map { at(x($0.rate)) + " " + at(y($0.value)) }.joined(separator: "L")
    let dots = known.map { point in
      let isHigh = y(point.value) < top + 16
      return "<circle cx=\"\(at(x(point.rate)))\" cy=\"\(at(y(point.value)))\" r=\"4\"><title>"
        + XMLText.escaped(point.name) + ": \(NumberText.short(point.value, digits: 5))</title></circle>"
        + "<text x=\"\(at(x(point.rate)))\" y=\"\(at(y(point.value) + (isHigh ? 18 : -9)))\" text-anchor=\"middle\" "
        + "class=\"name\">\(XMLText.escaped(String(point.name.prefix(12))))</text>"
    }
    let title = XMLText.escaped(ReportPage.metricName(metric))
    return """
      <figure><figcaption>\(title)</figcaption><svg viewBox="0 0 420 240" role="img" \
      aria-label="\(title) over bit rate; the table below has the numbers">\(marks)\
      <path class="line s0" d="M\(line)"/>\(dots.joined())</svg></figure>
      """
  }
}
