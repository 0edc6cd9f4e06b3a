"""Write what commands make of README and docs anew: `PYTHONPATH=tests/kit python tests/scripts/write_pages.py`.

These are the outputs that pages show, and the rest of the pages that say so. Names of pages as arguments write these
alone. Pictures are made by `tests/scripts/write_pictures.py`.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from pages import ON, PAGES, commands, made, print_of, programs, tidy, write_files
from places import SIM


def with_outputs(text: str, page: Path, folder: Path) -> str:
    """Give a page's text with every output that it shows as its command prints it now, in a folder with its files."""
    every = [([SIM, *command], output, into) for command, output, into in commands(page)]
    for command, output, into in [*every, *programs(page)]:
        # a command without an output may write the file that the next one reads
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=output is not None)
        if into is not None:
            (folder / into).write_text(done.stdout, encoding="utf-8")
        if output is not None:
            new = tidy(done.stdout)
            if output.endswith(f"{ON}\n"):
                new = "\n".join(new.splitlines()[: len(output.splitlines()) - 1]) + f"\n{ON}\n"
            text = text.replace(f"```text\n{output}```", f"```text\n{new}```", 1)
    return text


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        write_files(Path(name))
        for page in [each for each in PAGES if each.name in (sys.argv[1:] or {each.name})]:
            text = with_outputs(page.read_text(encoding="utf-8"), page, Path(name))
            page.write_text(text, encoding="utf-8")
            rest = made(page)
            if rest is not None:
                command, hand, _ = rest
                page.write_text(hand + print_of(command), encoding="utf-8")
