"""The `[robots]` table of a seed file: how the robots that come to an event differ."""

from typing import Annotated

from pydantic import Field

from sim.table.toml import Log, Name, Share, Slope, Spread, Table


class Skill(Table):
    """A skill of a team: sigma of its own, and the exponent on talent, of its log speed."""

    spread: Spread
    talent: Slope


class Ability(Table):
    """What a team can or cannot do: the share of teams, tilted by talent and by how far the event has gone."""

    share: Annotated[float, Field(gt=0, lt=1)]
    talent: Slope = 0
    growth: Slope = 0


class Room(Table):
    """How much a robot carries: the start of `place` for the median robot, log-normal around it, at least 1."""

    place: Name
    spread: Spread
    talent: Slope = 0


class Growth(Table):
    """How the field's log speed rises from the first match to the last: by `gain`, saturating with `tau` events."""

    gain: Slope
    tau: Annotated[float, Field(gt=0, le=10)]


class Breaks(Table):
    """The share of robots that break down in a match, and the part of those that never move at all."""

    share: Share
    early: Share


class Fouls(Table):
    """The mean number of fouls a robot a match."""

    minor: Spread = 0
    major: Spread = 0


class Cards(Table):
    """The share of robot-matches that end with a card."""

    yellow: Share = 0
    red: Share = 0
    white: Share = 0


class Population(Table):
    """`[robots]`: the robots that come to the event."""

    pace: Log = 0
    """The log of how much faster than the table's seconds the median robot is, at all it has a skill for."""
    talent: Spread
    form: Spread
    reliability: Slope
    growth: Growth
    no_show: Share
    breaks: Breaks
    fouls: Fouls = Fouls()
    cards: Cards = Cards()
    skill: dict[str, Skill] = {}
    can: dict[str, Ability] = {}
    room: Room | None = None
    source: Name
