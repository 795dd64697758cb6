"""What do all tests share?"""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # speed is measured in bench/, not by a test on a busy machine
settings.load_profile("untimed")

IN_CI = os.environ.get("CI") == "true"

needs_torch = pytest.mark.skipif(
    find_spec("torch") is None and not IN_CI,
    reason="PyTorch is missing: pip install -r requirements-oracle.txt",
)
