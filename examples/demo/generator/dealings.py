"""商机、订单、任务、沟通记录。"""

from collections import defaultdict
from datetime import date, timedelta

from generator import vocabulary as words
from generator.chance import START, TODAY, at_work, day_between, identified, stream, workday, yuan

OPPORTUNITIES, ORDERS, TASKS, INTERACTIONS = 700, 900, 350, 1500

# ---- 商机 ----------------------------------------------------------------------------------------------------------

ADVANCE = [0.80, 0.62, 0.60, 0.67]  # 80 % → 50 % → 30 % → 20 %，与销售漏斗的示例一致


def walk_stages(random, created, until):
    """Walks one opportunity through the stages: (stage index, status, day closed or None)."""
    day = created
    for index, chance in enumerate(ADVANCE):
        day += timedelta(days=random.randint(5, 48))
        if workday(day) > until:
            return index, "open", None
        if random.random() >= chance:
            return index, "lost", workday(day)
    return len(ADVANCE), "won", workday(day)


def make_opportunities(customers):
    random = stream("opportunities")
    weights = [row["appetite"] + 3 for row in customers[1:]]
    rows = []
    while len(rows) < OPPORTUNITIES - 1:
        customer = random.choices(customers[1:], weights)[0]
        first = max(START, date.fromisoformat(customer["created_at"]))
        if first > customer["until"]:
            continue
        created = workday(day_between(random, first, customer["until"]))
        rows.append(opportunity(random, customer, max(created, first)))
    rows.sort(key=lambda row: (row["created_at"], row["customer"], row["title"], row["amount"]))
    return identified("opp", [{
        "customer": "cust_001", "title": "CRM系统采购", "amount": "100000", "actual_amount": "", "stage": "初步接触",
        "probability": 20, "expected_close_date": "2026-12-15", "status": "open", "lost_reason": "",
        "competitors": "Salesforce;钉钉CRM", "owner": "sales_001", "created_at": "2026-11-02", "closed_at": "",
    }] + rows, "opportunity_id")


def opportunity(random, customer, created):
    title, base = random.choice(words.OFFERS)
    factor = {"小型": (5, 12), "中型": (9, 25), "大型": (20, 70)}[customer["scale"]]
    amount = base * random.randint(*factor) // 10 // 1000 * 1000
    index, status, closed = walk_stages(random, created, TODAY)
    stage, probability = words.STAGES[index]
    if closed:
        expected = closed + timedelta(days=random.randint(-20, 25))
    elif random.randrange(7) == 0:  # 七分之一已过预计日期，其余落在未来
        expected = TODAY - timedelta(days=random.randint(1, 20))
    else:
        expected = TODAY + timedelta(days=random.randint(3, 75))
    if closed is None:
        probability += random.choice([-5, 0, 0, 0, 5, 10])
    rivals = random.sample(words.COMPETITORS, random.choices([0, 1, 2, 3], [45, 32, 18, 5])[0])
    reason = random.choices(words.LOST_REASONS, [28, 15, 20, 14, 10, 8, 5])[0] if status == "lost" else ""
    if reason == "竞品" and not rivals:
        rivals = [random.choice(words.COMPETITORS)]
    return {
        "customer": customer["customer_id"], "title": title, "amount": str(amount),
        "actual_amount": yuan(random, amount * random.randint(82, 102), odd=6) if status == "won" else "",
        "stage": stage, "probability": {"open": probability, "won": 100, "lost": 0}[status],
        "expected_close_date": max(expected, created).isoformat(), "status": status, "lost_reason": reason,
        "competitors": ";".join(rivals), "owner": customer["owner"], "created_at": created.isoformat(),
        "closed_at": closed.isoformat() if closed else "",
    }


# ---- 订单 ----------------------------------------------------------------------------------------------------------


def make_orders(customers):
    random = stream("orders")
    # cust_001：近期常买，金额高，使 RFM 接近使用说明里的 5 / 4 / 5
    days = ["2026-03-12", "2026-05-08", "2026-07-21", "2026-09-16", "2026-11-12"]
    amounts = ["68000", "45800.50", "99000", "52000", "126800"]
    rows = [{"customer": "cust_001", "amount": amount, "source": "商城",
             "ordered_at": at_work(random, date.fromisoformat(day))}
            for day, amount in zip(days, amounts)]
    buyers = [row for row in customers if row["appetite"]]
    weights = [row["appetite"] for row in buyers]
    while len(rows) < ORDERS:
        customer = random.choices(buyers, weights)[0]
        first = max(START, date.fromisoformat(customer["created_at"]) + timedelta(days=3))
        if first > min(customer["until"], TODAY):
            continue
        day = day_between(random, first, customer["until"])
        size = {"小型": 1, "中型": 3, "大型": 8}[customer["scale"]]
        cents = random.choice([98000, 128000, 198000, 260000, 360000, 480000, 680000, 960000]) * size
        rows.append({
            "customer": customer["customer_id"], "amount": yuan(random, cents * random.randint(70, 130) // 100),
            "ordered_at": at_work(random, day, 8, 21),
            "source": random.choices(words.ORDER_SOURCES, [45, 25, 20, 10])[0],
        })
    rows.sort(key=lambda row: (row["ordered_at"], row["customer"], row["amount"]))
    return identified("order", rows, "order_id")


# ---- 任务 ----------------------------------------------------------------------------------------------------------


def make_tasks(customers, opportunities):
    random = stream("tasks")
    open_by_customer = defaultdict(list)
    for row in opportunities[1:]:
        if row["status"] == "open":
            open_by_customer[row["customer"]].append(row)
    rows = []
    for status, count in (("completed", 200), ("cancelled", 25), ("in_progress", 20), ("pending", TASKS - 246)):
        for _ in range(count):
            customer = random.choice(customers)
            since = max(date(2025, 1, 6), date.fromisoformat(customer["created_at"]))
            first, last = {"in_progress": (date(2026, 11, 12), date(2026, 12, 4)),
                           "pending": (date(2026, 11, 9), date(2026, 12, 31))}.get(status, (since, TODAY))
            due = max(since, workday(day_between(random, first, last)))
            kind = random.choices(list(words.TASK_TITLES), [34, 20, 16, 12, 12, 6])[0]
            deals = open_by_customer[customer["customer_id"]] if status in ("pending", "in_progress") else []
            done = min(TODAY, max(since, workday(due + timedelta(days=random.randint(-3, 2)))))
            rows.append({
                "type": kind, "title": random.choice(words.TASK_TITLES[kind]),
                "description": random.choice(words.TASK_DESCRIPTIONS), "customer": customer["customer_id"],
                "opportunity": random.choice(deals)["opportunity_id"] if deals else "", "due_date": due.isoformat(),
                "priority": random.choices(["low", "normal", "high", "urgent"], [15, 55, 22, 8])[0],
                "status": status, "assignee": customer["owner"],
                "completed_at": at_work(random, done) if status == "completed" else "",
            })
    rows.sort(key=lambda row: (row["due_date"], row["customer"], row["title"], row["status"]))
    return identified("task", [{
        "type": "followup", "title": "回访客户", "description": "确认产品使用情况", "customer": "cust_001",
        "opportunity": "opp_001", "due_date": "2026-12-01", "priority": "normal", "status": "pending",
        "assignee": "sales_001", "completed_at": "",
    }] + rows, "task_id")


# ---- 沟通记录 ------------------------------------------------------------------------------------------------------


def called(contact):
    """How a salesperson writes of the contact: 王总, 李经理, or the name."""
    surname = next(s for s in sorted(words.SURNAMES, key=len, reverse=True) if contact["name"].startswith(s))
    for ending, title in (("经理", "经理"), ("总监", "总监"), ("主管", "主管")):
        if contact["position"].endswith(ending) and contact["position"] != "总经理":
            return surname + title
    return surname + "总" if contact["role"] == "决策人" else contact["name"]


def sentence(random, kind, phase, contact, topic):
    """(direction, content): an opening for the kind, a body for the phase, an ending."""
    incoming = kind in words.OPENINGS_IN and random.randrange(3) == 0
    bodies = words.BODIES[phase]
    if incoming:
        bodies = [body.removeprefix("对方") for body in bodies if body.startswith(words.INCOMING_BODIES)]
        incoming = bool(bodies)
    if not incoming:
        bodies = words.BODIES[phase]
    opening = random.choice((words.OPENINGS_IN if incoming else words.OPENINGS_OUT)[kind])
    text = opening + random.choice(bodies) + random.choice(words.ENDINGS)
    filled = text.format(who=called(contact), topic=topic, n=random.randint(2, 8))
    return ("" if kind == "note" else "in" if incoming else "out"), filled


def duration(random, kind):
    """A duration as the language writes it (15min, 2h); messages and notes have none."""
    minutes = {"phone": [3, 5, 8, 10, 15, 20, 30], "meeting": [30, 45, 60, 90, 120], "visit": [45, 60, 90, 120, 180]}
    if kind not in minutes:
        return ""
    chosen = random.choice(minutes[kind])
    return f"{chosen // 60}h" if chosen % 60 == 0 else f"{chosen}min"


def make_interactions(customers, contacts, opportunities):
    random = stream("interactions")
    people = defaultdict(list)
    for contact in contacts:
        people[contact["customer"]].append(contact)
    occasions = []  # (customer, opportunity or empty, phase, day)
    titles = {row["opportunity_id"]: row["title"] for row in opportunities}
    deals = list(opportunities)
    random.shuffle(deals)
    until = {row["customer_id"]: row["until"] for row in customers}
    for deal in deals[:480]:
        last = date.fromisoformat(deal["closed_at"]) if deal["closed_at"] else TODAY
        for _ in range(random.choice([1, 1, 2, 3])):
            day = day_between(random, date.fromisoformat(deal["created_at"]), last)
            occasions.append((deal["customer"], deal["opportunity_id"], deal["stage"], day))
    while len(occasions) < INTERACTIONS:
        customer = random.choice(customers)
        first = max(START, date.fromisoformat(customer["created_at"]))
        if first <= until[customer["customer_id"]]:
            day = day_between(random, first, until[customer["customer_id"]])
            occasions.append((customer["customer_id"], "", "日常", day))
    rows = []
    for customer, deal, phase, day in occasions[:INTERACTIONS]:
        kind = random.choices(["phone", "wechat", "email", "meeting", "visit", "note"], [36, 24, 14, 11, 8, 7])[0]
        contact = random.choices(people[customer], [4, 2, 1, 1][:len(people[customer])])[0]
        topic = titles.get(deal) or random.choice(words.TOPICS)
        direction, content = sentence(random, kind, phase, contact, topic)
        rows.append({
            "type": kind, "customer": customer, "contact": "" if kind == "note" else contact["contact_id"],
            "opportunity": deal, "direction": direction,
            "date": at_work(random, day, 9, 20 if kind == "wechat" else 17),
            "duration": duration(random, kind), "content": content,
        })
    rows[-1] = {"type": "phone", "customer": "cust_001", "contact": "contact_001", "opportunity": "",
                "date": "2026-02-10 10:30", "direction": "out", "duration": "15min", "content": "讨论产品方案"}
    rows.sort(key=lambda row: (row["date"], row["customer"], row["content"]))
    return identified("act", rows, "interaction_id")
