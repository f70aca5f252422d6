"""核对演示数据：引用不悬空、编号连续、状态与字段相符。任何一条不成立，generate.py 就不写文件。"""

from collections import Counter, defaultdict
from datetime import date

from generator import vocabulary as words

PREFIXES = {"users": ("user_id", "sales"), "customers": ("customer_id", "cust"), "contacts": ("contact_id", "contact"),
            "leads": ("lead_id", "lead"), "opportunities": ("opportunity_id", "opp"), "orders": ("order_id", "order"),
            "tasks": ("task_id", "task"), "interactions": ("interaction_id", "act")}
REFERENCES = {"customer": "customers", "contact": "contacts", "opportunity": "opportunities", "owner": "users",
              "assigned_to": "users", "assignee": "users", "manager": "users"}


def check(tables, today):
    ids = check_ids(tables)
    check_references(tables, ids)
    check_people(tables)
    check_customers(tables["customers"])
    check_leads(tables["leads"])
    check_opportunities(tables["opportunities"], today)
    check_activity(tables, today)
    check_first_records(tables)
    check_rfm(tables, today)


def check_ids(tables):
    ids = {}
    for name, rows in tables.items():
        key, prefix = PREFIXES[name]
        found = [row[key] for row in rows]
        assert found == [f"{prefix}_{number:03d}" for number in range(1, len(rows) + 1)], name
        ids[name] = set(found)
    return ids


def check_references(tables, ids):
    for name, rows in tables.items():
        for row in rows:
            for field, target in REFERENCES.items():
                assert not row.get(field) or row[field] in ids[target], (name, row)
    customer_of_contact = {row["contact_id"]: row["customer"] for row in tables["contacts"]}
    customer_of_deal = {row["opportunity_id"]: row["customer"] for row in tables["opportunities"]}
    for row in tables["interactions"] + tables["tasks"]:
        assert not row.get("contact") or customer_of_contact[row["contact"]] == row["customer"], row
        assert not row["opportunity"] or customer_of_deal[row["opportunity"]] == row["customer"], row


def check_people(tables):
    viewers = {row["user_id"] for row in tables["users"] if row["role"] == "viewer"}
    assert not viewers & {row["owner"] for row in tables["customers"] + tables["opportunities"]}
    managers = {row["manager"] for row in tables["users"]}
    assert {row["role"] for row in tables["users"] if row["user_id"] in managers} == {"manager"}
    per_customer = Counter(row["customer"] for row in tables["contacts"])
    assert len(per_customer) == len(tables["customers"]) and max(per_customer.values()) <= 4
    primaries = [row["customer"] for row in tables["contacts"] if row["is_primary"] == "true"]
    assert len(primaries) == len(set(primaries)) == len(tables["customers"])
    for table in (["customers", "contacts"], ["leads"]):  # a converted lead keeps its contact's telephone
        phones = [row["phone"] for name in table for row in tables[name] if row["phone"]]
        assert len(phones) == len(set(phones)), table
    emails = [row["email"] for row in tables["customers"] + tables["contacts"] if row["email"]]
    assert len(emails) == len(set(emails))
    for row in tables["contacts"]:
        assert not row["phone"] or (len(row["phone"]) == 11 and int(row["phone"][:3]) in words.MOBILE_PREFIXES), row


def check_customers(customers):
    codes = {city[0]: (city[2], city[3]) for city in words.CITIES}
    assert len({row["name"] for row in customers}) == len(customers) == 300
    for row in customers:
        assert row["industry"] in words.INDUSTRIES and row["scale"] in words.SCALES and row["phone"], row
        if "-" in row["phone"]:
            code, number = row["phone"].split("-")
            assert (code, len(number)) == codes[row["city"]], row
    vips = [row for row in customers if "VIP" in row["tags"].split(";")]
    assert 33 <= len(vips) <= 39 and sum(row["industry"] == "软件" for row in vips) >= 8


def check_leads(leads):
    assert {row["status"] for row in leads} == {"new", "contacted", "qualified", "converted", "disqualified"}
    assert len(leads) == 220 and all(row["score"] < 80 for row in leads if row["status"] != "converted")


def check_opportunities(opportunities, today):
    assert {row["stage"] for row in opportunities} == {stage for stage, _ in words.STAGES}
    for row in opportunities:
        won, lost = row["status"] == "won", row["status"] == "lost"
        assert won == (row["stage"] == "成交") == bool(row["actual_amount"]) == (row["probability"] == 100), row
        assert lost == bool(row["lost_reason"]) and (won or lost) == bool(row["closed_at"]), row
        assert row["created_at"] <= (row["closed_at"] or today.isoformat()) <= today.isoformat(), row
        assert row["created_at"] <= row["expected_close_date"] and 0 <= row["probability"] <= 100, row


def check_activity(tables, today):
    created = {row["customer_id"]: row["created_at"] for row in tables["customers"]}
    begun = {row["opportunity_id"]: row["created_at"] for row in tables["opportunities"]}
    for name, field in (("orders", "ordered_at"), ("interactions", "date"), ("opportunities", "created_at")):
        for row in tables[name]:
            assert created[row["customer"]] <= row[field][:10] <= today.isoformat(), (name, row)
    for row in tables["interactions"]:
        assert not row["opportunity"] or begun[row["opportunity"]] <= row["date"][:10], row
        assert "{" not in row["content"] and "，。" not in row["content"], row
    for row in tables["tasks"]:
        assert (row["status"] == "completed") == bool(row["completed_at"]), row
        assert row["status"] != "pending" or row["due_date"][:7] in ("2026-11", "2026-12"), row
        assert row["completed_at"][:10] <= today.isoformat() and row["due_date"] >= created[row["customer"]], row


def check_first_records(tables):
    """The records of the user's own document stand first."""
    first = {name: rows[0] for name, rows in tables.items()}
    assert (first["customers"]["name"], first["customers"]["phone"]) == ("科技有限公司", "0755-12345678")
    assert (first["contacts"]["name"], first["contacts"]["customer"]) == ("张三", "cust_001")
    assert (first["leads"]["name"], first["leads"]["company"]) == ("李四", "新公司")
    assert (first["opportunities"]["title"], first["opportunities"]["owner"]) == ("CRM系统采购", "sales_001")
    assert (first["tasks"]["title"], first["tasks"]["due_date"]) == ("回访客户", "2026-12-01")


def check_rfm(tables, today):
    """A fifth of the customers never bought, a few buy much, and cust_001 scores 5 / 4 / 5 by quintile."""
    purchases = defaultdict(list)
    for row in tables["orders"]:
        purchases[row["customer"]].append((row["ordered_at"][:10], float(row["amount"])))
    for row in tables["opportunities"]:
        if row["status"] == "won":
            purchases[row["customer"]].append((row["closed_at"], float(row["actual_amount"])))
    assert 180 <= len(purchases) <= 260 and max(map(len, purchases.values())) >= 20, len(purchases)
    figures = {
        customer: (-(today - date.fromisoformat(max(bought)[0])).days, len(bought), sum(amount for _, amount in bought))
        for customer, bought in purchases.items()
    }
    scores = []
    for place in range(3):
        below = sum(figure[place] < figures["cust_001"][place] for figure in figures.values())
        scores.append(1 + 5 * below // len(figures))
    assert scores == [5, 4, 5], scores
