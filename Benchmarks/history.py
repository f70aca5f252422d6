"""A year's second half of changes for a workspace of customers: the log as the program writes it, set by set.

Fields in turn, each set over one record in twelve; every value is another than the one before, so that each row of the
log stands for a change. The records' rows end as the log says.
"""
import sqlite3
import time

DAY = 86_400_000
LIVE = "(id + {turn} * 7) % 12 = 0"


def age(path, rows=1_000_000, days=182):
    """Moves what is there before the span, then writes about `rows` rows of log over it. The last set lies at now."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA cache_size = -200000")
    now = int(time.time() * 1000)
    start = now - days * DAY
    connection.execute("UPDATE change_sets SET at = ?", (start - DAY,))
    for column in ("updated_at", "created_at"):
        connection.execute(f"UPDATE customers SET {column} = {start - DAY} - id, {column}_day = ({start - DAY} - id) / {DAY}")
    count = connection.execute("SELECT count(*) FROM customers").fetchone()[0]
    each = max(1, count // 12)
    sets = max(1, rows // each)
    vip = connection.execute("SELECT id FROM labels WHERE key = 'vip'").fetchone()[0]
    for turn in range(sets):
        at = start + (now - start) * turn // sets
        write(connection, turn, at, vip)
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return sets


def write(connection, turn, at, vip):
    number = connection.execute(
        "INSERT INTO change_sets(at, author, source, statement, dictionary) VALUES (?, 0, 'script', 'update', 1)",
        (at,)).lastrowid
    which = LIVE.format(turn=turn)
    last = [connection.execute(f"SELECT ifnull(max(id), 0) FROM {log}").fetchone()[0] for log in ("changes", "member_changes")]
    kind = turn % 5
    if kind == 4:
        relabel(connection, number, which, vip)
    else:
        field, value = [
            (3, "industry % 5 + 1"), (4, "scale % 3 + 1"), (7, f"'{turn} road'"), (13, "CASE WHEN owner IS 1 THEN 0 ELSE 1 END"),
        ][kind]
        name = {3: "industry", 4: "scale", 7: "address", 13: "owner"}[field]
        after = "NULL" if field == 7 else value
        connection.execute(
            "INSERT INTO changes(change_set, entity, record, field, before, after, touched) "
            f"SELECT {number}, 1, id, {field}, {name}, {after}, updated_at FROM customers WHERE {which}")
        connection.execute(f"UPDATE customers SET {name} = {value} WHERE {which}")
    connection.execute(f"UPDATE customers SET updated_at = {at}, updated_at_day = {at} / {DAY} WHERE {which}")
    ranges = []
    for log, before in zip(("changes", "member_changes"), last):
        newest = connection.execute(f"SELECT ifnull(max(id), 0) FROM {log}").fetchone()[0]
        ranges += [before + 1, newest] if newest > before else [None, None]
    connection.execute(
        "UPDATE change_sets SET first_change = ?, last_change = ?, first_member = ?, last_member = ? WHERE id = ?",
        ranges + [number])


def relabel(connection, number, which, vip):
    """Those with the label lose it, the others gain it."""
    held = f"id IN (SELECT record FROM customers_tags WHERE label = {vip})"
    connection.execute(
        "INSERT INTO member_changes(change_set, entity, field, label, record, sign, touched) "
        f"SELECT {number}, 1, 11, {vip}, id, CASE WHEN {held} THEN -1 ELSE 1 END, updated_at FROM customers WHERE {which}")
    connection.execute(
        f"DELETE FROM customers_tags WHERE label = {vip} AND record IN "
        f"(SELECT record FROM member_changes WHERE change_set = {number} AND sign = -1)")
    connection.execute(
        f"INSERT INTO customers_tags SELECT {vip}, record FROM member_changes WHERE change_set = {number} AND sign = 1")
