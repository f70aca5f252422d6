import Diagnostics

/// The few records that most behaviour tests talk about.
enum Samples {
  static let company = """
    add user name = 王芳, team = 华东
    add user name = 李雷, team = 华南
    add customer name = 科技有限公司, industry = 软件, scale = 中型, phone = 0755-12345678, city = 深圳, tags = VIP, owner = 王芳
    add customer name = 百度在线, industry = 互联网, scale = 大型, city = 北京, tags = [VIP, 高价值], owner = 李雷
    add customer name = 招商银行, industry = 金融, scale = 大型, city = 深圳, owner = 王芳
    add customer name = 无名小店
    add contact customer = cust_001, name = 张三, position = CTO, role = 决策人, email = zhangsan@company.com
    add contact customer = cust_001, name = 李四, position = 采购经理, role = 影响人
    add contact customer = cust_002, name = 王五, role = 使用人, phone = 13800138000
    add opportunity customer = cust_001, title = CRM系统采购, amount = 100000, stage = 方案提交, expected_close_date = 2026-12-15, owner = 王芳
    add opportunity customer = cust_001, title = 年度维护, amount = 2万, expected_close_date = 2027-01-10, owner = 王芳
    add opportunity customer = cust_002, title = 云迁移, amount = ¥120万, stage = 谈判, expected_close_date = 2026-11-30, owner = 李雷
    add opportunity customer = cust_003, title = 风控平台, amount = 50万, stage = 成交, owner = 王芳
    log phone with contact_001 "讨论产品方案" at 2026-11-18
    log visit with cust_002 "参观工厂" at 2026-03-05
    add task type = followup, customer = cust_001, title = 回访客户, due_date = 2026-11-25, assignee = 王芳
    add task type = call, customer = cust_002, title = 电话确认, due_date = 2026-11-19, priority = high
    add lead name = 李四, company = 新公司, phone = 13900139000, source = 网站, score = 75
    add lead name = 赵六, company = 老公司, source = 展会, score = 40
    """
}

extension Workbench {
  /// A company with three owners' worth of records.
  static func company(_ language: Diagnostics.UserLanguage = .english) throws -> Workbench {
    try Workbench(language, saying: Samples.company)
  }
}
