"""What a dossier's page says of its past: every act has its words, and every code too."""

from app.authorizations import desk, shown
from app.words import merged, plurals
from app.words.licences import WORDS as LICENCE_WORDS
from models.actions import Action
from models.criteria import CRITERIA, REFUSAL_GROUNDS, STOPS
from models.granting import NO_COMMON_DAY, NO_LINE_LEFT
from models.verdicts import Reason

TOLD = ("authorization.", "dossier.", "licence.")
NEVER_NUMBERED = {"dossier.discard"}
"""Acts on a draft that no officer sees."""


def worded(code: str) -> bool:
    return code in merged() or code in plurals()


def test_every_act_on_a_dossier_its_cases_and_its_licence_has_words() -> None:
    acts = {str(action) for action in Action if str(action).startswith(TOLD)}
    lacking = {act for act in acts - shown.UNTOLD - NEVER_NUMBERED if not worded(f"happened.{act}")}
    assert lacking == set()
    assert all(f"happened.{act}.plain" in LICENCE_WORDS for act in NAMES_A_PERSON)


NAMES_A_PERSON = ("licence.suspend", "licence.confirm_suspension", "licence.lift", "licence.revoke")


def test_every_step_of_a_lane_has_words() -> None:
    codes = {f"case.step.{code}" for code in shown.STEPS.values()}
    codes |= {f"case.step.now_{stage}" for stage in desk.WAITS}
    codes |= {"case.step.proposed_consent", "case.step.proposed_refuse", "case.step.clash"}
    assert {code for code in codes if not worded(code)} == set()


def test_every_criterion_stop_clash_and_reason_has_words() -> None:
    codes = {f"criterion.{item}" for item in CRITERIA}
    codes |= {f"criterion.{item}.question" for item in CRITERIA}
    codes |= {f"stop.{item}" for item in STOPS}
    codes |= {f"clash.{item}" for item in (NO_COMMON_DAY, NO_LINE_LEFT)}
    codes |= {f"reason.{item}" for item in Reason}
    assert {code for code in codes if not worded(code)} == set()
    assert len(REFUSAL_GROUNDS) == len(set(REFUSAL_GROUNDS))
