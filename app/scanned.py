"""A signed code, scanned where a number and check code are asked for, stands for both.

What is typed beside it must be of the same paper: a square can be pasted on from another one.
"""

from __future__ import annotations

from sqlalchemy import select

from app.known_keys import trusted
from app.signed import token
from app.signed.cose import PublicKey
from app.signed.flaws import NotGenuine
from app.signed.token import PREFIX, Token
from app.work import NOBODY, View, reading
from models import check_codes, numbers
from models.certificates import Certificate
from models.codes import SignedCode
from models.keys import KeyUse


def meant(number: str, code: str) -> tuple[str, str]:
    """The number and check code that are meant; a genuine signed code needs no check code.

    A code that is not genuine, or that a key signed which is withdrawn, stands for nothing: what
    is answered then is what a wrong check code is answered. So does one beside the number or the
    check code of another paper.
    """
    if is_code(number):
        printed = _told(number)
        same = not code.strip() or check_codes.same(code, printed[1])
    elif is_code(code):
        printed = _told(code)
        same = not number.strip() or numbers.parse(number) == printed[0]
    else:
        return number, code
    return printed if same else ("", "")


def is_code(text: str) -> bool:
    """Whether that is meant as a signed code."""
    return text.startswith(PREFIX)


def _told(text: str) -> tuple[str, str]:
    """Number and check code of the paper on which that code stands; two times nothing for none."""
    try:
        found = token.unwrap(text)
    except NotGenuine:
        return "", ""
    with reading(NOBODY) as view:
        keys = {key.kid: key for key in trusted(view.session, view.at, KeyUse.TOKEN)}
        key = keys.get(found.kid)
        if key is None:
            return "", ""
        try:
            told = token.read_payload(found.opened(PublicKey.of_spki(key.public_key)))
        except NotGenuine:
            return "", ""
        if key.state != told.lead or not key.covers(told.issued_at):
            return "", ""
        return _printed(view, text, told)


def _printed(view: View, text: str, told: Token) -> tuple[str, str]:
    """What stands beside that code on the paper."""
    row = view.session.execute(
        select(Certificate.number, Certificate.check_code)
        .join(SignedCode, SignedCode.certificate_id == Certificate.id)
        .where(SignedCode.text == text, Certificate.number == told.number)
    ).first()
    return (row.number, row.check_code) if row else ("", "")
