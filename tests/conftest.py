"""What do all tests share?"""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

IN_CI = os.environ.get("CI") == "true"

needs_torch = pytest.mark.skipif(
    find_spec("torch") is None and not IN_CI,
    reason="PyTorch is missing: pip install -r requirements-oracle.txt",
)
