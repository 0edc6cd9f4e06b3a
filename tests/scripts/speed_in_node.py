"""How fast the engine plays as WebAssembly in node, beside the one here: both in turn, by the time of one thread.

    PYTHONPATH=tests/kit python tests/scripts/speed_in_node.py [--rounds 10] [--season 2022]

A count is some matches of a season's mix, from the draw of the robots to the marking at the buzzer. The quickest
counts are compared, as whatever else a machine does can only make one slower; the range is that of the ratios within
halves of the rounds. The bar is 0.45.
"""

import argparse
import tempfile
import time
from pathlib import Path

from engine_elsewhere import arrays_of, in_node, native

from rules.names import season_key
from sim.table.game import playable_keys

MATCHES = 4_096


def main() -> None:
    """Print the ratio of every season, and both speeds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--season", action="append", default=[])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, in_node(Path(folder)) as node:
        for key in [season_key(each, playable_keys(), "a match table") for each in asked.season] or playable_keys():
            node.begin(arrays_of(key, 1))
            counts = [(seconds_here(*native(key, 1)), node.seconds(MATCHES)) for _ in range(asked.rounds + 1)][1:]
            halves = sorted(ratio(counts[at::2]) for at in range(2))
            here, there = (MATCHES / min(each) for each in zip(*counts, strict=True))
            range_ = f"({halves[0]:.2f} to {halves[-1]:.2f})"
            print(f"{key} x {ratio(counts):.2f} {range_} {there:9,.0f} of {here:9,.0f} matches a second", flush=True)


def seconds_here(engine, lineup) -> float:
    """Give the thread's seconds that some matches take here."""
    begun = time.thread_time()
    engine.play_block(lineup, 0, MATCHES)
    return time.thread_time() - begun


def ratio(counts) -> float:
    """Give how many matches are played there in the time of one here."""
    here, there = map(min, zip(*counts, strict=True))
    return here / there


if __name__ == "__main__":
    main()
