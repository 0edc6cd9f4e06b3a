"""The seasons that are played: all that have a match table, so that one that is added is tested at once."""

from sim.table.game import playable_keys

PLAYED = playable_keys()
