"""`sim schedule`: who plays with and against whom, when and where, drawn or read from a file; how good that is."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from analysis.formatting import number
from rules.documents.csv_documents import PLAYERS
from rules.errors import FgcError
from rules.text import counted, listing
from sim.cli import output
from sim.cli.options import JsonOption, SeedOption
from sim.cli.streams import to_the_end
from sim.cli.teams import listed, names_of
from sim.cli.writing import need_new, write_new
from sim.play.schedule import drawn
from sim.play.schedule_files import WRITTEN, as_document, read_schedule
from sim.play.schedule_quality import Quality
from sim.play.timetable import DAY, Timetable, at_times, named, on_fields, shown_clock
from sim.table.agents import ROBOTS

SHOWN = 10
"""How many matches a table for people has."""
CYCLE = 7
"""Minutes from one match of a field to its next, where none are asked for; real events have taken 7 to 8."""
MARK = "*"
"""What stands after the name of a team for which a match does not count."""


def schedule(
    teams: Annotated[
        str | None,
        typer.Option("--teams", metavar="FILE|N", help="A list of teams, a name a line or CSV; or how many teams."),
    ] = None,
    each: Annotated[int | None, typer.Option("--each", help="Matches of each team.", show_default=False)] = None,
    rest: Annotated[
        int | None,
        typer.Option(
            "--rest",
            help="A team's next match comes so many matches later or more.",
            show_default="half a round and one",
        ),
    ] = None,
    seed: SeedOption = 1,
    fields: Annotated[
        int | None, typer.Option("--fields", help="So many matches are played at once.", show_default="not said")
    ] = None,
    start: Annotated[
        str | None, typer.Option("--start", metavar="HH:MM", help="When the first match starts, as 09:00.")
    ] = None,
    cycle: Annotated[
        int | None,
        typer.Option("--cycle", help="Minutes from a match to the next on its field.", show_default=str(CYCLE)),
    ] = None,
    breaks: Annotated[
        list[str] | None,
        typer.Option("--breaks", metavar="HH:MM-HH:MM", help="When nothing is played; 17:00-09:00 is a night."),
    ] = None,
    check: Annotated[
        str | None, typer.Option("--check", metavar="FILE", help="Tell of this schedule, CSV or JSON; draw none.")
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", metavar="FILE", help="Write the schedule: FILE.csv or FILE.json.")
    ] = None,
    whole: Annotated[bool, typer.Option("--all", help="Show all matches, not the first 10.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Make the schedule of a ranking phase, or check one: who meets whom, when and where, and how good it is."""
    if out is not None:
        _need_ending(out)
    if check is None:
        found, drawn_by = _drawn(teams, each, rest, seed), f", seed {seed}"
    else:
        found, drawn_by = _read(check, teams, {"--each": each, "--rest": rest}), ""
    if fields is not None:
        found = on_fields(found, fields)
    found = _timed(found, start, cycle, breaks or [])
    with to_the_end():
        if as_json:
            output.print_json(as_document(found))
        else:
            _print(found, drawn_by, whole)
    if out is not None:
        write_new(Path(out), WRITTEN[Path(out).suffix.lower()](found))
    said = [f"{check}: {each}" for each in found.told] + ([f"written to {out}"] if out is not None else [])
    for line in said:
        print(f"sim: {line}", file=sys.stderr)


def _need_ending(out: str) -> None:
    if Path(out).suffix.lower() not in WRITTEN:
        raise FgcError(out, f"expected a name that ends in {' or '.join(WRITTEN)}")
    need_new(Path(out))


def _drawn(teams: str | None, each: int | None, rest: int | None, seed: int) -> Timetable:
    for option, value, what in (
        ("--teams", teams, "how many teams, or a file that lists them"),
        ("--each", each, "how many matches each team plays"),
    ):
        if value is None:
            raise FgcError(option, f"expected {what}; or --check FILE, to tell of a schedule that is there")
    if not 0 <= seed < 2**32:
        raise FgcError("seed", f"expected a whole number from 0 to {2**32 - 1:,}, found {seed}")
    names = names_of(teams or "")
    return named(drawn(len(names), each or 0, seed, rest=rest), names)


def _read(check: str, teams: str | None, others: dict[str, int | None]) -> Timetable:
    for option, value in others.items():
        if value is not None:
            raise FgcError(option, "expected a schedule to draw, found --check FILE, which has one")
    return read_schedule(output.read_bytes(check), check, () if teams is None else listed(teams))


def _timed(found: Timetable, start: str | None, cycle: int | None, breaks: Sequence[str]) -> Timetable:
    if start is not None:
        every = [each.strip() for several in breaks for each in several.split(",")]
        return at_times(found, start, CYCLE if cycle is None else cycle, every)
    for option, given in (("--cycle", cycle is not None), ("--breaks", bool(breaks))):
        if given:
            raise FgcError(option, "expected --start too: when the first match starts, as 09:00")
    return found


def _print(found: Timetable, drawn_by: str, whole: bool) -> None:
    of = found.schedule
    each = f"{counted(of.each, 'match').replace('matchs', 'matches')} each"
    print(f"{of.teams} teams, {each}: {of.matches} in all{drawn_by}\n")
    for line in sentences(found):
        output.say(line)
    print()
    shown = of.matches if whole else min(SHOWN, of.matches)
    title = "All matches" if shown == of.matches else f"The first {shown} of {of.matches} matches"
    marked = f"; {MARK} does not count for this team" if of.surrogate[:shown].any() else ""
    rows = [_row(found, match) for match in range(shown)]
    columns = [*rows[0]]
    output.print_table(f"{title}{marked}", columns, [row.values() for row in rows], left=columns[1:])
    if shown < of.matches:
        output.say(f"and {of.matches - shown} more: --all shows all matches")


def _row(found: Timetable, match: int) -> dict[str, object]:
    row: dict[str, object] = {"match": found.numbers[match]}
    if found.times is not None:
        if max(found.times) >= DAY:
            row["day"] = found.times[match] // DAY + 1
        row["time"] = shown_clock(found.times[match])
    if found.fields is not None:
        row["field"] = found.fields[match]
    flags = found.schedule.surrogate[match].tolist()
    names = (f"{name}{MARK if flag else ''}" for name, flag in zip(found.names(match), flags, strict=True))
    return row | dict(zip(PLAYERS, names, strict=True))


def sentences(found: Timetable) -> list[str]:
    """Say how good a schedule is, in plain sentences."""
    quality, least = found.quality, found.least_minutes
    lines = [
        _rest(quality),
        "" if least is None else f"From one start of a team to its next it is {least} minutes or more.",
        _meetings(quality),
        f"Sides: {_sides(quality)}.",
        f"Stations: a team's counts of the six spread by {_short(quality.station_spread)} (sd),"
        f" by chance it would be {_short(quality.station_spread_by_chance)}.",
        _rounds(quality, found.schedule.teams),
        f"Surrogates: {_surrogates(found)}.",
    ]
    return [line for line in lines if line]


def _short(value: float) -> str:
    return number(round(value, 2))


def _rest(quality: Quality) -> str:
    gaps = quality.gaps
    if gaps is None:
        return "Rest: no team plays twice."
    few = f"{gaps.smallest} match{'' if gaps.smallest == 1 else 'es'}"
    return (
        f"Rest: a team's next match comes {few} later or more, {gaps.median} in the middle, {gaps.largest} at most."
    )


def _meetings(quality: Quality) -> str:
    if not quality.meeting_again:
        return "Meetings again: none, no two teams meet twice."
    again = (quality.partners_again, quality.opponents_again, quality.meeting_again)
    partners, opponents, every = (counted(pairs, "pair") if pairs else "no pair" for pairs in again)
    return f"Meetings again: {partners} of partners, {opponents} of opponents, {every} in any role."


def _sides(quality: Quality) -> str:
    """Say how many teams play how many matches more on one side than on the other."""
    often = quality.side_differences
    names = [f"{apart} or more" if apart == len(often) - 1 else f"{apart}" for apart in range(len(often))]
    apart = [f"by {name} for {counted(many, 'team')}" for many, name in zip(often, names, strict=True) if many]
    return f"a team's red and blue matches differ {listing(apart)}"


def _rounds(quality: Quality, teams: int) -> str:
    if quality.in_own_round is None:
        return ""
    share, long = number(round(100 * quality.in_own_round, 1)), number(round(teams / ROBOTS, 1))
    return f"Rounds: every team plays once in {long} matches; {share} % of all lie in their own round."


def _surrogates(found: Timetable) -> str:
    of = found.quality.surrogates
    if not of:
        return "none, every match counts for its six teams"
    names = listing([found.teams[each.team] for each in of])
    return f"match {listing(sorted({each.match for each in of}))} does not count for {names}"
