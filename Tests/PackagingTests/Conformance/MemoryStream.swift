import Media
import Records

@testable import Packaging

/// Playlists that live in memory.
struct MemoryReader: ResourceReader {
  var files: [String: String]

  func read(_ location: ResourceLocation, range: ByteRange?) throws -> FetchedResource {
    guard let text = files[location.text] else {
      throw MediaError("read", location.text, cause: "it is not there")
    }
    return FetchedResource(bytes: Array(text.utf8))
  }
}

/// A small stream without faults, whose text tests change.
struct MemoryStream {
  static let master = """
    #EXTM3U
    #EXT-X-VERSION:4
    #EXT-X-INDEPENDENT-SEGMENTS
    #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="en",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="a.m3u8"
    #EXT-X-STREAM-INF:BANDWIDTH=900000,AVERAGE-BANDWIDTH=800000,CODECS="avc1.4d401f,mp4a.40.2",RESOLUTION=640x360,\
    FRAME-RATE=25.000,AUDIO="a"
    v1.m3u8
    #EXT-X-STREAM-INF:BANDWIDTH=400000,AVERAGE-BANDWIDTH=300000,CODECS="avc1.4d401e,mp4a.40.2",RESOLUTION=320x180,\
    FRAME-RATE=25.000,AUDIO="a"
    v2.m3u8
    #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=90000,CODECS="avc1.4d401e",RESOLUTION=320x180,URI="i.m3u8"

    """
  static let media = """
    #EXTM3U
    #EXT-X-VERSION:6
    #EXT-X-TARGETDURATION:4
    #EXT-X-MEDIA-SEQUENCE:1
    #EXT-X-PLAYLIST-TYPE:VOD
    #EXT-X-MAP:URI="init.mp4"
    #EXTINF:4.000000,
    s1.m4s
    #EXTINF:4.000000,
    s2.m4s
    #EXTINF:2.500000,
    s3.m4s
    #EXT-X-ENDLIST

    """

  var files: [String: String] = [
    "master.m3u8": master, "v1.m3u8": media, "v2.m3u8": media, "a.m3u8": media,
    "i.m3u8": media.replacing("#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-I-FRAMES-ONLY"),
  ]

  /// The findings on the text alone.
  func findings(_ top: String = "master.m3u8") throws -> [FindingRecord] {
    var options = ConformanceOptions()
    options.readsMedia = false
    var found: [FindingRecord] = []
    let check = ConformanceCheck(
      ResourceLocation(top), reader: MemoryReader(files: files), options: options, interrupt: Interrupt())
    _ = try check.run { found.append($0) }
    return found
  }
}

extension String {
  /// Replaces all occurrences.
  func replacing(_ old: String, _ new: String) -> String {
    var out = ""
    var rest = self[...]
    while let range = rest.firstRange(of: old) {
      out += rest[..<range.lowerBound]
      out += new
      rest = rest[range.upperBound...]
    }
    return out + rest
  }
}
