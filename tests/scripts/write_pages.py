"""Write the outputs that README and docs show anew: `PYTHONPATH=tests/kit python tests/scripts/write_pages.py`."""

import subprocess
import tempfile
from pathlib import Path

from pages import ON, PAGES, commands, programs, tidy, write_files
from places import SIM

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder)
        for page in PAGES:
            text = page.read_text(encoding="utf-8")
            every = [([SIM, *command], output) for command, output in commands(page)]
            for command, output in [*every, *programs(page)]:
                # a command without an output may write the file that the next one reads
                shown = output is not None
                done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=shown)
                if output is not None:
                    new = tidy(done.stdout)
                    if output.endswith(f"{ON}\n"):
                        new = "\n".join(new.splitlines()[: len(output.splitlines()) - 1]) + f"\n{ON}\n"
                    text = text.replace(f"```text\n{output}```", f"```text\n{new}```", 1)
            page.write_text(text, encoding="utf-8")
