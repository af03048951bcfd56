"""The empty field of a seal: invisible on the page, named and in its place in the structure."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

FIELD = "Seal"
FACTS = "facts.json"
"""The file in each document that holds its facts, frozen at the decision."""
PRINTED_AND_LOCKED = 4 | 128
"""Annotation flags that PDF/A asks for (Print), and that no viewer lets be moved (Locked)."""
SIGNED_AND_APPENDED = 3
"""SignaturesExist and AppendOnly."""


def with_field(pdf: bytes, described: str) -> bytes:
    """The document with an empty field to be sealed in; the same bytes for the same input.

    pyHanko would make the field itself, but outside the structure and without words for it, which
    PDF/UA forbids. It is zero wide and high on the first page.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[0].obj
        widget = document.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=String(FIELD),
                TU=String(described),
                Contents=String(described),
                F=PRINTED_AND_LOCKED,
                Rect=Array([0, 0, 0, 0]),
                P=page,
            )
        )
        annotations = [*list(page.get("/Annots", [])), widget]
        page.Annots = Array(annotations)
        page.Tabs = Name.S
        document.Root.AcroForm = Dictionary(
            Fields=Array([widget]), SigFlags=SIGNED_AND_APPENDED, DR=Dictionary()
        )
        _place(document, page, widget, described)
        out = io.BytesIO()
        document.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
        return out.getvalue()


def _place(document: Pdf, page: pikepdf.Object, widget: pikepdf.Object, described: str) -> None:
    """Put the widget into the structure: a Form element at the end of the document."""
    root = document.Root.StructTreeRoot
    whole = root.K[0] if isinstance(root.K, Array) else root.K
    numbers = root.ParentTree.Nums
    next_key = 1 + max(int(key) for key in list(numbers)[::2])
    reference = Dictionary(Type=Name.OBJR, Obj=widget, Pg=page)
    form = document.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=whole,
            Pg=page,
            Alt=String(described),
            K=Array([reference]),
        )
    )
    whole.K.append(form)
    widget.StructParent = next_key
    root.ParentTree.Nums = Array([*list(numbers), next_key, form])
    root.ParentTreeNextKey = next_key + 1
