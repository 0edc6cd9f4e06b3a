"""Fuzz every kind of input, 20,000 times in all, and print what became of them: `fuzz_inputs.py [SHARE]`."""

import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1] / "kit"))

from fuzzing import fuzz


def main() -> None:
    """Print a line a kind of input, all seasons together, and the sum."""
    total: dict[str, Counter[str]] = {}
    began = process_time()
    with tempfile.TemporaryDirectory() as folder:
        for name, found in fuzz(Path(folder), float(sys.argv[1]) if sys.argv[1:] else 1):
            total.setdefault(name.split(" fgc_")[0], Counter()).update(found)
            print(f"{name}: {dict(found)}", file=sys.stderr, flush=True)
    for name, found in {**total, "all": sum(total.values(), Counter())}.items():
        told = ", ".join(f"{count:,} {what}" for what, count in sorted(found.items()))
        print(f"{name}: {found.total():,}: {told}")
    print(f"{process_time() - began:.0f} s of a processor")


if __name__ == "__main__":
    main()
