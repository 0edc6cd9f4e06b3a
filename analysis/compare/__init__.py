"""Which plan or robot is better: paired on the same luck, over grids, with how sure that is."""
