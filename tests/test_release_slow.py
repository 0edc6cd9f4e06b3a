"""What is given to others: a wheel and an sdist, built here, hold all that they should and nothing else."""

import subprocess
import sys
import tarfile
import tomllib
import zipfile

import pytest
from places import ROOT

pytest.importorskip("hatchling", reason="hatchling is not installed: nothing was built")

pytestmark = pytest.mark.slow

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MOST_BYTES = 1_000_000
ROOMS = ("analysis", "rules", "seeds", "sim")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build both into one folder; give their paths, the wheel's first."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "hatchling", "build", "-d", folder, "-t", "wheel", "-t", "sdist"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl")), next(folder.glob("*.tar.gz"))


def files_of(*folders):
    """Give the files below folders of the project, without what Python and tests leave behind."""
    found = (path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.as_posix() for path in found if not any(part.endswith("cache__") for part in path.parts)}


def test_the_wheel_has_the_program_and_nothing_else(built):
    """Every file of the four rooms and the licence, no picture, no page, no test, in a megabyte."""
    wheel, _ = built
    names = set(zipfile.ZipFile(wheel).namelist())
    beside = {name for name in names if ".dist-info/" in name}
    assert names - beside == files_of(*ROOMS)
    assert any(name.endswith("/licenses/LICENSE") for name in beside)
    assert wheel.stat().st_size <= MOST_BYTES


def test_the_sdist_has_the_program_its_tests_and_its_pages(built):
    """Whoever has it can run the tests and read the pages, with their pictures."""
    with tarfile.open(built[1]) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    beside = {"README.md", "LICENSE", "CITATION.cff", "pyproject.toml", ".ci/run"}
    assert files_of(*ROOMS, "docs", "tests") | beside <= names


def test_the_version_is_the_same_everywhere():
    """`CITATION.cff` cites the version that is built, and the list of changes knows it."""
    version = PROJECT["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"- {version}" in (ROOT / "docs" / "changelog.md").read_text(encoding="utf-8")
