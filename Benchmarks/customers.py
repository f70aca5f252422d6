"""Customers for measuring: the same bytes for the same count, whoever makes them."""
import random

HEADS = "深圳 上海 北京 杭州 广州 成都 武汉 南京 苏州 西安".split()
MIDDLES = "恒通 云栖 天启 博远 联创 中达 华信 东方 卓越 海纳 启明 瑞丰 金石 远景 星河".split()
# 科技 stands in about 17 % of the names.
KINDS = ["科技"] * 17 + "信息 软件 网络 贸易 实业 制造 电子 智能 数据 咨询 物流 食品 医药 能源 建材 传媒 教育 服务".split() * 5
INDUSTRIES = "软件 互联网 金融 制造 其他".split()
SCALES = "小型 中型 大型".split()
TAGS = "VIP 高价值 战略 待跟进 流失风险 老客户".split()


def customers(count):
    """Dictionaries of field to text, in order of their numbers. 1.87 tags each, 31 % VIP; 4 in 100,000 are 麒麟."""
    chance = random.Random(7)
    for number in range(1, count + 1):
        name = f"{chance.choice(HEADS)}{chance.choice(MIDDLES)}{number}{chance.choice(KINDS)}有限公司"
        if number % 25000 == 7:
            name = "麒麟" + name
        yield {
            "name": name,
            "industry": chance.choice(INDUSTRIES),
            "scale": chance.choice(SCALES),
            "phone": f"138{number % 100000000:08d}",
            "email": f"c{number}@example.com",
            "city": chance.choice(HEADS),
            "tags": chance.sample(TAGS, chance.choice([0, 1, 2, 2, 3, 3])),
            "created_at": f"2025-{1 + number % 12:02d}-{1 + number % 28:02d}",
        }
