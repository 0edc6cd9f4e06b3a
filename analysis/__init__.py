"""What it means: summaries and pictures of runs."""
