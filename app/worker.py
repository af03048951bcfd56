"""The worker: one process that makes the documents that were decided and are not yet made."""

from __future__ import annotations

from collections.abc import Callable

from app.jobs import Job, run, settle, tidy, told_by_signal
from app.work import Caller

LEASE = "worker"


def jobs(base_url: str, tsa_url: str | None = None, tsa_roots: tuple[bytes, ...] = ()) -> list[Job]:
    """Every kind of work, in the order in which it is looked for; imports are heavy, so late."""
    from app.certificates import keeping, making, render  # noqa: PLC0415
    from app.certificates.seals import Press  # noqa: PLC0415
    from app.published.services import Publisher  # noqa: PLC0415
    from app.screening.fetching import Fetcher  # noqa: PLC0415

    press = Press(tsa_url, tsa_roots)

    def make_certificate(caller: Caller) -> bool:
        return making.make_next(caller, base_url, render.render, render.RENDERER, press.seal)

    def keep_copy(caller: Caller) -> bool:
        return keeping.keep_next(caller, press)

    return [
        Job("lists", Publisher().publish_next),
        Job("certificates", _tidied(make_certificate)),
        Job("archive", _tidied(keep_copy)),
        Job("list fetches", Fetcher().fetch_next),
    ]


def _tidied(do: Callable[[Caller], bool]) -> Callable[[Caller], bool]:
    """The same work, which leaves no memory taken."""

    def done(caller: Caller) -> bool:
        busy = do(caller)
        if busy:
            tidy()
        return busy

    return done


def main(base_url: str, tsa_url: str | None = None, tsa_roots: tuple[bytes, ...] = ()) -> None:
    """Run as a process until told to stop."""

    def brought() -> list[Job]:
        todo = jobs(base_url, tsa_url, tsa_roots)
        settle()
        return todo

    run(told_by_signal(), LEASE, brought)
