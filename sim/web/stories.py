"""What a match is told from in a browser: what its event log adds to which counter, and which of them people see."""

from typing import Any

from analysis.report.replay import MOST_TOLD, owners, seen
from rules.document import Card
from sim.engine.log import BROKE, CUT
from sim.engine.story import COMES
from sim.table.agents import offsets
from sim.table.game import KINDS, Game


def story_of(game: Game) -> dict[str, Any]:
    """Give what `static/here/moments.js` folds a season's event logs with."""
    places = seen(game)
    return {
        "agents": list(game.agents),
        "offsets": [offsets(agent) for agent in game.agents],
        "arcs": {kind: [_arcs(game, row, kind) for row in range(len(game.actions))] for kind in sorted(_kinds())},
        "comes": COMES,
        "start": game.start.tolist(),
        "room": game.room,
        "columns": [game.first_counter(place.name) + owner for place in places for owner in range(owners(place))],
        "owners": [owners(place) for place in places],
        "cards": {int(card): card.name.lower() for card in Card},
        "ends": {"cut": CUT, "broke": BROKE},
        "most": MOST_TOLD,
    }


def _kinds() -> set[str]:
    return {"takes", *COMES.values()}


def _arcs(game: Game, row: int, kind: str) -> list[list[int]]:
    """Give what a row takes or gives as (first counter, scope, count)."""
    k = KINDS.index(kind)
    found: list[list[int]] = game.arcs[game.arc_from[row, k] : game.arc_from[row, k + 1]].tolist()
    return found
