"""What was found in a season's files: where, what was expected there, and the page that explains it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from rules.errors import FgcError

PAGE = "docs/season-files.md"
MISTAKE: Literal["mistake"] = "mistake"
WARNING: Literal["warning"] = "warning"


@dataclass(frozen=True)
class Finding:
    """A mistake, which breaks a law, or a warning: what is allowed, and hardly meant."""

    level: Literal["mistake", "warning"]
    file: str
    key: str
    expected: str
    page: str

    def __str__(self) -> str:
        return f"{self.level}: {': '.join(filter(None, (self.file, self.key, self.expected)))} ({self.page})"


@dataclass(frozen=True)
class Book:
    """A file of a season, and the part of the page that explains what is found in it."""

    file: str
    part: str

    def mistake(self, key: str, expected: str) -> Finding:
        """Give what breaks a law."""
        return Finding(MISTAKE, self.file, key, expected, f"{PAGE}#{self.part}")

    def warning(self, key: str, expected: str) -> Finding:
        """Give what is allowed, and hardly meant."""
        return Finding(WARNING, self.file, key, expected, f"{PAGE}#{self.part}")

    def refused(self, error: FgcError) -> Finding:
        """Give what a reader of the file refused; its places name the file again, which is said once."""
        parts = [each for each in error.parts if not each.endswith(self.file)]
        return self.mistake(": ".join(parts[:-1]), parts[-1])


class OwnCodeError(Exception):
    """A season's own code failed: what was asked of it, and how it ended."""


@contextmanager
def own_code(what: str) -> Iterator[None]:
    """Let code of a season fail as it may: what it raises is one line."""
    try:
        yield
    except (OwnCodeError, FgcError):
        raise
    except Exception as error:  # whatever somebody's own code may raise
        said = " ".join(str(error).split())
        raise OwnCodeError(f"expected {what}, found {type(error).__name__}: {said:.120}") from error
