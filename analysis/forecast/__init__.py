"""A real event while it runs: what its matches tell of its teams, and the rest of it played out many times."""
