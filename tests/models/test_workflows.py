"""Every workflow as its table says: no stage out of reach, no dead end by mistake, all lawful."""

from itertools import product

import pytest

from models import everything  # noqa: F401  every thing is known
from models.actions import Action
from models.base import Staged
from models.errors import WrongStage
from models.policy import MAY
from models.stages import Stage
from models.workflow import Workflow


def staged(kind: type[Staged] = Staged) -> list[type[Staged]]:
    found = [kind] if "workflow" in vars(kind) and kind.workflow is not None else []
    return found + [item for below in kind.__subclasses__() for item in staged(below)]


THINGS = sorted(staged(), key=lambda thing: thing.THING)
WORKFLOWS = {thing.THING: thing.workflow for thing in THINGS if thing.workflow is not None}
FINAL = {
    "account": set(),
    "authorization": {Stage.ISSUED, Stage.REFUSED, Stage.STOPPED, Stage.WITHDRAWN},
    "case": {Stage.CLOSED, Stage.DEREGISTERED},
    "dossier": {Stage.DECIDED, Stage.STOPPED, Stage.WITHDRAWN},
    "entry": {Stage.DELETED},
    "hit": {Stage.CLOSED},
    "licence": {Stage.REVOKED, Stage.SURRENDERED},
    "registration": {
        Stage.DEREGISTERED,
        Stage.REFUSED,
        Stage.STOPPED,
        Stage.SURRENDERED,
        Stage.WITHDRAWN,
    },
    "renewal": {Stage.DECIDED, Stage.REFUSED, Stage.STOPPED, Stage.WITHDRAWN},
    "task": {Stage.ANSWERED},
    "watchlist_export": {Stage.DECIDED, Stage.REFUSED},
}
"""Where each thing may come to rest for good; a new resting place is a decision, not a slip."""


def test_every_workflow_has_a_line_here() -> None:
    assert WORKFLOWS.keys() == FINAL.keys()


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_stage_can_be_reached(name: str) -> None:
    workflow = WORKFLOWS[name]
    reached = set(workflow.start)
    while True:
        further = {step.becomes for step in workflow.steps if step.while_at & reached}
        if further <= reached:
            break
        reached |= further
    assert workflow.stages == reached


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_stage_that_is_not_final_can_be_left(name: str) -> None:
    assert set(WORKFLOWS[name].final) == FINAL[name]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_of_a_workflow_has_a_rule(name: str) -> None:
    assert WORKFLOWS[name].actions <= MAY.keys()


@pytest.mark.parametrize("name", WORKFLOWS)
def test_an_action_leads_from_a_stage_to_one_stage_only(name: str) -> None:
    workflow = WORKFLOWS[name]
    for action, stage in product(workflow.actions, workflow.stages):
        ends = {
            step.becomes
            for step in workflow.steps
            if step.action is action and stage in step.while_at
        }
        if stage in workflow.acts.get(action, ()):
            ends.add(stage)
        assert len(ends) <= 1, f"{name}: {action} at {stage} leads to {ends}"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_what_the_table_does_not_name_is_refused(name: str) -> None:
    workflow: Workflow = WORKFLOWS[name]
    for action, stage in product(Action, Stage):
        if workflow.allows(stage, action):
            assert action in workflow.actions
            assert stage in workflow.stages
        else:
            with pytest.raises(WrongStage):
                workflow.after(stage, action)


def test_every_action_on_a_staged_thing_stands_in_its_workflow() -> None:
    """An act that no workflow names would be refused at any stage, whatever the law says."""
    born = {
        Action.ACCOUNT_CREATE,
        Action.ACCOUNT_SIGN_UP,
        Action.AUTHORIZATION_OPEN,
        Action.CASE_OPEN,
        Action.DOSSIER_START,
        Action.ENTRY_DRAFT,
        Action.ENTRY_RECORD_BY_CASCADE,
        Action.REGISTRATION_START,
        Action.RENEWAL_FILE,
        Action.TASK_RAISE,
        Action.WATCHLIST_EXPORT_ASK,
    }
    looks = {Action.ENTRY_OPEN, Action.ENTRY_READ_EVIDENCE, Action.ENTRY_SEARCH}  # at any stage
    of_staged = {action for action in Action if action.value.partition(".")[0] in WORKFLOWS}
    named = {action for workflow in WORKFLOWS.values() for action in workflow.actions}
    assert of_staged - named - born - looks == set()
