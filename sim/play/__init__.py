"""Many matches: what is asked for, played side by side, saved, and whole events with schedule and teams."""
