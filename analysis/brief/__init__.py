"""A match to come, for one of its teams: who plays, what may come of it, which plan is best, what to agree on."""
