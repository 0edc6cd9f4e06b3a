"""The seasons that are played: all that have a match table, so that one that is added is tested at once."""

from sim.table.language import editions, seed

PLAYED = [key for key in editions() if seed(key).action]
