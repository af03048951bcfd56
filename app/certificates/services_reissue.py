"""Makes a document anew in place of another: lost paper, a changed name, a withdrawn key."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import letters, sheets
from app.lost_keys import is_lost
from app.work import Caller, act, work
from models import sheets as shapes
from models.certificates import Certificate
from models.errors import Blocked, Invalid
from models.letters import ReissueCause
from models.licences import Licence
from models.sheets import LicenceSheet
from models.stages import Stage
from models.traders import Registration, Trader


@act
def reissue(caller: Caller, uid: str, cause: str, reason: str) -> str:
    """Replace a certificate of the own State that stands, or a letter; answers the new one's uid.

    From this moment the old paper is good for nothing: its code is revoked in every State's list,
    its check code answers "replaced". Raises Blocked `certificate_replaced_already`,
    `certificate_ended`, `name_unchanged`, `key_not_withdrawn`; Invalid `letter_keeps_names`.
    """
    with work(caller) as w:
        if cause not in set(ReissueCause):
            raise Invalid("reissue_cause_missing", field="cause")
        old = w.find(Certificate, uid)
        _require_replaceable(w.session, old)
        _require_cause(w.session, old, ReissueCause(cause))
        make = letters.reissue if old.letter else sheets.reissue
        return str(make(w, old, ReissueCause(cause), reason.strip()).uid)


def _require_replaceable(session: Session, old: Certificate) -> None:
    if session.scalar(select(Certificate.id).where(Certificate.supersedes_id == old.id)):
        raise Blocked("certificate_replaced_already")
    if old.letter:
        return  # what was decided that day stays decided
    if old.licence_id is not None:
        stands = session.get_one(Licence, old.licence_id).stage is Stage.ISSUED
    else:
        stands = session.get_one(Registration, old.registration_id).stage is Stage.ACTIVE
    if not stands:
        raise Blocked("certificate_ended")


def _require_cause(session: Session, old: Certificate, cause: ReissueCause) -> None:
    """What is said to have happened must stand in the register, where the register knows it."""
    if cause is ReissueCause.NAME_CHANGED and old.letter:
        raise Invalid("letter_keeps_names", field="cause")
    if cause is ReissueCause.NAME_CHANGED:
        sheet = shapes.read(old.facts)
        said = (
            {party.name for party in sheet.parties}
            if isinstance(sheet, LicenceSheet)
            else {getattr(sheet, "trader", "")}
        )
        if session.get_one(Trader, old.trader_id).name in said:
            raise Blocked("name_unchanged")
    if cause is ReissueCause.KEY_WITHDRAWN and not is_lost(session, old):
        raise Blocked("key_not_withdrawn")
