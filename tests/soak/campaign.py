"""Simulated years, one for each seed, and what became of the bot's promises in them.

    python -m tests.soak.campaign [--seeds 10] [--first 1] [--seed SEED] [--communities 10] [--days 365] [--jobs 2]

Ends with 1 where a promise was broken, and says how the year in which it was can be lived again.
"""

from __future__ import annotations

import argparse
import gc
import logging
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from codesign_bot.testing.year.weather import Fault
from codesign_bot.testing.year.year import Plan, Summary, Year

from .plans import WHOLE

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
MOST_SHOWN = 10


def lived(seed: int, plan: Plan) -> tuple[Summary, float]:
    """The year of a seed, and the seconds of a processor that it took."""
    logging.disable(logging.WARNING)
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    began = time.process_time()
    with TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
        found = Year(seed, Path(folder), plan).lives()
    return found, time.process_time() - began


def again(asked: argparse.Namespace, seed: int) -> str:
    """What to type to live one year once more."""
    return f"make soak ARGS='--seed {seed} --communities {asked.communities} --days {asked.days}'"


def told(years: Sequence[tuple[Summary, float]], plan: Plan) -> list[str]:
    """The summary, line by line."""
    faults: Counter[Fault] = Counter()
    for year, _ in years:
        faults.update(year.faults)
    summaries = [year for year, _ in years]
    counted = {
        "seeds": len(years),
        "communities": len(years) * plan.villages,
        "days each": plan.length.days,
        "rounds": sum(one.rounds for one in summaries),
        "rounds that ended": sum(one.over for one in summaries),
        "messages of people": sum(one.messages for one in summaries),
        "messages of the bot, and changes of them": sum(one.said for one in summaries),
        "requests that passed": sum(one.passed for one in summaries),
        "processes of the bot": sum(one.processes for one in summaries),
        "steps of the event loop": sum(one.turns for one in summaries),
        "faults survived": faults.total(),
    }
    lines = [f"{what}: {many:,}" for what, many in counted.items()]
    lines += [f"  {fault.value}: {faults[fault]:,}" for fault in Fault if faults[fault]]
    lines += [f"seconds of a processor: {sum(took for _, took in years):.0f}"]
    return [*lines, f"promises broken: {sum(len(one.broken) for one in summaries)}"]


def read(given: Sequence[str]) -> argparse.Namespace:
    """What was typed."""
    parser = argparse.ArgumentParser(prog="make soak", description="Simulated years with faults.")
    parser.add_argument("--seeds", type=int, default=10, help="how many years")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--seed", type=int, help="only this one, again")
    parser.add_argument("--communities", type=int, default=WHOLE.villages, help="in each year")
    parser.add_argument("--days", type=int, default=WHOLE.length.days, help="of each year")
    parser.add_argument("--jobs", type=int, default=2, help="years at a time")
    return parser.parse_args(given)


def main(given: Sequence[str]) -> int:
    """Returns the exit status."""
    asked = read(given)
    plan = replace(WHOLE, villages=asked.communities, length=timedelta(days=asked.days))
    seeds = [asked.seed] if asked.seed is not None else range(asked.first, asked.first + asked.seeds)
    years: list[tuple[Summary, float]] = []
    with ProcessPoolExecutor(asked.jobs) as pool:
        for year, took in pool.map(partial(lived, plan=plan), seeds):
            years.append((year, took))
            sys.stdout.write(f"seed {year.seed}: {year.rounds} rounds, {year.messages} messages, {took:.0f} s\n")
            for what in year.broken[:MOST_SHOWN]:
                sys.stdout.write(f"  BROKEN {what}\n")
            if year.broken:
                sys.stdout.write(f"  {len(year.broken)} promises broken; again: {again(asked, year.seed)}\n")
            sys.stdout.flush()
    sys.stdout.write("\n".join(told(years, plan)) + "\n")
    return 1 if any(year.broken for year, _ in years) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
