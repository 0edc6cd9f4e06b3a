"""What a run says: tallies of its matches, summaries, when it is precise enough, where robots' time went."""
