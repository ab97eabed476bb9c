"""Property tests draw the same examples every time, unless new ones are asked for.

``HYPOTHESIS_PROFILE=search pytest`` looks for examples that nobody has met yet.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
