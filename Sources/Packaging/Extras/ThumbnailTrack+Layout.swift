import Records

extension ThumbnailTrack {
  /// The box that a thumbnail is fitted into, in pixels.
  static let box = (width: 320, height: 180)
  /// Pictures in a row and in a column of a sheet: 1600x900 pixels at the most.
  static let grid = (columns: 5, rows: 5)

  /// Lays out a track of pictures of the smallest rendition.
  /// - Parameter interval: seconds between pictures; at least a segment, since segments begin with the keyframes
  ///   that are taken.
  init?(_ plan: TranscodePlan, interval: Rational) {
    guard let smallest = plan.renditions.last else { return nil }
    let turned = smallest.height > smallest.width
    let box =
      turned
      ? (width: ThumbnailTrack.box.height, height: ThumbnailTrack.box.width) : ThumbnailTrack.box
    let scale = min(
      1, Double(box.width) / Double(smallest.width), Double(box.height) / Double(smallest.height))
    func even(_ side: Int) -> Int { max(2, Int((Double(side) * scale / 2).rounded()) * 2) }
    self.init(
      interval: max(interval, plan.segment), width: even(smallest.width), height: even(smallest.height),
      columns: ThumbnailTrack.grid.columns, rows: ThumbnailTrack.grid.rows)
  }

  /// Pictures on a full sheet.
  var perSheet: Int { columns * rows }

  /// A sheet's name in the track's folder; sheets are numbered from 1.
  static func sheetName(_ number: Int) -> String {
    "sheet_" + DecimalText.padded(Int64(number), to: 5) + ".jpg"
  }

  /// Columns and rows of a sheet with this many pictures.
  func layout(_ pictures: Int) -> (columns: Int, rows: Int) {
    (min(pictures, columns), (pictures + columns - 1) / columns)
  }

  /// The top left corner of a picture, counted from 0 over all sheets, on its sheet.
  func place(of picture: Int) -> (sheet: Int, x: Int, y: Int) {
    let onSheet = picture % perSheet
    return (picture / perSheet + 1, onSheet % columns * width, onSheet / columns * height)
  }

  /// For each moment k * interval before the end, the segment whose first picture stands for it: the first that
  /// begins within the interval, else the one that reaches over it.
  /// - Parameter starts: where segments begin, in seconds, ascending.
  func choices(starts: [Rational], end: Rational) -> [Int] {
    var choices: [Int] = []
    var segment = 0
    var moment = Rational.zero
    while moment < end, !starts.isEmpty {
      while segment < starts.count, starts[segment] < moment { segment += 1 }
      let begins = segment < starts.count && starts[segment] < moment + interval
      choices.append(begins ? segment : max(0, segment - 1))
      moment = moment + interval
    }
    return choices
  }

  /// The bytes of sheets with the time that each stands for.
  func sizes(sheets: [Int], end: Rational) -> SegmentSizes {
    let full = Rational(Int64(perSheet)) * interval
    return SegmentSizes(
      sheets.enumerated().map { offset, bytes in
        let from = Rational(Int64(offset)) * full
        return SegmentSize(bytes: bytes, duration: min(end, from + full) - from)
      })
  }

  /// The index that players read: one cue a picture, with the place on its sheet as a media fragment
  /// (W3C Media Fragments 1.0 section 4.2.2).
  /// - Parameter folder: what stands before the sheets' names.
  func index(pictures: Int, end: Rational, folder: String) -> String {
    var text = "WEBVTT\n"
    for picture in 0..<pictures {
      let from = Rational(Int64(picture)) * interval
      let until = min(end, Rational(Int64(picture + 1)) * interval)
      let place = place(of: picture)
      text +=
        "\n\(Cue.time(from)) --> \(Cue.time(until))\n"
        + "\(folder)\(ThumbnailTrack.sheetName(place.sheet))#xywh=\(place.x),\(place.y),\(width),\(height)\n"
    }
    return text
  }
}
