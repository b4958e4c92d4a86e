"""The measurements stay in the checkout: they are no part of the wheel, and are found beside the tests."""

from __future__ import annotations

import sys
from pathlib import Path

# Last in the path: what is measured is the code that the tests run against, be it the checkout's or a wheel's.
sys.path.append(str(Path(__file__).parents[2]))
