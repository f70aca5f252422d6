extension EntityKey { package static let task = EntityKey(rawValue: 8) }

extension Entity {
  /// Something that somebody has to do.
  package static let task = Entity(
    .task, prefix: "task", "task", Names("task", "tasks", zh: "任务"), title: "title",
    columns: ["task_id", "title", "type", "customer", "due_date", "priority", "status", "assignee"],
    record: [
      "task_id", "type", "customer", "contact", "opportunity", "title", "description", "due_date", "priority",
      "status", "assignee", "created_at",
    ],
    synonyms: ["owner": "assignee", "assigned_to": "assignee"],
    fields: [
      Field(1, "task_id", Names("task_id", "id", zh: "任务编号", "编号"), .identity),
      Field(2, "type", Names("type", zh: "类型"), .choice(.taskTypes)),
      Field(3, "title", Names("title", zh: "标题"), .text, [.required, .searchable, .keyed]),
      Field(4, "description", Names("description", zh: "描述", "说明"), .text, [.searchable]),
      Field(
        5, "customer", Names("customer", "customer_id", zh: "客户"), .reference(.customer), [.indexed], inverse: "tasks"),
      Field(
        6, "contact", Names("contact", "contact_id", zh: "联系人"), .reference(.contact), [.indexed], inverse: "tasks"),
      Field(
        7, "opportunity", Names("opportunity", "opportunity_id", zh: "商机"), .reference(.opportunity), [.indexed],
        inverse: "tasks"),
      Field(8, "lead", Names("lead", "lead_id", zh: "线索"), .reference(.lead), [.indexed], inverse: "tasks"),
      Field(9, "due_date", Names("due_date", zh: "截止日期", "到期日"), .date, [.indexed]),
      Field(10, "start_at", Names("start_at", zh: "开始时间"), .instant),
      Field(11, "end_at", Names("end_at", zh: "结束时间"), .instant),
      Field(12, "priority", Names("priority", zh: "优先级"), .choice(.priorities)),
      Field(13, "status", Names("status", zh: "状态"), .choice(.taskStatuses), [.indexed]),
      Field(14, "assignee", Names("assignee", zh: "负责人", "执行人"), .reference(.user), [.indexed], inverse: "tasks"),
      Field(15, "reminders", Names("reminders", zh: "提醒"), .text, [.reminders]),
      Field(16, "recurrence", Names("recurrence", zh: "重复"), .text, [.recurrence]),
      Field(17, "completed_at", Names("completed_at", zh: "完成时间"), .instant, [.guided]),
      Field(18, "uid", Names("uid", zh: "日历标识"), .text, [.automatic, .indexed]),
      Field(19, "overdue", Names("overdue", zh: "逾期"), .flag, derivation: .overdue),
      Field(20, "next_reminder", Names("next_reminder", zh: "下次提醒"), .date, derivation: .nextReminder),
      Field(
        21, "completed_on_time", Names("completed_on_time", "on_time", zh: "按时完成"), .flag, derivation: .completedOnTime),
    ])
}

extension ChoiceList {
  package static let taskTypes = ChoiceList([
    Choice(1, "followup", Names("followup", "follow_up", zh: "跟进", "回访")), Choice(2, "call", Names("call", zh: "电话")),
    Choice(3, "email", Names("email", zh: "邮件")), Choice(4, "meeting", Names("meeting", zh: "会议")),
    Choice(5, "visit", Names("visit", zh: "拜访")), Choice(6, "other", Names("other", zh: "其他")),
  ])
  package static let priorities = ChoiceList([
    Choice(1, "low", Names("low", zh: "低")), Choice(2, "normal", Names("normal", zh: "普通", "中")),
    Choice(3, "high", Names("high", zh: "高")), Choice(4, "urgent", Names("urgent", zh: "紧急")),
  ])
  package static let taskStatuses = ChoiceList([
    Choice(1, "pending", Names("pending", zh: "待办")), Choice(2, "in_progress", Names("in_progress", zh: "进行中")),
    Choice(3, "completed", Names("completed", "done", zh: "已完成")),
    Choice(4, "cancelled", Names("cancelled", "canceled", zh: "已取消")),
  ])
}

/// The keys of a task's statuses.
package enum TaskStatus {
  package static let pending = 1
  package static let inProgress = 2
  package static let completed = 3
  package static let cancelled = 4

  /// Those in which there is something left to do.
  package static let open = [pending, inProgress]
}
