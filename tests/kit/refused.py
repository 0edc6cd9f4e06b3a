"""Files that are refused: what is said of them."""

import pytest

from rules.errors import FgcError


def assert_refused(read, game, file, *expected):
    """Fail unless reading the file raises one error: a line that begins with the file and holds what is expected."""
    with pytest.raises(FgcError) as caught:
        read(game, str(file))
    text = str(caught.value)
    assert text.startswith(f"{file}: ")
    assert "\n" not in text
    for words in expected:
        assert words in text, text
