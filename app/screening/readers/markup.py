"""Lists that are published as XML: one entry in memory at a time, nothing declared or fetched."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

from lxml import etree

from app.screening.errors import ListError
from app.screening.un_fields import Node, line_of

DOCUMENT_TYPE = "list_document_type"
_CHILD_DEPTH = 2


def events(file: IO[bytes]) -> Iterator[tuple[str, Node]]:
    """Starts and ends of elements; entities, document types and addresses are left alone."""
    found = etree.iterparse(
        file,
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return cast("Iterator[tuple[str, Node]]", found)


@contextmanager
def damage_named() -> Iterator[None]:
    """Turn what the parser says of damaged XML into a ListError with its line."""
    try:
        yield
    except etree.XMLSyntaxError as damage:
        line = max(damage.lineno or 1, 1)
        raise ListError("damaged", line=line, detail=damage.msg or "") from damage


def refuse_other(node: Node, root: str) -> None:
    """Refuse a document with a document type, or with another root."""
    if cast("Any", node.getroottree()).docinfo.doctype:
        raise ListError("document_type", line=1)
    if node.tag != root:
        raise ListError("other_document", line=line_of(node), field=str(node.tag), wanted=root)


def forget(node: Node) -> None:
    """Free an entry that has been read, so that memory does not grow with the file."""
    node.clear()
    parent = node.getparent()
    while parent is not None and node.getprevious() is not None:
        del parent[0]


def children(content: bytes, root: str, known: Collection[str]) -> Iterator[Node]:
    """Each child of the root, whole and without its namespace, freed once the next is asked for.

    Raises ListError for damage, another document, or a child that is not `known`. The whole file
    is looked through first: a name cut off by the end of the file is damage above all.
    """
    with damage_named():
        _look_through(content, root)
        depth = 0
        for event, node in events(io.BytesIO(content)):
            if event == "end":
                depth -= 1
                if depth == _CHILD_DEPTH - 1:
                    yield node
                    forget(node)
                continue
            depth += 1
            node.tag = etree.QName(node).localname
            if depth == _CHILD_DEPTH and node.tag not in known:
                raise ListError("unknown_part", line=line_of(node), field=str(node.tag))


def _look_through(content: bytes, root: str) -> None:
    """Read to the end, keeping nothing."""
    opened = False
    for event, node in events(io.BytesIO(content)):
        if event == "end":
            node.clear()
        elif not opened:
            opened = True
            node.tag = etree.QName(node).localname
            refuse_other(node, root)
