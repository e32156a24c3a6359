import Testing

@testable import Tracking

@Suite struct ParameterFieldTests {
  @Test func everySettingHasOneFieldThatReadsWhatItWrites() {
    let names = TrackerParameters.fields.map(\.name)
    #expect(Set(names).count == names.count)
    let properties = [
      Mirror(reflecting: CascadeParameters()), Mirror(reflecting: ByteParameters()),
      Mirror(reflecting: ByteParameters()), Mirror(reflecting: OCSORTParameters()),
      Mirror(reflecting: SORTParameters()),
    ].flatMap { $0.children.compactMap(\.label) }
    #expect(names.map { $0.drop { $0 != "." }.dropFirst() }.map(String.init).sorted() == properties.sorted())
    for field in TrackerParameters.fields {
      var parameters = TrackerParameters()
      let other = field.value(parameters) == 1 ? 0.0 : 1.0
      field.set(&parameters, other)
      #expect(field.value(parameters) == other)
      #expect(parameters != TrackerParameters())
    }
  }
}
