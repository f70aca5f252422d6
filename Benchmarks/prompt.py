#!/usr/bin/env python3
"""Row 8 of the targets: the prompt over a large workspace, driven through a terminal of its own.

    Benchmarks/prompt.py WORKSPACE [--binary PATH]

Measured from the key's way in to the end of the frame that shows it (`ESC[?2026l`); resident memory at the end.
"""
import argparse
import os
import pty
import select
import signal
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRAME_END = b"\x1b[?2026l"
CLEAR = "\x15"
TYPED = [
    "find customers where industry = 软件 and tag = VIP sort by updated_at desc limit 50",
    "find contacts with interactions (date > 30d ago) show name, customer.name, phone limit 20",
    "update customers where city = 深圳 and scale = 小型 set owner = sales_001, tags += 待跟进",
]
COMPLETED = [
    ("a keyword", "find customers wh"),
    ("a field", "find customers where ind"),
    ("a choice", "find customers where industry = 软"),
    ("a tag", "find customers where tag = V"),
    ("a customer's name", "find contacts where customer = 深圳恒通1"),
    ("a customer, pinyin", "find contacts where customer = szht1"),
    ("a record of any kind", "show 深圳恒通1"),
    ("a change", "undo "),
    ("a customer, no letter", "find contacts where customer = "),
]


class Prompt:
    def __init__(self, binary, workspace):
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.environ.update(CRM_CONFIG="", CRM_HISTORY="/dev/null", TERM="xterm-256color", LC_ALL="C.UTF-8")
            os.execv(binary, [binary, "--db", workspace])
        self.settle()

    def settle(self, quiet=0.3):
        while select.select([self.terminal], [], [], quiet)[0]:
            os.read(self.terminal, 1 << 16)

    def answer(self, keys):
        """Milliseconds from the key to the end of the last frame that it caused."""
        seen = b""
        start = time.perf_counter()
        os.write(self.terminal, keys.encode())
        end = None
        while select.select([self.terminal], [], [], 0.03 if end else 5)[0]:
            seen += os.read(self.terminal, 1 << 16)
            if FRAME_END in seen:
                end = time.perf_counter()
                seen = seen[seen.rindex(FRAME_END) + len(FRAME_END):]
        if end is None:
            raise SystemExit(f"no frame after {keys!r}")
        return (end - start) * 1000

    def resident(self):
        for line in Path(f"/proc/{self.child}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024

    def processor(self):
        """Milliseconds of processor time so far: steady where others keep the machine busy."""
        fields = Path(f"/proc/{self.child}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def close(self):
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.terminal)


def measure(binary, workspace, rounds=3):
    """Rows of name, figure, unit and bound."""
    prompt = Prompt(binary, workspace)
    try:
        keys = []
        before = prompt.processor()
        for _ in range(rounds):
            for text in TYPED:
                keys += [prompt.answer(key) for key in text]
                prompt.answer(CLEAR)
        spent = (prompt.processor() - before) / len(keys)
        keys.sort()
        rows = [("processor time a key", spent, "ms", ""),
                ("key to screen, median", statistics.median(keys), "ms", ""),
                ("key to screen, p99", keys[int(len(keys) * 0.99)], "ms", "<= 10")]
        for name, text in COMPLETED:
            times = []
            for _ in range(rounds):
                for key in text:
                    prompt.answer(key)
                times.append(prompt.answer("\t"))
                prompt.answer("\x07")
                prompt.answer(CLEAR)
                prompt.settle(0.05)
            rows.append((f"Tab: {name}", statistics.median(times), "ms", "<= 100"))
        rows.append(("resident memory, peak", prompt.resident(), "MB", "<= 60"))
        return rows
    finally:
        prompt.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workspace")
    parser.add_argument("--binary", default=str(ROOT / ".build-release/release/crm"))
    options = parser.parse_args()
    for name, figure, unit, bound in measure(options.binary, options.workspace):
        print(f"  8  {name:<34} {figure:10.2f} {unit}   {bound}")


if __name__ == "__main__":
    sys.exit(main())
