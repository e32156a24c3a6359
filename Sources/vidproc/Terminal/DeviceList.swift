import Glibc
import Media

/// What `capture --list-devices` prints: what can be captured on this machine.
enum DeviceList {
  /// Writes the devices to standard output as plain lines: the name to give to capture, a tab, a description.
  static func print(to output: RecordOutput = RecordOutput(toleratesClosedPipe: true)) throws(MediaError) {
    var lines: [String] = []
    section("Cameras (V4L2)", cameras(), none: "no camera: there is no /dev/video device", in: &lines)
    section("Screens (X11)", screens(), none: "no screen: /tmp/.X11-unix holds no socket", in: &lines)
    section("Synthetic sources (libavfilter)", synthetic, none: "none", in: &lines)
    try output.write(lines: Array((lines.joined(separator: "\n") + "\n").utf8))
  }

  private typealias Entry = (name: String, description: String)

  private static func section(_ title: String, _ entries: [Entry], none: String, in lines: inout [String]) {
    lines.append("\(title):")
    lines += entries.isEmpty ? ["  (\(none))"] : entries.map { "  \($0.name)\t\($0.description)" }
  }

  private static func cameras() -> [Entry] {
    do {
      // V4L2 also lists nodes that only carry metadata: those cannot be told apart without opening them.
      return try Devices.list(format: "v4l2") ?? []
    } catch {
      Console.warning("\(error)")
      return []
    }
  }

  private static func screens() -> [Entry] {
    (0..<100).filter { access("/tmp/.X11-unix/X\($0)", F_OK) == 0 }.map { (":\($0)", "X11 display \($0)") }
  }

  private static let synthetic: [Entry] = [
    ("testsrc2=size=1280x720:rate=30", "a moving test picture"),
    ("smptehdbars=size=1920x1080:rate=25", "colour bars (SMPTE RP 219)"),
    ("lavfi:GRAPH", "any source graph of libavfilter, such as lavfi:mandelbrot=size=640x360"),
  ]
}
