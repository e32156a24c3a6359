/// What holds for rendition groups.
enum GroupRules {
  static let undefined = ConformanceRule(
    "group.undefined", "RFC 8216bis 4.4.6.2",
    "A group that EXT-X-STREAM-INF names is defined by EXT-X-MEDIA of that TYPE.")
  static let unused = ConformanceRule(
    "group.unused", "RFC 8216bis 4.4.6.1.1", .warning, "Every group is named by a variant.")
  static let name = ConformanceRule(
    "group.name", "RFC 8216bis 4.4.6.1.1", "All renditions of a group have different NAMEs.")
  static let defaults = ConformanceRule(
    "group.default", "RFC 8216bis 4.4.6.1.1", "A group has at most one rendition with DEFAULT=YES.")
  static let autoselect = ConformanceRule(
    "group.autoselect", "RFC 8216bis 4.4.6.1", "A rendition with DEFAULT=YES has no AUTOSELECT=NO.")
  static let members = ConformanceRule(
    "group.members", "RFC 8216bis 4.4.6.1.1",
    "Groups of one TYPE have the same renditions, alike but for URI, CHANNELS, and what the encoding changes."
  )
  static let language = ConformanceRule(
    "group.language", "HLS Authoring 8.10", "EXT-X-MEDIA has LANGUAGE, except of TYPE=VIDEO.")
  static let uri = ConformanceRule(
    "group.uri", "RFC 8216bis 4.4.6.1",
    "SUBTITLES have a URI; CLOSED-CAPTIONS have none and have an INSTREAM-ID.")
  static let forced = ConformanceRule(
    "group.forced", "RFC 8216bis 4.4.6.1", "FORCED stands with TYPE=SUBTITLES alone.")
  static let channels = ConformanceRule(
    "group.channels", "RFC 8216bis 4.4.6.1", .warning, "EXT-X-MEDIA of TYPE=AUDIO has CHANNELS.")

  static let all = [
    undefined, unused, name, defaults, autoselect, members, language, uri, forced, channels,
  ]

  static let types = ["AUDIO", "VIDEO", "SUBTITLES", "CLOSED-CAPTIONS"]

  /// Checks the groups of a multivariant playlist.
  static func check(_ master: LooseMultivariant, into findings: inout FindingList) {
    let playlist = master.playlist
    for variant in master.variants {
      for type in types {
        guard let group = variant.attributes[type], type != "CLOSED-CAPTIONS" || group != "NONE",
          master.group(type, group).isEmpty
        else { continue }
        findings.add(
          undefined, "no EXT-X-MEDIA defines the group '\(group)' of TYPE=\(type)",
          at: playlist.place(variant.line), declared: group)
      }
    }
    for rendition in master.media { check(rendition, master, into: &findings) }
    for type in types { check(type, master, into: &findings) }
  }

  private static func check(
    _ rendition: LooseMultivariant.Stream, _ master: LooseMultivariant, into findings: inout FindingList
  ) {
    let place = master.playlist.place(rendition.line)
    let attributes = rendition.attributes
    let type = attributes["TYPE"] ?? ""
    let title = attributes["NAME"] ?? rendition.uri ?? "the rendition"
    if attributes["DEFAULT"] == "YES", attributes["AUTOSELECT"] == "NO" {
      findings.add(autoselect, "\(title) has DEFAULT=YES and AUTOSELECT=NO", at: place)
    }
    if attributes["LANGUAGE"] == nil, type != "VIDEO" {
      let isOnly = master.group(type, attributes["GROUP-ID"] ?? "").count == 1
      findings.add(
        language, "\(title) has no LANGUAGE" + (isOnly ? ", and is the only one of its kind" : ""), at: place,
        severity: isOnly && type == "AUDIO" ? .info : nil)
    }
    if type == "SUBTITLES", rendition.uri == nil {
      findings.add(uri, "subtitles without a URI", at: place)
    }
    if type == "CLOSED-CAPTIONS" {
      if rendition.uri != nil { findings.add(uri, "closed captions have no URI of their own", at: place) }
      if attributes["INSTREAM-ID"] == nil {
        findings.add(uri, "closed captions without an INSTREAM-ID", at: place)
      }
    }
    if attributes["FORCED"] != nil, type != "SUBTITLES" {
      findings.add(forced, "FORCED stands with TYPE=\(type)", at: place)
    }
    if type == "AUDIO", attributes["CHANNELS"] == nil {
      findings.add(channels, "\(title) has no CHANNELS", at: place)
    }
  }

  private static func check(_ type: String, _ master: LooseMultivariant, into findings: inout FindingList) {
    let playlist = master.playlist
    var groups: [(id: String, members: [LooseMultivariant.Stream])] = []
    for rendition in master.media where rendition.attributes["TYPE"] == type {
      guard let id = rendition.attributes["GROUP-ID"] else { continue }
      if let index = groups.firstIndex(where: { $0.id == id }) {
        groups[index].members.append(rendition)
      } else {
        groups.append((id, [rendition]))
      }
    }
    for group in groups {
      var names: Set<String> = []
      for member in group.members {
        guard let name = member.attributes["NAME"], !names.insert(name).inserted else { continue }
        findings.add(
          Self.name, "the group '\(group.id)' has two renditions called '\(name)'",
          at: playlist.place(member.line), declared: name)
      }
      let chosen = group.members.filter { $0.attributes["DEFAULT"] == "YES" }
      if chosen.count > 1 {
        findings.add(
          defaults, "the group '\(group.id)' has \(chosen.count) renditions with DEFAULT=YES",
          at: playlist.place(chosen[1].line), declared: "\(chosen.count)", measured: "1")
      }
      if !master.variants.contains(where: { $0.attributes[type] == group.id }) {
        findings.add(
          unused, "no variant names the group '\(group.id)' of TYPE=\(type)",
          at: playlist.place(group.members[0].line), declared: group.id)
      }
    }
    guard let first = groups.first else { return }
    let same = ["LANGUAGE", "DEFAULT", "AUTOSELECT", "FORCED", "ASSOC-LANGUAGE"]
    for group in groups.dropFirst() {
      for member in group.members {
        let twin = first.members.first { $0.attributes["NAME"] == member.attributes["NAME"] }
        let differs = twin.map { twin in same.filter { twin.attributes[$0] != member.attributes[$0] } }
        guard differs?.isEmpty != true else { continue }
        let title = member.attributes["NAME"] ?? ""
        findings.add(
          members,
          differs.map { "'\(title)' differs from its twin in '\(first.id)' by \($0.joined(separator: ", "))" }
            ?? "'\(title)' of the group '\(group.id)' is not in the group '\(first.id)'",
          at: playlist.place(member.line))
      }
      if group.members.count < first.members.count {
        findings.add(
          members, "the group '\(group.id)' has fewer renditions than '\(first.id)'",
          at: playlist.place(group.members[0].line), declared: "\(group.members.count)",
          measured: "\(first.members.count)")
      }
    }
  }
}
