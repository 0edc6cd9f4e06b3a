"""The language of match tables: seed files checked, their numbers by name, and the arrays that engines play from."""
