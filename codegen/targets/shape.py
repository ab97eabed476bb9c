"""The last gate of a module: what was rendered, parsed again, must be what was meant.

Whatever a template, the class generator or the formatter did to a hostile text, a module that
has a class, a name, a wire name, a value or a statement too many never gets out.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NoReturn

from codegen.escape import clean
from codegen.passthrough import DATACLASS_ARGUMENTS
from codegen.targets.engine import BUILTINS, parsed, refuse
from codegen.targets.plan import Named, attributes, members, resolved_imports

__all__ = ["check", "check_nodes", "with_docs"]

#: All that may stand below a statement: names, literals, and calls of what the module imports.
_NODES: tuple[type[ast.AST], ...] = (
    *(ast.expr_context, ast.operator, ast.unaryop, ast.Name, ast.Constant),
    *(ast.Subscript, ast.Tuple, ast.BinOp, ast.UnaryOp, ast.Dict),
)
_CALLED: Mapping[str, frozenset[str]] = {
    "Field": frozenset({"alias", "frozen", "ge", "le", "min_length", "max_length"}),
    "OneOf": frozenset(),
    "dataclass": frozenset({"kw_only", *DATACLASS_ARGUMENTS}),
    "field": frozenset({"default", "metadata"}),
}
"""What may be called, and the keywords it may have there, with literals as values."""

_ALIASES = """
if TYPE_CHECKING:
    from . import {imports}
else:
    def __getattr__(name):
        if name in {{{names}}}:
            from importlib import import_module
            return getattr(import_module(__package__), name)
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
"""
"""How a module gives names that its types had before."""

_Members = dict[str, tuple[str, object]]
"""Attribute -> (wire name or enum value, its docstring)."""


def check(
    text: str,
    named: tuple[Named, ...],
    imports: Mapping[str, str],
    path: str,
    aliases: Sequence[str] = (),
) -> None:
    """CodegenError `unsafe-output` unless the module `text` has the shape of `named`.

    `aliases`: the names that the module takes from its package.
    """
    tree = parsed(text, path)
    meant = {item.name: item for item in named}
    names = meant.keys() | imports.keys() | resolved_imports(named).keys() | BUILTINS
    found: list[str] = []
    for node, doc in with_docs(tree.body):
        match node:
            case ast.ImportFrom(module=module, level=level):
                _check_import(module or "", level, imports, named, path)
            case ast.ClassDef(name=name) if name in meant:
                _check_class(node, meant[name], names, path)
                found.append(name)
            case ast.AnnAssign(
                target=ast.Name(id=name), annotation=ast.Name(id="TypeAlias"), value=ast.expr()
            ) if name in meant and meant[name].kind in {"union", "alias"}:
                check_nodes(node, path, names)
                _same_doc(doc, meant[name].doc, path)
                found.append(name)
            case ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(value=ast.Name(id=name), attr="model_rebuild"),
                    args=[],
                    keywords=[],
                )
            ) if name in found:
                pass
            case ast.If() if aliases:
                _check_aliases(node, aliases, path)
            case _:
                _unexpected(node, path)
    if sorted(found) != sorted(meant):
        refuse(f"the classes are {sorted(found)}, not {sorted(meant)}", path)


def _check_import(
    module: str, level: int, imports: Mapping[str, str], named: tuple[Named, ...], path: str
) -> None:
    others = resolved_imports(named).values()
    allowed = {"__future__", *imports.values(), *(f".{other}" for other in others)}
    if "." * level + module not in allowed:
        refuse(f"the module imports from {module!r}", path)


def _check_aliases(node: ast.If, aliases: Sequence[str], path: str) -> None:
    """The statement that gives the names of before: word for word."""
    imports = ", ".join(f"{name} as {name}" for name in aliases)
    meant = ast.parse(_ALIASES.format(imports=imports, names=", ".join(map(repr, aliases))))
    if ast.dump(node) != ast.dump(meant.body[0]):
        _unexpected(node, path)


def with_docs(body: list[ast.stmt]) -> list[tuple[ast.stmt, str]]:
    """The statements, each with the docstring that follows it."""
    found: list[tuple[ast.stmt, str]] = []
    for node in body:
        match node:
            case ast.Expr(value=ast.Constant(value=str(doc))) if (
                found and not found[-1][1] and isinstance(found[-1][0], ast.AnnAssign | ast.Assign)
            ):
                found[-1] = (found[-1][0], doc)
            case _:
                found.append((node, ""))
    return found


def _check_class(node: ast.ClassDef, item: Named, names: AbstractSet[str], path: str) -> None:
    bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
    enum_base = "IntEnum" if item.scalar == "integer" else "StrEnum"
    meant_bases = {"enum": [[enum_base]], "object": [["BaseModel"], []]}.get(item.kind, [])
    if bases not in meant_bases or len(bases) != len(node.bases) or node.keywords:
        refuse(f"the class {item.name} has the bases {bases}", path)
    for decorator in node.decorator_list:
        if not isinstance(decorator, ast.Call):
            _unexpected(decorator, path)
        check_nodes(decorator, path, names)
    _same_doc(ast.get_docstring(node, clean=False) or "", item.doc, path)
    body = node.body[1:] if ast.get_docstring(node, clean=False) else node.body
    members: _Members = {}
    for statement, doc in with_docs(body):
        if not isinstance(statement, ast.Pass):
            check_nodes(statement, path, names)
            name, value = _member(statement, path)
            if name in members:
                refuse(f"{item.name}.{name} stands twice", path)
            members[name] = (_words(doc), value)
    if members != _meant_members(item):
        refuse(f"the members of {item.name} are not those of the spec", path)


def _member(node: ast.stmt, path: str) -> tuple[str, object]:
    """The name and the wire name or value of a field or an enum member."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            member: tuple[str, object] = name, ast.literal_eval(value)
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
            alias = _alias(annotation, value, path)
            member = name, name if alias is None else alias
        case _:
            _unexpected(node, path)
    return member


def _alias(annotation: ast.expr, value: ast.expr | None, path: str) -> str | None:
    call: ast.expr | None = None
    match annotation, value:
        case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[_, call])), None:
            pass
        case (
            ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[_, call])),
            ast.Constant(value=None),
        ):
            pass
        case _, ast.Call():
            call = value
        case _, None | ast.Constant(value=None):
            return None
        case _:
            refuse("a field has an unexpected default", path)
    keywords = (
        {word.arg: word.value for word in call.keywords} if isinstance(call, ast.Call) else {}
    )
    if "metadata" in keywords:
        known = ast.literal_eval(keywords["metadata"])
        return str(known["alias"])
    return str(ast.literal_eval(keywords["alias"])) if "alias" in keywords else None


def _meant_members(item: Named) -> dict[str, tuple[str, object]]:
    """Derived from the schema again, so that a slip between it and the templates shows."""
    if item.kind == "enum":
        names = members(item.schema)
        return {names[value]: (_words(clean(note)), value) for _, value, note in item.members}
    docs = {field.wire: _words(field.doc) for field in item.fields}
    return {name: (docs[wire], wire) for wire, name in attributes(item.schema).items()}


def _words(doc: str) -> str:
    """A docstring without its indent, and without the space that Black puts beside a quote."""
    return inspect.cleandoc(doc).strip()


def _text(doc: str) -> str:
    """A docstring as `help` shows it; a blank may stand between a final quote and the end."""
    return inspect.cleandoc(doc).rstrip()


def _same_doc(found: str, meant: str, path: str) -> None:
    if _words(found) != _words(meant):
        refuse(f"a docstring is {found!r}, not {meant!r}", path)


def check_nodes(
    node: ast.stmt | ast.expr,
    path: str,
    names: AbstractSet[str],
    *,
    called: Mapping[str, frozenset[str]] = _CALLED,
    also: tuple[type[ast.AST], ...] = (),
) -> None:
    """CodegenError unless all in `node` is a literal, of `names`, or a call that is `called`."""
    inner = ast.walk(node)
    if isinstance(node, ast.stmt):
        next(inner)
    for item in inner:
        match item:
            case ast.Call(func=ast.Name(id=name), keywords=words) if name in called:
                known = all(word.arg in called[name] for word in words)
            case ast.Name(id=name, ctx=ast.Load()):
                known = name in names or name in called
            case ast.keyword(value=value):
                known = bool(also) or _is_literal(value)
            case ast.Call():
                known = False
            case _:
                known = isinstance(item, (*_NODES, *also))
        if not known:
            _unexpected(item, path)


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True


def _unexpected(node: ast.AST, path: str) -> NoReturn:
    refuse(f"line {getattr(node, 'lineno', 0)} holds an unexpected {type(node).__name__}", path)
