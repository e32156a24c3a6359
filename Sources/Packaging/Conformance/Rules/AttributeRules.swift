/// What holds for every tag with attributes.
enum AttributeRules {
  static let syntax = ConformanceRule(
    "attribute.syntax", "RFC 8216bis 4.2", "Attributes are NAME=value pairs with commas between them.")
  static let repeated = ConformanceRule(
    "attribute.duplicate", "RFC 8216bis 4.2", "An attribute's name stands once in a list.")
  static let kind = ConformanceRule(
    "attribute.type", "RFC 8216bis 4.2",
    "An attribute's value is of its type: quoted or not, a number, a choice.")
  static let required = ConformanceRule(
    "attribute.missing", "RFC 8216bis 4.4", "A tag has the attributes that it requires.")
  static let unknown = ConformanceRule(
    "attribute.unknown", "RFC 8216bis 4.2", .info, "Attributes are those that the specification defines.")

  static let all = [syntax, repeated, kind, required, unknown]

  private enum Kind {
    case quoted, choice([String]?), integer, float, signed, hexadecimal, resolution, either
  }

  private static let yesNo = Kind.choice(["YES", "NO"])

  private static let streamKinds: [String: Kind] = [
    "BANDWIDTH": .integer, "AVERAGE-BANDWIDTH": .integer, "SCORE": .float, "CODECS": .quoted,
    "SUPPLEMENTAL-CODECS": .quoted, "RESOLUTION": .resolution,
    "HDCP-LEVEL": .choice(["TYPE-0", "TYPE-1", "NONE"]), "ALLOWED-CPC": .quoted,
    "VIDEO-RANGE": .choice(["SDR", "HLG", "PQ"]), "REQ-VIDEO-LAYOUT": .quoted, "STABLE-VARIANT-ID": .quoted,
    "VIDEO": .quoted, "PATHWAY-ID": .quoted, "NAME": .quoted, "PROGRAM-ID": .integer,
  ]

  private static let kinds: [String: [String: Kind]] = [
    "EXT-X-STREAM-INF": streamKinds.merging([
      "FRAME-RATE": .float, "AUDIO": .quoted, "SUBTITLES": .quoted, "CLOSED-CAPTIONS": .either,
    ]) { $1 },
    "EXT-X-I-FRAME-STREAM-INF": streamKinds.merging(["URI": .quoted]) { $1 },
    "EXT-X-MEDIA": [
      "TYPE": .choice(["AUDIO", "VIDEO", "SUBTITLES", "CLOSED-CAPTIONS"]), "URI": .quoted,
      "GROUP-ID": .quoted, "LANGUAGE": .quoted, "ASSOC-LANGUAGE": .quoted, "NAME": .quoted,
      "STABLE-RENDITION-ID": .quoted, "DEFAULT": yesNo, "AUTOSELECT": yesNo, "FORCED": yesNo,
      "INSTREAM-ID": .quoted, "BIT-DEPTH": .integer, "SAMPLE-RATE": .integer, "CHARACTERISTICS": .quoted,
      "CHANNELS": .quoted, "PATHWAY-ID": .quoted,
    ],
    "EXT-X-MAP": ["URI": .quoted, "BYTERANGE": .quoted],
    "EXT-X-KEY": keyKinds,
    "EXT-X-SESSION-KEY": keyKinds,
    "EXT-X-START": ["TIME-OFFSET": .signed, "PRECISE": yesNo],
    "EXT-X-SESSION-DATA": [
      "DATA-ID": .quoted, "VALUE": .quoted, "URI": .quoted, "FORMAT": .choice(["JSON", "RAW"]),
      "LANGUAGE": .quoted,
    ],
    "EXT-X-DEFINE": ["NAME": .quoted, "VALUE": .quoted, "IMPORT": .quoted, "QUERYPARAM": .quoted],
  ]

  private static let keyKinds: [String: Kind] = [
    "METHOD": .choice(["NONE", "AES-128", "SAMPLE-AES", "SAMPLE-AES-CTR"]), "URI": .quoted,
    "IV": .hexadecimal, "KEYFORMAT": .quoted, "KEYFORMATVERSIONS": .quoted,
  ]

  private static let needed: [String: [String]] = [
    "EXT-X-STREAM-INF": ["BANDWIDTH"], "EXT-X-I-FRAME-STREAM-INF": ["BANDWIDTH", "URI"],
    "EXT-X-MEDIA": ["TYPE", "GROUP-ID", "NAME"], "EXT-X-MAP": ["URI"], "EXT-X-KEY": ["METHOD"],
    "EXT-X-SESSION-KEY": ["METHOD"], "EXT-X-START": ["TIME-OFFSET"], "EXT-X-SESSION-DATA": ["DATA-ID"],
    "EXT-X-CONTENT-STEERING": ["SERVER-URI"], "EXT-X-PART-INF": ["PART-TARGET"],
    "EXT-X-DATERANGE": ["ID"], "EXT-X-SKIP": ["SKIPPED-SEGMENTS"],
    "EXT-X-PART": ["URI", "DURATION"], "EXT-X-PRELOAD-HINT": ["TYPE", "URI"],
  ]

  /// Checks the attributes of every tag of a playlist.
  static func check(_ playlist: LoosePlaylist, into findings: inout FindingList) {
    for tag in playlist.tags where PlaylistTags.listed.contains(tag.name) {
      let list = tag.attributes
      let place = playlist.place(tag.line)
      for fault in list.faults { findings.add(syntax, "\(tag.name): \(fault)", at: place) }
      var seen: Set<String> = []
      for attribute in list.all {
        if !seen.insert(attribute.name).inserted {
          findings.add(repeated, "\(tag.name) has \(attribute.name) twice", at: place)
        }
        check(attribute, of: tag, at: place, into: &findings)
      }
      for name in needed[tag.name] ?? [] where !seen.contains(name) {
        findings.add(required, "\(tag.name) has no \(name)", at: place)
      }
    }
  }

  private static func check(
    _ attribute: LooseAttributes.Attribute, of tag: LoosePlaylist.Tag, at place: FindingPlace,
    into findings: inout FindingList
  ) {
    guard let known = kinds[tag.name] else { return }
    guard let kind = known[attribute.name] else {
      if !attribute.name.hasPrefix("X-") {
        findings.add(
          unknown, "\(attribute.name) is no attribute of \(tag.name); clients pass it over", at: place)
      }
      return
    }
    guard let wanted = fault(attribute, kind) else { return }
    findings.add(
      Self.kind,
      "\(attribute.name) of \(tag.name) is \(attribute.isQuoted ? "\"\(attribute.value)\"" : attribute.value), and takes \(wanted)",
      at: place, declared: attribute.value)
  }

  /// What an attribute should be; nil when it is.
  private static func fault(_ attribute: LooseAttributes.Attribute, _ kind: Kind) -> String? {
    let value = attribute.value
    switch kind {
    case .either: return nil
    case .quoted: return attribute.isQuoted ? nil : "a quoted string"
    case .choice(let choices):
      if attribute.isQuoted { return "an enumerated string without quotes" }
      guard let choices, !choices.contains(value) else { return nil }
      return choices.joined(separator: ", ")
    case .integer:
      return !attribute.isQuoted && !value.isEmpty && DecimalText.isDigits(value) && Int(value) != nil
        ? nil : "a whole number"
    case .float: return !attribute.isQuoted && DecimalText.rational(value) != nil ? nil : "a decimal number"
    case .signed:
      let bare = value.hasPrefix("-") ? String(value.dropFirst()) : value
      return !attribute.isQuoted && DecimalText.rational(bare) != nil ? nil : "a decimal number"
    case .hexadecimal:
      let digits = value.dropFirst(2)
      let isHex = value.lowercased().hasPrefix("0x") && !digits.isEmpty && digits.allSatisfy(\.isHexDigit)
      return !attribute.isQuoted && isHex ? nil : "a hexadecimal number such as 0x1F"
    case .resolution:
      let sides = value.split(separator: "x", omittingEmptySubsequences: false)
      return !attribute.isQuoted && sides.count == 2 && sides.allSatisfy({ (Int($0) ?? 0) > 0 })
        ? nil : "a size such as 1280x720"
    }
  }
}
