"""The speed of the three small seasons of `fixtures/`, as `sim bench` measures it: `python tests/bench_small.py`."""

import os

from small_seasons import SEASONS, table_of

from sim.cli.bench import print_speeds
from sim.play.bench import measure

if __name__ == "__main__":
    threads = os.cpu_count() or 1
    print_speeds({name: measure(table_of(name), threads) for name in SEASONS}, threads)
