"""What the tests of the rules share: verbs of documents load no engine, so none is compiled before them."""

import pytest


@pytest.fixture(scope="session")
def compiled_once() -> None:
    """Compile nothing."""
