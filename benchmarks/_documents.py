"""Documents drawn, sealed and inspected: in one process, and in two at once."""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing.synchronize import Barrier
from typing import Any

import segno

from app import clock
from app.certificates import render
from app.certificates.inspecting import Genuine, Trust, inspected
from app.certificates.sealing import sealed
from app.jobs import settle, tidy
from app.signed import token
from benchmarks._timing import WARM, Times, once, timed
from models import sheets
from models.sheets import LicenceSheet, SheetParty
from tests import make
from tests.app.certificates import authorities
from tests.app.certificates.sheets import licence_sheet
from tools.vectors import codes, keys

AT = make.at("2026-06-18 15:02:10")
BASE = authorities.BASE
TWO = ("fr", "en")
FIVE = ("fr", "ar", "zh", "ru", "en")
POOL = 2
NAMES = ("Северный Мост Трейдинг", "شركة الجسر الشمالي", "北桥贸易有限公司")


def sheet(*languages: str, names: tuple[str, ...] = ()) -> LicenceSheet:
    """A licence of two States, and perhaps more parties to it."""
    more = tuple(SheetParty(capacity="buyer", name=name) for name in names)
    return licence_sheet(parties=(*licence_sheet().parties, *more), languages=languages)


def code_of(of: LicenceSheet) -> str:
    """The text of the square of a licence of two States."""
    digest = bytes.fromhex(sheets.digest(sheets.written(of)))[: token.DIGEST]
    return codes.text(replace(codes.LICENCE, number=of.number, schedule_hash=digest))


class Desk:
    """Draws and seals with everything warm, as the worker does document after document."""

    def __init__(self) -> None:
        self.regime = authorities.regime("XA")
        self.trust = Trust(self.regime.known())
        self.seal = self.regime.seal()

    def drawn(self, of: LicenceSheet, code: str) -> bytes:
        return render.render(of, BASE, code)

    def sealed(self, pdf: bytes) -> bytes:
        return sealed(pdf, self.seal)

    def measured(
        self, of: LicenceSheet, rounds: int, name: str = "", warm: int = WARM
    ) -> dict[str, float]:
        """Figures of so many documents; each is inspected as the worker inspects its own."""
        code = code_of(of)
        draw, seal, look = Times(), Times(), Times()
        with clock.standing_at(AT):
            for place in range(warm + rounds):
                if place == warm:
                    draw, seal, look = Times(), Times(), Times()
                plain = once(draw, lambda: self.drawn(of, code))
                content = once(seal, lambda plain=plain: self.sealed(plain))  # type: ignore[misc]
                found = once(look, lambda content=content: inspected(content, self.trust))  # type: ignore[misc]
                assert isinstance(found, Genuine), found
        return {
            **draw.figures(f"{name}render"),
            **seal.figures(f"{name}seal"),
            **(draw + seal).figures(f"{name}render_seal"),
            **look.figures(f"{name}inspect"),
            f"{name}pdf_kb": round(len(content) / 1000, 1),
        }


class _Here:
    """What a process of the pool keeps between tasks."""

    desk: Desk
    start: Barrier


def _moved_in(start: Barrier) -> None:
    _Here.desk, _Here.start = Desk(), start
    settle()


def _worked(of: LicenceSheet, rounds: int) -> tuple[float, float, float]:
    """Draw and seal so many at the same time as the others: from when until when, and CPU."""
    code = code_of(of)
    desk = _Here.desk
    with clock.standing_at(AT):
        for _ in range(WARM):
            desk.sealed(desk.drawn(of, code))
        _Here.start.wait(timeout=120)
        begin, cpu = time.perf_counter(), time.process_time()
        for _ in range(rounds):
            desk.sealed(desk.drawn(of, code))
            tidy()
        return begin, time.perf_counter(), time.process_time() - cpu


def pool(of: LicenceSheet, rounds: int, name: str = "") -> dict[str, float]:
    """Documents a second by two processes; and by what the processor gave them."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(POOL, context, _moved_in, (context.Barrier(POOL),)) as workers:
        runs = list(workers.map(_worked, [of] * POOL, [rounds] * POOL))
    begins, ends, cpus = zip(*runs, strict=True)
    return {
        f"{name}pool2_per_s": round(POOL * rounds / (max(ends) - min(begins)), 1),
        f"{name}pool2_per_cpu_s": round(sum(rounds / cpu for cpu in cpus), 1),
    }


def square(rounds: int) -> dict[str, Any]:
    """The code: its length, how long signing takes; the longest that is foreseen."""
    text = code_of(sheet(*TWO))
    signed = timed(lambda: codes.text(codes.LICENCE), rounds)
    return {
        "qr_chars": len(text),
        "qr_chars_longest": len(codes.text(codes.LONGEST)),
        "qr_version": segno.make_qr(text, error="q").version,
        "token_bytes": len(token.signed(codes.LICENCE, keys.XA_TOKEN)),
        **signed.figures("token"),
    }
