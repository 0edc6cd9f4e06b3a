"""What is wrong, doubtful or still assumed in a season's files, and what its model does, for `sim check-season`."""
