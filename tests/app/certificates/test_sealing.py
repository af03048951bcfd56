"""The sealed file itself: for archives, for readers who do not see, and for other programs."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import outloud
import pikepdf
import pytest
from lxml import etree
from pikepdf import Name

from app import authority, clock
from app.certificates.archiving import Proof, restamped, with_proof
from app.certificates.fields import with_field
from app.certificates.inspecting import Flaw, Genuine, Trust, inspected
from app.certificates.render import render
from app.certificates.sealing import sealed
from app.certificates.stamping import AskedStamper, OwnStamper, StampMissing
from models import sheets
from models.sheets import SheetParty
from tests import make
from tests.app.certificates import authorities
from tests.app.certificates.authorities import BASE, Regime
from tests.app.certificates.sheets import licence_sheet

AT = make.at("2026-06-18 15:02:10")
NS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
}
NAMES = {
    "und-Cyrl": "Северный Мост Трейдинг",
    "und-Arab": "شركة الجسر الشمالي",
    "und-Hani": "北桥贸易有限公司",
}
LARGEST_PDF = 100_000
"""The goal of issue 3: bytes of a document in one language."""


@cache
def regime() -> Regime:
    return authorities.regime("XA")


@cache
def document() -> bytes:
    """A licence with names in three other scripts, sealed."""
    more = tuple(SheetParty(capacity="buyer", name=name) for name in NAMES.values())
    sheet = licence_sheet(parties=(*licence_sheet().parties, *more))
    with clock.standing_at(AT):
        return sealed(render(sheet, BASE), regime().seal())


@pytest.fixture
def pdf() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(document())) as opened:
        yield opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "sealed.pdf"
    found.write_bytes(document())
    return found


def structure(pdf: pikepdf.Pdf) -> list[Any]:
    return [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == Name.StructElem
    ]


# What it claims, and that its two descriptions agree


def test_it_claims_both_standards_in_one_description(pdf: pikepdf.Pdf) -> None:
    xmp = etree.fromstring(pdf.Root.Metadata.read_bytes())
    (rdf,) = xmp.iterfind("rdf:RDF", NS)
    said = {
        name: value for item in rdf.iterfind("rdf:Description", NS) for name, value in item.items()
    }
    assert said[f"{{{NS['pdfaid']}}}part"] == "3"
    assert said[f"{{{NS['pdfaid']}}}conformance"] == "A"
    assert said[f"{{{NS['pdfuaid']}}}part"] == "1"
    described = [item.text for item in rdf.iterfind(".//pdfaSchema:namespaceURI", NS)]
    assert described == [NS["pdfuaid"]]
    assert pdf.pdf_version == "1.7"


def test_its_two_descriptions_say_the_same(pdf: pikepdf.Pdf) -> None:
    xmp = etree.fromstring(pdf.Root.Metadata.read_bytes())
    title = xmp.findtext(".//dc:title/rdf:Alt/rdf:li", namespaces=NS)
    assert title == str(pdf.docinfo["/Title"]) == "Licence XA-2026-L-00042-D"
    for name, key in (("CreateDate", "/CreationDate"), ("ModifyDate", "/ModDate")):
        moment = re.sub(r"\D", "", xmp.findtext(f".//xmp:{name}", namespaces=NS) or "")
        assert moment in re.sub(r"\D", "", str(pdf.docinfo[key]))


def test_its_colours_fonts_and_identity_stand_in_it(pdf: pikepdf.Pdf) -> None:
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == Name.GTS_PDFA1
    assert intent.DestOutputProfile.N == 3
    assert len(pdf.trailer.ID) == 2
    fonts = [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == Name.Font
    ]
    whole = [font for font in fonts if font.Subtype == Name.Type0]
    assert whole
    for font in whole:
        assert "/ToUnicode" in font
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_it_runs_nothing_and_leads_nowhere(pdf: pikepdf.Pdf) -> None:
    kinds = {
        str(item.get("/S"))
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and "/S" in item
    }
    assert not kinds & {"/JavaScript", "/Launch", "/URI", "/SubmitForm", "/GoToR"}
    assert "/OpenAction" not in pdf.Root
    assert "/AA" not in pdf.Root
    assert not pdf.is_encrypted


def test_the_facts_travel_in_it_once(pdf: pikepdf.Pdf) -> None:
    assert list(pdf.attachments) == ["facts.json"]
    (one,) = pdf.Root.AF
    assert one.AFRelationship == Name.Data
    assert one.EF.F.Subtype == Name("/application/json")
    text = one.EF.F.read_bytes().decode()
    assert sheets.written(sheets.read(text)) == text


# For readers who do not see


def test_its_structure_is_told(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    assert str(root.Lang) == "en"
    figures = [item for item in structure(pdf) if str(item.S) == "/Figure"]
    assert len(figures) >= 4
    assert all(str(item.Alt) for item in figures)
    assert all(page.Tabs == Name.S for page in pdf.pages)


def test_names_in_other_scripts_say_which(pdf: pikepdf.Pdf) -> None:
    told = {str(item.Lang) for item in structure(pdf) if "/Lang" in item}
    assert told == set(NAMES)


def test_the_seal_has_a_name_and_a_place_in_the_structure(pdf: pikepdf.Pdf) -> None:
    (field,) = pdf.Root.AcroForm.Fields
    assert str(field.TU) == "Seal of XA"
    assert [float(number) for number in field.Rect] == [0, 0, 0, 0]
    assert pdf.Root.AcroForm.SigFlags == 3
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    form = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))[int(field.StructParent)]
    assert str(form.S) == "/Form"
    assert form.K[0].Obj.objgen == field.objgen
    assert str(pdf.Root.Perms.DocMDP.Reference[0].TransformParams.P) == "1"


# What other programs say of it


def test_outloud_has_nothing_to_say(path: Path) -> None:
    report = outloud.check(path)
    assert [str(item) for item in report.findings] == []


def test_poppler_finds_the_whole_document_signed(path: Path) -> None:
    said = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature #") == 1
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_qpdf_finds_no_fault(path: Path) -> None:
    """With the program where it is installed (tools/system.sh), and its library in any case."""
    with pikepdf.open(path) as opened:
        assert opened.check_pdf_syntax() == []
    if shutil.which("qpdf"):
        subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)


# Bytes


def test_it_is_small() -> None:
    assert len(document()) <= LARGEST_PDF


def test_the_same_drawing_is_prepared_as_the_same_bytes() -> None:
    drawn = render(licence_sheet(), BASE)
    assert with_field(drawn, "Seal of XA") == with_field(drawn, "Seal of XA")


# A time stamper that does not answer


def test_a_stamper_that_does_not_answer_is_told_in_a_code() -> None:
    drawn = render(licence_sheet(), BASE)
    seal = regime().seal()
    silent = type(seal)(
        seal.signer, AskedStamper("http://127.0.0.1:9/"), seal.chain, seal.authority, "x"
    )
    with clock.standing_at(AT), pytest.raises(StampMissing) as told:
        sealed(drawn, silent)
    assert told.value.code == "stamper_no_answer"


# The archive


def proof(at: str, *withdrawn: authority.Withdrawn) -> Proof:
    moment = make.at(at)
    made = authority.crl(regime().root, withdrawn, moment, authorities.YEAR / 12)
    return Proof(Trust(regime().known()).roots, [made], moment)


def test_the_archive_proves_the_seal_and_leaves_what_was_issued() -> None:
    believed = Trust(regime().known())
    proven = with_proof(document(), proof("2026-06-19 10:00"))
    found = inspected(proven, believed)
    assert isinstance(found, Genuine)
    assert found.archived
    assert proven.startswith(document())
    with pikepdf.open(io.BytesIO(proven)) as opened:
        assert len(opened.Root.DSS.CRLs) == 1
        assert len(opened.Root.DSS.Certs) == 3


def test_each_year_a_stamp_is_added_over_all_of_it() -> None:
    believed = Trust(regime().known())
    kept = with_proof(document(), proof("2026-06-19 10:00"))
    for moment in ("2026-09-19 10:00", "2026-12-19 10:00"):
        with clock.standing_at(make.at(moment)):
            kept = restamped(kept, proof(moment), OwnStamper(regime().stamp))
        assert isinstance(inspected(kept, believed), Genuine)
    assert inspected(authorities.overlaid(kept), believed) is Flaw.CHANGED


def test_a_withdrawn_seal_is_not_proven() -> None:
    certificate = regime().seals["XA"].certificate
    assert certificate is not None
    gone = authority.Withdrawn(authority.serial_of(certificate), authorities.START)
    with pytest.raises(Exception, match="revoked"):
        with_proof(document(), proof("2026-06-19 10:00", gone))
