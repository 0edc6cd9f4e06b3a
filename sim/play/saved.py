"""Saved runs: a folder of parquet parts and, written last, the manifest that repeats them to the last byte."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version as version_of
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rules.errors import FgcError
from rules.season import Array
from sim.files import TEMPORARY, renamed, whole, write_text
from sim.table.language import seed_path
from sim.table.toml import AnyTable, Table, checked

FINISHED = "run.json"
EVENT_FINISHED = "event.json"
UNFINISHED = "unfinished.json"


def program_version() -> str:
    """Give the version of this program."""
    return version_of("fgc-sim")


def seed_hash(season: str) -> str:
    """Give the SHA-256 of a season's seed file."""
    return hashlib.sha256(seed_path(season).read_bytes()).hexdigest()


def opened(folder: Path, wanted: Table, finished: str = FINISHED) -> Path:
    """Make a folder ready for a run: a new or empty one, or one that the same run has begun or finished.

    `wanted` is what the run is told by, and `finished` the name under which that stands once the run is whole.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name in (finished, UNFINISHED):
            if (folder / name).exists():
                if _read(folder / name, type(wanted)) != wanted:
                    raise FgcError(str(folder), f"expected a folder of this same run, found another's {name}")
                return folder
        begun = f"{UNFINISHED}{TEMPORARY}"
        strangers = sorted(path.name for path in folder.iterdir() if path.name != begun)
        if strangers:
            raise FgcError(str(folder), f"expected a new or empty folder, found {strangers[0]!r} in it")
        write_text(folder / UNFINISHED, wanted.model_dump_json(indent=2) + "\n")
    return folder


def finish(folder: Path, finished: str = FINISHED) -> None:
    """Declare a folder's run whole."""
    with writing(folder):
        if not (folder / finished).exists():
            renamed(folder / UNFINISHED, folder / finished)


def finished(path: Path, manifest: type[AnyTable]) -> AnyTable:
    """Read the manifest of a finished run, which stands in its folder under a name that says what it is of."""
    folder = path.parent
    if not folder.is_dir():
        raise FgcError(str(folder), "expected the folder of a saved run, found none")
    if not path.exists():
        missing = (
            "an unfinished run: the command that began it continues it" if (folder / UNFINISHED).exists() else "none"
        )
        raise FgcError(str(folder), f"expected a finished run ({path.name}), found {missing}")
    return _read(path, manifest)


def need_playable_again(path: Path, season: str, version: str, seed_file: str) -> None:
    """Refuse a run that this version of the program and its seed file would not play again."""
    here = {"version": (program_version(), version), "seed_file": (seed_hash(season), seed_file)}
    for name, (value, found) in here.items():
        if found != value:
            what = f"expected {value!r} as here, found {found!r}: it would be played differently"
            raise FgcError(str(path), name, what)


def part_path(folder: Path, number: int) -> Path:
    """Give the place of a part: 65,536 matches each, counted from 0."""
    return folder / "matches" / f"part-{number:05}.parquet"


def write_part(folder: Path, number: int, columns: Mapping[str, Array]) -> None:
    """Write a part of a run: it is there whole or not at all."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = part_path(folder, number)
    with writing(folder):
        path.parent.mkdir(exist_ok=True)
        with whole(path) as temporary:
            pq.write_table(pa.table(dict(columns)), temporary, compression="zstd")


def read_part(
    folder: Path, number: int, matches: range, listed: Mapping[str, npt.NDArray[np.float64]]
) -> dict[str, Array]:
    """Read a part back; a FgcError where it is missing, or does not hold whole numbers on just these matches.

    Columns that hold one of some `listed` values are read as its place in the list, which is what a sheet holds.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = part_path(folder, number)
    try:
        table = pq.ParquetFile(path).read()
    except (OSError, pa.ArrowException) as error:
        raise FgcError(str(path), f"expected a part of a saved run: {str(error).splitlines()[0]}") from None
    columns: dict[str, Array] = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        if name in listed and pa.types.is_floating(column.type) and not column.null_count:
            columns[name] = _places(column.to_numpy(), listed[name], path, name)
            continue
        if not pa.types.is_integer(column.type) or column.null_count:
            raise FgcError(str(path), name, "expected whole numbers")
        columns[name] = column.to_numpy().astype(np.int64)
    if not np.array_equal(columns.get("id", ()), np.arange(matches.start, matches.stop)):
        raise FgcError(str(path), "id", f"expected the matches {matches.start:,} to {matches.stop - 1:,}")
    return columns


def _places(found: npt.NDArray[np.float64], values: npt.NDArray[np.float64], path: Path, name: str) -> Array:
    """Give the place of each number in a list of values."""
    same = found[:, None] == values
    if not same.any(axis=1).all():
        raise FgcError(str(path), name, f"expected one of {', '.join(f'{value:g}' for value in values)}")
    places: Array = same.argmax(axis=1)
    return places


def _read(path: Path, manifest: type[AnyTable]) -> AnyTable:
    try:
        raw = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise FgcError(str(path), "expected the manifest of a saved run (JSON)") from None
    return checked(manifest, raw, str(path))


@contextmanager
def writing(folder: Path) -> "Iterator[None]":
    """Turn what the system says against writing to a folder into a FgcError."""
    try:
        yield
    except OSError as error:
        raise FgcError(str(folder), f"expected a folder to write to: {error.strerror}") from None
