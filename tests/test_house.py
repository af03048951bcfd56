"""The rules of the house (`docs/house.md`) that a reader of the code can check, checked."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeGuard

import pytest

ROOT = Path(__file__).resolve().parents[1]
HALL = "app/work.py"
SIGN_INS = "app/sessions.py"
CLOCK = "app/clock.py"
LONGEST = 500
WEB = ("flask", "flask_babel", "flask_login", "flask_wtf", "werkzeug", "wtforms")
AREA_FILES = {"api.py", "forms.py", "queries.py", "services.py", "views.py"}


# Reading the code


@cache
def sources() -> dict[str, ast.Module]:
    """Every module of the register, by its path from the root."""
    files = [*ROOT.glob("*.py"), *ROOT.glob("app/**/*.py"), *ROOT.glob("models/**/*.py")]
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text(), str(path))
        for path in sorted(files)
    }


def places(found: Callable[[ast.AST], bool], *, but: tuple[str, ...] = ()) -> list[str]:
    """Where in the register's code something stands, as path:line, other than in `but`."""
    return [
        f"{path}:{getattr(node, 'lineno', 1)}"
        for path, tree in sources().items()
        if path not in but
        for node in ast.walk(tree)
        if found(node)
    ]


def is_named(node: ast.AST, name: str) -> bool:
    """Whether it is that name, plain or after a dot."""
    return (isinstance(node, ast.Name) and node.id == name) or (
        isinstance(node, ast.Attribute) and node.attr == name
    )


def calls(node: ast.AST, *names: str) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and any(is_named(node.func, name) for name in names)


def imports(node: ast.AST, package: str) -> bool:
    """Whether it imports the package, or something from it."""
    match node:
        case ast.Import(names=names):
            modules = [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            modules = [module]
        case _:
            modules = []
    return any(module.partition(".")[0] == package for module in modules)


# One door


def test_only_the_hall_moves_a_thing_to_another_stage() -> None:
    def moves(node: ast.AST) -> bool:
        if isinstance(node, ast.Attribute):
            return node.attr == "stage" and isinstance(node.ctx, ast.Store | ast.Del)
        if calls(node, "setattr"):
            return any(
                isinstance(part, ast.Constant) and part.value == "stage" for part in node.args
            )
        return calls(node, "values") and any(word.arg == "stage" for word in node.keywords)

    assert places(moves, but=(HALL,)) == []


def test_only_the_hall_writes_the_record() -> None:
    assert places(lambda node: calls(node, "AuditEntry"), but=(HALL,)) == []


def test_only_the_hall_and_sign_ins_open_and_close_transactions() -> None:
    verbs = ("begin", "begin_nested", "commit", "rollback")
    assert places(lambda node: calls(node, *verbs), but=(HALL, SIGN_INS)) == []


def test_sessions_are_made_in_one_file() -> None:
    found = places(lambda node: is_named(node, "sessionmaker"))
    assert len({place.partition(":")[0] for place in found}) <= 1, found


def test_every_verb_of_a_service_is_an_act() -> None:
    """Each public function of a services.py is under `@act`, which runs it again when it must."""
    bare = [
        f"{path}: {node.name}"
        for path, tree in sources().items()
        if path.endswith("/services.py")
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and not any(is_named(decorator, "act") for decorator in node.decorator_list)
    ]
    assert bare == []


# Secret keys


def test_a_process_that_answers_pages_loads_nothing_that_signs() -> None:
    """Every view is imported by the roof; what signs is imported by the worker and commands."""
    code = (
        "import sys, app.factory;"
        " print([m for m in sys.modules"
        " if m.startswith(('app.signers', 'app.keyring', 'app.authority', 'pkcs11'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"


# One clock, one law


def test_only_the_clock_asks_the_time() -> None:
    def asks(node: ast.AST) -> bool:
        if not isinstance(node, ast.Attribute) or is_named(node.value, "clock"):
            return False
        return node.attr in {"now", "today", "utcnow"} or (
            node.attr in {"localtime", "gmtime", "time", "time_ns"} and is_named(node.value, "time")
        )

    assert places(asks, but=(CLOCK,)) == []


def test_only_the_law_decides_by_stage() -> None:
    """No `if` outside models/ looks at a stage: pages show what `do` would accept.

    The hall and the sign-in ask one question before any law: whether the account may act at all.
    """

    def looks(test: ast.AST) -> bool:
        return any(
            isinstance(node, ast.Compare)
            and any(is_named(side, "stage") for side in (node.left, *node.comparators))
            for node in ast.walk(test)
        )

    def decides(node: ast.AST) -> bool:
        return isinstance(node, ast.If | ast.IfExp | ast.While) and looks(node.test)

    in_app = [place for place in places(decides, but=(HALL, SIGN_INS)) if place.startswith("app/")]
    assert in_app == []
    pattern = re.compile(r"{%-?\s*(?:el)?if\b[^%]*\bstage\s*(?:==|!=|\bin\b|\bnot in\b)")
    assert list(lines_of_templates(pattern)) == []


def test_quantities_and_money_are_never_floats() -> None:
    def floats(node: ast.AST) -> bool:
        if isinstance(node, ast.Subscript) and is_named(node.value, "Mapped"):
            return any(is_named(part, "float") for part in ast.walk(node.slice))
        return is_named(node, "Float") or is_named(node, "Double")

    assert places(floats) == []


# Floors and rooms


def contracts() -> dict[str, dict[str, object]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return {
        contract["name"]: contract for contract in settings["tool"]["importlinter"]["contracts"]
    }


def test_every_room_stands_on_a_floor() -> None:
    """What pyproject.toml does not list could be imported, or import, unseen."""
    floors = contracts()["floors"]
    assert floors["containers"] == ["app"]
    assert floors["exhaustive"] is True
    assert contracts()["inside an area"]["containers"] == ["app.*"]
    layers = floors["layers"]
    assert isinstance(layers, list)
    listed = [name.strip(" ()") for layer in layers for name in layer.split("|")]
    assert len(listed) == len(set(listed))
    rooms = {
        path.stem
        for path in (ROOT / "app").glob("*")
        if (path / "__init__.py").exists() or path.suffix == ".py"
    }
    assert rooms - {"__init__"} - set(listed) == set()


def test_areas_share_one_floor() -> None:
    """A folder with views or services is an area, and areas do not know each other."""
    layers = contracts()["floors"]["layers"]
    assert isinstance(layers, list)
    floor = next(layer for layer in layers if "dossiers" in layer)
    areas = {path.parent.name for path in (ROOT / "app").glob("*/*.py") if path.name in AREA_FILES}
    assert areas - {name.strip(" ()") for name in floor.split("|")} == set()


def test_the_certificates_printer_has_one_room() -> None:
    found = places(lambda node: imports(node, "weasyprint"))
    assert len({place.partition(":")[0] for place in found}) <= 1, found


def test_services_and_queries_import_with_no_web_installed() -> None:
    wanted = [
        path.removesuffix(".py").replace("/", ".")
        for path in sources()
        if path in {HALL, CLOCK, "app/standing.py"}
        or (path.startswith("app/") and path.endswith(("/services.py", "/queries.py")))
        or (path.startswith("models/") and not path.endswith("__init__.py"))
    ]
    program = f"""
import importlib, sys
for name in {WEB!r}:
    sys.modules[name] = None
for name in {wanted!r}:
    importlib.import_module(name)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


# Small, and said


def test_no_file_is_long() -> None:
    folders = ("app", "models", "tests", "tools", "benchmarks")
    files = [path for folder in folders for path in (ROOT / folder).glob("**/*.py")]
    long = {
        str(path.relative_to(ROOT)): length
        for path in files
        if (length := len(path.read_text().splitlines())) > LONGEST
    }
    assert long == {}


def test_every_module_says_what_it_is() -> None:
    assert [
        path for path, tree in sources().items() if tree.body and not ast.get_docstring(tree)
    ] == []


# Pages


def lines_of_templates(pattern: re.Pattern[str]) -> Iterator[str]:
    """Each place in a web page's template where the pattern stands; sheets are paper."""
    for path in sorted((ROOT / "templates").glob("**/*")):
        if path.is_file() and "sheets" not in path.parts:
            text = path.read_text()
            for found in pattern.finditer(text):
                line = text.count("\n", 0, found.start()) + 1
                yield f"{path.relative_to(ROOT)}:{line}"


@pytest.mark.parametrize(
    "forbidden",
    [
        pytest.param(r"\sstyle\s*=", id="a style attribute"),
        pytest.param(r"<style\b", id="a style element"),
        pytest.param(r"<script\b(?![^>]*\bsrc=)", id="a script in the page"),
        pytest.param(r"\son[a-z]+\s*=\s*[\"']", id="a handler in the page"),
        pytest.param(r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//", id="another machine"),
        pytest.param(r"[^\"'\s]\s*\|\s*safe\b", id="text of people believed to be markup"),
    ],
)
def test_no_page_holds(forbidden: str) -> None:
    assert list(lines_of_templates(re.compile(forbidden, re.IGNORECASE))) == []


def test_static_pictures_are_styled_by_attributes() -> None:
    for path in (ROOT / "app" / "static").glob("**/*.svg"):
        assert not re.search(r"\sstyle\s*=|<style|<script", path.read_text()), path.name
