"""Every season held against its real event: `PYTHONPATH=tests/kit python tests/scripts/tables_of_trust.py DATA FITS`

`FITS` is a folder for the population files that are fitted to halves; those that are there are not fitted again.
Takes about half an hour on two cores; `docs/trust-events.md` and `docs/trust-halves.md` have its output.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from played import PLAYED

from sim.table.language import seed

SIM = Path(sys.executable).with_name("sim")
OTHER = {"odd": "even", "even": "odd"}
KINDS = ("wasserstein", "kolmogorov_smirnov")


def sim(*args: object) -> Any:
    """Run a verb and read the document that it prints."""
    done = subprocess.run([SIM, *map(str, args), "--json"], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{args}: {done.stderr}")
    return json.loads(done.stdout)


class Season:
    """What is published of a season, and its validations."""

    def __init__(self, key: str, data: Path, fits: Path) -> None:
        self.key, self.year = key, key.removeprefix("fgc_")
        self.table, self.fits = data / f"matches_{self.year}.csv", fits
        details = data / f"details_{self.year}.csv"
        self.details = ["--details", details] if details.exists() else []

    @property
    def published(self) -> list[object]:
        """Options that name what is published."""
        return ["--matches-file", self.table, *self.details] if self.table.exists() else []

    def validated(self, repeats: int, *options: object) -> Any:
        """Lay events beside the published one."""
        return sim("validate", "--season", self.year, *self.published, "--repeats", repeats, *options)

    def judged(self, half: str) -> Any:
        """Fit to one half of the matches, and lay events of that population beside the other half."""
        file = self.fits / f"{self.year}_{half}.toml"
        if not file.exists():
            fit = ("--half", half, "--jobs", 1, "--out", file)
            sim("calibrate", "--season", self.year, self.table, *self.details, *fit)
        return self.validated(100, "--half", OTHER[half], "--population", file)


def three(found: Any, kind: str, *others: str) -> str:
    """Write a distance, and in brackets the floor and what drawing without matches gives."""
    apart = found["distances"]
    return f"{apart['pooled_events'][kind]:.3f} ({', '.join(f'{apart[other][kind]:.3f}' for other in others)})"


def far(found: Any, scale: float = 1.0) -> str:
    """Name the statistics that may be fitted to and lie beyond three standard deviations."""
    kept, every = found["kept"]["statistics"], found["statistics"]
    beyond = {name: each["z"] / scale for name, each in every.items() if name not in kept and each["z"] is not None}
    return ", ".join(f"{name} {z:+.1f}" for name, z in beyond.items() if abs(z) > 3) or "none"


def whole(season: Season) -> list[object]:
    """Tell what ships, held against all published matches, and by the kept statistics."""
    found, many = season.validated(100), season.validated(999)
    apart = [three(found, kind, "floor", "no_events") for kind in KINDS] if found["distances"] else ["-", "-"]
    kept = many["kept"]
    judged = [f"{kept['p']:.3f}", f"{len(kept['statistics'])}, {kept['farthest']}"]
    return [season.year, found["grade"], found["matches"], *apart, len(found["statistics"]), far(found), *judged]


def cold(season: Season) -> list[object]:
    """Tell how far a season lies that knows nothing of its own event."""
    found = season.validated(100, "--cold")
    return [season.year, *(three(found, kind, "no_events") for kind in KINDS), *means(found)]


def means(found: Any) -> list[str]:
    """Give published and simulated mean score."""
    each = found["statistics"]["alliance_score.mean"]
    return [f"{each['published']:.1f}", f"{each['simulated']:.1f}"]


def halves(season: Season) -> Iterable[list[object]]:
    """Tell how far a fit to one half lies from the other."""
    for half, other in OTHER.items():
        found = season.judged(half)
        team = found["statistics"]["team.sd"]["z"]
        cells = [cell for kind in KINDS for cell in (three(found, kind, "floor"), f"{found['halves'][kind]:.3f}")]
        yield [
            season.year,
            half,
            other,
            *cells,
            f"{team / 2**0.5:+.1f}",
            far(found, 2**0.5),
            f"{found['kept']['p']:.2f}",
        ]


def print_table(heads: list[str], rows: Iterable[list[object]]) -> None:
    """Print a table as Markdown."""
    for row in (heads, ["---"] * len(heads), *rows):
        print(f"| {' | '.join(map(str, row))} |", flush=True)
    print()


def main(data: Path, fits: Path, seasons: list[str]) -> None:
    """Print the three tables."""
    every = [Season(key, data, fits) for key in seasons]
    known = [season for season in every if season.published]
    fits.mkdir(parents=True, exist_ok=True)

    def each(tell: Callable[[Season], Any], of: list[Season]) -> list[Any]:
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(tell, of))

    halved = ["season", "fitted to", "judged by", "W (floor)", "W of the halves", "KS (floor)", "KS of the halves"]
    heads = ["season", "grade", "matches", "Wasserstein (floor, no events)", "KS (floor, no events)"]
    print_table([*heads, "statistics", "far", "p", "kept, farthest"], each(whole, every))
    of_halves = [row for rows in each(lambda season: list(halves(season)), known) for row in rows]
    print_table([*halved, "team sd z/√2", "far by z/√2", "p"], of_halves)
    print_table(["season", "Wasserstein (no events)", "KS (no events)", "mean score", "simulated"], each(cold, known))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:] or [key for key in PLAYED if seed(key).season.field])
