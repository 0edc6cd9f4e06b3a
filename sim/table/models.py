"""Models of a season, `seeds/models/fgc_YYYY.toml`: other numbers by which it lies about as near its real event.

A file has a list for each number that differs, one value a model; a number is written as population files write it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from rules.errors import ModelError, within
from sim.table.dials import ROBOTS, ROWS, SHARES, Numbers, changed, flat, is_number, need_known, steps_of
from sim.table.game import Game
from sim.table.language import Seed, seed_path
from sim.table.toml import Number, SeasonFile, Table, parse, toml_key, toml_value

FOLDER = "models"
TABLES = (ROBOTS, SHARES, ROWS)


class Made(Table):
    """`[made]`: how the models were found, see `analysis/event/models.py`."""

    fitted_to: str
    seed: Annotated[int, Field(ge=0)]
    events: Annotated[int, Field(ge=2)]
    """Simulated events of a step of the fit."""
    judges: Annotated[int, Field(ge=2)]
    """Fresh events that each was judged by."""
    tried: Annotated[int, Field(ge=1)]
    """How many were drawn and fitted, those that lie too far from the event among them."""
    factor: Annotated[float, Field(ge=1)]
    """How far times were moved, up or down."""
    odds: Annotated[float, Field(ge=1)]
    """How far chances, shares and what says how robots differ were moved."""
    own: Number
    """How far the season's own numbers lie from its event: the root mean square of z."""
    distance: tuple[Number, ...]
    """The same of each model."""


class ModelsFile(SeasonFile):
    """A file of models: how they were made, and their numbers."""

    doc: str = ""
    made: Made
    robots: dict[str, Any] = {}
    shares: dict[str, Any] = {}
    action: dict[str, Any] = {}


def models_path(key: str) -> Path:
    """Give the place of a season's models: beside its seed file, in a folder of their own."""
    return seed_path(key).parent / FOLDER / f"{key}.toml"


def models_of(game: Game) -> tuple[Numbers, ...]:
    """Give the models of a season, each as the numbers that it has otherwise, by name; none where no file is.

    Raises a ModelError for a file that does not fit the season.
    """
    path = models_path(game.key)
    return models_in(path.read_bytes(), str(path), game) if path.is_file() else ()


def made_of(game: Game) -> Made:
    """Say how a season's models were made; raises a ModelError for a file that cannot be, an OSError for none."""
    path = models_path(game.key)
    return parse(ModelsFile, path.read_bytes(), str(path)).made


def models_in(data: bytes, file: str, game: Game) -> tuple[Numbers, ...]:
    """Read a file of models, check each against its season, and give their numbers."""
    found = parse(ModelsFile, data, file)
    columns: dict[str, Any] = {}
    for table in TABLES:
        columns |= flat(table, getattr(found, table))
    with within(file):
        if found.season != game.key.removeprefix("fgc_"):
            raise ModelError("season", f"expected {game.key.removeprefix('fgc_')}, found {found.season}")
        need_known(columns, game.model)
        for name, values in columns.items():
            _check(name, values, len(found.made.distance))
        models = [{name: float(values[nth]) for name, values in columns.items()} for nth in range(_count(found))]
        for nth, numbers in enumerate(models, start=1):
            with within(f"model {nth}"):
                changed(game.model, numbers)
    return tuple(models)


def models_lines(season: str, made: Made, models: Sequence[Numbers], doc: str) -> Iterator[str]:
    """Write models as a file, a line for each number; raises KeyError where not all have the same numbers."""
    columns = {name: [numbers[name] for numbers in models] for name in dict.fromkeys(chain(*models))}
    yield from (f"# {line}" for line in doc.splitlines())
    yield f"season = {toml_value(season.removeprefix('fgc_'))}"
    yield from ("", "[made]", *(f"{key} = {toml_value(value)}" for key, value in _plain(made).items()))
    for table in TABLES:
        lines = [_line(name, values) for name, values in columns.items() if name.partition(".")[0] == table]
        yield from (("", f"[{table}]", *lines) if lines else ())


def is_assumed(seed: Seed, source: str) -> bool:
    """Say whether a number with this source is an assumption: nobody's, or that of a source of the lowest grade."""
    return source == "assumed" or any(each.id == source and each.grade == "D" for each in seed.source)


def _count(found: ModelsFile) -> int:
    return len(found.made.distance)


def _check(name: str, values: Any, count: int) -> None:
    if not isinstance(values, tuple) or not all(map(is_number, values)):
        raise ModelError(name, f"expected a list of numbers, one a model, found {values!r:.40}")
    if len(values) != count:
        raise ModelError(name, f"expected {count} numbers, one a model, found {len(values)}")


def _plain(made: Made) -> Mapping[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in made.model_dump().items()}


def _line(name: str, values: list[float]) -> str:
    return f"{toml_key(*steps_of(name)[1:])} = {toml_value(values)}"
