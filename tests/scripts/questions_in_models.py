"""In how many models answers hold: `PYTHONPATH=tests/kit python tests/scripts/questions_in_models.py`

The README's question, and for each season three: its first playbook beside the second, the third and the fourth. The
table of `docs/trust.md` is its output; a minute on two cores.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pages import write_files
from played import PLAYED

from analysis.compare.comparing import Compared
from analysis.compare.paired import in_digits, is_told
from analysis.formatting import with_error
from sim import compare
from sim.table.game import playable, playbooks_by

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


def questions() -> Iterator[list[str]]:
    """Ask all of them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder)
        plans = [folder / f"{each}.toml" for each in ("early", "late")]
        yield row("2022, README", compare("2022", plans, folder / "mine.toml"))
    for key in PLAYED:
        first, *others = [each.name for each in playbooks_by(playable(key).model, "robot")]
        for other in others[:3]:
            yield row(key.removeprefix("fgc_"), compare(key, [first, other]))


if __name__ == "__main__":
    for cells in (HEADS, ["---"] * len(HEADS), *questions()):
        print(f"| {' | '.join(cells)} |")
        sys.stdout.flush()
