"""Pages that are handed on: one file of HTML each, which loads nothing and runs nothing."""
