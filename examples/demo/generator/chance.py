"""日期、种子与抽取：人员、号码、金额、时间。"""

from datetime import date, timedelta
from random import Random

from generator import vocabulary as words

SEED = "guanxi-demo-1"
TODAY = date(2026, 11, 20)  # 数据的「今天」：此后没有已发生的事
START = date(2024, 11, 1)  # 商机、订单、沟通从此日起


def stream(name):
    """Each entity draws from its own stream, so that a change in one leaves the others as they are."""
    return Random(f"{SEED}:{name}")


def identified(prefix, rows, key):
    for number, row in enumerate(rows, 1):
        row[key] = f"{prefix}_{number:03d}"
    return rows


def day_between(random, first, last):
    return first + timedelta(days=random.randint(0, max(0, (last - first).days)))


def workday(day):
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def at_work(random, day, first=9, last=17):
    return f"{day.isoformat()} {random.randint(first, last):02d}:{random.choice(range(0, 60, 5)):02d}"


def yuan(random, cents, odd=8):
    """Whole yuan, with cents for one amount in `odd`."""
    amount = cents // 100
    return f"{amount}.{random.randint(1, 99):02d}" if random.randrange(odd) == 0 else str(amount)


class Numbers:
    """Telephone numbers that occur once."""

    def __init__(self, random):
        self.random, self.taken = random, {"0755-12345678", "13800138000", "13900139000"}

    def fresh(self, make):
        number = make()
        while number in self.taken:
            number = make()
        self.taken.add(number)
        return number

    def mobile(self):
        return self.fresh(lambda: f"{self.random.choice(words.MOBILE_PREFIXES)}{self.random.randint(0, 99999999):08d}")

    def landline(self, code, digits):
        first = lambda: self.random.choice("2345678")
        return self.fresh(lambda: f"{code}-{first()}{self.random.randrange(10 ** (digits - 1)):0{digits - 1}d}")


def person(random):
    """A name and its spelling in pinyin."""
    surname = random.choice(list(words.SURNAMES))
    tail = random.choice(list(words.GIVEN_TAILS))
    if random.randrange(5) == 0:
        return surname + tail, words.SURNAMES[surname] + words.GIVEN_TAILS[tail]
    head = random.choice(list(words.GIVEN_HEADS))
    return surname + head + tail, words.SURNAMES[surname] + words.GIVEN_HEADS[head] + words.GIVEN_TAILS[tail]
