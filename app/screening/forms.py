"""The forms of a finding: true, false or unclear, why, by what evidence, and until when."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.forms import (
    ChecksField,
    DayField,
    FileField,
    Form,
    RadioField,
    ReasonField,
    TextField,
    Upload,
    VersionField,
)
from app.papers import Paper
from app.screening.services_hits import Finding, Seen
from app.words import screening
from models.screening import DispositionOutcome

OUTCOMES = [
    (str(outcome), _l(screening.WORDS[f"finding.{outcome}"])) for outcome in DispositionOutcome
]
PURPOSE = "hit_evidence"


class _FoundForm(Form):
    """What every finding says beside its outcome."""

    reason = ReasonField(
        _l("Reason"),
        missing=_l("Give the reason in your own words"),
        hint=_l("What you compared, and what decided it. It stays on the record."),
        limit=2000,
    )
    evidence = TextField(
        _l("Evidence, where it is found"),
        hint=_l("A register, a letter, a page. Leave empty if the comparison above is enough."),
        limit=500,
    )
    paper = FileField(
        _l("Evidence, as a file"),
        hint=_l("PDF, PNG or JPEG. Only officers of your State can open it."),
    )
    look_again = DayField(
        _l("Look again on"),
        hint=_l(
            "False: leave empty to let it hold until the party, the entry or what agrees changes."
            " Unclear: leave empty for your State’s days of a task."
        ),
    )

    @property
    def has_more(self) -> bool:
        """Whether something was typed, or is wrong, beside the reason."""
        fields = (self.evidence, self.paper, self.look_again)
        return any(field.data or field.errors for field in fields)

    def finding(self, outcome: str) -> Finding:
        """What was found, as a plain value."""
        sent = self.paper.data
        file = Paper(sent.name, sent.content, PURPOSE) if isinstance(sent, Upload) else None
        return Finding(
            outcome,
            self.reason.data or "",
            evidence=self.evidence.data or "",
            look_again=self.look_again.data,
            paper=file,
        )


class FindingForm(_FoundForm):
    """An officer's finding on one hit, and on the same person's on other lists."""

    version = VersionField()
    outcome = RadioField(
        _l("Your finding"),
        choices=OUTCOMES,
        missing=_l("Say whether it is true, false or unclear"),
    )
    also = ChecksField(_l("Record the same for"), choices=())

    def value(self) -> Finding:
        """What was found."""
        return self.finding(self.outcome.data or "")

    def hits(self, uid: str) -> tuple[Seen, ...]:
        """The hit itself, and the others that were ticked."""
        return (Seen(uid, self.version.data), *map(seen, self.also.data or ()))


class ClearForm(_FoundForm):
    """One false friend: every hit that is ticked is found false, each by itself."""

    hits = ChecksField(_l("Hits to find false"), choices=(), missing=_l("Choose at least one hit"))

    def value(self) -> Finding:
        """What was found."""
        return self.finding(str(DispositionOutcome.FALSE))

    def chosen(self) -> tuple[Seen, ...]:
        """The hits that were ticked, as they were seen."""
        return tuple(map(seen, self.hits.data or ()))


def seen(key: str) -> Seen:
    """A tick read back: a hit's uid, and the revision that its page showed.

    >>> seen("0199.3")
    Seen(uid='0199', revision=3)
    """
    uid, _, revision = key.partition(".")
    return Seen(uid, int(revision) if revision.isdigit() else 0)
