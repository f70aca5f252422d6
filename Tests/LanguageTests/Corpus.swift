/// Programs that must parse: those of language.md, sections 3 to 5, and one for each turn of the grammar.
enum Corpus {
  static let queries = [
    "find customers where industry = \"软件\" and tag = VIP",
    """
    find opportunities where customer.industry = 软件 and stage in (方案提交, 商务谈判) and amount >= 10万
         show title, customer.name, amount, owner sort by amount desc limit 20
    """,
    "find customers where count(contacts) = 0 or latest(interactions.date) < 30d ago",
    "find customers with contacts (role = 决策人 and email is empty) without opportunities (status = open)",
    "find opportunities group by stage show stage, count() as n, sum(amount) as total having n > 3 sort by total desc",
    "count customers by industry",
    "sum amount of opportunities by owner, stage where expected_close_date in this quarter",
    "find customers \"科技\"                              # search across every text field",
    "find opportunities where (stage was 商务谈判 during 2026-Q1)",
    "find opportunities where (stage changed to 方案提交 by sales_001 since last month)",
    "find opportunities where status = open as of 2026-01-31",
    "find @重点客户 where tag has none (流失)            # a saved view as a source",
    "show cust_001                                     # one record, its profile",
    "查找 客户 其中 行业 = 软件", "find deleted customers", "find customers where phone = 0755-12345678。",
    "find opportunities where actual_amount < it.amount and not (amount > 5) limit 20 after abc",
    "find opportunities by month of closed_at across owner top 5 by amount",
    "find customers where amount between 1 and 10万 or name contains 科技 or name starts with 北 or name ends with 司",
    "find customers where name matches \"^a.*\" and period overlaps 2026-Q1 and tags has any (a, b) and tags has all (c)",
    "find customers where stage not in (find stages where x = 1) and y in [1, 2] and z in @v and w in last 30 days",
    "find opportunities where (stage was a or stage changed from a to b since last month during 2026 by sales_001)",
    "find opportunities where amount * (1 - it.discount) / 2 % 7 + -$x > (it.a - 1) and closed < $days days ago",
    "find customers show name as 名称, `a b`, count(tasks (status = open)) as n sort by n desc, name asc",
    "avg amount of opportunities; min amount of opportunities; max amount of opportunities by quarter of closed_at",
    "find customers | table", "find customers | chart bar to \"x.svg\"", "find customers | to \"file.xlsx\" | json",
    "find customers | update set tags += VIP | each $c { print $c.name }", "$vip where a = 1", "$_", "$3",
    "@v show name",
    "show 科技有限公司, \"New York Ltd.\"", "show $c.customer", "find cust_001, cust_002 show name",
    "find customers where name = '{raw}' or name = ‘a’ or name = 「b」 or name = “c” or name = \"{$x} {{y}} \\u{4e2d}\"",
    "find customers with contacts\n  where a = 1 # one\n    and b = 2\n\n  # then\n  | card",
  ]

  static let commands = [
    "add customer name = 科技有限公司, industry = 软件, phone = 0755-12345678",
    "create customer name = a, tags = VIP, 高价值, city = b",
    "update cust_001 set scale = 大型, tags += VIP, tags -= 流失", "delete cust_001, \"a b\"", "restore $3", "purge $_",
    "tag customers where industry = 软件 with VIP, 高价值", "untag @v where a = 1 with VIP",
    "assign (find customers) to sales_001",
    "assign customers all to sales_001 expecting at most 10",
    "log phone with contact_001 \"讨论产品方案\" at 2026-03-15 14:30",
    "log note with it.customer", "move opp_001 to 方案提交 probability 50", "close opp_001 won amount 95000",
    "close opp_001 lost because 价格 to competitor \"…\"", "reopen opp_001", "complete task_001",
    "postpone task_001 to +3d",
    "import customers from \"x.csv\" map 公司 to name, 'a, b' to city on missing create on duplicate ask allow missing encoding gb18030",
    "export find customers show name to \"x.xlsx\"", "describe customers", "help", "help queries",
    "explain delete customers where a = 1", "undo 42", "begin", "commit", "rollback", "set output = json",
    "set timeout 30s",
    "view 重点客户 = find customers where tag = VIP", "delete view 重点客户", "run \"file.crm\" with days = 5",
    "preview update customers all set a = 1",
  ]

  static let scripts = [
    """
    # quarterly-cleanup.crm
    param $days: number = 90
    let $quiet = find customers where status = active and latest(interactions.date) < $days days ago

    if count($quiet) > 200 { fail "{count($quiet)} quiet customers: raise the bar first" }

    for $c in $quiet {
      add task type = followup, customer = $c, title = "回访 {$c.name}", due_date = in 3d, assignee = $c.owner
    }
    expect count(find tasks where created_at = today and type = followup) = count($quiet)
    print "{count($quiet)} follow-ups created"
    """,
    """
    use "lib.crm"
    define grade($amount: money, $name: text) {
      # the bar
      if $amount > 100万 { return 大 } else if $amount > 10万 { return 中 }
      else {
        return 小
        # nothing more
      }
    }

    let $g = do grade(5万, a)
    let $h = grade($x, $y)
    let $new = add customer name = a
    let $list = [a, "b c", $g]
    do grade($x.amount, "b")
    try { delete cust_001 } otherwise $e { print "{$e}"; fail "stop: {$e}" }
    try {
      tag cust_001 with VIP
    } otherwise {
      print count customers, 1 + 2
    }
    for $x in (a, b) { print $x }
    for $s in find opportunities where status = open { move $s to 成交 }
    expect count($list) = 3, "three"
    param $optional
    $g = 大
    print \"\"\"
    a
      {$g}
    \"\"\"

    # the end
    """,
  ]

  static var all: [String] { queries + commands + scripts + Checkout.examples.map(\.text) }
}
