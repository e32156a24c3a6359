import Glibc
import Media
import Records

/// Publishes a rendition's segments one after another, and notes them in the journal.
///
/// Used from the rendition's own thread.
final class SegmentStore {
  private let folder: OutputFolder
  private let rendition: String
  private let timescale: Int64
  private let fileExtension: String
  private let publish: @Sendable (FileRecord) throws -> Void
  /// Segments that an earlier run has published already.
  private let existing: Set<Int>
  private let encryptor: SegmentEncryptor?
  private let live: LiveSegmentSink?

  /// - Parameters:
  ///   - fileExtension: of segments, where it is not the container's own.
  ///   - encryption: how segments are encrypted; nil for not at all.
  ///   - live: where the segments of a live stream are listed; nil for the folder's journal.
  init(
    folder: OutputFolder, rendition: String, timescale: Int64, container: SegmentContainer,
    existing: Set<Int>, fileExtension: String? = nil, encryption: SegmentEncryption? = nil,
    live: LiveSegmentSink? = nil, publish: @escaping @Sendable (FileRecord) throws -> Void
  ) {
    self.live = live
    encryptor = encryption.map { SegmentEncryptor($0) }
    self.folder = folder
    self.rendition = rendition
    self.timescale = timescale
    self.fileExtension = fileExtension ?? (container == .ts ? "ts" : "m4s")
    self.existing = existing
    self.publish = publish
  }

  /// A segment's path in the folder.
  static func path(of index: Int, rendition: String, fileExtension: String) -> String {
    let digits = String(index)
    let number = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    return "\(rendition)/seg_\(number).\(fileExtension)"
  }

  /// Whether a file of this name may be a segment.
  static func isSegment(_ name: String) -> Bool {
    name.hasPrefix("seg_") && (name.hasSuffix(".m4s") || name.hasSuffix(".ts"))
  }

  func has(_ index: Int) -> Bool { existing.contains(index) }

  func write(initialization bytes: [UInt8]) throws {
    let path = "\(rendition)/\(live?.initializationName ?? "init.mp4")"
    let file = try folder.publish(path, [bytes])
    try folder.note(
      .file(FileEntry(path: path, role: "init", rendition: rendition, bytes: file.bytes, sha256: file.sha256))
    )
    var record = FileRecord(
      root: folder.root, path: path, role: .initialization, bytes: Int64(file.bytes), sha256: file.sha256)
    record.rendition = rendition
    try publish(record)
  }

  func write(_ segment: AssembledSegment, index: Int, samples: Int, start: Int64, end: Int64) throws {
    let path = SegmentStore.path(of: index, rendition: rendition, fileExtension: fileExtension)
    var parts = segment.parts
    var key: SegmentKey?
    if let encryptor {
      let sealed = try encryptor.encrypt(parts, rendition: rendition, index: index)
      parts = [sealed.bytes]
      key = sealed.key
    }
    let file = try folder.publish(path, parts)
    let entry = SegmentEntry(
      rendition: rendition, index: index, path: path, start: start, duration: end - start,
      timescale: timescale, samples: samples,
      bytes: file.bytes, sha256: file.sha256, iframe: segment.iframe, key: key)
    if live == nil { try folder.note(.segment(entry)) }
    try publish(entry.record(root: folder.root))
    try live?.add(entry)
  }
}

extension OutputFolder {
  /// Removes a rendition's segments and initialisations, those that no journal knows too, and its folder where
  /// nothing else is in it.
  func removeMedia(of rendition: String) {
    for file in OutputFolder.entries(of: root + "/" + rendition)
    where SegmentStore.isSegment(file) || file.hasPrefix("init") && file.hasSuffix(".mp4") {
      remove("\(rendition)/\(file)")
    }
    rmdir(root + "/" + rendition)
  }
}

extension SegmentEntry {
  /// The entry as a `file` record.
  func record(root: String) -> FileRecord {
    var record = FileRecord(root: root, path: path, role: .segment, bytes: Int64(bytes), sha256: sha256)
    record.rendition = rendition
    record.index = index
    record.start = Timestamp(start, Rational(1, timescale)).seconds
    record.duration = exactDuration.doubleValue
    return record
  }
}
