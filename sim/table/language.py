"""The language of seed files: `seeds/fgc_YYYY.toml` -> checked, frozen tables of pydantic.

A key that is unknown, missing or of another type is found here; what only the tables together can get wrong
(a piece lost, an entry nothing feeds) is found by `checks.py`.
"""

import re
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, Discriminator, Field, Tag, field_validator, model_validator

import seeds
from rules.folders import found_in
from sim.table.population import Fouls, Population
from sim.table.toml import Name, Number, SeasonFile, Share, Spread, Table, checked, read_toml

MATCH_SECONDS = 150
SHORTEST = 0.1
"""The shortest median, in seconds, that a robot or a human may have: nothing they do is done faster, and what takes
next to nothing is done so often that a match does not end."""
PERCENTILES = (0.1, 99.9)
"""The lowest and the highest percentile of a population that a robot may be of."""

Grade = Literal["A", "B", "C", "D"]
By = Literal["robot", "human", "field"]
Word = Annotated[int, Field(ge=0, le=2**32 - 1)]
"""A seed or a match's number: a 32-bit word of a key."""
Count = Annotated[int, Field(ge=0, le=9_999)]


def _scoped(name: str) -> str:
    if not re.fullmatch(r"(field|alliance|robot)\.[^\s.]+", name):
        raise ValueError(f"expected a scope (field, alliance or robot), a dot and one word, found {name!r}")
    return name


PlaceName = Annotated[Name, AfterValidator(_scoped)]
Tokens = dict[str, Annotated[int, Field(ge=1, le=9_999)]]
Order = Annotated[tuple[str, ...], Field(min_length=1)]
Seconds = Annotated[float, Field(ge=0, le=MATCH_SECONDS)]
Metres = Annotated[float, Field(gt=0, le=100)]
Coordinate = Annotated[float, Field(ge=-10, le=100)]
"""Metres too, below 0 for people who stand outside the field."""


class Edition(Table):
    """`[season]`: what is known of an edition of the competition."""

    name: Name
    year: int
    city: Name | None = None
    country: Name | None = None
    dates: tuple[date, date] | None = None
    teams: Count | None = None
    matches: Count | None = None
    each: Count | None = None
    field: bool
    rules: Grade | None = None
    model: Grade | None = None
    source: dict[str, str]


class Source(Table):
    """`[[source]]`: who says so. Grade A official, B public copy, C press or team, D assumed."""

    id: Name
    what: str
    grade: Grade
    url: str | None = None


class Place(Table):
    """`[[place]]`: a counter; its scope says how many there are (field 1, alliance 2, robot 6)."""

    name: PlaceName
    doc: str
    start: Count = 0
    most: Annotated[int, Field(ge=1, le=9_999)] | None = None
    piece: Name | None = None
    clock: bool = False
    at: Name | None = None
    """The spot where its pieces are drawn, where that is not the one that they are taken from."""
    source: Name | None = None


class Action(Table):
    """`[[action]]`: a row of the match table."""

    name: Name
    doc: str
    by: By
    needs: Tokens = {}
    unless: Tokens = {}
    takes: Tokens = {}
    gives: Tokens = {}
    drops: Tokens | None = None
    lot: Annotated[int, Field(ge=1, le=99)] = 1
    seconds: Seconds
    success: Annotated[float, Field(gt=0, le=1)] = 1
    skill: Name | None = None
    can: Name | None = None
    makes: Name | None = None
    after: Seconds = 0
    final: bool = False
    at: Name | None = None
    source: Name

    @property
    def dropped(self) -> Tokens:
        """What comes on failure: by default what was taken."""
        return self.takes if self.drops is None else self.drops


class Code(Table):
    """`{code = {...}}`: the code of the one place that holds a token, else 0."""

    code: Annotated[dict[str, Count], Field(min_length=1)]


class Fill(Table):
    """`{fill = {...}}`: slots in order get each code as often as its place has tokens, else 0."""

    fill: Annotated[dict[str, Count], Field(min_length=1)]


class Split(Table):
    """`{split = PLACE, each = N}`: slots in order take up to N of the place's count."""

    split: Name
    each: Annotated[int, Field(ge=1, le=9_999)]


EngineName = Literal["fast", "reference"]
ENGINES: tuple[EngineName, ...] = get_args(EngineName)
"""The two engines: one to run and one to read, equal to the last bit."""

FORMS = {"code": Code, "fill": Fill, "split": Split}


def _form(value: Any) -> str:
    """Say which form an entry of [sheet] has, by the key nearest to one of theirs."""
    if isinstance(value, dict):
        keys = [name for name in FORMS if name in value] or get_close_matches(next(iter(value), ""), FORMS, n=1)
        return f"<{keys[0]}>" if keys else "<code>"
    return next((f"<{name}>" for name, form in FORMS.items() if isinstance(value, form)), "<place>")


Form = Annotated[
    Annotated[Name, Tag("<place>")]
    | Annotated[Code, Tag("<code>")]
    | Annotated[Fill, Tag("<fill>")]
    | Annotated[Split, Tag("<split>")],
    Discriminator(_form),
]
"""How places become an entry; the tags in angle brackets are for errors' places, where they are left out."""


class Humans(Table):
    """`[humans]`: how many human players a side has."""

    each: Annotated[int, Field(ge=0, le=3)]
    source: Name


class Set(Table):
    """What a playbook sets for one action: `after` = mean and sd of the decision, in seconds."""

    after: tuple[Seconds, Seconds]

    @field_validator("after", mode="before")
    @classmethod
    def _two_numbers(cls, value: Any) -> Any:
        if isinstance(value, int | float):
            raise ValueError(f"expected mean and spread in seconds, [{value:g}, 5] say, found {value:g}")
        return tuple(value) if isinstance(value, list) else value


class Playbook(Table):
    """`[[playbook]]`: an ordering of actions, the first enabled wins; what is not listed is never done."""

    name: Name
    doc: str
    share: Share
    level: Literal["match", "alliance", "robot"] = "robot"
    by: Literal["robot", "human"] = "robot"
    station: Annotated[int, Field(ge=1, le=3)] | None = None
    order: Order
    set: dict[str, Set] = {}
    source: Name


class Durations(Table):
    """`[durations]`: sigma of the log of every duration."""

    spread: Spread
    source: Name


class Ground(Table):
    """`[field]`: how large the field is; x runs from red's wall to blue's, y along them from red's left corner."""

    size: tuple[Metres, Metres]
    source: Name


class Spot(Table):
    """`[[spot]]`: where an action is done, as red does it, for drawing and checking: it changes no match.

    Blue's lies at the other end: `turn` mirrors both axes, `x` the long one alone; without it both sides share it.
    """

    name: Name
    x: Coordinate
    y: Coordinate
    mirrored: Literal["turn", "x"] | None = None
    source: Name


class Fitted(Table):
    """`[fitted]`: the numbers of the population that may be fitted to an event, each with its bounds."""

    source: Name
    numbers: Annotated[dict[str, tuple[Number, Number]], Field(min_length=1, max_length=16)]


class Figures(Table):
    """`[observed.NAME]`: published figures, by the statistic's name; nothing is fitted to those that are `kept`."""

    source: Name
    figures: dict[str, Number] = {}
    kept: dict[str, Number] = {}


Pair = tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]]
Sits = Literal["drawn", "rotate", "weakest"]
"""Which of four members sits out, see `SITS` in `sim/play/playoffs.py`."""


class PlayoffRound(Table):
    """`[[playoffs.round]]`: matches between alliances, named by their places before it; red stands first."""

    name: Name
    tournament: Name
    pairs: Annotated[tuple[Pair, ...], Field(min_length=1)]
    by: Literal["sum", "points", "wins"]
    wins: Annotated[int, Field(ge=1, le=5)] = 1
    all_play: bool = False
    source: Name

    @property
    def places(self) -> list[int]:
        """The places of the alliances that play, best first, from 1 on."""
        return sorted({place for pair in self.pairs for place in pair})

    @model_validator(mode="after")
    def _places_make_sense(self) -> "PlayoffRound":
        every = [place for pair in self.pairs for place in pair]
        if any(red == blue for red, blue in self.pairs):
            raise ValueError("expected pairs of two places that differ")
        if self.by == "wins" and len(set(every)) < len(every):
            raise ValueError("expected every place in one of the pairs where a round goes by wins")
        if self.by != "wins" and self.places != list(range(1, max(every) + 1)):
            raise ValueError("expected every place from 1 to the last in the pairs")
        return self


class PlayoffFormat(Table):
    """`[playoffs]`: how alliances come of a ranking, and what they play for the medals."""

    alliances: Annotated[int, Field(ge=3, le=100)]
    dealt: Literal["seeded", "drawn"]
    drawn: Annotated[int, Field(ge=0, le=1)] = 0
    sits: Sits = "drawn"
    start: dict[PlaceName, Count] = {}
    source: Name
    round: Annotated[tuple[PlayoffRound, ...], Field(min_length=1)]

    @property
    def by_rank(self) -> int:
        """How many teams come by their rank: three an alliance."""
        return 3 * self.alliances

    @property
    def teams(self) -> int:
        """How many teams take part."""
        return self.by_rank + self.drawn * self.alliances

    @model_validator(mode="after")
    def _places_exist(self) -> "PlayoffFormat":
        last = max(each.places[-1] for each in self.round)
        if last > self.alliances:
            raise ValueError(f"expected places of {self.alliances} alliances, found {last}")
        return self


class Foretold(Table):
    """`[[foretold]]`: how forecasts fared that others published of this edition's matches."""

    by: Name
    decided: Annotated[int, Field(ge=1)]
    right: Annotated[int, Field(ge=0)]
    log_loss: Number
    mean_absolute_error: Number
    source: Name


class Seed(Table):
    """A seed file that tells of an edition; one that can be played says more, see `Model`."""

    season: Edition
    source: tuple[Source, ...]
    observed: dict[str, Figures] = {}
    playoffs: PlayoffFormat | None = None
    foretold: tuple[Foretold, ...] = ()


class Model(Seed):
    """A seed file whole: an edition that can be played, with its match table, robots and playbooks."""

    place: Annotated[tuple[Place, ...], Field(min_length=1)]
    action: Annotated[tuple[Action, ...], Field(min_length=1)]
    sheet: Annotated[dict[str, Form], Field(min_length=1)]
    humans: Humans
    durations: Durations
    robots: Population
    playbook: Annotated[tuple[Playbook, ...], Field(min_length=1)]
    field: Ground | None = None
    spot: tuple[Spot, ...] = ()
    fitted: Fitted | None = None


class Reaches(Table):
    """`[reaches]`: in what share of matches a row gets done, with the plan that this was seen with."""

    plan: str
    """A playbook of the season, or a plan file beside the robot's."""

    rows: Annotated[dict[str, Annotated[float, Field(gt=0, lt=1)]], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _in_rows(cls, raw: Any) -> Any:
        for name, share in raw.items() if isinstance(raw, dict) else ():
            if name not in cls.model_fields and isinstance(share, int | float):
                raise ValueError(f'expected plan = "PLAN" and rows = {{"{name:.40}" = {share}}}, found the row alone')
        return raw


class Known(Table):
    """`[known]`: what a stopwatch's tries leave open of a row's time and chance, and how many tries there were."""

    seconds: Spread = 0
    """Standard error of the log of the row's median time."""
    works: Spread = 0
    """Standard error of the log odds that one try works."""
    tries: Count = 0
    worked: Count = 0

    @model_validator(mode="after")
    def _no_more_work_than_were_tried(self) -> "Known":
        if self.worked > self.tries:
            raise ValueError(f"expected at most as many worked as tries, {self.tries}, found {self.worked}")
        return self


class RobotFile(SeasonFile):
    """A robot file: what a team measured of its robot; what is left out is that of the population's percentile.

    Its numbers are those of the day: neither talent nor growth adds to them, the form of the match does.
    """

    name: Name
    doc: str = ""
    percentile: Annotated[float, Field(ge=PERCENTILES[0], le=PERCENTILES[1])] = 50
    seconds: dict[str, Annotated[float, Field(ge=SHORTEST, le=MATCH_SECONDS)]] = {}
    works: dict[str, Annotated[float, Field(gt=0, le=1)]] = {}
    reaches: Reaches | None = None
    """What is said of whole matches: the chances of one try are found from it, see `sim/play/reaching.py`."""
    can: tuple[str, ...] | None = None
    room: Annotated[int, Field(ge=1, le=9_999)] | None = None
    no_show: Share | None = None
    breaks: Share | None = None
    fouls: Fouls | None = None
    known: dict[str, Known] = {}
    """How well the numbers of a row are known; what is not named here is taken as it stands."""


class Robot(RobotFile):
    """A robot as it plays: that of a file, with the abilities that those in the file build on."""

    added: tuple[str, ...] = ()
    """Abilities that the file does not name."""
    found: dict[str, float] = {}
    """The chances of one try that its shares of matches gave, by row; they stand in `works` too."""


def editions() -> list[str]:
    """List the keys of every edition with a seed file, oldest first: `["fgc_2017", ...]`."""
    return list(_files())


def seed_path(key: str) -> Path:
    """Give the place of one edition's seed file."""
    return _files()[key]


def seed(key: str) -> Seed:
    """Read one edition's seed file: a `Model` where it has a match table."""
    return _seed_at(seed_path(key))


def _files() -> dict[str, Path]:
    return found_in(Path(seeds.__file__).parent, ".toml")


@cache
def _seed_at(path: Path) -> Seed:
    return read_seed(path.read_bytes(), path.name)


def read_seed(data: bytes, file: str) -> Seed:
    """Read a seed file; a ModelError says in one line what is wrong first, and where."""
    raw = read_toml(data, file)
    tables = Model if any(name in raw for name in Model.model_fields.keys() - Seed.model_fields.keys()) else Seed
    return checked(tables, raw, file)
