"""What a user can mend: every error of this project that ends in one line instead of a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager


class FgcError(Exception):
    """One line for the user: where it is wrong, outermost place first, and last what was expected there."""

    def __init__(self, *parts: str) -> None:
        super().__init__(*parts)
        self.parts = parts

    def __str__(self) -> str:
        return ": ".join(self.parts)


@contextmanager
def within(*places: str) -> Iterator[None]:
    """Put these places (a file, a document, a table) before what every error of ours in the block says."""
    try:
        yield
    except FgcError as error:
        raise type(error)(*places, *error.parts) from None


class SeasonError(FgcError):
    """A season that does not exist, or has no rules or no match model yet."""


class SheetError(FgcError):
    """An entry of a score sheet that is missing, of the wrong shape or out of bounds."""


class DocumentError(FgcError):
    """A match document that is not the official form of its season."""


class ModelError(FgcError):
    """A seed, plan or robot file that does not say a playable match, or a match that breaks its table's promise."""
