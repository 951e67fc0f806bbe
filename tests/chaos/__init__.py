"""The whole program under kills and outages."""

import pytest

pytest.register_assert_rewrite("tests.chaos.town")
