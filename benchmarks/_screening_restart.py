"""One start of a screening process: from nothing to its first candidates, then warm, then working.

Called by `_screening_speed` with the file of prepared lists, the matcher, and when it was called.
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

from app.screening import matcher
from app.screening.listed import Index
from app.screening.matches import Subject
from models.particulars import Form

QUERIES = 1_000
PAGE = 4096


def main(file: str, chosen: str, began: str) -> None:
    """Print the figures as JSON."""
    index = Index.of_bytes(Path(file).read_bytes())
    index.names_like(Subject(kind=Form.PERSON, names=("Davor Meshkan",)), matcher.REVIEW)
    ready, cpu = time.time() - float(began), time.process_time()
    matcher.choose(chosen)
    matcher.warm()
    warm = time.process_time() - cpu
    for entry in random.Random(6).choices(index.entries, k=QUERIES):
        matcher.score(Subject(kind=entry.kind, names=(entry.name,)), index)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    figures = {
        "restart_s": round(cpu, 2),
        "restart_wall_s": round(ready, 2),
        "warm_s": round(warm, 2),
        "memory_mb": round(pages * PAGE / 1024**2),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
