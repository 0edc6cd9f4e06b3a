"""What happens: FIRST Global Challenge matches played on a computer, by the official rules of each year.

    from sim import simulate
    matches = simulate("fgc_2022", matches=1_000, seed=1)
    matches.scores.mean()

Importing `sim` loads nothing heavy: its names are looked up when they are first used.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.play.event import Event, play_event
    from sim.play.matches import Matches
    from sim.play.run import load, simulate

__all__ = ["Event", "Matches", "load", "play_event", "simulate"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from sim.play import event, run

        return getattr(run, name, None) or getattr(event, name)
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
