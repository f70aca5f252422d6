import Testing
import Values

struct RecurrenceRuleTests {
  @Test(
    arguments: [
      ("every week", "FREQ=WEEKLY"), ("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2"), ("每周一", "FREQ=WEEKLY;BYDAY=MO"),
      ("每周一、周三和周五", "FREQ=WEEKLY;BYDAY=MO,WE,FR"), ("每两周周五", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
      ("每月1日", "FREQ=MONTHLY;BYMONTHDAY=1"), ("每月1号和15号", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
      ("每月最后一天", "FREQ=MONTHLY;BYMONTHDAY=-1"), ("每月第一个周一", "FREQ=MONTHLY;BYDAY=1MO"),
      ("每月最后一个周五", "FREQ=MONTHLY;BYDAY=-1FR"), ("每年3月15日", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15"),
      ("每天", "FREQ=DAILY"), ("隔天", "FREQ=DAILY;INTERVAL=2"), ("每3个月", "FREQ=MONTHLY;INTERVAL=3"),
      ("每季度", "FREQ=MONTHLY;INTERVAL=3"), ("每个工作日", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"), ("每周", "FREQ=WEEKLY"),
      ("每星期天", "FREQ=WEEKLY;BYDAY=SU"), ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
      ("every monday, wednesday and friday", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
      ("every 2 weeks on monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
      ("every month on the 15th", "FREQ=MONTHLY;BYMONTHDAY=15"),
      ("every month on the last day", "FREQ=MONTHLY;BYMONTHDAY=-1"), ("every first monday", "FREQ=MONTHLY;BYDAY=1MO"),
      ("every other week", "FREQ=WEEKLY;INTERVAL=2"), ("Daily", "FREQ=DAILY"),
      ("RRULE:freq=weekly;byday=mo,we;until=2026-12-31", "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261231"),
      ("FREQ=WEEKLY;COUNT=10;INTERVAL=1", "FREQ=WEEKLY;COUNT=10"),
    ])
  func `a rule is read from what a person or a calendar says`(said: String, rule: String) throws {
    #expect(try RecurrenceRule(reading: said).text == rule)
  }

  @Test(
    arguments: [
      ("FREQ=WEEKLY", "every week", "每周"), ("FREQ=WEEKLY;BYDAY=MO", "every Monday", "每周一"),
      ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "every 2 weeks on Monday and Thursday", "每2周的周一、周四"),
      ("FREQ=MONTHLY;BYMONTHDAY=1", "every month on day 1", "每月1日"),
      ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday", "每月最后一个周五"),
      ("FREQ=DAILY;COUNT=5", "every day, 5 times", "每天，共5次"),
      ("FREQ=WEEKLY;UNTIL=20261231", "every week, until 2026-12-31", "每周，至2026-12-31"),
      ("FREQ=MONTHLY;INTERVAL=3", "every quarter", "每季度"),
      (
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1"
      ),
    ])
  func `a rule is said in both languages`(rule: String, english: String, chinese: String) throws {
    let spoken = try RecurrenceRule(reading: rule).spoken
    #expect(spoken.english == english)
    #expect(spoken.chinese == chinese)
  }

  @Test(
    arguments: [
      ("FREQ=WEEKLY;BYDAY=MX", "MX", 18), ("FREQ=HOURLY", "FREQ=HOURLY", 0), ("FREQ=SECONDLY", "FREQ=SECONDLY", 0),
      ("FREQ=WEEKLY;INTERVALL=2", "INTERVALL=2", 12), ("FREQ=WEEKLY;COUNT=0", "0", 18),
      ("FREQ=DAILY;COUNT=2;UNTIL=20261231", "UNTIL=20261231", 19), ("FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY", 11),
      ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 0),
      ("FREQ=DAILY;UNTIL=20260231", "20260231", 17), ("sometimes", "sometimes", 0), ("每周八", "每周八", 0),
      ("FREQ=DAILY;INTERVAL=99999999999999999999", "99999999999999999999", 20), ("BYDAY=MO", "BYDAY=MO", 0),
      ("FREQ=DAILY;BYHOUR=9", "BYHOUR=9", 11),
    ])
  func `a slip is pointed at`(said: String, piece: String, offset: Int) throws {
    let error = #expect(throws: RecurrenceReadingError.self) { try RecurrenceRule(reading: said) }
    #expect(error?.piece == piece)
    #expect(error?.offset == offset)
  }

  @Test func `a rule read from its own text is the same rule`() throws {
    for text in ["每两周周五", "每月1日", "every last friday", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;WKST=SU;UNTIL=20301231"] {
      let rule = try RecurrenceRule(reading: text)
      #expect(try RecurrenceRule(reading: rule.text) == rule)
    }
  }

  @Test(arguments: [("1,3,7", "7, 3, 1"), ("提前3天、1天", "3, 1"), ("0", "0"), ("7d 1d", "7, 1"), ("[1, 1, 2]", "2, 1")])
  func `reminders are read as days, the longest first`(said: String, days: String) {
    #expect(ReminderDays(reading: said)?.text == days)
  }

  @Test(arguments: ["", "tomorrow", "-1", "366", "1;;x", "99999999999999999999"])
  func `what says no days is no reminder`(said: String) {
    #expect(ReminderDays(reading: said) == nil)
  }
}
