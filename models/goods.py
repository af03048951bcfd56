"""Goods: classes of small arms and light weapons, their parts and ammunition, and units."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

MAX_QUANTITY = 1_000_000_000


class GoodsClass(StrEnum):
    """Classes as the yearly reports use them (fields E7), with parts and ammunition."""

    PISTOL = "pistol"
    RIFLE = "rifle"
    SHOTGUN = "shotgun"
    SUB_MACHINE_GUN = "sub_machine_gun"
    ASSAULT_RIFLE = "assault_rifle"
    LIGHT_MACHINE_GUN = "light_machine_gun"
    HEAVY_MACHINE_GUN = "heavy_machine_gun"
    GRENADE_LAUNCHER = "grenade_launcher"
    ANTI_TANK = "anti_tank"
    MORTAR = "mortar"
    OTHER_LIGHT_WEAPON = "other_light_weapon"
    PARTS = "parts"
    AMMUNITION = "ammunition"


class Unit(StrEnum):
    """What a whole quantity counts."""

    ITEM = "item"
    ROUND = "round"
    SET = "set"


class GoodsLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One line: whole quantity with its unit; value in whole minor units of its currency."""

    no: Annotated[int, msgspec.Meta(ge=1, le=99)]
    goods_class: GoodsClass
    description: Annotated[str, msgspec.Meta(max_length=200)]
    quantity: Annotated[int, msgspec.Meta(ge=1, le=MAX_QUANTITY)]
    unit: Unit = Unit.ITEM
    value: Annotated[int, msgspec.Meta(ge=0, le=10**15)] = 0
    currency: Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")] = "EUR"
    make_model: Annotated[str, msgspec.Meta(max_length=200)] = ""
    calibre: Annotated[str, msgspec.Meta(max_length=60)] = ""
