"""Models and answers in them: `PYTHONPATH=tests/kit python tests/scripts/questions_in_models.py [SEASON ...]`

How each season's models were made, as their files tell. Then in how many an answer holds: the README's question, and
for each season three: its first playbook beside the second, the third and the fourth. Both tables of
`docs/trust-models.md` are its output; two minutes on two cores.
"""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from pages import write_files
from played import PLAYED

from analysis.compare.comparing import Compared
from analysis.compare.paired import in_digits, is_told
from analysis.event.models import assumed_numbers
from analysis.formatting import with_error
from sim import compare
from sim.table.game import playable, playbooks_by
from sim.table.models import made_of

MADE = ["season", "moved", "fitted anew", "tried for 20", "distance of the season's own", "of its models"]
HEADS = ["season", "question", "difference", "holds in", "gain in models", "depends on"]


def row(key: str, found: Compared) -> list[str]:
    """Tell a comparison of two plans: the one that is ahead minus the other, and in how many models it is ahead."""
    (pair,), doubt = found.found.pairs, found.models
    first, second = found.contenders
    size = with_error(abs(pair.difference.mean), pair.difference.error)
    if doubt is None:
        return [key, f"{first} or {second}", size, "no models", "", ""]
    low, high = (in_digits(end, doubt.error) for end in (doubt.low, doubt.high))
    number = "-" if doubt.depends_on is None else doubt.depends_on.number
    told = "" if is_told(pair) else ", not told apart"
    return [key, f"{first} or {second}{told}", size, f"{doubt.holds} of {doubt.models}", f"{low} to {high}", number]


def of_readme() -> Iterator[list[str]]:
    """Ask what the README asks."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder)
        plans = [folder / f"{each}.toml" for each in ("early", "late")]
        yield row("README", compare("2022", plans, folder / "mine.toml"))


def questions(seasons: list[str]) -> Iterator[list[str]]:
    """Ask three of each season."""
    for key in seasons:
        first, *others = [each.name for each in playbooks_by(playable(key).model, "robot")]
        for other in others[:3]:
            yield row(key.removeprefix("fgc_"), compare(key, [first, other]))


def models(seasons: list[str]) -> Iterator[list[str]]:
    """Tell how many numbers were moved, how many fitted anew, and how near the models lie."""
    for key in seasons:
        game = playable(key)
        made, model = made_of(game), game.model
        numbers = [str(len(assumed_numbers(model))), str(len(model.fitted.numbers) if model.fitted else 0)]
        near = [f"{made.own:.2f}", f"{min(made.distance):.2f} to {max(made.distance):.2f}"]
        yield [key.removeprefix("fgc_"), *numbers, str(made.tried), *near]


def print_table(heads: list[str], rows: Iterable[list[str]]) -> None:
    """Print a table as Markdown, each row as soon as it is there."""
    for cells in (heads, ["---"] * len(heads), *rows):
        print(f"| {' | '.join(cells)} |", flush=True)
    print()


if __name__ == "__main__":
    asked = [f"fgc_{year}" for year in sys.argv[1:]] or PLAYED
    print_table(MADE, models(asked))
    print_table(HEADS, chain(of_readme(), questions(asked)))
