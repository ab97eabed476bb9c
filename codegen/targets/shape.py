"""The last gate of a module: what was rendered, parsed again, must be what was meant.

Whatever a template, the class generator or the formatter did to a hostile text, a module that
has a class, a name, a wire name, a value or a statement too many never gets out. All that comes
from a page is a literal or a docstring: each is compared with the text that it was made from.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn

from codegen.escape import clean
from codegen.targets.engine import BUILTINS, parsed, refuse, unquoted
from codegen.targets.fragment import Schema, references, target_of
from codegen.targets.plan import Field, Named, attributes, members, resolved_imports
from codegen.targets.wirenames import RULES

__all__ = ["Form", "Stated", "Value", "check", "check_titled", "same_doc", "with_docs"]

Value = str | int | float | bool | None


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

#: What a module imports beside types.
_NO_TYPES = frozenset(
    {"Annotated", "BaseModel", "Field", "IntEnum", "IntFlag", "OneOf", "StrEnum", "TypeAlias"}
    | {"TYPE_CHECKING", "dataclass", "field", *RULES}
)


class Stated(NamedTuple):
    """What stands at an attribute beside its type."""

    values: tuple[Value, ...] = ()
    """The values of its type, where it has some values only."""
    arguments: Mapping[str, Any] = {}
    """The keywords of the call that describes it; without any there is no call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How the classes of a package are written."""

    imports: Mapping[str, str]
    """Name -> module, for all that a module may import beside the classes of others."""
    base: str
    """The base of a class, '' where it has none."""
    rules: Mapping[str, str]
    """Class -> the base that it has instead, for a rule of its wire names."""
    decorator: Mapping[str, object]
    """The arguments of ``@dataclass``; without any there is no decorator."""
    call: str
    """What describes an attribute."""
    annotated: bool
    """Whether that call is part of the annotation, or else the default."""
    stated: Callable[[Field, str], Stated]
    """What stands at an attribute of a class with that rule, or ''."""


def check(
    text: str, named: tuple[Named, ...], form: Form, path: str, aliases: Sequence[str] = ()
) -> None:
    """CodegenError `unsafe-output` unless the module `text` has the shape of `named`.

    `aliases`: the names that the module takes from its package.
    """
    _Module(named, form, path, aliases).check(parsed(text, path).body)


def check_titled(text: str, plain: str, title: str, path: str) -> None:
    """CodegenError `unsafe-output` unless `text` is the module `plain`, save for its docstring.

    `plain` is rendered without any text of a page; the docstring of `text` must be `title`.
    """
    found, meant = (parsed(one, path).body for one in (text, plain))
    match found[:1]:
        case [ast.Expr(value=ast.Constant(value=str(doc)))]:
            same_doc(doc, clean(title), path)
        case _:
            refuse("the module has no docstring", path)
    if list(map(ast.dump, found[1:])) != list(map(ast.dump, meant[1:])):
        refuse("a text of the pages changed the statements", path)


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


def same_doc(found: str, meant: str, path: str) -> None:
    """CodegenError `unsafe-output` unless the docstring says what was meant."""
    if _words(found) != _words(meant):
        refuse(f"a docstring is {found!r}, not {meant!r}", path)


class _Module:
    """The statements of one module, each held against what was meant."""

    def __init__(
        self, named: tuple[Named, ...], form: Form, path: str, aliases: Sequence[str]
    ) -> None:
        self.meant = {item.name: item for item in named}
        self.form = form
        self.path = path
        self.aliases = aliases
        others = resolved_imports(named)
        self.classes = self.meant.keys() | others.keys()
        self.imports = {**form.imports} | {name: f".{module}" for name, module in others.items()}
        self.imports["annotations"] = "__future__"
        self.known = (form.imports.keys() - _NO_TYPES) | BUILTINS

    def check(self, body: list[ast.stmt]) -> None:
        found: list[str] = []
        for node, doc in with_docs(body):
            match node:
                case ast.ImportFrom():
                    self._import(node)
                case ast.ClassDef(name=name) if name in self.meant:
                    self._class(node, self.meant[name])
                    found.append(name)
                case ast.AnnAssign(
                    target=ast.Name(id=name), annotation=ast.Name(id="TypeAlias"), value=ast.expr()
                ) if name in self.meant and self.meant[name].kind in {"union", "alias"}:
                    self._alias(node.value, self.meant[name])
                    same_doc(doc, self.meant[name].doc, self.path)
                    found.append(name)
                case ast.Expr(
                    value=ast.Call(
                        func=ast.Attribute(value=ast.Name(id=name), attr="model_rebuild"),
                        args=[],
                        keywords=[],
                    )
                ) if name in found:
                    pass
                case ast.If() if self.aliases:
                    self._aliases(node)
                case _:
                    self._unexpected(node)
        if sorted(found) != sorted(self.meant):
            refuse(f"the classes are {sorted(found)}, not {sorted(self.meant)}", self.path)

    def _import(self, node: ast.ImportFrom) -> None:
        module = "." * node.level + (node.module or "")
        for one in node.names:
            if one.asname or self.imports.get(one.name) != module:
                refuse(f"the module imports {one.name!r} from {module!r}", self.path)

    def _aliases(self, node: ast.If) -> None:
        """The statement that gives the names of before: word for word."""
        imports = ", ".join(f"{name} as {name}" for name in self.aliases)
        names = ", ".join(map(repr, self.aliases))
        meant = ast.parse(_ALIASES.format(imports=imports, names=names))
        if ast.dump(node) != ast.dump(meant.body[0]):
            self._unexpected(node)

    def _class(self, node: ast.ClassDef, item: Named) -> None:
        """The bases, decorators, docstring and members of a class."""
        own = self.form.rules.get(item.name, self.form.base)
        base = {"enum": item.enum, "object": own}.get(item.kind)
        bases = [base.id if isinstance(base, ast.Name) else "" for base in node.bases]
        if base is None or bases != ([base] if base else []) or node.keywords:
            refuse(f"the class {item.name} has the bases {bases}", self.path)
        decorator = self.form.decorator if item.kind == "object" else {}
        if list(map(self._decorator, node.decorator_list)) != ([decorator] if decorator else []):
            refuse(f"the class {item.name} has other decorators", self.path)
        doc = ast.get_docstring(node, clean=False) or ""
        same_doc(doc, item.doc, self.path)
        body = node.body[1:] if doc else node.body
        read = self._fields if item.kind == "object" else self._members
        read(with_docs([one for one in body if not isinstance(one, ast.Pass)]), item)

    def _decorator(self, node: ast.expr) -> Mapping[str, object]:
        match node:
            case ast.Call(func=ast.Name(id="dataclass"), args=[], keywords=keywords):
                found = self._keywords(keywords)
            case _:
                self._unexpected(node)
        return found

    def _members(self, body: list[tuple[ast.stmt, str]], item: Named) -> None:
        """The members of an enum; their names are derived again, so that a slip shows."""
        found: list[tuple[str, type, Value, str]] = []
        for node, doc in body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    one = self._literal(value)
                    found.append((name, type(one), one, _words(doc)))  # type: ignore[arg-type]
                case _:
                    self._unexpected(node)
        names = members(item.schema)
        if found != [
            (names[value], type(value), value, _words(clean(note)))
            for _, value, note in item.members
        ]:
            refuse(f"the members of {item.name} are not those of the spec", self.path)

    def _fields(self, body: list[tuple[ast.stmt, str]], item: Named) -> None:
        """The attributes of a class; their names are derived again, so that a slip shows."""
        names = attributes(item.schema)
        meant = {names[field.wire]: field for field in item.fields}
        found: list[str] = []
        for node, doc in body:
            match node:
                case ast.AnnAssign(
                    target=ast.Name(id=name), annotation=annotation, value=value
                ) if name in meant:
                    self._field(annotation, value, meant[name], item)
                    same_doc(doc, meant[name].doc, self.path)
                    found.append(name)
                case _:
                    self._unexpected(node)
        if found != list(meant) or len(meant) != len(item.fields):
            refuse(f"the members of {item.name} are not those of the spec", self.path)

    def _field(
        self, annotation: ast.expr, value: ast.expr | None, field: Field, item: Named
    ) -> None:
        rule = self.form.rules.get(item.name, "")
        stated = self.form.stated(field, rule)
        default = not field.required
        found: ast.expr | None = None
        if stated.arguments and self.form.annotated:
            annotation, found = self._apart(annotation)
        elif stated.arguments:
            found, value, default = value, None, False
        arguments: Mapping[str, object] = {}
        match found:
            case ast.Call(func=ast.Name(id=name), args=[], keywords=keywords) if (
                name == self.form.call
            ):
                arguments = self._keywords(keywords)
            case ast.expr():
                self._unexpected(found)
        if _typed(arguments) != _typed(stated.arguments):
            refuse(f"{item.name}.{field.name} is described otherwise", self.path)
        made = RULES[rule](field.name) if rule else field.name
        if self.form.annotated and arguments.get("alias", made) != field.wire:
            refuse(f"{item.name}.{field.name} has another wire name", self.path)
        if not _is_none(value) if default else value is not None:
            refuse(f"{item.name}.{field.name} has an unexpected default", self.path)
        type_ = annotation if stated.values else unquoted(annotation, self.path)
        self._type(type_, field.schema, stated.values)

    def _alias(self, node: ast.expr | None, item: Named) -> None:
        """A union, and what tells its variants apart; or a scalar."""
        if node is None:
            return
        chosen = item.discriminator if self.form.annotated else None
        call: ast.expr | None = None
        if chosen is not None:
            node, call = self._apart(node)
        self._type(node, item.schema, ())
        match call:
            case None:
                return
            case ast.Call(
                func=ast.Name(id="OneOf"),
                args=[name, ast.Dict(keys=keys, values=variants)],
                keywords=[],
            ):
                listed = [
                    (self._literal(key), variant.id if isinstance(variant, ast.Name) else "")
                    for key, variant in zip(keys, variants, strict=True)
                ]
                if (self._literal(name), listed) != (chosen, list(item.choices)):
                    refuse(f"the variants of {item.name} are not those of the spec", self.path)
            case _:
                self._unexpected(call)

    def _apart(self, node: ast.expr) -> tuple[ast.expr, ast.expr]:
        """The two parts of ``Annotated[type, call]``."""
        match node:
            case ast.Subscript(
                value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[inner, ast.Call() as call])
            ):
                parts = inner, call
            case _:
                self._unexpected(node)
        return parts

    def _type(self, node: ast.expr, schema: Schema, values: tuple[Value, ...]) -> None:
        """A type: of known names, the classes that `schema` refers to, and of `values` alone."""
        names: set[str] = set()
        constants: list[Value] = []
        for one in self._leaves(node):
            if isinstance(one, str):
                names.add(one)
            else:
                constants.append(one.value)  # type: ignore[arg-type]
        found = [one for one in constants if one is not None]
        if list(map(_of_type, found)) != list(map(_of_type, values)):
            refuse(f"a type has the values {found}, not {list(values)}", self.path)
        mentioned = set() if values else {target_of(ref).name for ref in references(schema)}
        classes = {name for name in names if name in self.classes}
        unknown = names - classes - self.known
        if unknown or classes != mentioned:
            listed = sorted(unknown | (classes ^ mentioned))
            refuse(f"a type mentions or leaves out {listed}", self.path)

    def _leaves(self, node: ast.expr) -> Iterator[str | ast.Constant]:
        """The names and literals of a type, in order."""
        match node:
            case ast.Name(id=name):
                yield name
            case ast.Constant(value=str() | int() | float() | None):
                yield node
            case ast.Subscript(value=value, slice=inner):
                yield from self._leaves(value)
                yield from self._leaves(inner)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                yield from self._leaves(left)
                yield from self._leaves(right)
            case ast.Tuple(elts=elements):
                for element in elements:
                    yield from self._leaves(element)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
                yield ast.Constant(self._literal(node))  # type: ignore[arg-type]
            case _:
                self._unexpected(node)

    def _keywords(self, keywords: Iterable[ast.keyword]) -> dict[str, object]:
        return {word.arg or "**": self._literal(word.value) for word in keywords}

    def _literal(self, node: ast.expr | None) -> object:
        """The value of a literal; nothing else can be evaluated."""
        try:
            return ast.literal_eval(node) if node is not None else None
        except (ValueError, TypeError, SyntaxError):
            self._unexpected(node)

    def _unexpected(self, node: ast.AST | None) -> NoReturn:
        line = getattr(node, "lineno", 0)
        refuse(f"line {line} holds an unexpected {type(node).__name__}", self.path)


def _is_none(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _of_type(value: object) -> tuple[type, object]:
    """To Python, 1 and True are the same; in code they are not."""
    return type(value), value


def _typed(arguments: Mapping[str, object]) -> list[tuple[str, type, object]]:
    return [(name, *_of_type(value)) for name, value in arguments.items()]


def _words(doc: str) -> str:
    """A docstring without its indent, and without the space that Black puts beside a quote."""
    return inspect.cleandoc(doc).strip()
