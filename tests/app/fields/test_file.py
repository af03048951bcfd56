"""Files: what they are by their bytes, and nothing of their names that could do harm."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage, MultiDict

from app import texts
from app.fields.file import kind_of, safe_name
from app.forms import FileField, Form, Upload
from tests.app.fields.asked import errors, sent

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"


def paper(content: bytes, filename: str = "contract.pdf") -> FileStorage:
    return FileStorage(io.BytesIO(content), filename=filename)


@pytest.mark.parametrize(
    ("content", "filename", "media_type"),
    [
        (PDF, "contract.pdf", "application/pdf"),
        (PNG, "scan.PNG", "image/png"),
        (JPEG, "photo.jpeg", "image/jpeg"),
    ],
)
def test_a_file_is_taken_with_its_kind_by_its_bytes(
    content: bytes, filename: str, media_type: str
) -> None:
    assert sent(paper=paper(content, filename)).paper.data == Upload(filename, media_type, content)


@pytest.mark.parametrize(
    ("content", "filename", "sentence"),
    [
        (b"", "contract.pdf", "The file is empty. Choose it again"),
        (b"MZ\x90\x00", "contract.pdf", "Send a PDF, PNG or JPEG file"),
        (b"<html><script>", "contract.pdf", "Send a PDF, PNG or JPEG file"),
        (b"PK\x03\x04", "contract.pdf", "Send a PDF, PNG or JPEG file"),
        (
            PDF,
            "contract.exe",
            "The file’s name and its content are of different kinds. Send the original",
        ),
        (
            PNG,
            "scan.pdf",
            "The file’s name and its content are of different kinds. Send the original",
        ),
        (
            PDF,
            "contract",
            "The file’s name and its content are of different kinds. Send the original",
        ),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    content: bytes, filename: str, sentence: str
) -> None:
    form = sent(paper=paper(content, filename))
    assert errors(form) == [(sentence, "paper")]
    assert form.paper.data is None


def test_a_file_that_is_too_large_is_not_read_to_its_end() -> None:
    class Small(Form):
        paper = FileField("Contract", missing="Send the contract", limit=1024 * 1024)

    endless = io.BytesIO(PDF + b"x" * 3 * 1024 * 1024)
    sent_file = FileStorage(endless, filename="contract.pdf")
    form = Small(formdata=MultiDict({"paper": sent_file}))
    assert not form.validate()
    assert errors(form) == [("The file is larger than 1 MB. Send a smaller one", "paper")]
    assert endless.tell() == 1024 * 1024 + 1


def test_a_file_that_must_be_there_is_asked_for() -> None:
    class Small(Form):
        paper = FileField("Contract", missing="Send the contract")

    form = Small(formdata=MultiDict({"paper": "a text in place of a file"}))
    assert not form.validate()
    assert errors(form) == [("Send the contract", "paper")]


@given(st.text(max_size=300))
def test_no_file_name_leads_out_of_its_folder(filename: str) -> None:
    name = safe_name(filename)
    assert not set(name) & set('/\\:*?"<>|')
    assert name.strip(".") == name
    assert len(name) <= 120
    assert not texts.hidden(name)


@given(st.binary(max_size=600))
def test_no_bytes_break_the_guess_of_a_kind(content: bytes) -> None:
    assert kind_of(content) in {None, "application/pdf", "image/png", "image/jpeg"}
