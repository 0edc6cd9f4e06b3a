"""A share of a run or of an event, for a machine of its own: which numbers it has, and what its folder says of it."""

import re
from typing import NamedTuple

from rules.errors import ModelError
from sim.play.request import EventManifest, EventRequest, Manifest, Request
from sim.table.toml import Nth

FOLDER = "run-share.json"
EVENT_FOLDER = "event-share.json"
"""What the manifest of a share is called once the share is whole, by what it is a share of."""
MOST = 10_000
"""Shares."""


class RunShare(Manifest):
    """`run-share.json`: what repeats a share of a run to the last byte."""

    share: Nth
    of: Nth
    command: str
    """The words that ask for the whole."""


class EventShare(EventManifest):
    """`event-share.json`: what repeats a share of an event to the last byte."""

    share: Nth
    of: Nth
    command: str


class Share(NamedTuple):
    """Which share it is, counted from 1, of how many; the usual one is the whole."""

    number: int = 1
    of: int = 1
    command: str = ""
    """The words that ask for the whole."""

    def among(self, many: int) -> range:
        """Give which of so many matches or repeats are in this share: some in a row; sizes differ by one."""
        return range(many * (self.number - 1) // self.of, many * self.number // self.of)

    def manifest(self, request: Request) -> Manifest:
        """Give what the folder of this share says of it: of the whole, the manifest of the request."""
        whole = request.manifest
        if self == WHOLE:
            return whole
        kind = EventShare if isinstance(request, EventRequest) else RunShare
        asked = {name: getattr(whole, name) for name in type(whole).model_fields}
        return kind(**asked, share=self.number, of=self.of, command=self.command)


WHOLE = Share()


def share_of(text: str, many: int, command: str) -> Share:
    """Read which share of so many matches or repeats is meant, `2/5` say; a ModelError where there is no such one."""
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text, re.ASCII)
    number, of = (int(each) for each in found.groups()) if found else (0, 0)
    if not 1 <= number <= of <= MOST:
        raise ModelError("--share", f"expected which of how many, 2/5 say, up to {MOST:,}, found {text!r:.40}")
    if of > many:
        raise ModelError("--share", f"expected at most {many:,} shares, one for each that is played, found {of:,}")
    return Share(number, of, command)
