"""The match itself: two engines, equal to the last bit (read `reference`, run `fast`), and what a match leaves."""
