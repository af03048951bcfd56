"""Refusals: what the register answers when it does not do what was asked."""

from collections.abc import Mapping


class Refusal(Exception):  # noqa: N818  a refusal is an answer, not a fault
    """A clear no: a code for the words, facts to fill them, and the field it is about.

    `code` is looked up as `refusal.<code>` in `app/words`; `facts` are plain values.
    """

    http = 409

    def __init__(self, code: str, *, field: str | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts: Mapping[str, object] = facts

    def __str__(self) -> str:
        return f"{self.code} {dict(self.facts)}" if self.facts else self.code


class NotAllowed(Refusal):
    """The person may not do this."""

    http = 403


class NotFound(Refusal):
    """There is no such thing, or none that this person may see: the answer is the same."""

    http = 404

    def __init__(self, code: str = "not_found", **facts: object) -> None:
        super().__init__(code)
        self.facts = facts


class ProofNeeded(NotAllowed):
    """The act needs the password again (`step_up`, rules 5.4)."""

    def __init__(self) -> None:
        super().__init__("proof_needed")


class Invalid(Refusal):
    """A value is wrong or missing; `field` names it."""

    http = 400


class WrongStage(Refusal):
    """The thing is not at a stage that allows the act."""


class Stale(Refusal):
    """The thing was changed by somebody else since the page was opened."""


class Blocked(Refusal):
    """The act is possible in principle, but something named in `facts` must come first."""


class Exceeds(Refusal):
    """A quantity is larger than what is left."""


class Duplicate(Refusal):
    """The same thing is already on the record; `facts` say what the record holds."""


class TooMany(Refusal):
    """Too many tries; `facts['wait']` is the number of seconds to wait."""

    http = 429


class Busy(Refusal):
    """The database could not order simultaneous acts after several tries."""

    http = 503
