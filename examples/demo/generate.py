#!/usr/bin/env python3
"""生成演示数据（examples/demo/data/*.csv）。

只用标准库；种子固定，重复运行得到逐字节相同的文件。人物、公司、号码、网址全部虚构，与现实雷同纯属巧合。
Generates the demonstration data. Standard library only; fixed seed; the same bytes on every run.

    python3 examples/demo/generate.py
"""

import sys

sys.dont_write_bytecode = True

import csv
from pathlib import Path

from generator.chance import TODAY
from generator.checks import check
from generator.dealings import make_interactions, make_opportunities, make_orders, make_tasks
from generator.parties import make_contacts, make_customers, make_leads, make_users

DATA = Path(__file__).resolve().parent / "data"

HEADERS = {
    "users": "user_id name email role team manager",
    "customers": "customer_id name industry scale phone email address city province website tags owner source "
    "created_at",
    "contacts": "contact_id customer name position phone email wechat role birthday is_primary",
    "leads": "lead_id name company phone email position source interest score status assigned_to created_at",
    "opportunities": "opportunity_id customer title amount actual_amount stage probability expected_close_date status "
    "lost_reason competitors owner created_at closed_at",
    "orders": "order_id customer amount ordered_at source",
    "tasks": "task_id type title description customer opportunity due_date priority status assignee completed_at",
    "interactions": "interaction_id type customer contact opportunity date direction duration content",
}


def main():
    users = make_users()
    customers = make_customers(users)
    contacts = make_contacts(customers)
    leads = make_leads(users, customers, contacts)
    opportunities = make_opportunities(customers)
    orders = make_orders(customers)
    tasks = make_tasks(customers, opportunities)
    interactions = make_interactions(customers, contacts, opportunities)
    tables = {"users": users, "customers": customers, "contacts": contacts, "leads": leads,
              "opportunities": opportunities, "orders": orders, "tasks": tasks, "interactions": interactions}
    check(tables, TODAY)
    DATA.mkdir(exist_ok=True)
    for name, rows in tables.items():
        with open(DATA / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HEADERS[name].split(), extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        print(f"{name}: {len(rows)}")


if __name__ == "__main__":
    main()
