"""The named points that the local cloud has, read from its source."""

from __future__ import annotations

import re
from pathlib import Path

from tilewright import localcloud


def points_of_the_cloud() -> set[str]:
    texts = [file.read_text("utf-8") for file in Path(localcloud.__path__[0]).rglob("*.py")]
    return {name for text in texts for name in re.findall(r'reach\(\s*f?"([^"]+)"', text)}
