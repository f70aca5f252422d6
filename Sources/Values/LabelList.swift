/// Several labels in one cell: `VIP;"上海,深圳"`.
///
/// They are parted by any of `; ； , ， 、 |`; a label that holds one of these, or begins with a quotation mark, stands in
/// quotation marks, its own doubled.
package enum LabelList {
  private static func parts(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ";", "；", ",", "，", "、", "|": true
    default: false
    }
  }

  /// A label as it stands in such a cell.
  package static func spelled(_ label: String) -> String {
    guard label.first == "\"" || label.unicodeScalars.contains(where: parts) else { return label }
    var text = "\""
    for scalar in label.unicodeScalars {
      text.unicodeScalars.append(scalar)
      if scalar == "\"" { text.unicodeScalars.append(scalar) }
    }
    return text + "\""
  }

  /// The labels of a cell with the blanks around them; some may be nothing but these.
  package static func labels(of text: String) -> [String] {
    let scalars = text.unicodeScalars
    var found: [String] = []
    var start = scalars.startIndex
    while true {
      let first = scalars[start...].firstIndex { !$0.properties.isWhitespace } ?? scalars.endIndex
      let end: String.Index
      if let (label, after) = quoted(scalars, from: first) {
        found.append(label)
        end = after
      } else {
        end = scalars[start...].firstIndex(where: parts) ?? scalars.endIndex
        found.append(String(scalars[start..<end]))
      }
      guard end < scalars.endIndex else { return found }
      start = scalars.index(after: end)
    }
  }

  /// A label in quotation marks, and where what parts it from the next stands; nil where the mark is a sign like others.
  private static func quoted(_ scalars: String.UnicodeScalarView, from start: String.Index) -> (String, String.Index)? {
    guard start < scalars.endIndex, scalars[start] == "\"" else { return nil }
    var label = String.UnicodeScalarView()
    var place = scalars.index(after: start)
    while place < scalars.endIndex {
      let scalar = scalars[place]
      place = scalars.index(after: place)
      guard scalar == "\"" else {
        label.append(scalar)
        continue
      }
      if place < scalars.endIndex, scalars[place] == "\"" {
        label.append(scalar)
        place = scalars.index(after: place)
        continue
      }
      let end = scalars[place...].firstIndex { !$0.properties.isWhitespace } ?? scalars.endIndex
      return end == scalars.endIndex || parts(scalars[end]) ? (String(label), end) : nil
    }
    return nil
  }
}
