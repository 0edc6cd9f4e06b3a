"""What a user can mend: every error of this project that ends in one line instead of a traceback."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

EXPECTED = {
    "whole": "expected a whole number from {low} to {high}, found {found}",
    "number": "expected a number, found {found}",
    "number_between": "expected a number from {low} to {high}, found {found}",
    "seconds_between": "expected {low} to {high} s, since it takes {seconds} s, found {found}",
    "at_most": "expected at most {most}, found {found}",
    "two_matches": "expected two or more, which tell an error, found {found}",
    "season": "expected a season with {what}, {seasons}{hint}",
    "robot": "expected a robot file (.toml), or p1 to p99 of the population, found {found}",
    "plan": "expected a playbook of the season or a plan file (.toml), found {found}{hint}; there are {names}",
    "dial": "expected the name of a number that can be turned{hint}",
    "dial_among": "expected the name of a number that can be turned; there are {names}",
    "row_of_plan": "expected a row of the plan: what it never does changes nothing",
    "points": "expected the name of a point value{hint}",
    "points_unknown": "expected the name of a point value; `sim rules` lists them",
    "no_such_key": "expected no key of this name{hint}",
    "missing_key": "expected this key, found none",
    "greater_than": "expected greater than {bound}, found {found}",
    "greater_than_equal": "expected greater than or equal to {bound}, found {found}",
    "less_than": "expected less than {bound}, found {found}",
    "less_than_equal": "expected less than or equal to {bound}, found {found}",
    "nearest": "; did you mean {name}?",
    "in_this_folder": "; its files are in this folder: sim --seasons . finds them",
}
"""What is expected most often where people fill something in, in English; catalogues say it in other languages."""


class Expected(str):
    """What was expected, in English, with the key and the parameters that say it in other languages."""

    key = ""
    parameters: Mapping[str, "str | int"] = MappingProxyType({})


def expected(key: str, parameters: Mapping[str, str | int] = MappingProxyType({})) -> Expected:
    """Say what was expected by a key of `EXPECTED`."""
    told = Expected(EXPECTED[key].format(**parameters))
    told.key, told.parameters = key, parameters
    return told


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
