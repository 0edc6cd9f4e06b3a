"""Pictures as files: whether something is drawn in them."""

import re

import numpy as np
from matplotlib.image import imread


def assert_drawn(path, figure=None):
    """Fail unless a file is a picture with something on it; a PNG has the size of its figure, where one is given."""
    data = path.read_bytes()
    if path.suffix == ".png":
        pixels = (imread(path) * 255).astype(np.uint8)
        height, width, _ = pixels.shape
        assert (pixels[..., 3] == 255).all()
        assert len(np.unique(pixels.reshape(-1, 4), axis=0)) > 20  # letters have many greys, areas their colours
        assert min(pixels.min(axis=(0, 1))[:3]) < 100 < 250 < max(pixels.max(axis=(0, 1))[:3])
        if figure is not None:
            dots = figure.get_size_inches() * figure.get_dpi()
            assert (width / height) == (dots[0] / dots[1])
            assert width >= dots[0]
    elif path.suffix == ".svg":
        assert len(re.findall(rb"<(?:path|use|text) ", data)) > 20
    else:
        assert data.startswith(b"%PDF")
        assert data.rstrip().endswith(b"%%EOF")
        assert b"/Font" in data
