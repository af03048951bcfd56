"""The parts of a draft: what each lacks, and when it is done."""

import msgspec
import pytest

from app.dossiers.writing import STEPS, parts_of
from models.deals import Behalf, Capacity, Consideration, Deal, DealParty
from models.particulars import TraderKind
from tests.make_dossiers import step

FOR_A_FEE = Deal(international=True, behalf=Behalf.ANOTHER, consideration=Consideration.FEE)
OWN_GOODS = Deal(international=True, behalf=Behalf.SELF, consideration=Consideration.NONE)
REST = (Capacity.SELLER, Capacity.BUYER, Capacity.END_USER)


def told(deal: Deal, *capacities: Capacity) -> Deal:
    """The deal with its applicant in the first of the capacities, and others in the rest."""
    parties = tuple(
        DealParty(no=no, capacity=capacity, name=f"Party {no}", kind=TraderKind.BROKER, trader="T")
        for no, capacity in enumerate(capacities, 1)
    )
    return msgspec.structs.replace(deal, parties=parties)


@pytest.mark.parametrize(
    ("deal", "done"),
    [
        (Deal(), False),
        (told(FOR_A_FEE, Capacity.BROKER), False),
        (told(FOR_A_FEE, Capacity.BROKER, *REST), False),
        (told(OWN_GOODS, Capacity.PRINCIPAL), False),
        (told(OWN_GOODS, Capacity.PRINCIPAL, *REST), True),
    ],
)
def test_where_one_negotiated_is_to_do_until_it_is_known_whether_it_is_asked(
    deal: Deal, *, done: bool
) -> None:
    assert _steps(deal) is done
    stepped = msgspec.structs.replace(deal, steps=(step("XB"),) if deal.parties else ())
    assert _steps(stepped) is bool(deal.parties)


def _steps(deal: Deal) -> bool:
    return next(part.is_done for part in parts_of(deal) if part.group == STEPS)
