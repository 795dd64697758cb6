"""What do all tests share?"""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest
from hypothesis import settings

IN_CI = os.environ.get("CI") == "true"

# Speed is measured in bench/, not by a test on a busy machine; in CI the same cases are tried every time.
settings.register_profile("untimed", deadline=None, derandomize=IN_CI)
settings.load_profile("untimed")

needs_torch = pytest.mark.skipif(
    find_spec("torch") is None and not IN_CI,
    reason="PyTorch is missing: pip install -r requirements-oracle.txt",
)
