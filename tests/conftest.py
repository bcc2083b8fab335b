"""Test settings for hypothesis.

The default run draws the same examples every time, so that a green commit stays green; the long run (`make test-long`)
draws thirty times as many, new ones each time. No example has a time limit: machines differ.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "default", deadline=None, max_examples=100, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", parent=settings.get_profile("default"), max_examples=3000, derandomize=False)
settings.register_profile("mutation", parent=settings.get_profile("default"), max_examples=15)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
