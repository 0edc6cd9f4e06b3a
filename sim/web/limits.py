"""How much one question may ask for, and how many are answered at once: all of it in one place."""

NUMBERS = {"matches": 50_000, "budget": 2_000_000, "repeats": 5_000, "repeat": 2_000}
"""The most that a field of this name may ask for; what a verb itself allows may be less."""
PLAYED = 2_000_000
"""Matches that a question may play in all, of one kind."""
ENTRIES, LETTERS = 12, 300
"""Of a field: values in a list, letters of a text."""
FILES, FILE_BYTES, NAME_LETTERS = 40, 2_000_000, 80
"""Files of a question, bytes of each, letters of its name."""
BODY_BYTES, DEPTH = 4_000_000, 40
"""Of a request: bytes, and how deep its JSON may be nested."""
HELD_BYTES, READ_AT_ONCE = 60_000_000, 2
"""Bytes of all requests that are being sent, and how many of them are read at once."""
QUESTIONS = 60
"""So many are answered at once; who asks then is told to come again."""
PATIENCE = 20.0
"""Seconds that a client may take to send a request, or to take what it is sent."""
