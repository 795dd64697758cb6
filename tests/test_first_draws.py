"""Does a link still mean the problem that it meant when it was shared?"""

from __future__ import annotations

import pytest

from engine import catalog
from tests.first_draws import drawn_now, name, recorded


@pytest.mark.parametrize("slug", catalog.kinds())
def test_a_seed_draws_what_it_always_drew(slug: str) -> None:
    message = "draw means something else: raise `version`; for a new kind or version run python -m tests.first_draws"
    assert recorded().get(name(slug)) == drawn_now(slug), message
