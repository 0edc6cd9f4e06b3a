"""One file a kind of picture: arrays and words in, a matplotlib Figure out; no file is read or written here."""
