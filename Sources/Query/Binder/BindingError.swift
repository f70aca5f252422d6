package import Diagnostics
package import Domain
package import Language
package import Values

/// What can be wrong with a well-formed statement once one knows the domain.
package enum BindingError: Error, Sendable {
  case unknownEntity(String, suggestions: [String], SourceSpan)
  case unknownField(String, entity: Entity, suggestions: [String], SourceSpan)
  /// `contacts > 1` of a customer: there may be many.
  case relationAsField(String, Relation, Entity, SourceSpan)
  case unknownRelation(String, entity: Entity, suggestions: [String], SourceSpan)
  case notAReference(String, entity: Entity, SourceSpan)
  case pathTooLong(SourceSpan)
  case unknownFunction(String, suggestions: [String], SourceSpan)
  case wrongCount(String, Int, SourceSpan)
  case wrongArguments(String, expected: String, SourceSpan)
  case unknownVariable(String, suggestions: [String], SourceSpan)
  case noSuchRow(Int, count: Int, SourceSpan)
  case noResultYet(SourceSpan)
  case unknownView(String, suggestions: [String], SourceSpan)
  case circularView(String, SourceSpan)
  /// What is wrong with the query that a view stands for.
  case insideView(String, Diagnostic, SourceSpan)
  case value(FieldValueError, field: Field?, entity: Entity?, SourceSpan)
  case noSuchRecord(String, SourceSpan)
  case inRecycleBin(String, SourceSpan)
  case notInRecycleBin(String, SourceSpan)
  case stillReferred(Entity, [Int64], by: [(entity: Entity, field: Field, count: Int64)], SourceSpan)
  /// Two values set together that cannot both hold.
  case contradiction(Field, String, Field, String, SourceSpan)
  case wrongOperator(String, type: String, typeChinese: String, help: Wording?, SourceSpan)
  case notComparable(SourceSpan)
  /// A comparison of two kinds of value that do not go together.
  case mismatch(ValueType, ValueType, SourceSpan)
  case wrongArithmetic(String, ValueType, ValueType, SourceSpan)
  /// `it.amount + 10%`: a tenth of the amount, or ten?
  case percentOfWhat(ArithmeticTerm.Operator, ExactDecimal, SourceSpan)
  case notACondition(Field?, SourceSpan)
  /// A figure over many where there is one; with the query that was meant.
  case aggregateInRow(String, meant: String?, SourceSpan)
  /// `count … | update`: groups are no records.
  case groupsAreNoRecords(String, SourceSpan)
  case notInGroup(String, SourceSpan)
  case clauseWithoutGroup(String, SourceSpan)
  case emptyOrderComparison(SourceSpan)
  case missingSelection(Entity, verb: String, SourceSpan)
  case derivedField(Field, Entity, SourceSpan)
  case guidedField(Field, Entity, verb: String?, SourceSpan)
  case missingFields([Field], Entity, SourceSpan)
  /// `probability = it.amount`: another kind of value than the field holds.
  case wrongKind(Field, ValueType, SourceSpan)
  /// `probability = it.probability * 7`: some record's result does not fit.
  case computedMisfit(Field, String, SourceSpan)
  /// `"{nmae}"`: a word between braces that names nothing.
  case unknownName(String, suggestions: [String], SourceSpan)
  /// `amount = it.amount / 0`, of a record where there is one.
  case divisionByZero(String?, SourceSpan)
  /// `amount += ¥10` of a record whose amount is in another currency.
  case otherCurrency(Field, String, Currency, SourceSpan)
  case notAList(Field, SourceSpan)
  case duplicateField(Field, SourceSpan)
  case wrongTarget(verb: String, expected: [Entity], found: Entity, SourceSpan)
  case noSubject(SourceSpan)
  /// `tag $n with VIP` where `$n` is a number.
  case notARecord(ValueType, SourceSpan)
  /// A word of the language, as it is spelled.
  case notBuilt(String, SourceSpan)
  /// A use of the language, in words.
  case useNotBuilt(Wording, SourceSpan)
  case notUnique(String, candidates: [String], SourceSpan)
  case sealedSearch(Field, SourceSpan)
  case badPattern(PatternFault, SourceSpan)
  case wrongLimit(String, SourceSpan)
  /// What is wrong with `as of`, `was` or `changed`.
  case past(PastError, SourceSpan)
  case failed(Diagnostic)
}
