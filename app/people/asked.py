"""What is asked for when an account is made: plain values between forms and services."""

from __future__ import annotations

from dataclasses import dataclass

from models.particulars import Form
from models.people import Role


@dataclass(frozen=True)
class SignUp:
    """What somebody says who opens an account for a trader (REG-16)."""

    form: Form
    trader_name: str
    home_state: str
    person_name: str
    login: str
    password: str


@dataclass(frozen=True)
class NewAccount:
    """An account that an administrator makes; `same_as` is an account of the same person."""

    name: str
    login: str
    role: Role
    post: str = ""
    same_as: str = ""
