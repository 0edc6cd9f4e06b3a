"""Teams as verbs are given them: how many, or a file that lists them; and schedules by which they play."""

from sim.cli import output
from sim.play.documents import team_key
from sim.play.schedule import need_possible
from sim.play.schedule_files import Team, read_teams


def names_of(teams: str) -> tuple[str, ...]:
    """Give the names of the teams: those of a file, or T001 and so on for a number; raises FgcError for neither."""
    if teams.isdecimal():
        need_possible(int(teams), 1)
        return tuple(map(team_key, range(int(teams))))
    return tuple(team.key for team in listed(teams))


def listed(file: str) -> tuple[Team, ...]:
    """Read a list of teams from a file, or standard input where it is named `-`."""
    return read_teams(output.read_bytes(file), file)
