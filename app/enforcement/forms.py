"""Forms of enforcement: a case and its notice, reply, proposal, signature; answers to tasks."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from app.enforcement.casefile import Opening, Wanted
from app.forms import (
    ChecksField,
    DayField,
    FileField,
    Form,
    RadioField,
    ReasonField,
    VersionField,
)
from app.gate import GraveForm
from app.papers import Paper
from app.sayings import say
from app.words import grounds
from models.casework import TaskOutcome
from models.proposals import Decision

AGREE, BACK = "agree", "back"
GROUNDS = [(code, _l(grounds.WORDS[f"ground.{code}"])) for code in grounds.CODES]


class OpenForm(GraveForm):
    """A case begins."""

    grounds = ChecksField(
        _l("Grounds"),
        choices=GROUNDS,
        missing=_l("Choose at least one ground"),
        hint=_l("Of the catalogue. None but the conviction needs a court."),
    )
    facts = ReasonField(
        _l("What happened"),
        missing=_l("Say what happened, as far as it is known"),
        hint=_l("The trader reads it with the notice, and so do the States that are asked."),
    )
    evidence = ReasonField(
        _l("Evidence, as the notice lists it"),
        hint=_l("Number the pieces, one a line. Files of your State are added on the case’s page."),
    )

    def value(self) -> Opening:
        """What the case begins with."""
        return Opening(
            grounds=tuple(self.grounds.data or ()),
            facts=self.facts.data or "",
            evidence=self.evidence.data or "",
        )


class NoticeForm(GraveForm):
    """The notice, as the trader reads it."""

    version = VersionField()
    notice = ReasonField(
        _l("Your notice"),
        missing=_l("Write the notice as the trader is to read it"),
        hint=_l("Grounds, facts and evidence stand below it by themselves. Say what may follow."),
    )


class NoticeDraftForm(Form):
    """The words of a notice as far as they are written, to be looked at as the letter they make."""

    notice = ReasonField(_l("Your notice"))


class EvidenceForm(Form):
    """A file of the State."""

    document = FileField(
        _l("File"),
        missing=_l("Choose a file"),
        hint=_l("PDF, PNG or JPEG, up to 10 MB. The trader does not read it."),
    )

    def value(self) -> Paper:
        """The file as given."""
        sent = self.document.data
        return Paper(sent.name, sent.content, "")


class ReplyForm(Form):
    """The trader's reply."""

    version = VersionField()
    reply = ReasonField(
        _l("Your reply"),
        missing=_l("Write your reply"),
        hint=_l("It is given once. Answer each fact; add what proves it."),
    )
    first = FileField(_l("File"), hint=_l("PDF, PNG or JPEG. All files together up to 10 MB."))
    second = FileField(_l("Another file"))
    third = FileField(_l("A third file"))

    def files(self) -> list[Paper]:
        """What came with it."""
        sent = [field.data for field in (self.first, self.second, self.third)]
        return [Paper(item.name, item.content, "") for item in sent if item is not None]


class ProposeForm(GraveForm):
    """A proposal: de-register with a bar, or no measure."""

    version = VersionField()
    decision = RadioField(
        _l("What do you propose?"),
        missing=_l("Choose what you propose"),
        choices=[
            (str(Decision.DEREGISTER), _l("De-register: all kinds of this trader in our State")),
            (str(Decision.CLOSE), _l("No measure: close the case")),
        ],
    )
    grounds = ChecksField(
        _l("Grounds that are shown"),
        choices=(),
        hint=_l("Only to de-register. Leave out what the reply has answered."),
    )
    bar_until = DayField(
        _l("Last day of the bar"),
        hint=_l("Only to de-register. Left empty it is the usual bar of the State."),
    )
    reason = ReasonField(
        _l("Your finding, for the signer and the record"),
        missing=_l("Give the reason in your own words"),
        hint=_l("Fact by fact: what the notice said, what the reply said, what is shown."),
    )
    reason_for_trader = ReasonField(
        _l("The reasons, for the trader"),
        missing=_l("Write the reasons that the trader is to read"),
        hint=_l("The States that are asked read them too."),
    )

    def offer(self, codes: Iterable[str]) -> None:
        """Offer the grounds of this case."""
        self.grounds.offered = [(code, say(f"ground.{code}")) for code in codes]

    def value(self) -> Wanted:
        """What is proposed."""
        return Wanted(
            decision=Decision(self.decision.data or ""),
            reason=self.reason.data or "",
            reason_for_trader=self.reason_for_trader.data or "",
            grounds=tuple(self.grounds.data or ()),
            bar_until=self.bar_until.data,
        )


class SignForm(GraveForm):
    """The second signature under a proposal."""

    decision = RadioField(
        _l("Your decision"),
        missing=_l("Choose whether you agree"),
        choices=[(AGREE, _l("I agree and sign")), (BACK, _l("Send back, with my reason"))],
    )
    reason = ReasonField(
        _l("Your reason"), missing=_l("Give the reason in your own words"), limit=2000
    )


class CloseForm(GraveForm):
    """An examination that found no case."""

    reason = ReasonField(
        _l("Why is there no case?"), missing=_l("Give the reason in your own words"), limit=2000
    )


class TaskForm(GraveForm):
    """An answer to a task; the grounds and facts are those of an own case."""

    outcome = RadioField(_l("Your State’s answer"), missing=_l("Choose an answer"), choices=[])
    reason = ReasonField(
        _l("Your reason"),
        missing=_l("Give the reason in your own words"),
        hint=_l("It is kept with the task; a State that asked reads it."),
        limit=2000,
    )
    grounds = ChecksField(_l("Grounds of your own case"), choices=GROUNDS)
    facts = ReasonField(_l("What happened, for your own case"))

    def offer(self, outcomes: Iterable[str]) -> None:
        """Offer the answers that this kind of task takes."""
        sentences = {
            str(TaskOutcome.RECOGNISED): _l(
                "Recognise: propose to de-register here too; a senior officer countersigns"
            ),
            str(TaskOutcome.OWN_CASE): _l("Open a case of our own"),
            str(TaskOutcome.DECLINED): _l("Decline, with the reason"),
            str(TaskOutcome.NOTED): _l("Noted: we have dealt with it"),
        }
        self.outcome.choices = [(code, sentences[code]) for code in outcomes]

    def opening(self) -> Opening:
        """What a case of one's own begins with."""
        return Opening(grounds=tuple(self.grounds.data or ()), facts=self.facts.data or "")
