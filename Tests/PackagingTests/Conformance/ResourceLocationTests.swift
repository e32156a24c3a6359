import Testing

@testable import Packaging

@Suite struct ResourceLocationTests {
  @Test(arguments: [
    ("http://h/a/b.m3u8", "c.ts", "http://h/a/c.ts"), ("http://h/a/b.m3u8", "../c.ts", "http://h/c.ts"),
    ("http://h/a/b.m3u8?q=1", "/c.ts", "http://h/c.ts"), ("https://h/a/b", "//i/c", "https://i/c"),
    ("http://h/a/b.m3u8", "c.ts?x=/../y", "http://h/a/c.ts?x=/../y"), ("http://h", "c.ts", "http://h/c.ts"),
    ("http://h/a/b.m3u8", "http://i/c", "http://i/c"), ("http://h/a/b", "./c%20d", "http://h/a/c%20d"),
    ("/f/b.m3u8", "c%20d.ts", "/f/c d.ts"), ("b.m3u8", "v/c.ts?x=1", "v/c.ts"),
    ("/f/b.m3u8", "/c.ts", "/c.ts"),
  ])
  func referencesAreResolved(base: String, reference: String, wanted: String) {
    #expect(ResourceLocation(base).resolving(reference)?.text == wanted)
  }

  @Test(arguments: ["skd://key", "data:text/plain,x", "urn:uuid:1"])
  func otherSchemesAreNotRead(_ reference: String) {
    #expect(ResourceLocation("/f/b.m3u8").resolving(reference) == nil)
  }
}
