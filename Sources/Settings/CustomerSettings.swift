/// `customers:`
package struct CustomerSettings: Sendable, Equatable {
  package var fields = FieldSettings(
    required: ["name", "phone"],
    custom: [
      CustomField(
        name: "行业", type: .select, options: ["软件", "互联网", "金融", "制造", "其他"].map { ChoiceOption($0) }),
      CustomField(name: "规模", type: .select, options: ["小型", "中型", "大型"].map { ChoiceOption($0) }),
    ])
  package var duplicateCheck = true
  package var lifecycle = Lifecycle()
  package var rfm = RFM()

  /// When a customer counts as new and as active, in days.
  package struct Lifecycle: Sendable, Equatable {
    package var newDays = 90
    package var activeDays = 180

    enum Key: String, CaseIterable {
      case newDays = "new_days"
      case activeDays = "active_days"
    }
  }

  /// How recency, frequency and monetary value are scored.
  package struct RFM: Sendable, Equatable {
    /// Four rising bounds each: days, purchases, whole units of the base currency; nil: quintiles.
    package var recencyDays: [Int]?
    package var frequency: [Int]?
    package var monetary: [Int]?
    /// A score is high from here, 2…5.
    package var highScore = 4
    /// The names of segments by their cells.
    package var segments: [(cell: Cell, name: String)] = []

    /// High or low in recency, frequency and monetary value.
    package enum Cell: String, Sendable, CaseIterable {
      case highHighHigh = "高高高"
      case highHighLow = "高高低"
      case highLowHigh = "高低高"
      case highLowLow = "高低低"
      case lowHighHigh = "低高高"
      case lowHighLow = "低高低"
      case lowLowHigh = "低低高"
      case lowLowLow = "低低低"
    }

    enum Key: String, CaseIterable {
      case recencyDays = "recency_days"
      case frequency, monetary
      case highScore = "high_score"
      case segments
    }

    package static func == (one: RFM, other: RFM) -> Bool {
      one.recencyDays == other.recencyDays && one.frequency == other.frequency && one.monetary == other.monetary
        && one.highScore == other.highScore && one.segments.elementsEqual(other.segments, by: ==)
    }
  }

  enum Key: String, CaseIterable {
    case requiredFields = "required_fields"
    case customFields = "custom_fields"
    case duplicateCheck = "duplicate_check"
    case lifecycle, rfm
  }
}
