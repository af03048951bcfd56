"""Columns and checks that several tables share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Enum
from sqlalchemy.orm import mapped_column

from models.stages import Stage

if TYPE_CHECKING:
    from sqlalchemy.orm import MappedColumn

    from models.workflow import Workflow


def stage_column() -> MappedColumn[Stage]:
    """A stage, kept as its word."""
    return mapped_column(
        Enum(Stage, native_enum=False, length=32, create_constraint=False, validate_strings=True),
        index=True,
    )


def listed(values: Iterable[str]) -> str:
    """Values as an SQL list, in order; only for constants of this code.

    >>> listed(["B", "A"])
    "('A', 'B')"
    """
    return "(" + ", ".join(f"'{value}'" for value in sorted(values)) + ")"


def stages_check(workflow: Workflow) -> CheckConstraint:
    """Tell the database which stages the workflow knows."""
    return CheckConstraint(f"stage IN {listed(workflow.stages)}", name="stage_of_workflow")


def stage_needs(name: str, stages: Iterable[Stage], condition: str) -> CheckConstraint:
    """Tell the database what a stage needs: at one of `stages`, `condition` holds."""
    return CheckConstraint(f"stage NOT IN {listed(stages)} OR ({condition})", name=name)
