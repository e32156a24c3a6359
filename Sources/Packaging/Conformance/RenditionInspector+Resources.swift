import Media

extension RenditionInspector {
  func fetch(
    _ uri: String, _ range: ByteRange?, of media: LooseMedia, at place: FindingPlace
  ) throws -> FetchedResource? {
    guard let location = media.playlist.location.resolving(uri) else {
      findings.add(SegmentRules.missing, "\(uri) is no reference that can be read", at: place, time: time)
      return nil
    }
    do {
      return try reader.read(location, range: range)
    } catch let error as MediaError where error.isInterruption {
      throw error
    } catch {
      let cause = (error as? MediaError).map { $0.cause.isEmpty ? "\($0)" : $0.cause } ?? "\(error)"
      findings.add(SegmentRules.missing, "\(uri) cannot be read: \(cause)", at: place, time: time)
      return nil
    }
  }

  /// The initialization section that holds for a segment; nil where there is none.
  func initialization(
    _ segment: LooseMedia.Segment, _ media: LooseMedia, isMP4: Bool
  ) throws -> (bytes: [UInt8], content: InitializationSection)? {
    guard let map = segment.map else { return nil }
    if let section, section.map == map { return (section.bytes, section.content) }
    let place = media.playlist.place(map.line)
    guard let fetched = try fetch(map.uri, map.range, of: media, at: place) else { return nil }
    var bytes = fetched.bytes
    if let key = segment.keys.first(where: { $0.line < map.line && $0.method == "AES-128" }),
      let secret = try secret(key, media), let vector = key.iv.flatMap(EncryptionRules.vectorBytes)
    {
      bytes = (try? AES128.decrypt(bytes, key: secret, iv: vector)) ?? bytes
    }
    let content = InitializationSection(isMP4 ? bytes : [])
    if isMP4 {
      for fault in content.faults {
        findings.add(SegmentRules.section, "\(map.uri): \(fault)", at: place)
      }
    }
    section = (map, bytes, content)
    return (bytes, content)
  }

  /// The bytes of a key; nil when it cannot be had.
  func secret(_ key: LooseMedia.Key, _ media: LooseMedia) throws -> [UInt8]? {
    guard let uri = key.uri else { return nil }
    if let known = keys[uri] { return known.isEmpty ? nil : known }
    let place = media.playlist.place(key.line)
    var found: [UInt8] = []
    if let location = media.playlist.location.resolving(uri) {
      do {
        found = try reader.read(location, range: nil).bytes
        if found.count != 16 {
          findings.add(
            EncryptionRules.length, "the key has not 16 bytes", at: place, declared: "16 bytes",
            measured: "\(found.count) bytes")
          found = []
        }
      } catch let error as MediaError where error.isInterruption {
        throw error
      } catch {
        findings.add(EncryptionRules.unreachable, "the key \(uri) cannot be read: \(error)", at: place)
      }
    } else {
      findings.add(EncryptionRules.unreachable, "\(uri) is no address that can be read here", at: place)
    }
    keys[uri] = found
    return found.isEmpty ? nil : found
  }

  /// Reads a segment as a client does; of an encrypted one in an I-frame playlist whole blocks, and one before.
  func readSegment(
    _ segment: LooseMedia.Segment, _ media: LooseMedia, at place: FindingPlace
  ) throws -> (fetched: FetchedResource, widened: WidenedRange?)? {
    var widened: WidenedRange?
    if media.isIFramesOnly, let range = segment.range, Self.readableKey(of: segment) != nil {
      widened = WidenedRange(range)
    }
    return try fetch(segment.uri, widened?.range ?? segment.range, of: media, at: place)
      .map { ($0, widened) }
  }

  /// A segment's bytes in clear; nil when they cannot be had.
  /// - Parameter widened: the range that was read instead of the one of an I-frame.
  func decrypted(
    _ bytes: [UInt8], _ widened: WidenedRange?, _ segment: LooseMedia.Segment, _ media: LooseMedia,
    at place: FindingPlace
  ) throws -> [UInt8]? {
    guard !segment.keys.isEmpty else { return bytes }
    guard let key = Self.readableKey(of: segment) else {
      once(
        EncryptionRules.unread, "media of \(segment.keys[0].method) is not looked into",
        at: media.playlist.place(segment.keys[0].line))
      return nil
    }
    guard let secret = try secret(key, media) else { return nil }
    guard bytes.count % AES128.size == 0, !bytes.isEmpty else {
      findings.add(
        EncryptionRules.padding, "\(bytes.count) bytes are no whole number of blocks", at: place, time: time)
      return nil
    }
    let vector =
      key.iv.flatMap(EncryptionRules.vectorBytes)
      ?? EncryptionRules.vectorBytes(UInt128(clamping: segment.sequence))
    if let widened {
      guard let blocks = try? AES128.decrypt(blocks: bytes, key: secret, iv: vector) else { return nil }
      return widened.narrowed(blocks)
    }
    guard let plain = try? AES128.decrypt(bytes, key: secret, iv: vector) else {
      findings.add(
        EncryptionRules.wrong, "it does not decrypt with its key", at: place, time: time)
      return nil
    }
    return plain
  }

  /// The key of a segment that can be decrypted here.
  private static func readableKey(of segment: LooseMedia.Segment) -> LooseMedia.Key? {
    segment.keys.first { $0.method == "AES-128" && $0.format == "identity" }
  }
}
