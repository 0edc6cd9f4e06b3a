"""TOML that tries the parser: too long, too deep, of too many steps or digits. It is refused in one line, at once."""

import pytest

from rules.errors import ModelError
from sim.table.toml import MOST_BYTES, MOST_DEPTH, TOO_DEEP, read_toml

DEEP = {
    "steps": lambda depth: ".".join(["a"] * depth) + " = 1",
    "quoted steps": lambda depth: " . ".join(['"a"'] * depth) + " = 1",
    "a table's steps": lambda depth: f"[{'.'.join(['a'] * depth)}]\nb = 1",
    "tables": lambda depth: f"a = {'{a = ' * depth}1{'}' * depth}",
    "lists": lambda depth: f"a = {'[' * depth}{']' * depth}",
}


@pytest.mark.parametrize("depth", [MOST_DEPTH + 2, 39, 40, 41, 200, 330, 990, 20_000])
@pytest.mark.parametrize("kind", DEEP)
def test_what_is_nested_too_deep_is_refused(kind, depth):
    """Whatever the depth and however it is written, also where reading would take the square of it."""
    with pytest.raises(ModelError) as caught:
        read_toml(DEEP[kind](depth).encode(), "x.toml")
    assert str(caught.value) == f"x.toml: {TOO_DEEP}"


@pytest.mark.parametrize("kind", DEEP)
def test_what_is_as_deep_as_our_files_is_read(kind):
    """Six tables in each other are no fault."""
    assert read_toml(DEEP[kind](6).encode(), "x.toml").keys() == {"a"}


def test_a_sentence_of_many_full_stops_is_no_key():
    """Texts may have what keys may not."""
    assert read_toml(f"doc = '{'It is so. ' * 60}'".encode(), "x.toml")["doc"].startswith("It is")


def test_a_file_of_a_megabyte_is_refused():
    """What no team writes is not even read."""
    with pytest.raises(ModelError, match=f"^x.toml: expected a TOML file of up to {MOST_BYTES:,} bytes, found"):
        read_toml(b"#" * (MOST_BYTES + 1), "x.toml")


@pytest.mark.parametrize("digits", [f"0x{'f' * 9_000}", "9" * 5_000, "-9223372036854775809", "0b1" + "0" * 64])
def test_a_whole_number_of_more_bits_than_toml_has_is_refused(digits):
    """However it is written; the largest that TOML knows is read."""
    with pytest.raises(ModelError, match=r"^x\.toml: expected "):
        read_toml(f"a = {digits}".encode(), "x.toml")
    assert read_toml(b"a = 9223372036854775807", "x.toml") == {"a": 2**63 - 1}
