"""The groups of questions of an application: what each may change, and what leads to it; pure."""

from __future__ import annotations

from datetime import date

from models.particulars import Form, Particulars, TraderKind, missing

FIELDS: dict[str, frozenset[str]] = {
    "identity": frozenset(
        {
            "name",
            "trading_names",
            "former_names",
            "legal_form",
            "company_number",
            "incorporated_on",
            "birth_date",
            "birth_place",
            "identity_document",
            "website",
            "stateless",
            "residence",
        }
    ),
    "nationality": frozenset({"nationalities"}),
    "addresses": frozenset({"addresses"}),
    "contact": frozenset({"phone", "email", "contact_person"}),
    "people": frozenset({"associates"}),
    "group": frozenset({"has_parent_or_subsidiary", "group_statement"}),
    "activities": frozenset({"activities", "goods_classes", "earlier_registrations"}),
    "kind": frozenset({"answers"}),
    "eligibility": frozenset({"eligibility"}),
}
"""What each group may change of the particulars."""

SHARED = frozenset(FIELDS) - {"activities", "kind"}
"""Groups that say what the trader is: the same in every draft, whatever the kind."""

FIXED = ("form", "name", "company_number", "incorporated_on", "birth_date")
"""What stands on a live registration: changed by a notice to its State, not by a new filing."""

PROOF = {Form.FIRM: "incorporation", Form.PERSON: "identity"}
"""The document that each form of trader must give (REG-05)."""

PURPOSES = ("incorporation", "identity", "chart", "premises", "police", "insurance", "other")
ANSWER = "answer"
"""The purpose of a document that comes with an answer."""


def groups_of(facts: Particulars) -> tuple[str, ...]:
    """The groups of the task list, in order, for a firm or a natural person."""
    hidden = {"people", "group"} if facts.form is Form.PERSON else frozenset()
    return tuple(name for name in (*FIELDS, "documents") if name not in hidden)


def group_of(code: str) -> str:
    """The group in which a missing thing is given.

    >>> group_of("people.group_statement"), group_of("kind.modes")
    ('group', 'kind')
    """
    return "group" if code.startswith("people.group") else code.partition(".")[0]


def lacks(
    kind: TraderKind,
    facts: Particulars,
    today: date,
    purposes: frozenset[str],
    held: frozenset[str],
) -> tuple[str, ...]:
    """Everything that keeps an application from being submitted, as codes `missing.<code>`.

    `purposes` are those of the documents given; `held` the countries whose nationality the
    register already knows: none may be dropped in silence, it ends with a day and its proof.
    """
    found = list(missing(kind, facts, today))
    if PROOF[facts.form] not in purposes:
        found.append(f"documents.{PROOF[facts.form]}")
    if held - {item.country for item in facts.nationalities}:
        found.append("nationality.dropped")
    order = {name: place for place, name in enumerate(groups_of(facts))}
    return tuple(sorted(found, key=lambda code: order.get(group_of(code), 0)))


def changed_identity(facts: Particulars, recorded: Particulars) -> tuple[str, ...]:
    """The fixed fields in which an application differs from what the register holds."""
    return tuple(name for name in FIXED if getattr(facts, name) != getattr(recorded, name))
