"""Inside gui/, a file imports lower layers only, and siblings leave each other alone."""

import ast
from pathlib import Path

GUI = Path(__file__).resolve().parent.parent.parent / "gui"
# High to low; names on one line are siblings. Imports for type checking alone do not count.
LAYERS = (
    "app screenshot pictures",
    "shell",
    "desk",
    "history",
    "workspace",
    "findings",
    "form source start printing scan",
    "dialogs",
    "editing",
    "common",
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names.split()}
# The application and its pictures make each other's windows.
ALLOWED = {("screenshot", "app"), ("pictures", "app"), ("pictures", "screenshot")}


def imports(path: Path) -> set[str]:
    """gui modules a file imports at run time, wherever the import stands."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "gui":
            parts = node.module.split(".")[1:]
            found |= {parts[0]} if parts else {alias.name for alias in node.names}
    return {name for name in found if name in LEVEL}


def test_every_module_has_its_layer():
    names = {p.stem if p.is_file() else p.name for p in GUI.iterdir() if not p.name.startswith("_")}
    assert names - set(LEVEL) == set()


def test_imports_go_down():
    wrong = []
    for path in GUI.rglob("*.py"):
        own = path.relative_to(GUI).parts[0].removesuffix(".py")
        if own == "__init__":
            continue
        for name in imports(path) - {own}:
            if LEVEL[name] <= LEVEL[own] and (own, name) not in ALLOWED:
                wrong.append(f"{path.relative_to(GUI)} imports {name}")
    assert wrong == []


def test_no_file_is_over_500_lines_and_no_function_over_60():
    long = []
    for path in GUI.rglob("*.py"):
        text = path.read_text("utf-8")
        if text.count("\n") > 500:
            long.append(path.name)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 60:
                long.append(f"{path.name}:{node.name}")
    assert long == []
