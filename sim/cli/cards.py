"""What a robot did, printed for people."""

from collections.abc import Sequence

from analysis.formatting import with_error
from analysis.run.cards import Card
from sim.cli import output
from sim.cli.summary import percent


def print_cards(cards: Sequence[Card]) -> None:
    """Print a card of each robot: the rows of its plan, what it never started, how it ended."""
    for card in cards:
        print()
        rows = [
            [
                name,
                with_error(*row.times),
                "-" if row.seconds is None else f"{row.seconds:.1f}",
                "-" if row.works is None else percent(row.works),
                percent(row.matches),
            ]
            for name, row in card.rows.items()
        ]
        title = f"What {card.robot} ({card.station}) did with {card.plan!r}, in {card.matches:,} matches"
        heads = ["row of its plan", "times a match", "seconds", "works %", "done in % of matches"]
        output.print_table(title, heads, rows, left=heads[:1])
        for line in lines_of(card):
            output.say(line)


def lines_of(card: Card) -> list[str]:
    """Say what a robot never started, how often it was missing, and how it ended."""
    told = [f"Never started: {', '.join(card.never)}."] if card.never else []
    told.append(f"It comes to {percent(card.came)} % of matches and breaks down in {percent(card.broke)} %.")
    for entry, states in card.ends.items():
        shares = ", ".join(f"{code} {percent(share)} %" for code, share in states.items() if share.mean)
        told.append(f"At the end, {entry.replace('_', ' ')}: {shares}.")
    return told
