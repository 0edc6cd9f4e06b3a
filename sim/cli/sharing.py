"""Shares of what a verb plays: which one is asked for, and what is said of it."""

from collections.abc import Iterable

from rules.errors import FgcError
from sim.cli.asking import question
from sim.play.shares import Share, share_of


def sharing(text: str, many: int, out: str | None, others: Iterable[object]) -> tuple[Share, str]:
    """Give which share of so many matches or repeats is asked for, and its folder.

    Raises a FgcError where there is no such share, no folder, or where an answer is asked for, which a share has not.
    """
    if out is None:
        raise FgcError("--share", "expected --out DIR beside it, a folder for this share")
    if any(others):
        raise FgcError(
            "--share", "expected no --json, --report, --plot or --precision beside it: `sim merge` answers"
        )
    return share_of(text, many, question().command), out


def say_shared(share: Share, out: str, what: str) -> None:
    """Say what is in the folder of a share, and what to do with it."""
    print(f"Share {share.number} of {share.of}: {what} are in {out}.")
    print(f"`sim merge DIR ...` of the folders of all {share.of} shares puts them together.")
