"""Names made comparable: the same name, however typed, becomes the same words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.screening.kinds import WordKind
from app.screening.names import WORD_LIMIT, NameForm, prepare
from app.screening.pieces import readable
from app.screening.sounds import sound
from app.screening.variants import VARIANT_LIMIT, forms
from models.particulars import Form

TEXT = st.text(st.characters(), max_size=80)


def words_of(text: str, kind: Form = Form.PERSON) -> list[str]:
    form = prepare(text, kind)
    return [word.plain for word in form.words] if form else []


@settings(deadline=None)  # the first answer loads tables
@given(text=TEXT)
def test_making_text_readable_again_changes_nothing(text: str) -> None:
    assert readable(readable(text)) == readable(text)


@settings(deadline=None)  # the first answer loads tables
@given(text=TEXT, kind=st.sampled_from(Form))
def test_any_text_gives_plain_words_with_weight_or_none(text: str, kind: Form) -> None:
    form = prepare(text, kind)
    assert form is None or form.words
    for word in form.words if form else ():
        assert word.plain
        assert word.agrees > 0
        assert word.differs > 0
        assert word.kind is not WordKind.JOINED


@settings(deadline=None)  # the first answer loads tables
@given(words=st.lists(st.from_regex("[a-z]{4,9}", fullmatch=True), min_size=1, max_size=5))
def test_plain_words_of_a_person_are_kept_once_and_in_order(words: list[str]) -> None:
    if not any(word.startswith("abd") for word in words):
        assert words_of(" ".join(words).title()) == list(dict.fromkeys(words))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Abdurrahman", "Abdur Rahman"),
        ("Łukasz Brückner-Ørsted", "LUKASZ BRUCKNER ORSTED"),
        ("O'Brannagh", "O\u2019Brannagh"),
        ("Al-Telmuri", "al Telmuri"),
        ("\uff24\uff41\uff56\uff4f\uff52", "Davor"),
        ("Da\u00advor\u200b", "Davor"),
        ("Davor\tMeshkan\n", "davor meshkan"),
        ("سید\u200cمحمد حسین", "سید محمد حسین"),
    ],
)
def test_spellings_of_one_name_become_the_same_words(one: str, other: str) -> None:
    assert words_of(one) == words_of(other)


@pytest.mark.parametrize(
    ("name", "legal"),
    [
        ("Orlane Shadow GmbH", ("gmbh",)),
        ("Orlane Shadow Limited Liability Company", ("llc",)),
        ("\u041e\u041e\u041e Орлане Шадоу", ("ooo",)),
    ],
)
def test_legal_forms_are_taken_out_and_remembered(name: str, legal: tuple[str, ...]) -> None:
    form = prepare(name, Form.FIRM)
    assert form
    assert form.legal == legal
    assert form.words[0].plain == "orlane"
    assert len(form.words) == 2


def test_a_firm_of_nothing_but_a_legal_form_keeps_it_as_its_name() -> None:
    assert words_of("AT & T", Form.FIRM) == ["at", "t"]
    assert words_of("Ltd", Form.FIRM) == ["ltd"]


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("Second Kelmar Bank 7 Co", ["number", "plain", "trade", "number", "form"]),
        ("T.M.G. Shipping", ["plain", "trade"]),
        ("Trading of Kelmar Sweden", ["trade", "particle", "plain", "place"]),
        ("Министерство науки и образования", ["trade", "trade", "particle", "trade"]),
    ],
)
def test_words_of_a_firm_are_weighed_by_what_they_say(name: str, kinds: list[str]) -> None:
    form = prepare(name, Form.FIRM)
    assert form
    assert [word.kind.value for word in form.words] == kinds


def test_a_name_of_thousands_of_words_is_bounded() -> None:
    form = prepare(" ".join(f"w{number}x" for number in range(5_000)), Form.PERSON)
    assert form
    assert len(form.words) == WORD_LIMIT


@pytest.mark.parametrize(
    ("one", "other"),
    [("Husayn", "Hussein"), ("Qadhir", "Kadir"), ("Yevgeny", "Evgeniy"), ("Schwarz", "Shwarz")],
)
def test_words_that_sound_alike_have_one_sound(one: str, other: str) -> None:
    assert sound(one.lower()) == sound(other.lower())


def texts(found: tuple[NameForm, ...]) -> list[str]:
    return [form.text for form in found]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Orlane Shadow Logistics (OSL)", ["Orlane Shadow Logistics", "OSL"]),
        ("Orlane Foundation (Kelmar)", []),
        ("Azim One; Azim Two", ["Azim One", "Azim Two"]),
        ("Azim One / Azim Two", ["Azim One", "Azim Two"]),
        ("Azim a.k.a. Azum Karr", ["Azim", "Azum Karr"]),
        ("Azim formerly known as: Azum", ["Azim", "Azum"]),
        ("Aka Khandel", []),
        ("يسران (Yusran Halbir; Yousran)", ["يسران", "Yusran Halbir", "Yousran"]),
        ("Amir (original script: Борис)", ["Amir", "Борис"]),
        ("Yusran Halbir, born 1 Jan. 1953 (passport C1)", ["Yusran Halbir"]),
        ("((Yusran", []),
    ],
)
def test_one_written_name_may_hold_several_and_always_holds_the_whole(
    written: str, names: list[str]
) -> None:
    kind = Form.FIRM if written.startswith("Orlane") else Form.PERSON
    assert texts(forms(written, kind)) == [written, *names]


def test_nothing_written_holds_no_name() -> None:
    assert forms("", Form.PERSON) == forms("()", Form.FIRM) == ()


def test_the_number_of_names_in_one_is_bounded() -> None:
    written = "; ".join(f"Name{number} Word{number}" for number in range(500))
    assert len(forms(written, Form.PERSON)) == VARIANT_LIMIT
