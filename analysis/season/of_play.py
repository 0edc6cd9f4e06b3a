"""What a season's model does when it is played: how often each row is done, where robots wait, what never happens."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.run.summaries import estimate
from analysis.run.tallies import Estimate, Values
from analysis.season.finding import Book, Finding
from rules.errors import ModelError
from rules.season import entries
from sim.engine.log import BROKE, STARTED, SUCCEEDED, Block, LogLine
from sim.engine.moments import moments
from sim.play.matches import Matches
from sim.play.request import Request, run_request
from sim.play.run import MOST_TOLD, scored_block
from sim.table.agents import BUZZER, ROBOTS
from sim.table.checks import place_of
from sim.table.game import Game, marking_at_start
from sim.table.language import Action

MATCHES = 2_000
"""Played to see what ever happens, and what it scores."""
LOGGED = 200
"""Of these, the first ones are followed event by event."""
COMPARED = 6
"""Of these, both engines play."""
MOST_ATTEMPTS = 480
MUCH_WAITING = 0.5
"""A share of the robots' time."""
AT_START = "the start"
ROUNDING = "rounding"


@dataclass(frozen=True)
class RowDone:
    """How often a row is started and succeeds, a match, all agents together."""

    row: str
    by: str
    started: Estimate
    succeeded: Estimate
    most_at_once: int


@dataclass(frozen=True)
class Plays:
    """What the model does."""

    matches: int
    logged: int
    """How many of these the rows and the waiting are from."""
    seed: int
    score: Estimate
    sd: float
    sd_error: float
    ties: Estimate
    attempts: Estimate
    rows: tuple[RowDone, ...]
    waiting: Estimate
    """Share of the robots' time in which nothing of their playbook can be started, but something comes later."""
    waits: Mapping[str, Estimate]
    """The same by the row that was done before, most first."""


@dataclass(frozen=True)
class Played:
    """Matches of a season as they went."""

    request: Request
    block: Block
    matches: Matches
    logs: Sequence[Sequence[LogLine]]

    @property
    def game(self) -> Game:
        """The season."""
        return self.request.game


def played(key: str) -> Played:
    """Play a season's population; raises a ModelError where a match breaks a promise of the table."""
    request = run_request(key, matches=MATCHES)
    block = request.player.play_block(request.lineup, 0, MATCHES)
    if block.attempts.max() > MOST_TOLD:
        raise ModelError(
            "[[action]]", f"expected up to {MOST_ATTEMPTS} attempts a match, found {block.attempts.max():,}"
        )
    return Played(request, block, scored_block(request, block, 0), [*_logs(request)])


def _logs(request: Request) -> Iterator[list[LogLine]]:
    robots = request.robots(0, LOGGED)
    for match in range(LOGGED):
        log: list[LogLine] = []
        request.player.play(robots, match, log)
        yield log


def plays(of: Played) -> Plays:
    """Sum up what the model does."""
    scores, waited = of.matches.scores, _waiting(of)
    sd = float(scores.std(ddof=1))
    squares = estimate(np.square(scores - scores.mean()))
    return Plays(
        matches=MATCHES,
        logged=LOGGED,
        seed=of.request.seed,
        score=estimate(scores),
        sd=sd,
        sd_error=(squares.error or 0.0) / (2 * sd) if sd else 0.0,
        ties=estimate(scores[:, 0] == scores[:, 1]),
        attempts=estimate(of.block.attempts),
        rows=tuple(_rows_done(of)),
        waiting=estimate(sum(waited.values(), np.zeros(LOGGED))),
        waits={row: estimate(share) for row, share in sorted(waited.items(), key=lambda each: -each[1].sum())},
    )


def play_findings(of: Played, found: Plays, book: Book) -> Iterator[Finding]:
    """Give what never happens, or hardly as it was meant."""
    yield from _engines(of, book)
    yield from _rows(of, found, book)
    yield from _never(of, book)
    mean = found.attempts.mean
    if mean > MOST_ATTEMPTS:
        yield book.warning(
            "[[action]]", f"expected up to {MOST_ATTEMPTS} attempts a match, found {mean:.0f}: too short rows"
        )
    if found.waiting.mean > MUCH_WAITING:
        worst = next(iter(found.waits))
        said = f"expected robots that are busy, found {found.waiting.mean:.0%} of their time spent waiting"
        yield book.warning("[[playbook]]", f"{said}, mostly after {worst!r}")
    if not found.sd:
        yield book.warning("[[action]]", f"expected scores that differ, found {found.score.mean:g} in every match")


def _engines(of: Played, book: Book) -> Iterator[Finding]:
    slow = replace(of.request, engine="reference")
    other = slow.player.play_block(slow.lineup, 0, COMPARED)
    for name, ours, theirs in zip(Block._fields, of.block, other, strict=True):
        if not np.array_equal(ours[:COMPARED], theirs):
            yield book.mistake(
                "[[action]]", f"expected both engines to play alike, found another {name}: please tell us"
            )


def _rows_done(of: Played) -> Iterator[RowDone]:
    rows = of.game.actions
    done = np.zeros((2, len(rows), len(of.logs)), dtype=np.int64)
    most = np.zeros(len(rows), dtype=np.int64)
    for match, log in enumerate(of.logs):
        for line in log:
            if line.what in (STARTED, SUCCEEDED):
                done[int(line.what == SUCCEEDED), line.action, match] += 1
                most[line.action] = max(most[line.action], line.n)
    for row, started, succeeded, at_once in zip(rows, *done, most.tolist(), strict=True):
        yield RowDone(row.name, row.by, estimate(started), estimate(succeeded), at_once)


def _waiting(of: Played) -> dict[str, Values]:
    """Give the share of its robots' time that was waited in each match, `(match,)`, by the row done before."""
    spent: dict[str, Values] = defaultdict(lambda: np.zeros(len(of.logs)))
    for match, log in enumerate(of.logs):
        ended: dict[int, tuple[int, str]] = defaultdict(lambda: (0, AT_START))
        for line in log:
            if line.agent >= ROBOTS or line.what == BROKE:
                continue
            if line.what == STARTED:
                since, last = ended[line.agent]
                if line.ms > since:
                    spent[last][match] += (line.ms - since) / (ROBOTS * BUZZER)
            ended[line.agent] = line.ms, of.game.actions[line.action].name
    return dict(spent)


def _rows(of: Played, found: Plays, book: Book) -> Iterator[Finding]:
    for row, done in zip(of.game.actions, found.rows, strict=True):
        where = f"[[action]] {row.name}"
        if not done.started.mean:
            yield book.warning(
                where, f"expected it to be started some time, found never in {LOGGED} matches{_why(of, row)}"
            )
        elif not done.succeeded.mean:
            yield book.warning(where, f"expected it to succeed some time, found never in {LOGGED} matches")
        elif row.lot > 1 and done.most_at_once == 1:
            yield book.warning(f"{where}: lot", f"expected up to {row.lot} at once, found never more than one")


def _why(of: Played, row: Action) -> str:
    """Say what a row that is never started waits for, where one place or ability tells it."""
    if row.can is not None:
        share = of.game.robots.can[row.can].share
        if share * ROBOTS * LOGGED < 1:
            return f": {share:g} of the robots can {row.can}"
    held = _held(of)
    for token, many in {**row.needs, **row.takes}.items():
        if held[place_of(token)] < many:
            return f": {token} never holds {many}, at most {held[place_of(token)]}"
    return ""


def _held(of: Played) -> dict[str, int]:
    """Give the most that each place ever held at once."""
    game, most = of.game, Counter[str]()
    robots = of.request.robots(0, LOGGED)
    for match, log in enumerate(of.logs):
        marking = moments(game, log, marking_at_start(game, robots.room[match])).marking.max(axis=0)
        for counter, found in zip(game.counters, marking.tolist(), strict=True):
            place = counter.partition(" ")[0]
            most[place] = max(most[place], found)
    return dict(most)


def _never(of: Played, book: Book) -> Iterator[Finding]:
    """Find entries, states, parts, clocks and playbooks of which nothing is ever seen."""
    sheet, chance = of.matches.sheet, f"in {MATCHES:,} matches"
    for name, each in entries(type(sheet)).items():
        values = getattr(sheet, name)
        if not values.any() and name not in ("fouls_minor", "fouls_major"):
            yield book.warning(f"[sheet]: {name}", f"expected it above 0 some time, found never {chance}")
            continue
        for code in each.codes or ():
            if code and not (values == code).any():
                yield book.warning(
                    f"[sheet]: {name}", f"expected {code.value} ({code.name}) some time, found never {chance}"
                )
    for name, part in of.matches.breakdown.parts.items():
        if not part.any() and name != ROUNDING:
            yield book.warning(f"part {name}", f"expected points some time, found none {chance}")
    for place in of.game.model.place:
        at = [name.partition(" ")[0] == place.name for name in of.game.counters]
        if place.clock and not of.block.clocks[:, at].any():
            yield book.warning(
                f"[[place]] {place.name}: clock", f"expected it to run some time, found never {chance}"
            )
