"""The worker: one process that makes the documents that were decided and are not yet made."""

from __future__ import annotations

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
        made = making.make_next(caller, base_url, render.render, render.RENDERER, press.seal)
        if made:
            tidy()
        return made

    def keep_copy(caller: Caller) -> bool:
        kept = keeping.keep_next(caller, press)
        if kept:
            tidy()
        return kept

    return [
        Job("lists", Publisher().publish_next),
        Job("certificates", make_certificate),
        Job("archive", keep_copy),
        Job("list fetches", Fetcher().fetch_next),
    ]


def main(base_url: str, tsa_url: str | None = None, tsa_roots: tuple[bytes, ...] = ()) -> None:
    """Run as a process until told to stop."""

    def brought() -> list[Job]:
        todo = jobs(base_url, tsa_url, tsa_roots)
        settle()
        return todo

    run(told_by_signal(), LEASE, brought)
