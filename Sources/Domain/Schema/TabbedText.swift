/// Lines of tab-separated words, as a workspace keeps its dictionary.
package enum TabbedText {
  /// The words of each line that is not empty. Split as bytes: every start of the program reads some.
  package static func lines(_ text: String) -> [[String]] {
    text.utf8.split(separator: UInt8(ascii: "\n")).map { line in
      line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { String($0) ?? "" }
    }
  }
}
