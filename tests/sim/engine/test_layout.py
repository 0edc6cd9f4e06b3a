"""Boards: what those of one game share is laid out once, and belongs to that game alone."""

from sim.engine.layout import KEPT, lay_out
from sim.table.game import playable


def test_boards_of_one_game_share_what_no_playbook_changes():
    """Two boards of a game hold the same arrays but for the playbooks; another start is another board."""
    known = playable("2022")
    game = known.with_model(known.model)  # one of its own: another test's may be the next to be forgotten
    one, two = lay_out(game, [[0]]), lay_out(game, [[1, 2], [0]])
    assert one.steps is two.steps
    assert one.words is two.words
    assert one.books.tolist() != two.books.tolist()
    place = next(name for name, most in zip(game.counters, game.most, strict=True) if most > 1).partition(" ")[0]
    other = game.with_start({place: int(game.start[game.first_counter(place)]) + 1})
    assert lay_out(other, [[0]]).words.tolist() != one.words.tolist()
    assert lay_out(game, [[0]]).words is one.words


def test_few_games_are_kept():
    """A sweep that makes many games keeps the last ones alone."""
    game = playable("2022")
    for _ in range(20):
        lay_out(game.with_model(game.model), [[0]])
    assert len(KEPT) == KEPT.maxlen
