"""Pages for people: a page is one file that holds its figures, its words, its look and its scripts.

What is shown is worked out in Python, once, as a document of plain values (`replay.py`); `page.py` puts it into
a file.
"""
