internal import Diagnostics

/// A part of a statement that may stand on a line of its own.
struct PrintedPiece {
  var text: String
  /// Where it begins in the source: a comment belongs to the last piece that begins before it.
  var start: Int
  /// Steps by which it is indented deeper than the statement's first line.
  var depth = 1
  /// A further condition or member of a list, which has a line of its own only where a comment parts it from the others.
  var goesOn = false
  /// A closing bracket: what stands above it belongs to what it closes.
  var closes = false
}

/// Comments that stand inside a statement of several lines stay with the line that they stood on.
extension Printer {
  /// The statement in lines, each comment behind or above its piece; nil where the statement is not made of pieces.
  func woven(_ statement: Statement, indent: Int) -> [String]? {
    guard var pieces = pieces(of: statement, indent: indent) else { return nil }
    if let bound = statement.expectedAtMost {
      let clause = spelling == .english ? "expecting at most" : "预计 至多"
      pieces.append(PrintedPiece(text: "\(clause) \(text(bound))", start: bound.span.lower))
    }
    // Where nothing tells the pieces apart, nothing says to which a comment belongs.
    guard pieces.contains(where: { $0.start > 0 }) else { return nil }
    var above = [[String]](repeating: [], count: pieces.count)
    var behind = [String?](repeating: nil, count: pieces.count)
    // What stands behind the whole stands behind what was its last piece.
    let last = statement.trailingComment.map {
      InnerComment(comment: Comment(text: $0, followsBlankLine: false, isTrailing: true), offset: .max)
    }
    for inner in statement.innerComments + (last.map { [$0] } ?? []) {
      let own = pieces.indices.filter { pieces[$0].start <= inner.offset }.max { pieces[$0].start < pieces[$1].start }
      let next = pieces.indices.filter { pieces[$0].start > inner.offset }.min { pieces[$0].start < pieces[$1].start }
      let last = pieces.count - 1
      if inner.comment.isTrailing, let own, behind[own] == nil {
        behind[own] = inner.comment.text
      } else {
        above[(inner.comment.isTrailing ? own : nil) ?? next ?? last].append(inner.comment.text)
      }
    }
    if above.allSatisfy(\.isEmpty), behind.dropLast().allSatisfy({ $0 == nil }) {
      // All of it may stand on one line.
      var plain = Statement(kind: statement.kind, span: statement.span, expectedAtMost: statement.expectedAtMost)
      plain.trailingComment = behind.last.flatMap { $0 }
      return lines(of: plain, indent: indent)
    }
    var lines: [String] = []
    var isParted = false
    for (index, piece) in pieces.enumerated() {
      if !piece.goesOn {
        let rest = pieces.indices.dropFirst(index + 1).prefix { pieces[$0].goesOn }
        isParted = rest.contains { !above[$0].isEmpty || behind[$0 - 1] != nil }
      }
      let tail = behind[index].map { "  \($0)" } ?? ""
      if piece.goesOn, !isParted, let last = lines.popLast() {
        lines.append(following(last, piece.text) + tail)
        continue
      }
      let margin = margin(indent + piece.depth)
      lines += above[index].map { (piece.closes ? self.margin(1) : "") + margin + $0 }
      lines.append(margin + piece.text + tail)
    }
    return lines
  }

  private func pieces(of statement: Statement, indent: Int) -> [PrintedPiece]? {
    switch statement.kind {
    case .query(let query): return headed(marked(query), by: "")
    case .letting(let variable, .query(let query)):
      return headed(marked(query), by: "\(word(.let)) \(text(variable)) = ")
    case .give(.query(let query)): return headed(marked(query), by: "\(word(.return)) ")
    case .command(let command): return pieces(of: command, indent: indent)
    case .letting(let variable, .command(let command)):
      return pieces(of: command, indent: indent).map { headed($0, by: "\(word(.let)) \(text(variable)) = ") }
    case .letting(let variable, .expression(let expression)):
      return enclosed(expression, by: "\(word(.let)) \(text(variable)) =")
    case .print(let items):
      if let query = items.loneQuery { return headed(marked(query), by: "\(word(.print)) ") }
      return listed(items.map { (text($0), $0.span.lower) }, behind: word(.print), depth: 0)
    case .expect(let condition, let message):
      var pieces = terms(of: condition, behind: word(.expect), depth: 0)
      if let message {
        pieces[pieces.count - 1].text += ","
        pieces.append(PrintedPiece(text: text(message), start: message.span.lower, goesOn: true))
      }
      return pieces
    case .perform(let name, let arguments) where arguments.loneQuery == nil:
      return enclosed(arguments, head: "\(word(.do)) \(text(name))(", tail: ")", before: statement.span.upper)
    case .give, .expression, .parameter, .perform, .conditional, .loop, .definition, .use, .attempt, .fail: return nil
    }
  }

  /// `let $x = [1, 2]`
  private func enclosed(_ expression: Expression, by head: String) -> [PrintedPiece]? {
    guard case .list(let members) = expression.kind else { return nil }
    return enclosed(members, head: following(head, "["), tail: "]", before: expression.span.upper)
  }

  /// Members between brackets, each with a line of its own where a comment parts them.
  private func enclosed(_ members: [Expression], head: String, tail: String, before end: Int) -> [PrintedPiece]? {
    guard let first = members.first else { return nil }
    var pieces = [PrintedPiece(text: head, start: 0, depth: 0)]
    for (index, member) in members.enumerated() {
      let comma = index + 1 < members.count ? "," : ""
      pieces.append(PrintedPiece(text: text(member) + comma, start: member.span.lower))
    }
    pieces.append(PrintedPiece(text: tail, start: max(first.span.lower, end - 1), depth: 0, closes: true))
    return pieces
  }

  private func headed(_ pieces: [PrintedPiece], by head: String) -> [PrintedPiece] {
    guard var first = pieces.first else { return pieces }
    first.text = head + first.text
    first.depth = 0
    return [first] + pieces.dropFirst()
  }

  /// The head, then a piece a clause, its conditions and columns apart.
  private func marked(_ query: Query) -> [PrintedPiece] {
    var pieces: [PrintedPiece] = []
    for piece in printed(query) {
      switch piece.clause {
      case .condition(let condition): pieces += terms(of: condition, behind: word(.where), depth: 1)
      case .shown(let items):
        pieces += listed(items.map { (text($0), $0.expression.span.lower) }, behind: word(.show), depth: 1)
      case .other: pieces.append(PrintedPiece(text: piece.text, start: piece.start))
      }
    }
    return pieces
  }

  private func terms(of condition: Expression, behind head: String, depth: Int) -> [PrintedPiece] {
    let (terms, joint): ([Expression], Keyword) =
      switch condition.kind {
      case .all(let terms): (terms, .and)
      case .any(let terms): (terms, .or)
      default: ([condition], .and)
      }
    return terms.enumerated().map { index, term in
      PrintedPiece(
        text: "\(index == 0 ? head : word(joint)) \(text(term))", start: term.span.lower,
        depth: index == 0 ? depth : depth + 1, goesOn: index > 0)
    }
  }

  private func listed(_ items: [(text: String, start: Int)], behind head: String, depth: Int) -> [PrintedPiece] {
    items.enumerated().map { index, item in
      let text = (index == 0 ? following(head, item.text) : item.text) + (index + 1 < items.count ? "," : "")
      return PrintedPiece(text: text, start: item.start, depth: index == 0 ? depth : depth + 1, goesOn: index > 0)
    }
  }

  // MARK: Commands

  private func pieces(of command: Command, indent: Int) -> [PrintedPiece]? {
    guard let signature = vocabulary.signature(of: command.verb), signature.isBuilt else { return nil }
    let verb = signature.words.map { word($0) }.joined(separator: " ")
    var pieces = [PrintedPiece(text: verb, start: command.span.lower, depth: 0)]
    for part in parts(of: command, signature) {
      let last = pieces.count - 1
      switch part {
      case .word(let text):
        pieces.append(PrintedPiece(text: text, start: pieces[last].start))
      case .close(let text): pieces[last].text = following(pieces[last].text, text)
      case .slot(let slot):
        guard var added = self.pieces(of: slot, behind: pieces[last].text, indent: indent), !added.isEmpty else {
          return nil
        }
        // A word's own beginning is where its slot begins.
        added[0].depth = pieces[last].depth
        if last == 0 { added[0].start = pieces[last].start }
        pieces.replaceSubrange(last...last, with: added)
      }
    }
    return pieces
  }

  /// What a slot adds to the words before it; nil where it holds statements.
  private func pieces(of value: SlotValue, behind head: String, indent: Int) -> [PrintedPiece]? {
    func single(_ text: String, _ start: Int) -> [PrintedPiece] {
      [PrintedPiece(text: following(head, text), start: start)]
    }
    switch value {
    case .assignments(let assignments):
      return listed(assignments.map { (text($0), $0.field.span.lower) }, behind: head, depth: 1)
    case .target(let target):
      guard case .entity(let name, let condition?, _) = target.kind else {
        return single(text(target), target.span.lower)
      }
      return single(spelled(name), name.span.lower) + terms(of: condition, behind: word(.where), depth: 1)
    case .query(let query):
      var pieces = marked(query)
      guard !pieces.isEmpty else { return nil }
      pieces[0].text = following(head, pieces[0].text)
      return pieces
    case .values(let values): return listed(values.map { (text($0), $0.span.lower) }, behind: head, depth: 1)
    case .value(let expression): return single(text(expression), expression.span.lower)
    case .condition(let condition): return terms(of: condition, behind: head, depth: 1)
    case .entity(let name): return single(spelled(name), name.span.lower)
    case .name(let name): return single(text(name), name.span.lower)
    case .mapping(let mappings):
      return listed(
        mappings.map { ("\($0.column.spelling) \(word(.to)) \(text($0.field))", $0.column.span.lower) }, behind: head,
        depth: 1)
    case .choice, .stage, .statement, .block: return nil
    }
  }
}
