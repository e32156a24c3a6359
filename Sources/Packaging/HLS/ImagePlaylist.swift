import Records

/// A playlist of thumbnail sheets (Roku's "Image Media Playlist" extension of HLS, version 0.4: EXT-X-IMAGES-ONLY
/// and EXT-X-TILES). Players that do not know it pass it over.
struct ImagePlaylist {
  let track: ThumbnailTrack
  /// Pictures on all sheets.
  let pictures: Int
  /// The time that each sheet stands for, in seconds.
  let durations: [Rational]

  /// The playlist's text.
  func rendered() -> String {
    var lines = [
      "#EXTM3U", "#EXT-X-VERSION:7",
      "#EXT-X-TARGETDURATION:\(ExtInf.targetDuration(of: durations))", "#EXT-X-MEDIA-SEQUENCE:1",
      "#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-IMAGES-ONLY",
    ]
    for (offset, microseconds) in ExtInf.microseconds(of: durations).enumerated() {
      lines.append("#EXTINF:\(ExtInf.text(microseconds: microseconds)),")
      let layout = track.layout(min(track.perSheet, pictures - offset * track.perSheet))
      lines.append(
        "#EXT-X-TILES:RESOLUTION=\(track.width)x\(track.height),LAYOUT=\(layout.columns)x\(layout.rows),"
          + "DURATION=\(DecimalText.thousandths(track.interval))")
      lines.append(ThumbnailTrack.sheetName(offset + 1))
    }
    lines.append("#EXT-X-ENDLIST")
    return lines.joined(separator: "\n") + "\n"
  }
}
