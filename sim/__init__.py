"""What happens: FIRST Global Challenge matches played on a computer, by the official rules of each year.

    from sim import simulate
    run = simulate("fgc_2022", matches=1_000, seed=1)
    run.scores.mean()

Importing `sim` loads nothing heavy: its names are looked up when they are first used.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.play.event import Event, play_event
    from sim.play.run import Run, load, simulate

__all__ = ["Event", "Run", "load", "play_event", "simulate"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from sim.play import event, run

        return getattr(run, name, None) or getattr(event, name)
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
