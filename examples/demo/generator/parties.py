"""人员、客户、联系人、线索。"""

from collections import defaultdict
from datetime import date, timedelta

from generator import vocabulary as words
from generator.chance import START, TODAY, Numbers, day_between, identified, person, stream, workday

CUSTOMERS = 300
VIPS, SOFTWARE_VIPS = 36, 10

# ---- 人员 ----------------------------------------------------------------------------------------------------------


def make_users():
    rows = [
        ("林晓峰", "linxiaofeng", "sales", "南区", "sales_002"),
        ("何雅琳", "heyalin", "manager", "南区", ""),
        ("唐志远", "tangzhiyuan", "sales", "南区", "sales_002"),
        ("许静雯", "xujingwen", "sales", "南区", "sales_002"),
        ("沈文彬", "shenwenbin", "manager", "东区", ""),
        ("叶思宁", "yesining", "sales", "东区", "sales_005"),
        ("卢海航", "luhaihang", "sales", "东区", "sales_005"),
        ("蒋雨桐", "jiangyutong", "sales", "东区", "sales_005"),
        ("韩立岩", "hanliyan", "manager", "北区", ""),
        ("宋嘉瑶", "songjiayao", "sales", "北区", "sales_009"),
        ("丁永凯", "dingyongkai", "sales", "北区", "sales_009"),
        ("袁春梅", "yuanchunmei", "viewer", "北区", "sales_009"),
    ]
    return identified("sales", [
        {"name": name, "email": f"{spelled}@guanxi.example.cn", "role": role, "team": team, "manager": manager}
        for name, spelled, role, team, manager in rows
    ], "user_id")


def sellers_by_team(users):
    """Salespeople thrice, their manager once: managers keep a few customers of their own."""
    teams = defaultdict(list)
    for user in users:
        teams[user["team"]] += [user["user_id"]] * {"sales": 3, "manager": 1, "viewer": 0}[user["role"]]
    return teams


# ---- 客户 ----------------------------------------------------------------------------------------------------------


def company_names(random, count):
    """(name, industry, city row, domain): the hand-written ones and the composed ones, shuffled."""
    city_named = {city[0]: city for city in words.CITIES}
    companies = [(name, industry, city_named[city], domain) for name, industry, city, domain in words.NAMED_COMPANIES]
    brands = [(head + tail, spelled + end) for head, spelled in words.BRAND_HEADS.items()
              for tail, end in words.BRAND_TAILS.items() if head != tail and head + tail not in words.BRANDS_TO_AVOID]
    random.shuffle(brands)
    domains = {company[3] for company in companies}
    for brand, domain in brands:
        if len(companies) == count:
            break
        if domain in domains:  # homophones: 博… and 柏…
            continue
        domains.add(domain)
        city = random.choices(words.CITIES, words.CITY_WEIGHTS)[0]
        industry = random.choices(words.INDUSTRIES, words.INDUSTRY_WEIGHTS)[0]
        trade = random.choice(words.TRADES[industry])
        pattern = random.choices([
            "{city}{brand}{trade}有限公司", "{city}{brand}{trade}股份有限公司", "{brand}{trade}（{city}）有限公司",
            "{brand}{trade}有限公司", "{city}市{brand}{trade}有限责任公司", "{brand}{trade}集团有限公司",
        ], [50, 14, 12, 12, 7, 5])[0]
        companies.append((pattern.format(city=city[0], brand=brand, trade=trade), industry, city, domain))
    random.shuffle(companies)
    return companies


def make_customers(users):
    random = stream("customers")
    numbers = Numbers(random)
    teams = sellers_by_team(users)
    dates = sorted(workday(day_between(random, date(2023, 3, 1), date(2026, 11, 13))) for _ in range(CUSTOMERS - 1))
    rows = [{
        "name": "科技有限公司", "industry": "软件", "scale": "中型", "phone": "0755-12345678", "email": "contact@company.com",
        "address": "深圳市南山区", "city": "深圳", "province": "广东", "website": "www.keji.example.cn", "owner": "sales_001",
        "source": "网站", "created_at": "2026-01-15", "domain": "keji.example.cn", "appetite": 0, "until": TODAY,
    }]
    for (name, industry, city, domain), created in zip(company_names(random, CUSTOMERS - 1), dates):
        place, province, code, digits, team, districts = city
        scale = random.choices(words.SCALES, [50, 35, 15])[0]
        host = f"{domain}.example.cn" if random.randrange(4) else f"{domain}.example.com"
        quiet = random.randrange(4) == 0  # 四分之一的客户早已不再往来
        rows.append({
            "name": name, "industry": industry, "scale": scale,
            "phone": numbers.landline(code, digits) if random.randrange(10) < 7 else numbers.mobile(),
            "email": f"{random.choice(['contact', 'info', 'service', 'hello'])}@{host}" if random.randrange(9) else "",
            "address": f"{place}市{random.choice(districts)}{random.choice(words.STREETS)}{random.randint(1, 399)}号",
            "city": place, "province": province, "website": "" if random.randrange(6) == 0 else f"www.{host}",
            "owner": random.choice(teams[team]), "source": random.choice(words.CUSTOMER_SOURCES),
            "created_at": created.isoformat(), "domain": host,
            # 购买倾向：少数客户买得很勤，多数只买一两次，约五分之一从未下单
            "appetite": random.choices([0, 1, 2, 4, 9, 22], [20, 28, 24, 16, 9, 3])[0]
            * (1 + words.SCALES.index(scale)),
            "until": day_between(random, max(created, START), date(2026, 5, 10))
            if quiet and created < date(2026, 4, 1) else TODAY,
        })
    identified("cust", rows, "customer_id")
    tag_customers(random, rows)
    return rows


def tag_customers(random, rows):
    """Exactly VIPS customers are VIP, SOFTWARE_VIPS of them in 软件: those who buy most."""
    def by_appetite(candidates):
        return sorted(candidates, key=lambda row: (-row["appetite"], row["customer_id"]))
    others = [row for row in rows[1:] if row["until"] == TODAY]
    software = by_appetite(row for row in others if row["industry"] == "软件")[:SOFTWARE_VIPS - 1]
    rest = by_appetite(row for row in others if row["industry"] != "软件")[:VIPS - SOFTWARE_VIPS]
    vips = {row["customer_id"] for row in software + rest}
    rows[0]["tags"] = "VIP;高价值"
    for row in rows[1:]:
        tags = ["VIP"] if row["customer_id"] in vips else []
        if row["appetite"] >= 12 or (tags and random.randrange(3) == 0):
            tags.append("高价值")
        if row["scale"] == "大型" and random.randrange(3) == 0:
            tags.append("战略")
        if row["until"] != TODAY and random.randrange(3):
            tags.append("流失风险")
        elif random.randrange(8) == 0:
            tags.append("待跟进")
        if row["created_at"] < "2024-11-01" and random.randrange(3) == 0:
            tags.append("老客户")
        row["tags"] = ";".join(tags)


# ---- 联系人 --------------------------------------------------------------------------------------------------------


def make_contacts(customers):
    random = stream("contacts")
    numbers = Numbers(random)
    numbers.taken |= {row["phone"] for row in customers}
    rows, addresses = [], {row["email"] for row in customers}
    for customer in customers:
        first_role = "决策人" if random.randrange(8) else "影响人"
        roles = [first_role] + random.choices(["影响人", "使用人", "决策人" if first_role == "决策人" else "使用人"],
                                              [5, 4, 1], k=random.choices([0, 1, 2, 3], [35, 33, 21, 11])[0])
        if customer is customers[0]:
            roles = ["决策人", "影响人", "使用人"]
        for place, role in enumerate(roles):
            name, spelled = person(random)
            address = f"{spelled}@{customer['domain']}"
            while address in addresses:
                address = f"{spelled}{random.randint(2, 99)}@{customer['domain']}"
            addresses.add(address)
            born = date(random.randint(1968, 2000), random.randint(1, 12), random.randint(1, 28))
            rows.append({
                "customer": customer["customer_id"], "name": name, "position": random.choice(words.POSITIONS[role]),
                "phone": numbers.mobile() if random.randrange(25) else "",
                "email": address if random.randrange(8) else "",
                "wechat": f"{spelled}_{random.choice(['wx', 'vx', '88', str(born.year)])}"
                if random.randrange(5) < 3 else "",
                "role": role, "birthday": born.isoformat() if random.randrange(5) < 3 else "",
                "is_primary": "true" if place == 0 else "false",
            })
    rows[0] |= {"name": "张三", "position": "CTO", "phone": "13800138000", "email": "zhangsan@company.com",
                "wechat": "zhangsan_wx", "role": "决策人", "birthday": "1986-06-18"}
    return identified("contact", rows, "contact_id")


# ---- 线索 ----------------------------------------------------------------------------------------------------------


def make_leads(users, customers, contacts):
    """Converted leads are today's customers under their primary contact; scores suit the status.

    An open lead stays under 80, the threshold at which the default configuration converts by itself.
    """
    random = stream("leads")
    numbers = Numbers(random)
    numbers.taken |= {row["phone"] for row in customers + contacts}
    sellers = [user["user_id"] for user in users if user["role"] == "sales"]
    primary = {row["customer"]: row for row in contacts if row["is_primary"] == "true"}
    sources = [row for row in customers[1:]
               if START.isoformat() <= row["created_at"] and primary[row["customer_id"]]["phone"]]
    won_over = random.sample(sources, 40)
    ranges = {"new": (12, 79), "contacted": (25, 79), "qualified": (60, 79), "disqualified": (3, 44)}
    names = iter(company_names(stream("lead companies"), CUSTOMERS + 250))
    known = {row["name"] for row in customers} | {row["domain"].split(".")[0] for row in customers}
    rows = []
    for status, count in (("new", 59), ("contacted", 55), ("qualified", 40), ("disqualified", 25)):
        for _ in range(count):
            company, _, city, domain = next(names)
            while company in known or domain in known:
                company, _, city, domain = next(names)
            name, spelled = person(random)
            first = {"new": date(2026, 10, 8), "contacted": date(2026, 7, 1)}.get(status, START)
            rows.append({
                "name": name, "company": company if random.randrange(20) else "", "phone": numbers.mobile(),
                "email": f"{spelled}@{domain}.example.com" if random.randrange(4) else "",
                "position": random.choice(words.LEAD_POSITIONS), "source": random.choice(words.LEAD_SOURCES),
                "interest": random.choice(words.INTERESTS), "score": random.randint(*ranges[status]), "status": status,
                "assigned_to": "" if status == "new" and random.randrange(4) == 0 else random.choice(sellers),
                "created_at": workday(day_between(random, first, TODAY)).isoformat(),
            })
    for customer in won_over:
        contact = primary[customer["customer_id"]]
        met = date.fromisoformat(customer["created_at"]) - timedelta(days=random.randint(2, 45))
        rows.append({
            "name": contact["name"], "company": customer["name"], "phone": contact["phone"], "email": contact["email"],
            "position": contact["position"], "source": customer["source"],
            "interest": random.choice(words.INTERESTS), "score": random.randint(66, 98), "status": "converted",
            "assigned_to": customer["owner"], "created_at": workday(met).isoformat(),
        })
    rows.sort(key=lambda row: (row["created_at"], row["name"], row["phone"]))
    return identified("lead", [{
        "name": "李四", "company": "新公司", "phone": "13900139000", "email": "lisi@newcompany.com", "position": "采购经理",
        "source": "网站", "interest": "CRM系统", "score": 75, "status": "new", "assigned_to": "sales_001",
        "created_at": "2026-11-10",
    }] + rows, "lead_id")
