import Glibc
import Media
import Network
import Packaging

/// Reads what playlists name, from files and over HTTP.
struct ConformanceReader: ResourceReader {
  let web: WebReader
  let files = FileReader()

  func read(_ location: ResourceLocation, range: ByteRange?) throws -> FetchedResource {
    guard case .web(let address) = location else { return try files.read(location, range: range) }
    let answer = try web.read(
      address, range: range.map { $0.offset..<$0.end }, acceptsCompression: range == nil)
    return FetchedResource(
      bytes: answer.bytes, contentType: answer.contentType, isCompressed: answer.isCompressed,
      isRedirected: answer.isRedirected)
  }

  /// The playlist that a name means: itself, or the one in a folder.
  static func playlist(_ name: String) throws -> ResourceLocation {
    let location = ResourceLocation(name)
    guard case .file(let path) = location else { return location }
    var status = stat()
    guard stat(path, &status) == 0 else { throw MediaError.system("read", path, errno) }
    guard status.st_mode & S_IFMT == S_IFDIR else { return location }
    var folder = path
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    for name in ["master.m3u8", "index.m3u8", "playlist.m3u8"] where access("\(folder)/\(name)", R_OK) == 0 {
      return .file("\(folder)/\(name)")
    }
    let found = names(in: folder).filter { $0.hasSuffix(".m3u8") || $0.hasSuffix(".m3u") }.sorted()
    guard found.count == 1 else {
      throw MediaError(
        "check", path,
        cause: found.isEmpty ? "the folder holds no playlist" : "the folder holds \(found.count) playlists",
        hint: "name the playlist itself")
    }
    return .file("\(folder)/\(found[0])")
  }

  private static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      names.append(
        withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names
  }
}
