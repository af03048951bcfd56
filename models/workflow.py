"""What a workflow is: a start and steps from stages to a stage; pure, no database."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from models.actions import Action
from models.errors import WrongStage
from models.stages import Stage


@dataclass(frozen=True)
class Step:
    """One row of a workflow: this action, while at one of these stages, leads to that stage."""

    action: Action
    while_at: frozenset[Stage]
    becomes: Stage

    def __init__(self, action: Action, while_at: Iterable[Stage], becomes: Stage) -> None:
        object.__setattr__(self, "action", action)
        object.__setattr__(self, "while_at", frozenset(while_at))
        object.__setattr__(self, "becomes", becomes)


@dataclass(frozen=True)
class Workflow:
    """A table of steps; acts that change no stage are listed in `acts`, with their stages."""

    start: frozenset[Stage]
    steps: tuple[Step, ...]
    acts: dict[Action, frozenset[Stage]] = field(default_factory=dict)

    def after(self, stage: Stage, action: Action) -> Stage:
        """Return the stage after `action` at `stage`; WrongStage when the table has no row."""
        for step in self.steps:
            if step.action is action and stage in step.while_at:
                return step.becomes
        if stage in self.acts.get(action, frozenset()):
            return stage
        raise WrongStage("wrong_stage", action=str(action), stage=str(stage))

    def allows(self, stage: Stage, action: Action) -> bool:
        """Say whether the table has a row for `action` at `stage`."""
        try:
            self.after(stage, action)
        except WrongStage:
            return False
        return True

    @property
    def stages(self) -> frozenset[Stage]:
        """Every stage that the table names."""
        named = set(self.start)
        for step in self.steps:
            named |= step.while_at | {step.becomes}
        return frozenset(named)

    @property
    def final(self) -> frozenset[Stage]:
        """The stages that no step leaves."""
        left = {stage for step in self.steps for stage in step.while_at if step.becomes != stage}
        return self.stages - left

    @property
    def actions(self) -> frozenset[Action]:
        """Every action that the table names."""
        return frozenset(step.action for step in self.steps) | frozenset(self.acts)


def acts(stages: Iterable[Stage], *actions: Action) -> dict[Action, frozenset[Stage]]:
    """Several actions that leave the stage as it is, all allowed at the same stages."""
    return {action: frozenset(stages) for action in actions}
