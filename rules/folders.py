"""Where seasons' files lie: in this program, and in folders of one's own that SIM_SEASONS names."""

import os
from collections.abc import Iterator
from pathlib import Path

from rules.errors import SeasonError

OWN = "SIM_SEASONS"
"""The environment variable; several folders stand apart as those of PATH do."""


def found_in(inside: Path, suffix: str) -> dict[str, Path]:
    """Give the files of seasons by key, oldest first: those in `inside`, then those in folders of one's own.

    Raises a SeasonError for a folder that is none, or a season that the program, or another folder, has too.
    """
    files = {path.stem: path for path in sorted(inside.glob(f"fgc_*{suffix}"))}
    for folder in _own():
        for path in sorted(folder.glob(f"fgc_*{suffix}")):
            if path.stem in files:
                raise SeasonError(str(path), f"expected a season of another name: there is {files[path.stem].name}")
            files[path.stem] = path
    return dict(sorted(files.items()))


def _own() -> Iterator[Path]:
    for name in filter(None, os.environ.get(OWN, "").split(os.pathsep)):
        if not Path(name).is_dir():
            raise SeasonError(name, "expected a folder of seasons, found none")
        yield Path(name)
