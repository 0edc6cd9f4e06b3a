"""What tests read of what was played: documents as programs get them, printed lines, the bytes of folders."""

import json

import numpy as np

ANSI = "\x1b"


def content(folder):
    """Give the bytes of every file of a folder, by name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def alike(one, other):
    """Say whether arrays in a row are equal, one by one."""
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def words(text):
    """Give the lines of a text with single spaces."""
    return [" ".join(line.split()) for line in text.splitlines()]


def said(done):
    """Give what a process printed that went well and warned of nothing but what a robot cannot do."""
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if "cannot do what" not in line] == []
    assert ANSI not in done.stdout
    return done.stdout


def lines_of(done):
    """Give the lines that a process printed for people, with single spaces."""
    return words(said(done))


def json_of(done):
    """Read the one document on one line that a process printed, and nothing else anywhere."""
    assert said(done).count("\n") == 1
    return json.loads(done.stdout)


def figures_of(done):
    """Read the figures of a document: all but what it says of its question and tells people."""
    found = json_of(done)
    del found["report"]
    return found


def json_lines(text):
    """Read documents that stand one a line."""
    return [json.loads(line) for line in text.splitlines()]
