"""Write what the notebook shows anew: `PYTHONPATH=tests/kit python tests/scripts/write_notebook.py`."""

import nbformat
from notebooks import NOTEBOOK, played

if __name__ == "__main__":
    nbformat.write(played(NOTEBOOK), NOTEBOOK)
