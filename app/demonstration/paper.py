"""Invented papers: one-page PDF files that say what they are, so that links open something."""

from __future__ import annotations

import io

import pydyf


def pdf(title: str, *lines: str) -> bytes:
    """A one-page PDF with a title and lines of plain Latin text."""
    document = pydyf.PDF()
    font = pydyf.Dictionary(
        {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica", "Name": "/F1"}
    )
    document.add_object(font)
    text = pydyf.Stream()
    text.begin_text()
    text.set_font_size("F1", 16)
    text.set_text_matrix(1, 0, 0, 1, 60, 770)
    text.show_text_string(title)
    text.set_font_size("F1", 11)
    for place, line in enumerate((*lines, "Invented for the demonstration."), 1):
        text.set_text_matrix(1, 0, 0, 1, 60, 770 - 24 * place)
        text.show_text_string(line)
    text.end_text()
    document.add_object(text)
    fonts = pydyf.Dictionary({"F1": font.reference})
    page = pydyf.Dictionary(
        {
            "Type": "/Page",
            "Parent": document.pages.reference,
            "MediaBox": pydyf.Array([0, 0, 595, 842]),
            "Contents": text.reference,
            "Resources": pydyf.Dictionary({"Font": fonts}),
        }
    )
    document.add_page(page)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()
