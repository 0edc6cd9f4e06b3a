"""Shares put together again: the same bytes as the whole played in one go, or one line that says what is wrong."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from rules.errors import FgcError
from rules.text import listing
from sim.files import SUM, is_as_written, read_no_link, sum_path, write_summed
from sim.play import saved
from sim.play.event import documents_path, table_path
from sim.play.matches import Matches, joined
from sim.play.request import EventManifest, Manifest, Request, restored_from
from sim.play.run import part_read, parts_of
from sim.play.shares import EVENT_FOLDER, FOLDER, EventShare, RunShare, Share
from sim.table.toml import Table

AnyShare = TypeVar("AnyShare", bound=Table)
APART = ("share",)
"""What the manifests of shares of the same whole have otherwise."""


class Found(NamedTuple):
    """All shares of a whole, in order: their folders, and what one of them says."""

    folders: list[Path]
    told: Any

    @property
    def shares(self) -> list[Share]:
        """Which share each folder is."""
        return [Share(number, self.told.of) for number in range(1, self.told.of + 1)]


def found(folders: Sequence[Path], name: str, kind: type[AnyShare]) -> Found:
    """Read the manifests of all shares of a whole.

    Raises a FgcError where one is unfinished, damaged, another version's or another whole's, and where shares are
    missing or there twice.
    """
    told = [_told(folder / name, kind) for folder in folders]
    for folder, each in zip(folders, told, strict=True):
        odd = next((key for key, value in _whole(each).items() if value != _whole(told[0])[key]), None)
        if odd is not None:
            raise FgcError(str(folder), f"expected a share of the same as {folders[0]}, found another {odd}")
    of: dict[int, Path] = {}
    for folder, each in zip(folders, told, strict=True):
        if each.share in of:
            raise FgcError(str(folder), f"expected each share once, found share {each.share} in {of[each.share]} too")
        of[each.share] = folder
    missing = [str(number) for number in range(1, told[0].of + 1) if number not in of]
    if missing:
        raise FgcError("merge", f"expected all {told[0].of} shares, missing: {listing(missing, 200)}")
    return Found([of[number] for number in sorted(of)], told[0])


def _told(path: Path, kind: type[AnyShare]) -> Any:
    told: Any = saved.finished(path, kind)
    saved.need_playable_again(path, path, told.season, told.version, told.seed_file)
    if told.share > told.of:
        raise FgcError(str(path), "share", f"expected 1 to {told.of}, found {told.share}")
    return told


def _whole(told: Any) -> dict[str, Any]:
    return {name: getattr(told, name) for name in type(told).model_fields if name not in APART}


def request_of(told: Any, kind: type[Manifest], path: Path) -> Request:
    """Give what the whole was asked for, of which a share tells; a FgcError where nobody can be asked for that."""
    asked = {name: getattr(told, name) for name in kind.model_fields}
    try:
        return restored_from(kind(**asked))
    except FgcError as error:
        raise FgcError(str(path), *error.parts) from None


def pieces(request: Request, of: Found) -> Iterator[Matches]:
    """Read all parts of all shares of a run, in the order of their matches."""
    for folder, share in zip(of.folders, of.shares, strict=True):
        for number, part in enumerate(parts_of(request, share)):
            yield part_read(request, folder, number, part)


def merged_run(folders: Sequence[Path], out: Path | None) -> tuple[Request, str, Iterator[Matches]]:
    """Give the run that shares make up, the words that ask for it, and its matches, part by part.

    With a folder, the run is saved in it. Everything is read once before, so that nothing is written of shares that
    are damaged.
    """
    of = found(folders, FOLDER, RunShare)
    request = request_of(of.told, Manifest, of.folders[0] / FOLDER)
    for _ in pieces(request, of):
        pass
    return request, of.told.command, _written(request, of, out)


def _written(request: Request, of: Found, out: Path | None) -> Iterator[Matches]:
    parts = _regrouped(pieces(request, of), parts_of(request))
    if out is None:
        yield from parts
        return
    with closing(saved.opened(out, request.manifest)):
        for number, part in enumerate(parts):
            saved.write_part(out, number, part.official())
            yield part
        saved.finish(out)


def _regrouped(coming: Iterator[Matches], parts: Sequence[range]) -> Iterator[Matches]:
    """Give matches in a row in other parts than they come in."""
    left: list[Matches] = []
    for part in parts:
        while sum(map(len, left)) < len(part):
            left.append(next(coming))
        whole = joined(left)
        yield whole.at(slice(0, len(part)))
        left = [replace(whole.at(slice(len(part), None)), first=part.stop)]


def merged_event(folders: Sequence[Path], out: Path) -> tuple[int, str]:
    """Save the event that shares make up in a folder; give how many repeats it has, and the words that ask for it.

    Everything is read once before, so that nothing is written of shares that are damaged.
    """
    of = found(folders, EVENT_FOLDER, EventShare)
    request = request_of(of.told, EventManifest, of.folders[0] / EVENT_FOLDER)
    repeats = of.told.repeats
    kinds: list[str] = []
    for path, data in chain.from_iterable(_files(of, repeats, lambda names: _need_kinds(kinds, names))):
        if not is_as_written(path, data):
            raise FgcError(str(path), f"damaged: expected what its SHA-256 in {sum_path(path).name} says")
    with closing(saved.opened(out, request.manifest, saved.EVENT_FINISHED)):
        for files in _files(of, repeats, lambda _: None):
            with saved.writing(out):
                write_summed({out / path.name: data for path, data in files})
        saved.finish(out, saved.EVENT_FINISHED)
    return repeats, of.told.command


def _need_kinds(kinds: list[str], names: Sequence[str]) -> None:
    """Raise a FgcError where a repeat has not the same kinds of files as the first one."""
    if not kinds:
        kinds.extend(names)
    if kinds != [*names]:
        odd = next(iter({*kinds} ^ {*names}))
        raise FgcError("merge", f"expected the same files of every repeat, found one with and one without {odd!r}")


def _files(of: Found, repeats: int, seen: Callable[[list[str]], None]) -> Iterator[list[tuple[Path, bytes]]]:
    """Give the files of each repeat, with what they hold; `seen` hears what kinds of files it has."""
    for folder, share in zip(of.folders, of.shares, strict=True):
        there = sorted(os.listdir(folder))
        for number in share.among(repeats):
            known = (documents_path(folder, number), table_path(folder, number))
            stem = documents_path(Path(), number).stem
            names = [name for name in there if name.startswith(stem) and not name.endswith(SUM)]
            for path in known:
                if path.name not in names:
                    raise FgcError(str(path), f"expected a file of repeat {number}, found none")
            seen([name.removeprefix(stem) for name in names])
            yield [(folder / name, _read(folder / name)) for name in names]


def _read(path: Path) -> bytes:
    try:
        return read_no_link(path)
    except OSError as error:
        raise FgcError(str(path), f"expected a file of a share: {error.strerror}") from None
