"""Verbs that go on with what a folder was begun with: nothing but the folder says what that is."""

from collections.abc import Iterable

from rules.errors import FgcError


def need_folder_alone(out: str | None, asked: Iterable[object]) -> str:
    """Give the folder that says what is asked for; a FgcError where none does, or other options say it too."""
    if out is None:
        raise FgcError(
            "--season", "expected a season, `sim seasons` lists them; or --out DIR alone, to go on with DIR"
        )
    if any(asked):
        raise FgcError("--season", f"expected one beside such options: --out {out} alone goes on as it was asked for")
    return out
