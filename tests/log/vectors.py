"""Published vectors of the log's formats, beside the checkout; the tests that read them are skipped without them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

VECTORS = Path(__file__).parents[2] / "../shared/data/log"

ABSENT = "needs the published vectors in ../shared/data/log"
with_vectors = pytest.mark.skipif(not VECTORS.is_dir(), reason=ABSENT)


def found(pattern: str) -> list[Any]:
    """A parameter for each file, named by it; one that is skipped where there is none."""
    paths = sorted(VECTORS.glob(pattern))
    if not paths:
        return [pytest.param(Path(), marks=pytest.mark.skip(reason=ABSENT))]
    return [pytest.param(path, id=str(path.relative_to(VECTORS))) for path in paths]


def read(path: Path) -> Any:  # noqa: ANN401 # whatever a file of JSON holds
    return json.loads(path.read_text(encoding="utf-8"))
