"""A dossier as the pages that write it show it: its parts, what they lack, who is asked."""

from __future__ import annotations

from dataclasses import dataclass

from app import papers, versions
from app.dossiers.panel import Panel, panel
from app.papers import Kept
from app.work import Caller, reading
from models.actions import Action
from models.deals import Deal, Flag, flags, missing
from models.dossiers import Dossier
from models.errors import NotFound

GROUPS = ("questions", "parties", "steps", "goods", "route", "end_use", "validity")
"""The parts that every draft has; `outside` comes up where a State takes no part."""
STEPS = "steps"
OUTSIDE = "outside"
OFFERED = (
    Action.DOSSIER_SUBMIT,
    Action.DOSSIER_DISCARD,
    Action.DOSSIER_AMEND,
)


@dataclass(frozen=True)
class Part:
    """One part of a draft: done, or what it still lacks (codes of `missing.<code>`)."""

    group: str
    lacks: tuple[str, ...]
    is_open: bool = False
    """Whether what it must say is not known yet: other parts decide it."""

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to do in it."""
        return not self.lacks and not self.is_open


@dataclass(frozen=True)
class Writing:
    """A draft, or the next version of what was submitted."""

    key: str
    number: str | None
    version: int
    revision: int
    deal: Deal
    changed: bool
    """Whether it differs from the newest submitted version; a draft always does."""
    parts: tuple[Part, ...]
    panel: Panel
    papers: tuple[Kept, ...]
    flags: tuple[Flag, ...]
    """What each officer is shown: early steps, parties without authority, embargoes."""
    may: frozenset[Action]
    signer: str

    @property
    def lacks(self) -> tuple[str, ...]:
        """Everything that is still missing, in the order of the parts."""
        return tuple(code for part in self.parts for code in part.lacks)

    @property
    def done(self) -> int:
        """How many parts are done."""
        return sum(part.is_done for part in self.parts)

    def paper(self, uid: str) -> Kept | None:
        """One of the papers."""
        return next((item for item in self.papers if item.uid == uid), None)


def writing(caller: Caller, key: str) -> Writing:
    """What is being written; NotFound where nothing can be written any more."""
    with reading(caller) as view:
        dossier = view.get(Dossier, key)
        if not view.may(Action.DOSSIER_EDIT, dossier):
            raise NotFound
        deal = versions.as_registered(view.session, dossier.draft)
        found = panel(view.session, deal, view.at)
        submitted = dossier.version > 0
        return Writing(
            key=dossier.number or str(dossier.uid),
            number=dossier.number,
            version=dossier.version,
            revision=dossier.revision,
            deal=deal,
            changed=not submitted or deal != versions.newest(dossier).deal,
            parts=parts_of(deal, found),
            panel=found,
            papers=papers.kept_with(view.session, Dossier.THING, dossier.id),
            flags=(
                *flags(deal, view.at.date()),
                *versions.hard_stops(view.session, deal, view.at),
            ),
            may=frozenset(act for act in OFFERED if view.may(act, dossier)),
            signer=view.actor.name,
        )


def parts_of(deal: Deal, found: Panel | None = None) -> tuple[Part, ...]:
    """The parts of a draft with what each still lacks."""
    lacks = missing(deal)
    parts = [
        Part(group, _of(group, lacks), is_open=group == STEPS and _steps_are_open(deal, lacks))
        for group in GROUPS
    ]
    if found is not None and found.outside:
        parts.append(Part(OUTSIDE, ("outside.proof",) if found.unproved else ()))
    return tuple(parts)


def _steps_are_open(deal: Deal, lacks: tuple[str, ...]) -> bool:
    """Who acts for whom decides whether steps are asked for: none is told, nor is that."""
    return not deal.steps and bool(_of("questions", lacks) or _of("parties", lacks))


def _of(group: str, lacks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in lacks if code.partition(".")[0] == group)
