"""What WeasyPrint leaves out of a PDF/A-3a that is PDF/UA-1 as well.

It reaches into private parts of the pinned version: tests look at each of these in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf
from lxml import etree

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
UA_SCHEMA = b"""
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<rdf:Description rdf:about="" pdfuaid:part="1"/>
<rdf:Description rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""
"""The claim of PDF/UA-1, and its description as PDF/A asks for what its own schemas lack."""


def finish(_document: object, pdf: pydyf.PDF) -> None:
    """Complete the metadata, and name each associated file once."""
    metadata = _object(pdf, pdf.catalog["Metadata"])
    metadata.stream = [claimed(b"\n".join(metadata.stream))]
    named = _object(pdf, pdf.catalog["Names"]["EmbeddedFiles"])["Names"]
    pdf.catalog["AF"] = pydyf.Array(named[1::2])
    pdf.objects = [_Written(one) if one.free == "n" else one for one in pdf.objects]


class _Written(pydyf.Object):  # type: ignore[misc]
    """An object of the file as its bytes: pydyf asks for them twice, to write and to digest."""

    data = b""

    def __init__(self, one: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation = one.number, one.generation
        self.data = one.data


def claimed(xmp: bytes) -> bytes:
    """The XMP packet with both claims inside its one RDF element."""
    head, _, rest = xmp.partition(b"?>\n")
    body, _, foot = rest.rpartition(b"\n<?xpacket")
    root = etree.fromstring(body)
    (rdf,) = root.iter(f"{{{RDF}}}RDF")
    rdf.extend(etree.fromstring(UA_SCHEMA))
    etree.cleanup_namespaces(root)
    return head + b"?>\n" + etree.tostring(root) + b"\n<?xpacket" + foot


def mark_languages(tags: Any) -> None:
    """Let elements with a language of their own say it in the structure as well; done once.

    `tags` is WeasyPrint's module of that name.
    """
    if not getattr(tags, "sacr_marks_languages", False):
        tags._build_box_tree = _telling_language(tags._build_box_tree)  # noqa: SLF001
        tags.sacr_marks_languages = True


def _telling_language(build: Any) -> Any:
    def told(box: Any, *rest: Any) -> Iterator[Any]:
        if _in_margin(box):
            return  # nothing in it was tagged
        found = getattr(box, "_box", box)  # as the wrapped function looks through placeholders
        element = getattr(found, "element", None)
        lang = None if element is None or element.tag == "html" else element.get("lang")
        for made in build(box, *rest):
            if lang:
                made["Lang"] = pydyf.String(lang)
            yield made

    return told


def set_apart(document: Any, streams: Any) -> None:
    """Draw what stands above and below every page as artifacts; done once.

    WeasyPrint tags it, page after page, though a reader who hears the document has no use for it
    and PDF/UA has it left out. `document` and `streams` are its modules of pages and of their
    streams.
    """
    if not hasattr(document, "sacr_draws_page"):
        document.sacr_draws_page = document.draw_page
        document.draw_page = _telling_running(document.draw_page)
        streams.Stream.marked = _sparing_running(streams.Stream.marked)


def _telling_running(draw: Any) -> Any:
    def drawn(page: Any, stream: Any) -> None:
        around = (one for one in page.children if _in_margin(one))
        stream.sacr_running = {id(box) for one in around for box in one.descendants()}
        draw(page, stream)

    return drawn


def _sparing_running(mark: Any) -> Any:
    def marked(stream: Any, box: Any, tag: str) -> Any:
        running = id(box) in getattr(stream, "sacr_running", ())
        return stream.artifact() if running else mark(stream, box, tag)

    return marked


def _in_margin(box: Any) -> bool:
    """Whether a box stands above or below the page: such a box alone knows its place by a word."""
    return hasattr(box, "at_keyword")


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
