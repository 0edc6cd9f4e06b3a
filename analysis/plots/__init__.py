"""One file a kind of picture: arrays and words in, a matplotlib Figure out; no file is read or written here."""

import matplotlib as mpl

mpl.rcParams["svg.hashsalt"] = "sim"  # else the same figure would give other bytes each time
