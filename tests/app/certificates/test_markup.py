"""A document's markup: translated, escaped, and with every code put into words."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from babel import Locale
from babel.messages.extract import extract_from_dir
from lxml import html
from lxml.html import HtmlElement

from app import words
from app.certificates import markup as markup_module
from app.certificates.markup import has_crest, markup
from app.certificates.speech import ENGLISH, Speech, hand, speech, speeches
from app.pseudo import PseudoTranslations
from models.criteria import REFUSAL_GROUNDS, STOPS
from models.deals import Capacity, Why
from models.enforcement import Ground
from models.goods import GoodsClass, Unit
from models.letters import LetterKind
from models.particulars import Form, TraderKind
from models.registering import RefusalReason
from models.sheets import DRAFT, Sheet, SheetOutside, SheetParty, SheetStop
from tests.app.certificates.sheets import XA, XC, letter_sheet, licence_sheet, registration_sheet
from tests.untranslated import untranslated

BASE = "https://register.example"


def said(page: str, kind: str) -> list[HtmlElement]:
    """The elements of a class."""
    tree: Any = html.document_fromstring(page)
    return list(tree.find_class(kind))


OUTSIDE = SheetOutside(
    party="Norvane Brokering Ltd",
    state_name="Norway",
    authority="The Ministry",
    registration="R 17",
    authorization="A 4",
    first_day=XA.first_day,
    last_day=XA.last_day,
)
EVERYTHING = licence_sheet(
    outside=(OUTSIDE,),
    end_use_issuer="Ministry of the Interior of Xeland",
    end_use_issued_on=XA.consented_on,
    lines=(
        msgspec.structs.replace(
            licence_sheet().lines[0],
            make_model="Karrow K4",
            calibre="9×19 mm",
            value=1,
            currency="EUR",
        ),
    ),
)


@pytest.mark.parametrize(
    "sheet",
    [
        EVERYTHING,
        licence_sheet(conditions=(), valid_from=licence_sheet().valid_from.replace(hour=4)),
        licence_sheet(authorizers=(XC,), lead="XC"),
        licence_sheet(authorizers=(XA, XC, XC)),
        licence_sheet(authorizers=(XA, msgspec.structs.replace(XC, first_day=XA.first_day))),
        registration_sheet(),
        registration_sheet(trader_form="person", conditions=(), demonstration=False),
        registration_sheet(number=DRAFT, check_code=""),
        licence_sheet(replaces=licence_sheet().issued_at),
        *(letter_sheet(kind=kind) for kind in LetterKind),
        letter_sheet(first_issued_at=letter_sheet().issued_at),
    ],
)
def test_every_word_of_ours_is_translated(sheet: Sheet) -> None:
    page = markup(sheet, BASE, Speech(Locale("en"), PseudoTranslations()))
    assert untranslated(page) == []


def every_code() -> list[str]:
    return [
        *(f"capacity.{code}" for code in Capacity),
        *(f"class.{code}" for code in GoodsClass),
        *(f"kind.{code}" for code in TraderKind),
        *(f"sheet.registration.{code}" for code in TraderKind),
        *(f"sheet.stop.{role}" for role in ("dispatch", "transit", "destination")),
        *(f"sheet.why.{code}" for code in Why),
        "sheet.demonstration",
        "sheet.draft",
    ]


@pytest.mark.parametrize("code", every_code())
def test_every_code_that_a_sheet_can_hold_has_words(code: str) -> None:
    assert ENGLISH.say(code) == words.merged()[code]


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_is_counted(unit: Unit) -> None:
    assert ENGLISH.counted(1, unit) == f"1 {unit}"
    assert ENGLISH.counted(200_000, unit) == f"200,000 {unit}s"


@pytest.mark.parametrize("form", Form)
def test_a_sheet_of_every_form_and_kind_can_be_written(form: Form) -> None:
    for kind in TraderKind:
        assert markup(registration_sheet(trader_form=str(form), kind=str(kind)), BASE, ENGLISH)


def test_a_code_without_words_makes_no_document() -> None:
    with pytest.raises(KeyError):
        markup(registration_sheet(kind="smuggler"), BASE, ENGLISH)


# What people wrote


@pytest.mark.parametrize(
    "text",
    ['"><svg onload=alert(1)>', "{{7*7}}{% include 'sheet.css' %}", "%(name)s %s", "&amp;<b>"],
)
def test_what_people_wrote_stands_as_it_was_written(text: str) -> None:
    sheet = licence_sheet(parties=(SheetParty(capacity="broker", name=text),), end_use=text)
    page = markup(sheet, BASE, ENGLISH)
    assert [item.text_content() for item in said(page, "said")].count(text) == 2
    assert "<svg" not in page


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u0007", "\ufeff", "\u2028"])
def test_marks_that_turn_a_line_or_hide_are_left_out(mark: str) -> None:
    sheet = licence_sheet(
        parties=(SheetParty(capacity="broker", name=f"Nor{mark}vane", state_name=f"X{mark}andria"),)
    )
    page = markup(sheet, BASE, ENGLISH)
    assert mark not in page
    assert "Norvane" in page
    assert "Xandria" in page


def test_it_names_no_picture_but_the_packages_own() -> None:
    for sheet in (EVERYTHING, registration_sheet()):
        page = markup(sheet, BASE, ENGLISH)
        found = re.findall(r"(?:src|href)=\"?([^\"> ]+)|url\(([^)]+)\)", page)
        assert found
        assert all((one or other).startswith("own:") for one, other in found)


@pytest.mark.parametrize(
    ("text", "lang", "turns"),
    [
        ("Norvane Brokering Ltd", "", False),
        ("Ærø Våben A/S", "", False),
        ("Северный Мост", "und-Cyrl", False),
        ("Βόρεια Γέφυρα", "und-Grek", False),
        ("北桥贸易有限公司", "und-Hani", False),
        ("شركة الجسر الشمالي", "und-Arab", True),
        ("שער הצפון", "und-Hebr", True),
        ("2026 (ذ.م.م)", "und-Arab", True),
        ("Norvane شركة", "", False),
        ("42 – 17", "", False),
        ("", "", False),
    ],
)
def test_the_hand_of_a_name_is_told(text: str, lang: str, turns: bool) -> None:  # noqa: FBT001
    assert (hand(text).lang, hand(text).turns) == (lang, turns)


def test_a_name_from_right_to_left_has_a_line_of_its_own() -> None:
    name = "شركة الجسر الشمالي"
    sheet = licence_sheet(
        parties=(SheetParty(capacity="buyer", name=name, state_name="Xdonia"),),
        route=(SheetStop(state="XD", name="Xdonia", role="transit", place="ميناء"),),
    )
    lines = said(markup(sheet, BASE, ENGLISH), "rtl")
    assert [item.text_content() for item in lines] == [name, "ميناء"]
    assert {(item.get("dir"), item.get("lang")) for item in lines} == {("rtl", "und-Arab")}


def test_only_a_state_with_a_crest_shows_one() -> None:
    other = msgspec.structs.replace(XA, code="NO", name="Norway")
    page = markup(licence_sheet(authorizers=(other, XC), lead="NO"), BASE, ENGLISH)
    assert "Crest of Norway" not in page
    assert page.count("Crest of Xcadia") == 1
    assert not any(has_crest(code) for code in ("", "../xa", "x", "xa.svg", "ХА", "1"))  # noqa: RUF001
    assert has_crest("XA")


# Languages


def test_a_document_speaks_a_language_that_the_register_has() -> None:
    page = markup(licence_sheet(), BASE, speech("fr"))
    assert '<html lang="fr" dir="ltr">' in page
    assert "Valable du 1 août 2026 au 31 mars 2027" in page
    assert "Courtier" in page
    assert "200\u202f000 cartouches" in page


def test_a_language_that_the_register_has_not_is_not_pretended() -> None:
    assert [one.tag for one in speeches(("de", "../fr", "fr", "en", "fr"))] == ["en", "fr"]
    page = markup(licence_sheet(), BASE, *speeches(("de",)))
    assert '<html lang="en" dir="ltr">' in page
    assert "Valid 1 August 2026" in page


def test_two_languages_stand_under_one_another_each_with_its_mark() -> None:
    page = markup(licence_sheet(), BASE, *speeches(("fr", "en")))
    assert '<html lang="fr" dir="ltr">' in page
    tree: Any = html.document_fromstring(page)
    parties = next(item for item in tree.iter("h2") if "Parties" in item.text_content())
    assert parties.text_content() == "Parties"  # both say the same: it is said once
    goods = next(item for item in tree.iter("h2") if "Goods" in item.text_content())
    assert [(one.get("lang"), one.text_content()) for one in goods] == [
        ("fr", "Marchandises"),
        ("en", "Goods"),
    ]
    days = said(page, "days")[0]
    assert [one.text_content() for one in days[0]] == [
        "Valable du 1 août 2026 au 31 mars 2027",
        "Valid 1 August 2026 to 31 March 2027",
    ]
    assert tree.findtext(".//title") == "Licence XA-2026-L-00042-D"
    assert all("<" not in item.get("alt") for item in tree.iter("img"))


def test_how_to_check_it_is_told_in_one_language_after_the_other() -> None:
    for sheet in (licence_sheet(), registration_sheet(), letter_sheet()):
        (check,) = said(markup(sheet, BASE, speech("fr"), ENGLISH), "check")
        french, english = check.iter("p")
        assert (french.get("lang"), english.get("lang")) == ("fr", "en")
        assert french.text_content().startswith("Ce papier seul ne prouve rien.")
        assert english.text_content().startswith("This paper alone proves nothing.")
        assert not list(check.iter("span"))
        for part in (french, english):
            assert "register.example/verify" in part.text_content()
            assert "register.example/contacts" in part.text_content()


def every_text() -> set[str]:
    """Everything of ours that a document can say, as the English it is looked up by."""
    folder = markup_module.ROOT / "templates" / "certificates" / "sheets"
    found = extract_from_dir(
        folder, [("**.html", "jinja2")], {"**.html": {"trimmed": "true"}}, strip_comment_tags=True
    )
    texts = {text[0] if isinstance(text, tuple) else text for _, _, text, _, _ in found}
    codes = [*every_code(), *(f"letter.{kind}" for kind in LetterKind)]
    codes += [f"letter.means.{kind}" for kind in LetterKind]
    codes += ["letter.means.case_notice_recognises"]
    codes += [f"ground.{code}" for code in Ground]
    codes += [f"refused_for.{code}" for code in RefusalReason]
    codes += [f"{'stop' if code in STOPS else 'criterion'}.{code}" for code in REFUSAL_GROUNDS]
    texts |= {words.merged()[code] for code in codes}
    return texts | {words.plurals()[f"units.{unit}"][0] for unit in Unit}
