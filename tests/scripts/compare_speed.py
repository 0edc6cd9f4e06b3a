"""How many times as fast as another tree this one plays: both in turn, in a process each, by the time of one thread.

    python tests/scripts/compare_speed.py OTHER [--rounds 30] [--season 2022]

OTHER is another checkout of the project. A count is some matches of a season's mix: by the engine alone, its robots
drawn before, and by the whole model, from the draw of the robots to the scores. The quickest counts are compared, as
whatever else a machine does can only make one slower; the range is that of the ratios within quarters of the rounds.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

COUNT, TOGETHER = 2_048, 128
HERE = Path(__file__).parents[2]
MEASURES = ("engine", "model")


def work() -> None:
    """Answer every season's key on stdin with the seconds of a count by each measure, and the attempts in it."""
    from sim.engine.fast import Engine
    from sim.engine.sheets import sheet_of
    from sim.robots.drawn import prepare
    from sim.robots.files import rows_of
    from sim.robots.lineup import lineup
    from sim.table.game import playable

    ready = {}
    for key in map(str.strip, sys.stdin):
        if key not in ready:
            game = playable(key)
            line = lineup(game, game.playbooks)
            drawn = [prepare(line, 1, first, TOGETHER) for first in range(0, COUNT, TOGETHER)]
            ready[key] = game, line, Engine(game, rows_of(game, game.playbooks), 1), drawn
        game, line, engine, drawn = ready[key]
        begun = time.thread_time()
        for robots in drawn:
            engine.play_robots(robots)
        played = time.thread_time()
        block = engine.play_block(line, 0, COUNT)
        game.rules.score(sheet_of(game, block.marking, block.clocks, block.fouls))
        seconds = played - begun, time.thread_time() - played
        print(json.dumps([*seconds, int(block.attempts.sum())]), flush=True)


def main() -> None:
    """Print the ratios of every season."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("other", type=Path)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--season", action="append")
    asked = parser.parse_args()
    trees = [Path(asked.other).absolute(), HERE]
    workers = [_worker(tree) for tree in trees]
    seasons = asked.season or sorted(path.stem for path in (HERE / "tests" / "golden").glob("fgc_????.txt"))
    for season in seasons:
        counts = [[_ask(worker, season) for worker in workers] for _ in range(asked.rounds + 1)][1:]
        for i, measure in enumerate(MEASURES):
            times = [[count[tree][i] for count in counts] for tree in range(2)]
            quarters = [_ratio([tree[at::4] for tree in times]) for at in range(4)]
            rate = counts[0][1][2] / min(times[1]) / 1e6
            matches = COUNT / min(times[1])
            print(
                f"{season} {measure:6} x {_ratio(times):.2f} ({min(quarters):.2f} to {max(quarters):.2f})"
                f" {rate:5.1f} million attempts, {matches:7,.0f} matches a second",
                flush=True,
            )
    for worker in workers:
        worker.stdin.close()
        worker.wait()


def _worker(tree: Path) -> subprocess.Popen:
    env = os.environ | {"PYTHONPATH": str(tree)}
    command = [sys.executable, __file__, "--work"]
    return subprocess.Popen(command, env=env, cwd=tree, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _ask(worker: subprocess.Popen, season: str) -> list[float]:
    worker.stdin.write(season + "\n")
    worker.stdin.flush()
    return json.loads(worker.stdout.readline())


def _ratio(times: list[list[float]]) -> float:
    return min(times[0]) / min(times[1])


if __name__ == "__main__":
    work() if sys.argv[1:] == ["--work"] else main()
