import Media
import Pipeline
import Records

/// Publishes thumbnails for seeking: sheets of small pictures, a WebVTT index, and a playlist of images.
///
/// The pictures are the keyframes with which segments of the smallest rendition begin: upright, in square pixels,
/// tone-mapped as that is, whichever way it came to be, and without reading the source again.
struct ThumbnailPublisher {
  let plan: TranscodePlan
  let track: ThumbnailTrack
  let folder: OutputFolder
  let interrupt: Interrupt

  /// A file that was made, and its role.
  struct Made {
    var path: String
    var role: FileRole
    var bytes: [UInt8]
  }

  /// The folder of the sheets.
  static let folderName = "thumbnails"

  /// Makes all files, one sheet in memory at a time.
  /// - Parameter publish: puts a file under its name.
  func run(_ publish: (Made) throws -> Void) throws {
    guard let rendition = plan.renditions.last, let entries = folder.journal.segments[rendition.name],
      let last = entries.last
    else { return }
    let end = Rational(last.end, last.timescale)
    let choices = track.choices(starts: entries.map { Rational($0.start, $0.timescale) }, end: end)
    let reader = KeyframeReader(plan: plan, rendition: rendition, folder: folder, interrupt: interrupt)
    var sheets: [Int] = []
    var known: (segment: Int, picture: Frame)?
    for (offset, first) in stride(from: 0, to: choices.count, by: track.perSheet).enumerated() {
      let onSheet = choices[first..<min(first + track.perSheet, choices.count)]
      let sheet = try Sheet(track, plan: plan, rendition: rendition, count: onSheet.count)
      for segment in onSheet {
        if interrupt.isStopped { throw MediaError.interrupted("make", "thumbnails") }
        let picture: Frame
        if let known, known.segment == segment {
          picture = known.picture
        } else {
          picture = try reader.picture(of: entries[segment])
        }
        known = (segment, picture)
        try sheet.add(picture)
      }
      let bytes = try sheet.jpeg()
      sheets.append(bytes.count)
      let path = "\(Self.folderName)/\(ThumbnailTrack.sheetName(offset + 1))"
      try publish(Made(path: path, role: .image, bytes: bytes))
    }
    let index = track.index(pictures: choices.count, end: end, folder: Self.folderName + "/")
    try publish(Made(path: "thumbnails.vtt", role: .thumbnailIndex, bytes: Array(index.utf8)))
    let playlist = ImagePlaylist(
      track: track, pictures: choices.count,
      durations: track.sizes(sheets: sheets, end: end).segments.map(\.duration))
    try publish(
      Made(
        path: "\(Self.folderName)/playlist.m3u8", role: .imagePlaylist, bytes: Array(playlist.rendered().utf8)
      ))
  }

  /// Lays pictures out on a sheet.
  private final class Sheet {
    private let graph: FilterGraph
    private let plan: TranscodePlan
    private var count: Int64 = 0

    init(_ track: ThumbnailTrack, plan: TranscodePlan, rendition: VideoRendition, count: Int) throws {
      self.plan = plan
      let layout = track.layout(count)
      graph = try FilterGraph(
        .video(
          width: rendition.width, height: rendition.height,
          format: PixelFormat(name: rendition.pixelFormat) ?? .yuv420p, timeBase: Rational(1, 25),
          sampleAspect: Rational(1), frameRate: nil),
        chain: "scale=\(track.width):\(track.height):flags=area+accurate_rnd,setsar=1,"
          + "tile=\(layout.columns)x\(layout.rows):nb_frames=\(count)")
    }

    func add(_ picture: Frame) throws {
      let copy = try picture.reference()
      copy.pts = count
      copy.sampleAspect = Rational(1)
      count += 1
      try graph.push(copy)
    }

    func jpeg() throws -> [UInt8] {
      try graph.push(nil)
      guard let sheet = try graph.pull() else {
        throw MediaError("make", "a sheet of thumbnails", cause: "the filters gave no picture")
      }
      sheet.color = ColorDescription(
        range: plan.range, space: plan.space, primaries: plan.primaries, transfer: plan.transfer,
        chromaLocation: nil)
      var stream = StreamRecord()
      stream.timeBase = Rational(1, 25)
      return try PictureEncoder(.jpeg, stream: stream, name: "a sheet of thumbnails", quantiser: 5)
        .encode(sheet)
    }
  }
}

extension FileRole {
  /// A sheet of thumbnails.
  static var image: Self { Self(rawValue: "image") }
  /// The WebVTT index of thumbnails.
  static var thumbnailIndex: Self { Self(rawValue: "thumbnail_index") }
  /// A playlist of sheets.
  static var imagePlaylist: Self { Self(rawValue: "image_playlist") }
}
