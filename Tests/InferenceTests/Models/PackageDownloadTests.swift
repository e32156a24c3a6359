import Testing

@testable import Inference

@Suite struct PackageDownloadTests {
  @Test func pipsWordsBecomeOneLine() {
    let unreachable = """
      Looking in indexes: x
      ERROR: Could not find a version that satisfies the requirement a==1 (from versions: none)
      ERROR: No matching distribution found for a==1
      """
    #expect(
      PackageDownload.reason(unreachable) == "the package index cannot be reached, or does not have it")
    let otherVersion = """
      ERROR: Could not find a version that satisfies the requirement a==1 (from versions: 2, 3)
      ERROR: No matching distribution found for a==1
      """
    #expect(PackageDownload.reason(otherVersion) == "No matching distribution found for a==1")
    #expect(PackageDownload.reason("Traceback:\n  boom\n") == "  boom")
    #expect(PackageDownload.reason("") == "pip failed without a word")
  }
}
