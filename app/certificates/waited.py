"""Runs what pyHanko answers asynchronously to its end, wherever it is called from; pure."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def waited(work: Coroutine[Any, Any, T]) -> T:
    """What it answers. Where a loop runs already, a thread beside it does the work."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    here = contextvars.copy_context()
    with ThreadPoolExecutor(max_workers=1) as beside:
        return beside.submit(here.run, asyncio.run, work).result()
