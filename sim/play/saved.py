"""Saved runs: a folder of parquet parts and, named last, the manifest that repeats them to the last byte.

Every file has its SHA-256 beside it. In a folder that is written to, what does not hold what was written is played
again; where it is read it is refused.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any
from weakref import finalize

import numpy as np
import numpy.typing as npt

from rules.errors import FgcError
from rules.season import Array
from sim.files import (
    STRAY,
    is_as_written,
    make_folder,
    read_no_link,
    renamed,
    sum_line,
    sum_path,
    write_all,
    write_summed,
)
from sim.table.language import seed_path
from sim.table.toml import AnyTable, Table, checked

try:
    import fcntl
except ImportError:  # Windows has other locks: there two processes on one folder both play all of it
    fcntl = None  # type: ignore[assignment]

MATCHES = "matches"
FINISHED = "run.json"
EVENT_FINISHED = "event.json"
UNFINISHED = "unfinished.json"


def program_version() -> str:
    """Give the version of this program."""
    return version_of("fgc-sim")


def seed_hash(season: str) -> str:
    """Give the SHA-256 of a season's seed file."""
    return hashlib.sha256(seed_path(season).read_bytes()).hexdigest()


class Opened:
    """A folder that a run is written to, which no other process writes to meanwhile."""

    def __init__(self, path: Path) -> None:
        self.path = path
        lock = _lock(path)
        self.is_alone = lock is not None
        self._freed = finalize(self, os.close, lock) if lock is not None else None

    def close(self) -> None:
        """Let others write to it."""
        if self._freed is not None:
            self._freed()


def _lock(folder: Path) -> int | None:
    """Lock a folder until the process ends at the latest; None where there are no locks."""
    if fcntl is None:
        return None
    known = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(known, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(known)
        raise FgcError(str(folder), "expected a folder for this run alone, found another process at it") from None
    except OSError:  # no locks in this file system
        os.close(known)
        return None
    return known


def opened(folder: Path, wanted: Table, finished: str = FINISHED) -> Opened:
    """Make a folder ready for a run: a new or empty one, or one that the same run has begun or finished.

    `wanted` is what the run is told by, and `finished` the name under which that stands once the run is whole. A
    manifest that is damaged is written anew where its SHA-256 says that it was this one.
    """
    with writing(folder):
        make_folder(folder)
        found = Opened(folder)
        try:
            if found.is_alone:
                _drop_strays(folder)
            _begin(folder, wanted, finished)
        except BaseException:
            found.close()
            raise
    return found


def _begin(folder: Path, wanted: Table, finished: str) -> None:
    """Write the manifest of a run with its SHA-256, where it is not there just so; refuse the folder of another."""
    data = (wanted.model_dump_json(indent=2) + "\n").encode()
    total = {sum_path(folder / finished): sum_line(folder / finished, data)}
    there = next((name for name in (finished, UNFINISHED) if os.path.lexists(folder / name)), None)
    if not _holds(total):
        _need_for(folder, there, wanted, sum_path(folder / finished))
    manifest = {folder / (there or UNFINISHED): data, **total}
    if not _holds(manifest):
        write_all(manifest)


def _need_for(folder: Path, there: str | None, wanted: Table, total: Path) -> None:
    """Raise a FgcError where a folder is another run's, or nobody knows whose."""
    if there is not None:
        if read(folder / there, type(wanted)) != wanted:
            raise FgcError(str(folder), f"expected a folder of this same run, found another's {there}")
        return
    strangers = sorted(path.name for path in folder.iterdir() if path != total and not STRAY.fullmatch(path.name))
    if strangers:
        raise FgcError(str(folder), f"expected a new or empty folder, found {strangers[0]!r} in it")


def _holds(files: Mapping[Path, bytes]) -> bool:
    """Say whether files are there and hold just this."""
    try:
        return all(read_no_link(path) == data for path, data in files.items())
    except OSError:
        return False


def _drop_strays(folder: Path) -> None:
    """Take away what processes that were killed have left half written."""
    for path in [*folder.iterdir(), *_matches_in(folder)]:
        if STRAY.fullmatch(path.name):
            path.unlink()


def _matches_in(folder: Path) -> list[Path]:
    """Give the files of the parts; a FgcError where they lie elsewhere, behind a link."""
    matches = folder / MATCHES
    if matches.is_symlink():
        raise FgcError(str(matches), "expected a folder, found a link to one")
    return list(matches.iterdir()) if matches.is_dir() else []


def finish(folder: Path, finished: str = FINISHED) -> None:
    """Declare a folder's run whole."""
    with writing(folder):
        if not os.path.lexists(folder / finished):
            renamed(folder / UNFINISHED, folder / finished)


def finished(path: Path, manifest: type[AnyTable]) -> AnyTable:
    """Read the manifest of a finished run, which stands in its folder under a name that says what it is of."""
    folder = path.parent
    if folder.is_dir() and not path.exists() and (folder / UNFINISHED).exists():
        what = "an unfinished run: the command that began it continues it"
        raise FgcError(str(folder), f"expected a finished run ({path.name}), found {what}")
    return read(begun(path), manifest)


def begun(path: Path) -> Path:
    """Give the manifest of a run, the place of which is that of a finished one: that, or an unfinished one's."""
    folder = path.parent
    if not folder.is_dir():
        raise FgcError(str(folder), "expected the folder of a saved run, found none")
    for found in (path, folder / UNFINISHED):
        if os.path.lexists(found):
            return found
    raise FgcError(str(folder), f"expected a finished run ({path.name}), found none")


def need_playable_again(path: Path, found: Path, season: str, version: str, seed_file: str) -> None:
    """Refuse a run that this version and its seed file would not play again, or whose manifest is damaged.

    `path` is where that stands once it is finished, as its SHA-256 says, and `found` where it stands now. It is held
    against that last: an older version wrote none.
    """
    here = {"version": (program_version(), version), "seed_file": (seed_hash(season), seed_file)}
    for name, (value, there) in here.items():
        if there != value:
            what = f"expected {value!r} as here, found {there!r}: it would be played differently"
            raise FgcError(str(found), name, what)
    if not is_as_written(path, read_no_link(found)):
        cure = "it is damaged: the command that wrote it, once more, mends it"
        raise FgcError(str(found), f"expected what was written, by its SHA-256 in {sum_path(path).name}; {cure}")


def part_path(folder: Path, number: int) -> Path:
    """Give the place of a part: 65,536 matches each, counted from 0."""
    return folder / MATCHES / f"part-{number:05}.parquet"


def write_part(folder: Path, number: int, columns: Mapping[str, Array]) -> None:
    """Write a part of a run: it is there whole or not at all, with its SHA-256 beside it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = part_path(folder, number)
    stream = pa.BufferOutputStream()
    pq.write_table(pa.table(dict(columns)), stream, compression="zstd")
    with writing(folder):
        make_folder(path.parent)
        write_summed({path: stream.getvalue().to_pybytes()})


def is_there(folder: Path, number: int) -> bool:
    """Say whether a part is there just as it was written."""
    path = part_path(folder, number)
    try:
        return is_as_written(path, read_no_link(path))
    except OSError:
        return False


def read_part(
    folder: Path, number: int, matches: range, names: Sequence[str], listed: Mapping[str, npt.NDArray[np.float64]]
) -> dict[str, Array]:
    """Read a part back; a FgcError where it is missing, not as it was written, or of other matches or columns.

    Columns that hold one of some `listed` values are read as its place in the list, which is what a sheet holds.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = part_path(folder, number)
    try:
        data = read_no_link(path)
        if not is_as_written(path, data):
            raise FgcError(str(path), f"damaged: expected what its SHA-256 in {sum_path(path).name} says")
        file = pq.ParquetFile(pa.BufferReader(data))
        _need_form(path, file.schema_arrow.names, file.metadata.num_rows, names, len(matches))
        table = file.read()
    except (OSError, ValueError, pa.ArrowException) as error:
        said = (str(error).splitlines() or [type(error).__name__])[0]
        raise FgcError(str(path), f"expected a part of a saved run: {said}") from None
    columns = {
        name: _whole(column, listed.get(name), path, name)
        for name, column in zip(table.column_names, table.columns, strict=True)
    }
    if not np.array_equal(columns["id"], np.arange(matches.start, matches.stop)):
        raise FgcError(str(path), "id", f"expected the matches {matches.start:,} to {matches.stop - 1:,}")
    return columns


def _need_form(path: Path, found: Sequence[str], rows: int, names: Sequence[str], matches: int) -> None:
    """Raise a FgcError where a table has other columns than a part of this season, or other numbers of them."""
    if rows != matches:
        raise FgcError(str(path), f"expected {matches:,} matches, found {rows:,}")
    if list(found) != list(names):
        odd = next((f"{b} in place of {a}" for a, b in zip(names, found, strict=False) if a != b), "more or fewer")
        raise FgcError(str(path), f"expected just the {len(names)} columns of such a part, found {odd:.80}")


def _whole(column: Any, values: npt.NDArray[np.float64] | None, path: Path, name: str) -> Array:
    """Give a column as whole numbers: as they are, or as places in a list of values."""
    kind = str(column.type)
    if column.null_count or not kind.startswith("int" if values is None else "double"):
        raise FgcError(str(path), name, f"expected {'whole' if values is None else 'listed'} numbers")
    found = column.to_numpy()
    return found.astype(np.int64) if values is None else _places(found, values, path, name)


def _places(found: npt.NDArray[np.float64], values: npt.NDArray[np.float64], path: Path, name: str) -> Array:
    """Give the place of each number in a list of values."""
    same = found[:, None] == values
    if not same.any(axis=1).all():
        raise FgcError(str(path), name, f"expected one of {', '.join(f'{value:g}' for value in values)}")
    places: Array = same.argmax(axis=1)
    return places


def read(path: Path, manifest: type[AnyTable]) -> AnyTable:
    """Read the manifest of a run; a FgcError where it is none."""
    try:
        raw = json.loads(read_no_link(path))
    except (OSError, ValueError, RecursionError):
        what = "expected the manifest of a saved run (JSON); if it is damaged, the command that wrote it mends it"
        raise FgcError(str(path), what) from None
    return checked(manifest, raw, str(path))


@contextmanager
def writing(folder: Path) -> "Iterator[None]":
    """Turn what the system says against writing to a folder into a FgcError."""
    try:
        yield
    except OSError as error:
        raise FgcError(str(folder), f"expected a folder to write to: {error.strerror}") from None
