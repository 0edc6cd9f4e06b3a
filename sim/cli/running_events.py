"""Running events as verbs are given them: a file of what was played, perhaps a schedule and a list of teams."""

from collections.abc import Sequence
from typing import Annotated

import typer

from analysis.forecast.kept import is_kept, known
from analysis.forecast.reading import of_schedule, read_running
from analysis.forecast.running import Running, continued, need_known
from analysis.forecast.structure import Foreseen, matches_to_play
from rules.errors import FgcError, within
from rules.season import Season
from sim.cli import output, playing
from sim.compiling import cache_folder
from sim.play.request import EventRequest
from sim.play.schedule_files import Team, read_schedule

RunningScheduleOption = Annotated[
    str | None, typer.Option("--schedule", metavar="FILE", help="All matches of the ranking phase, or those to come.")
]
RunningTeamsOption = Annotated[
    str | None,
    typer.Option("--teams", metavar="FILE", help="The event's teams: no others may stand in the other files."),
]
MOST_MATCHES = 1_500
"""The work grows with the cube of them: so many take some minutes and a gigabyte."""


def running_of(rules: Season, played: str, schedule: str | None, teams: Sequence[Team]) -> Running:
    """Read what was played, and what is still to come where a schedule says it; raises FgcError."""
    running = read_running(output.read_bytes(played), played, rules)
    with within(played):
        need_known(running, [team.key for team in teams])
    if schedule is not None:
        timetable = read_schedule(output.read_bytes(schedule), schedule, teams)
        whole = set(running.matches) <= set(timetable.numbers)
        running = continued(running, of_schedule(timetable, whole), schedule)
        for line in timetable.told if whole else ():
            output.warn(f"{schedule}: {line}")
    if len(running.matches) > MOST_MATCHES:
        what = f"expected at most {MOST_MATCHES:,} matches of a ranking phase, found {len(running.matches):,}"
        raise FgcError(played, what)
    return running


def learnt(request: EventRequest, workers: int, hindsight: bool) -> Foreseen:
    """Give what simulated events foretell, and show on a terminal how far they are where they have to be played."""
    folder = cache_folder()
    if is_kept(request, hindsight, folder):
        return known(request, workers, lambda _: None, hindsight, folder)
    playing.say_compiling()
    with playing.progress("learning", matches_to_play(request, hindsight, False)) as told:
        return known(request, workers, told, hindsight, folder)
