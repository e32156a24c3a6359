/// A wall-clock instant for EXT-X-PROGRAM-DATE-TIME, in milliseconds (RFC 8216 section 4.3.2.6).
public struct ProgramDateTime: Sendable, Hashable, Codable {
  /// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
  public let milliseconds: Int64

  /// Creates an instant from milliseconds since 1970-01-01T00:00:00Z.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// Reads an ISO 8601 instant with a zone ("Z", "+02:00", "+0200"); nil when it is none.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[4] == 45, bytes[7] == 45, bytes[10] == 84, bytes[13] == 58,
      bytes[16] == 58,
      let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
      let day = Self.number(bytes[8..<10]), let hour = Self.number(bytes[11..<13]),
      let minute = Self.number(bytes[14..<16]), let second = Self.number(bytes[17..<19]),
      (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
    else { return nil }
    var rest = bytes[19...]
    var thousandths: Int64 = 0
    if rest.first == 46 {
      let digits = rest.dropFirst().prefix { (48...57).contains($0) }
      guard !digits.isEmpty else { return nil }
      var scale: Int64 = 100
      for digit in digits.prefix(3) {
        thousandths += Int64(digit - 48) * scale
        scale /= 10
      }
      rest = rest.dropFirst(1 + digits.count)
    }
    guard let offset = Self.zoneMinutes(rest) else { return nil }
    let seconds = ((Self.days(year, month, day) * 24 + hour) * 60 + minute - offset) * 60 + second
    milliseconds = seconds * 1000 + thousandths
  }

  /// The instant in UTC with milliseconds: "2024-02-29T12:00:00.040Z".
  public var text: String {
    let thousandths = ((milliseconds % 1000) + 1000) % 1000
    let seconds = (milliseconds - thousandths) / 1000
    let second = ((seconds % 86400) + 86400) % 86400
    let (year, month, day) = Self.date((seconds - second) / 86400)
    func two(_ value: Int64) -> String { DecimalText.padded(value, to: 2) }
    return "\(DecimalText.padded(year, to: 4))-\(two(month))-\(two(day))"
      + "T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
      + ".\(DecimalText.padded(thousandths, to: 3))Z"
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    var value: Int64 = 0
    for digit in digits {
      guard (48...57).contains(digit) else { return nil }
      value = value * 10 + Int64(digit - 48)
    }
    return value
  }

  private static func zoneMinutes(_ zone: ArraySlice<UInt8>) -> Int64? {
    if zone.elementsEqual([90]) { return 0 }
    guard let sign = zone.first, sign == 43 || sign == 45 else { return nil }
    let digits = zone.dropFirst().filter { $0 != 58 }
    guard digits.count == 4, let hours = number(digits[0..<2]), let minutes = number(digits[2..<4]) else {
      return nil
    }
    return (sign == 45 ? -1 : 1) * (hours * 60 + minutes)
  }

  /// Days from 1970-01-01 to a date of the proleptic Gregorian calendar.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468
  }

  /// The date that lies `days` days after 1970-01-01, for years 0 and later.
  private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719468
    let era = shifted / 146097
    let dayOfEra = shifted - era * 146097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let calendarMonth = month < 10 ? month + 3 : month - 9
    return (
      yearOfEra + era * 400 + (calendarMonth <= 2 ? 1 : 0), calendarMonth,
      dayOfYear - (153 * month + 2) / 5 + 1
    )
  }
}
