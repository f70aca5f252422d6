import Diagnostics
import Domain

/// Customers, contacts, leads, opportunities and tasks.
extension UserCommand {
  static let customers: [UserCommand] = [
    UserCommand(
      name: "add_customer", summary: Wording("Add a customer.", "添加客户。"), flags: [.allowDuplicate],
      fields: Fields(entity: .customer, use: .set),
      statement: [.verbatim("add customer "), .assignments, .allowingDuplicate],
      example: "--name 科技有限公司 --industry 软件 --scale 中型 --phone 0755-12345678 --email contact@company.com "
        + "--address 深圳市南山区", answer: .created(.customer)),
    UserCommand(
      name: "search_customers", summary: Wording("Find customers; every flag narrows.", "搜索客户，可用多个条件。"), flags: [],
      fields: Fields(entity: .customer, use: .ask), statement: [.verbatim("find customers"), .conditions],
      example: "--name 科技 --industry 软件"),
    UserCommand(
      name: "update_customer", summary: Wording("Change a customer.", "更新客户。"),
      flags: [.id(.customer), .allowDuplicate],
      fields: Fields(entity: .customer, use: .set),
      statement: [.verbatim("update "), .value("customer_id"), .verbatim(" set "), .assignments, .allowingDuplicate],
      example: "--customer_id cust_001 --scale 大型", answer: .record("customer_id")),
    UserCommand(
      name: "delete_customer", summary: Wording("Move a customer to the recycle bin.", "删除客户（移入回收站）。"),
      flags: [.id(.customer)], statement: [.verbatim("delete "), .value("customer_id")],
      example: "--customer_id cust_001"),
    UserCommand(
      name: "add_tag", summary: Wording("Tag a customer.", "添加客户标签。"),
      flags: [
        .id(.customer),
        Flag(
          name: "tag", role: .texts, isRequired: true,
          summary: Wording("a tag; may be given more than once", "标签，可以写多次")),
      ], statement: [.verbatim("tag "), .value("customer_id"), .verbatim(" with "), .value("tag")],
      example: "--customer_id cust_001 --tag VIP", answer: .record("customer_id")),
  ]

  static let contacts: [UserCommand] = [
    UserCommand(
      name: "add_contact", summary: Wording("Add a contact.", "添加联系人。"), flags: [.allowDuplicate],
      fields: Fields(entity: .contact, use: .set),
      statement: [.verbatim("add contact "), .assignments, .allowingDuplicate],
      example: "--customer_id cust_001 --name 张三 --position CTO --phone 13800138000 --email zhangsan@company.com",
      answer: .created(.contact)),
    UserCommand(
      name: "add_interaction", summary: Wording("Note a call, mail, meeting or visit.", "添加沟通记录。"), flags: [],
      fields: Fields(entity: .interaction, use: .set), statement: [.verbatim("add interaction "), .assignments],
      example: "--contact_id contact_001 --type phone --content 讨论产品方案", answer: .created(.interaction)),
    UserCommand(
      name: "list_contacts",
      summary: Wording("The contacts of a customer with their interactions.", "查看客户的所有联系人和沟通记录。"),
      flags: [.id(.customer)],
      statement: [
        .verbatim("find contacts where customer = "), .value("customer_id"), .next,
        .verbatim("find interactions where customer = "), .value("customer_id"), .verbatim(" or contact.customer = "),
        .value("customer_id"), .verbatim(" show contact, date, type, content sort by date desc"),
      ], example: "--customer_id cust_001", answer: .nested("interactions")),
  ]

  static let leads: [UserCommand] = [
    UserCommand(
      name: "add_lead", summary: Wording("Add a lead.", "添加线索。"), flags: [.allowDuplicate],
      fields: Fields(entity: .lead, use: .set), statement: [.verbatim("add lead "), .assignments, .allowingDuplicate],
      example: "--name 李四 --company 新公司 --phone 13900139000 --email lisi@newcompany.com --source 网站 "
        + "--interest CRM系统", answer: .created(.lead)),
    UserCommand(
      name: "score_lead", summary: Wording("Score a lead.", "线索评分。"), flags: [.id(.lead)],
      statement: [.verbatim("score "), .value("lead_id")], example: "--lead_id lead_001", answer: .rows),
    UserCommand(
      name: "convert_lead", summary: Wording("Make a customer of a lead.", "转化线索为客户。"),
      flags: [
        .id(.lead), .text("customer_name", "the new customer's name", "新客户的名称"),
        Flag(
          name: "customer_id", role: .record(.customer),
          summary: Wording("a customer that is there already: cust_001", "已有的客户：cust_001")),
        Flag(
          name: "anyway", role: .presence,
          summary: Wording("a new customer, though one like it is there", "即使已有相似的客户也新建")),
        .text("opportunity_title", "an opportunity to open with it", "同时新建的商机"),
      ],
      statement: [
        .verbatim("convert "), .value("lead_id"),
        .given("customer_name", [.verbatim(" to customer "), .value("customer_name")]),
        .given("customer_id", [.verbatim(" to "), .value("customer_id")]),
        .given(
          "anyway",
          [
            .given("customer_name", [.verbatim(" anyway")]),
            .missing("customer_name", [.verbatim(" to customer anyway")]),
          ]),
        .given("opportunity_title", [.verbatim(" with opportunity "), .value("opportunity_title")]),
      ], example: "--lead_id lead_001 --customer_name 新公司", answer: .record("lead_id")),
    importing("import_leads", "leads", "leads.xlsx", Wording("Import leads from a file.", "批量导入线索。")),
  ]

  static let opportunities: [UserCommand] = [
    UserCommand(
      name: "create_opportunity", summary: Wording("Add an opportunity.", "创建商机。"), flags: [],
      fields: Fields(entity: .opportunity, use: .set), statement: [.verbatim("add opportunity "), .assignments],
      example: "--customer_id cust_001 --title CRM系统采购 --amount 100000 --stage 初步接触 --probability 20 "
        + "--expected_close_date 2026-03-15", answer: .created(.opportunity)),
    UserCommand(
      name: "update_opportunity",
      summary: Wording("Change an opportunity, its stage above all.", "更新商机（阶段、概率等）。"), flags: [.id(.opportunity)],
      fields: Fields(entity: .opportunity, use: .set),
      statement: [.verbatim("update "), .value("opportunity_id"), .verbatim(" set "), .assignments],
      example: "--opportunity_id opp_001 --stage 方案提交 --probability 50", answer: .record("opportunity_id")),
    UserCommand(
      name: "list_opportunities", summary: Wording("List opportunities; every flag narrows.", "查看商机列表，可用多个条件。"),
      flags: [], fields: Fields(entity: .opportunity, use: .ask),
      statement: [.verbatim("find opportunities"), .conditions], example: "--stage 方案提交"),
    UserCommand(
      name: "close_opportunity", summary: Wording("End an opportunity, won or lost.", "商机成交或输单。"),
      flags: [
        .id(.opportunity),
        .word(
          "status", required: true,
          [.init("won"), .init("lost"), .init("赢单", "won"), .init("成交", "won"), .init("输单", "lost")], "how it ended",
          "结果"),
        .text("actual_amount", "what was really paid", "成交金额"), .text("lost_reason", "why it was lost", "输单原因"),
        .text("competitor", "to whom it was lost", "输给的竞品"),
      ],
      statement: [
        .verbatim("close "), .value("opportunity_id"), .verbatim(" "), .value("status"),
        .given("actual_amount", [.verbatim(" amount "), .value("actual_amount")]),
        .given("lost_reason", [.verbatim(" because "), .value("lost_reason")]),
        .given("competitor", [.verbatim(" to competitor "), .value("competitor")]),
      ], example: "--opportunity_id opp_001 --status won --actual_amount 95000", answer: .record("opportunity_id")),
  ]

  static let tasks: [UserCommand] = [
    UserCommand(
      name: "create_task", summary: Wording("Add a task.", "创建任务。"), flags: [],
      fields: Fields(entity: .task, use: .set), statement: [.verbatim("add task "), .assignments],
      example: "--type followup --customer_id cust_001 --title 回访客户 --description 确认产品使用情况 --due_date 2026-02-15 "
        + "--assignee sales_001", answer: .created(.task)),
    UserCommand(
      name: "complete_task", summary: Wording("Mark a task as done.", "完成任务。"), flags: [.id(.task)],
      statement: [.verbatim("complete "), .value("task_id")], example: "--task_id task_001",
      answer: .record("task_id")),
    UserCommand(
      name: "list_tasks", summary: Wording("List tasks; every flag narrows.", "查看任务，可用多个条件。"), flags: [],
      fields: Fields(entity: .task, use: .ask), statement: [.verbatim("find tasks"), .conditions],
      example: "--status pending --assignee sales_001"),
  ]
}
