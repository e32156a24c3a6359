import Records

extension ReportPage {
  /// The scenes that the page shows: all, or the longest of each stretch where there are too many, in time's
  /// order.
  var shownScenes: [SceneRecord] { spread(scenes, most: ReportPage.mostScenes) }

  /// The scenes whose picture is shown: all that have one, or the longest of each stretch.
  var shownThumbnails: Set<Int> {
    let pictured = shownScenes.filter { thumbnails[$0.scene]?.isEmpty == false }
    return Set(spread(pictured, most: ReportPage.mostThumbnails).map(\.scene))
  }

  /// At most `most` of the scenes, spread over the whole length, the longest of each stretch first.
  private func spread(_ scenes: [SceneRecord], most: Int) -> [SceneRecord] {
    guard scenes.count > most else { return scenes }
    let longest = scenes.sorted { ($1.end - $1.start, $0.scene) < ($0.end - $0.start, $1.scene) }
    let stretch = max(length, 1e-9) / Double(max(1, most / 4))
    var taken: [Int: Int] = [:]
    let ranked = longest.map { scene -> (rank: Int, scene: SceneRecord) in
      let slot = scene.start.isFinite ? Int(max(0, min(1e6, scene.start / stretch))) : 0
      taken[slot, default: 0] += 1
      return (taken[slot] ?? 0, scene)
    }
    let chosen = ranked.sorted { ($0.rank, $0.scene.scene) < ($1.rank, $1.scene.scene) }.prefix(most)
    return chosen.map(\.scene).sorted { $0.scene < $1.scene }
  }

  /// A card for each scene.
  var sceneSection: String {
    guard !scenes.isEmpty else { return "" }
    let pictured = shownThumbnails
    let cards = shownScenes.map { scene in card(scene, isPictured: pictured.contains(scene.scene)) }
    let hidden = scenes.count - cards.count
    let more = hidden > 0 ? "<p>\(hidden) more, shorter than those around them, are not shown.</p>" : ""
    let list = "<ol class=\"scenes\">\(cards.joined(separator: "\n"))</ol>\(more)"
    let title = "<h2 id=\"scenes-title\">Scenes <small>\(scenes.count)</small></h2>"
    let body =
      cards.count > 24
      ? "<div class=\"long tall\" tabindex=\"0\" role=\"region\" aria-labelledby=\"scenes-title\">\(list)</div>"
      : list
    return "<section id=\"scenes\" aria-labelledby=\"scenes-title\">\(title)\(body)</section>"
  }

  private func card(_ scene: SceneRecord, isPictured: Bool) -> String {
    let picture =
      isPictured
      ? "<img id=\"picture-\(scene.scene)\" alt=\"\" loading=\"lazy\" src=\"data:image/jpeg;base64,"
        + Base64.text(thumbnails[scene.scene] ?? []) + "\">" : "<span class=\"blank\"></span>"
    var notes: [String] = []
    if scene.transition != .start, scene.transition != .cut { notes.append(scene.transition.rawValue) }
    notes += (scene.tags ?? []).prefix(3).map(\.label)
    notes += (scene.objects?.entries ?? []).prefix(3).map {
      "\($0.key) \(NumberText.short($0.value, digits: 2))"
    }
    let length = NumberText.fixed(scene.end - scene.start, decimals: 1)
    let tags = notes.map { "<span class=\"tag\">\(XMLText.escaped($0))</span>" }.joined(separator: " ")
    return """
      <li id="scene-\(scene.scene)"><a href="#timeline" data-from="\(NumberText.fixed(scene.start, decimals: 3))" \
      data-to="\(NumberText.fixed(scene.end, decimals: 3))">\(picture)<span><b>\(scene.scene + 1)</b> \
      \(NumberText.clock(scene.start)) <small>\(length) s</small></span></a>\(tags.isEmpty ? "" : "<p>\(tags)</p>")</li>
      """
  }
}
