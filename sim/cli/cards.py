"""What a robot did, printed for people."""

from collections.abc import Sequence

from analysis.compare.paired import wilson
from analysis.formatting import with_error
from analysis.run.cards import Card
from analysis.run.tallies import Estimate
from analysis.words import Said, Text, counted_said, heads, joined
from sim.cli import output
from sim.cli.summary import percent

FEW = 30
"""Of fewer tries or matches it is said how many, in place of a share."""


def print_cards(cards: Sequence[Card], at: str = "") -> None:
    """Print a card of each robot: the rows of its plan, what it never started, how it ended.

    `at` says which numbers its plan was played with, where they are not the plan's own.
    """
    for card in cards:
        output.say()
        rows = [
            [
                name,
                with_error(*row.times),
                "-" if row.seconds is None else f"{row.seconds:.1f}",
                "-" if row.works is None else share_of(row.works, row.worked, row.tries),
                share_of(row.matches, round(row.matches.mean * card.matches), card.matches),
            ]
            for name, row in card.rows.items()
        ]
        about = {"robot": card.robot, "station": card.station, "plan": card.plan, "at": at}
        matches = counted_said("match", "matches", card.matches)
        title = Said("title.card_at" if at else "title.card", {**about, "matches": matches})
        columns = heads("row", "times_a_match", "seconds", "works", "done_in")
        output.print_table(title, columns, rows, left=columns[:1])
        for line in lines_of(card):
            output.say(line)


def lines_of(card: Card) -> list[Said]:
    """Say what a robot never started, how often it was missing, and how it ended."""
    told = [Said("card.never", {"rows": ", ".join(card.never)})] if card.never else []
    came, broke = (_matches(share, card.matches) for share in (card.came, card.broke))
    told.append(Said("card.comes_few" if card.matches < FEW else "card.comes", {"came": came, "broke": broke}))
    for entry, states in card.ends.items():
        shares = [
            Said("card.state", {"state": code, "share": _matches(share, card.matches)})
            for code, share in states.items()
            if share.mean
        ]
        told.append(Said("card.end", {"entry": entry.replace("_", " "), "shares": joined(shares, "joined.commas")}))
    return told


def share_of(share: Estimate, found: int, tries: int) -> Text:
    """Write a share as per cent with its error, that of Wilson's interval where all were alike; `1 of 3` of a few."""
    if tries < FEW:
        return Said("cell.of", {"found": found, "tries": tries})
    return percent(share if share.error else wilson(share.mean, tries))


def _matches(share: Estimate, matches: int) -> Text:
    """Write a share of matches: `12.5 ± 1.0 %`, or `1 of 3`."""
    written = share_of(share, round(share.mean * matches), matches)
    return written if matches < FEW else f"{written} %"
