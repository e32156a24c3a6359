import Media
import Pipeline
import Records

/// VMAF by libavfilter's own filter `libvmaf`.
final class VMAFGraph: VMAFEngine {
  let model: String
  private let options: VMAFOptions
  private var graph: (stack: PictureStack, graph: FilterGraph)?
  private var log: ScratchFile?
  private var count = 0

  init(model: String, options: VMAFOptions) {
    self.model = model
    self.options = options
  }

  func add(_ picture: Frame, reference: Frame) throws {
    let stack = PictureStack(
      width: picture.width, height: picture.height, format: picture.pixelFormat.withoutRange)
    if graph == nil {
      let log = try ScratchFile()
      self.log = log
      let input = FilterInput.video(
        width: stack.width, height: 2 * stack.offset, format: stack.format, timeBase: Rational(1, 25),
        sampleAspect: nil, frameRate: Rational(25, 1))
      let filter = VMAF.filter(model: model, options: options, descriptor: log.descriptor)
      graph = (stack, try FilterGraph(input, chain: VMAF.chain(filter, of: stack)))
    }
    let joined = try stack.join(picture, reference)
    joined.pts = Int64(count)
    count += 1
    try graph?.graph.push(joined)
    while try graph?.graph.pull() != nil {}
  }

  func finish() throws -> [Int: Double] {
    try graph?.graph.push(nil)
    while try graph?.graph.pull() != nil {}
    // libvmaf writes its log when the filter ends.
    graph = nil
    guard let log else { return [:] }
    return try VMAFLog(log.contents()).values
  }
}
