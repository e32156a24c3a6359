import Records

extension ReportPage {
  /// The plots over the page's intervals.
  var plots: ReportPlots { ReportPlots(intervals, mostPoints: ReportPage.mostPoints) }

  /// Scenes, findings and plots over one time axis.
  var timelineSection: String {
    let plots = self.plots
    guard length > 0, !(scenes.isEmpty && plots.panels.isEmpty && findings.isEmpty) else { return "" }
    let panels = plots.panels.enumerated().map { figure($1, number: $0, times: plots.times) }
    return """
      <section id="timeline" aria-labelledby="timeline-title"><h2 id="timeline-title">Timeline</h2>
      <div class="bar" hidden><img id="now-picture" alt="" hidden><output id="now" for="scroller">0:00.0</output>\
      <span id="now-scene"></span><span class="zoom" role="group" aria-label="Zoom">\
      <button type="button" id="zoom-out" aria-label="Zoom out">&minus;</button>\
      <button type="button" id="zoom-fit">Fit</button>\
      <button type="button" id="zoom-in" aria-label="Zoom in">+</button></span></div>
      <div id="scroller" tabindex="0" role="group" aria-labelledby="timeline-title" aria-describedby="timeline-help">
      <div id="track">
      <div class="axis" aria-hidden="true">\(ticks)</div>
      \(strip)
      \(lanes)
      \(panels.joined(separator: "\n"))
      <div id="band" hidden></div><div id="cursor" hidden></div>
      </div></div>
      <p id="timeline-help" class="help" hidden>Move over the plots or use the arrow keys to read values; + and \
      &minus; zoom. A click on a finding, a check or a scene shows its place.</p>
      </section>
      """
  }

  /// Marks of the axis for the whole length; the script makes others when it zooms.
  private var ticks: String {
    let step = ReportPage.tickStep(length / 6)
    let marks = stride(from: 0, to: length * 0.999, by: step).prefix(50).map { time in
      "<span style=\"left:\(percent(time))%\">\(NumberText.clock(time, decimals: step < 1 ? 1 : 0))</span>"
    }
    return marks.joined()
  }

  /// The least of the usual steps of a time axis that is not below `seconds`.
  static func tickStep(_ seconds: Double) -> Double {
    let steps: [Double] = [
      0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200,
    ]
    return steps.first { $0 >= seconds } ?? (seconds / 86400).rounded(.up) * 86400
  }

  /// The scenes as a strip; pictures come from the cards below.
  private var strip: String {
    guard !scenes.isEmpty else { return "" }
    let pictured = shownThumbnails
    let parts = shownScenes.map { scene in
      let picture = pictured.contains(scene.scene) ? " data-picture=\"\(scene.scene)\"" : ""
      let left = percent(scene.start)
      let width = percent(max(0, scene.end - scene.start))
      let title =
        "Scene \(scene.scene + 1), " + NumberText.clock(scene.start) + " to " + NumberText.clock(scene.end)
      return """
        <a href="#scene-\(scene.scene)" tabindex="-1" style="left:\(left)%;width:\(width)%" title="\(title)" \
        data-from="\(NumberText.fixed(scene.start, decimals: 3))" \
        data-to="\(NumberText.fixed(scene.end, decimals: 3))"\(picture)><i>\(scene.scene + 1)</i></a>
        """
    }
    return "<div class=\"strip\" id=\"strip\">\(parts.joined(separator: "\n"))</div>"
  }

  /// A row of marks for each kind of finding.
  private var lanes: String {
    let placed = shownFindings.filter { $0.record.start?.isFinite == true }
    let kinds = placed.map(\.record.finding).uniqued
    // What is rare keeps a row of its own; the rest share one, so that the rows stay few.
    let own = Set(kinds.prefix(kinds.count > 10 ? 9 : 10))
    let names = kinds.filter(own.contains) + (kinds.count > own.count ? [""] : [])
    let rows = names.map { name in
      let marks = placed.filter { own.contains($0.record.finding) ? $0.record.finding == name : name.isEmpty }
        .map {
          mark($0.index, $0.record)
        }
      let title = name.isEmpty ? "other" : XMLText.escaped(name)
      return "<div class=\"lane\"><b>\(title)</b>\(marks.joined(separator: "\n"))</div>"
    }
    return rows.joined(separator: "\n")
  }

  private func mark(_ index: Int, _ record: FindingRecord) -> String {
    let start = record.start ?? 0
    let end = record.end.flatMap { $0.isFinite ? max($0, start) : nil } ?? start
    let title =
      XMLText.escaped("\(record.finding), \(record.severity): \(record.what), ") + NumberText.clock(start)
    return """
      <a class="mark \(record.severity.styleName)" href="#finding-\(index)" title="\(title)" aria-label="\(title)" \
      style="left:\(percent(start))%;width:\(percent(end - start))%" data-finding="\(index)" \
      data-from="\(NumberText.fixed(start, decimals: 3))" data-to="\(NumberText.fixed(end, decimals: 3))"></a>
      """
  }

  /// A plot: its curves stretch with the axis, its words do not.
  private func figure(_ panel: ReportPlots.Panel, number: Int, times: [Double]) -> String {
    let range = panel.range
    let span = range.upperBound - range.lowerBound
    func text(_ value: Double) -> String { XMLText.escaped(panel.unit.text(value, digits: 3)) }
    let legend = panel.series.enumerated().map { index, series in
      "<span class=\"key s\(index % 3)\"><i></i>\(XMLText.escaped(series.label)) <output></output></span>"
    }
    let paths = panel.series.enumerated().map { index, series in
      curves(series.values, times, range, style: index % 3, isFilled: panel.series.count == 1)
    }
    let middle = range.lowerBound + span / 2
    return """
      <figure class="panel" data-panel="\(number)"><figcaption><b>\(XMLText.escaped(panel.title))</b> \
      \(legend.joined(separator: " "))</figcaption>
      <div class="plot"><div class="ylabels" aria-hidden="true"><span>\(text(range.upperBound))</span>\
      <span>\(text(middle))</span><span>\(text(range.lowerBound))</span></div>
      <svg viewBox="0 0 1000 100" preserveAspectRatio="none" role="img" \
      aria-label="\(XMLText.escaped(panel.title + " over time: " + described(panel)))">\
      <path class="grid" d="M0 1H1000M0 50H1000M0 99H1000"/>\(paths.joined())</svg></div></figure>
      """
  }

  /// A plot in words, for those who cannot see it.
  private func described(_ panel: ReportPlots.Panel) -> String {
    panel.series.map { series in
      let values = series.values.compactMap { $0 }
      guard let least = values.min(), let most = values.max() else { return series.label + " unknown" }
      return series.label + " from " + panel.unit.text(least) + " to " + panel.unit.text(most)
    }.joined(separator: "; ")
  }

  private func curves(
    _ values: [Double?], _ times: [Double], _ range: ClosedRange<Double>, style: Int, isFilled: Bool
  ) -> String {
    let span = range.upperBound - range.lowerBound
    func point(_ index: Int, _ value: Double) -> (x: String, y: String) {
      let y = 99 - 98 * max(0, min(1, (value - range.lowerBound) / span))
      let x = max(0, min(1, times[index] / length)) * 1000
      return (NumberText.fixed(x, decimals: 2), NumberText.fixed(y, decimals: 1))
    }
    var line = ""
    var area = ""
    var run: [(x: String, y: String)] = []
    func close() {
      guard let first = run.first, let last = run.last else { return }
      // A lonely point is a short line, or it would not be seen.
      let points = run.map { "\($0.x) \($0.y)" }.joined(separator: "L")
      line += "M" + points + (run.count == 1 ? "h.01" : "")
      area += "M\(first.x) 99L" + points + "L\(last.x) 99Z"
      run = []
    }
    for (index, value) in values.enumerated() {
      if let value { run.append(point(index, value)) } else { close() }
    }
    close()
    return (isFilled ? "<path class=\"area s\(style)\" d=\"\(area)\"/>" : "")
      + "<path class=\"line s\(style)\" d=\"\(line)\"/>"
  }
}
