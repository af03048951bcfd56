"""Everything that waited on a device, taken in the order in which it was done."""

from __future__ import annotations

from collections.abc import Sequence

from app.offline import services
from app.offline.shapes import Sent
from app.work import Caller


def send(caller: Caller, checks: Sequence[Sent]) -> dict[str, str]:
    """How each check is answered, by its uid: `services.KEPT`, CONFLICT or REFUSED.

    One act for each: a device that is cut off goes on where it was.
    """
    ordered = sorted(checks, key=lambda check: (check.checked_at, check.uid))
    return {str(check.uid): services.take(caller, check) for check in ordered}
