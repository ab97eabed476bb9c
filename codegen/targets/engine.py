"""datamodel-code-generator, run on the view of one fragment with the project's templates."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import msgspec

from codegen.diagnostics import CodegenError, Diagnostic
from codegen.targets.fragment import HEADER, Fragment, Options, references, target_of
from codegen.targets.layout import bracketed, formatted, statements_formatted
from codegen.targets.plan import (
    Named,
    neutral_mentions,
    neutral_names,
    resolved_imports,
    view,
)
from codegen.targets.templates import environment, folder

if TYPE_CHECKING:
    from datamodel_code_generator.enums import DataclassArguments

__all__ = [
    "BUILTINS",
    "Kind",
    "containers",
    "decorator",
    "module_text",
    "parsed",
    "refuse",
    "unquoted",
    "warm",
]

BUILTINS = frozenset({"bool", "dict", "float", "int", "list", "str"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of model: what generates it, from which templates, and what its modules import."""

    templates: str
    model_type: Literal["pydantic_v2.BaseModel", "dataclasses.dataclass"]
    """The name of the class generator for it."""
    imports: Mapping[str, str]
    """Name -> module, for all that the templates may use."""
    evaluates: bool
    """Whether a class is made of its types at once: what stands below it is mentioned in quotes,
    and completes it at the end of the module."""


def containers(options: Options) -> dict[str, str]:
    """Name -> module, for the generic container types where they are chosen."""
    names = ("Mapping", "Sequence") if options.model_options.use_generic_container_types else ()
    return dict.fromkeys(names, "collections.abc")


def warm() -> None:
    """Load what takes a process long to load: the class generator, Black and the templates."""
    import black  # noqa: F401, PLC0415 - start-up time
    import datamodel_code_generator.parser.openapi  # noqa: F401, PLC0415

    environment()


def refuse(message: str, path: str) -> NoReturn:
    """Stop: the code is not what was meant."""
    found = Diagnostic(code="unsafe-output", severity="error", message=message, path=path)
    raise CodegenError(found)


def parsed(text: str, path: str) -> ast.Module:
    """The syntax tree of a module; CodegenError where it is no Python."""
    try:
        return ast.parse(text, path)
    except (SyntaxError, ValueError) as error:
        refuse(f"the module is no Python: {error}", path)


def module_text(
    named: tuple[Named, ...],
    fragment: Fragment,
    data: Mapping[str, Mapping[str, Any]],
    kind: Kind,
    options: Options,
    path: str,
) -> str:
    """The module of `fragment`, formatted, with its classes in order, and its aliases.

    `data` is what the templates know of each class beside its types.
    """
    order = list(_order(named, fragment.order, path))
    if kind.evaluates:
        data = {name: {**data[name], "later": later} for name, later in _later(named, order)}
    generated = _generated(named, data, kind, options, path) if named else ""
    statements, used = _statements(generated, path)
    missing = [item.name for item in named if item.name not in statements]
    if missing or len(statements) != len(named):
        message = f"the class generator did not give the classes {missing or sorted(statements)}"
        refuse(message, path)
    body = statements_formatted((statements[name] for name in order), "\n\n\n")
    guard = {"TYPE_CHECKING"} if fragment.aliases else set()
    imports = _imports(used | guard, named, kind, path)
    if not kind.evaluates or _hidden(named, used):
        imports = f"from __future__ import annotations\n\n{imports}"
    head = formatted(f"{HEADER}\n\n{imports}\n" if imports else f"{HEADER}\n")
    late = "\n".join(f"{name}.model_rebuild()" for name in _late(named, order) if kind.evaluates)
    gap = "\n\n" if body.startswith(("class ", "@")) else "\n"
    text = f"{head}{gap}{body}\n" + (f"\n\n{late}\n" if late else "") if body else head
    aliases = _aliases(fragment)
    return text + ("\n\n" if body else "\n") * bool(aliases) + aliases


def _aliases(fragment: Fragment) -> str:
    """The statement of the module of `fragment` for names that it had before; '' for none.

    They are looked up when they are asked for: what they are now may stand in another module.
    """
    if not fragment.aliases:
        return ""
    return environment().get_template("python/aliases.py.jinja").render(names=fragment.aliases)


def _generated(
    named: tuple[Named, ...],
    data: Mapping[str, Mapping[str, Any]],
    kind: Kind,
    options: Options,
    path: str,
) -> str:
    from datamodel_code_generator import (  # noqa: PLC0415 - start-up time
        Error,
        GenerateConfig,
        InputFileType,
        generate,
    )
    from datamodel_code_generator.enums import DataModelType  # noqa: PLC0415
    from datamodel_code_generator.format import PythonVersion  # noqa: PLC0415
    from jinja2 import TemplateError  # noqa: PLC0415

    keys = neutral_names(named)
    known = (*keys.items(), *neutral_mentions(named).items())
    actual = partial(_actual, {key: name for name, key in known})
    tools = {"actual": actual, "bracketed": bracketed}
    extra = {keys[name]: {**item, **tools} for name, item in data.items()}
    chosen = options.model_options
    config = GenerateConfig(
        input_file_type=InputFileType.OpenAPI,
        output_model_type=DataModelType(kind.model_type),
        target_python_version=PythonVersion.PY_311,
        custom_template_dir=folder() / kind.templates,
        extra_template_data=defaultdict(dict, extra),
        use_standard_collections=True,
        use_union_operator=True,
        use_type_alias=True,
        keep_model_order=True,
        keyword_only=True,
        use_generic_container_types=chosen.use_generic_container_types,
        dataclass_arguments=decorator(options),
        formatters=[],
        disable_timestamp=True,
        allow_remote_refs=False,
    )
    try:
        text = generate(view(named, options), config=config)
    except (Error, TemplateError) as error:
        refuse(f"the class generator failed: {error}", path)
    if not isinstance(text, str):
        refuse("the class generator did not give one module", path)
    return text


def decorator(options: Options) -> DataclassArguments:
    """The arguments of ``@dataclass``: the project's own, then those that were chosen."""
    from datamodel_code_generator.enums import DataclassArguments  # noqa: PLC0415 - start-up time

    chosen = options.model_options
    made: DataclassArguments = {"kw_only": True, "slots": True}
    if chosen.frozen_dataclasses:
        made["frozen"] = True
    return made | msgspec.convert(dict(chosen.dataclass_arguments), DataclassArguments)


def _actual(names: Mapping[str, str], hint: str) -> str:
    """A type hint with the actual names of the classes."""
    return re.sub(r"\b[A-Z]\w*\d\b", lambda word: names.get(word[0], word[0]), hint)


def _statements(text: str, path: str) -> tuple[dict[str, str], set[str]]:
    """Class or alias name -> its source, with the docstring below an alias; the names they use."""
    lines = text.split("\n")
    found: dict[str, str] = {}
    used: set[str] = set()
    last = ""
    for node in parsed(text, path).body:
        source = "\n".join(lines[_first_line(node) - 1 : node.end_lineno])
        match node:
            case ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                found[name] = source
                last = name
                used.update(_names(node, path))
            case ast.Expr(value=ast.Constant()) if last:
                found[last] += f"\n{source}"
    return found, used


def _names(node: ast.stmt, path: str) -> Iterator[str]:
    """The names that a class or an alias uses, also in quotes."""
    pending: list[ast.AST] = [node]
    while pending:
        item = pending.pop()
        match item:
            case ast.Name(id=name, ctx=ast.Load()):
                yield name
            case ast.AnnAssign(
                annotation=ast.Subscript(
                    value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[type_, *_])
                )
                | type_
            ) if isinstance(type_, ast.Constant):
                pending.append(unquoted(type_, path))
        pending.extend(ast.iter_child_nodes(item))


def unquoted(type_: ast.expr, path: str) -> ast.expr:
    """The type that `type_` quotes, or itself; CodegenError where it is no Python."""
    match type_:
        case ast.Constant(value=str(text)):
            try:
                return ast.parse(text, path, mode="eval").body
            except (SyntaxError, ValueError) as error:
                refuse(f"a type is no Python: {error}", path)
        case _:
            return type_


def _first_line(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, ast.ClassDef) else []
    return min([node.lineno, *(item.lineno for item in decorators)])


def _order(named: tuple[Named, ...], classes: Sequence[str], path: str) -> Iterator[str]:
    """Aliases of scalars by name, classes in their order, unions after what they mention."""
    mentioned = {item.name: _mentioned(item) for item in sorted(named, key=lambda item: item.name)}
    kinds = {item.name: item.kind for item in named}
    yield from (name for name in mentioned if kinds[name] == "alias")
    yield from (name for name in classes if kinds.get(name) in {"object", "enum"})
    unions = [name for name in mentioned if kinds[name] == "union"]
    try:
        graph = {name: sorted(mentioned[name] & set(unions)) for name in unions}
        yield from TopologicalSorter(graph).static_order()
    except CycleError as error:
        refuse(f"unions hold each other: {' -> '.join(error.args[1])}", path)


def _mentioned(item: Named) -> set[str]:
    return {target_of(ref).name for ref in references(item.schema)}


def _late(named: tuple[Named, ...], order: list[str]) -> Iterator[str]:
    """The classes that mention what stands below them, and are incomplete until it does."""
    places = {name: place for place, name in enumerate(order)}
    items = {item.name: item for item in named}
    for name in order:
        if items[name].kind == "object" and any(
            places.get(other, -1) > places[name] for other in _mentioned(items[name])
        ):
            yield name


def _later(named: tuple[Named, ...], order: Sequence[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Each class with its attributes that mention it or what stands below it."""
    places = {name: place for place, name in enumerate(order)}
    for item in named:
        mentioned = ((field.name, references(field.schema)) for field in item.fields)
        yield (
            item.name,
            frozenset(
                name
                for name, refs in mentioned
                if any(places.get(target_of(ref).name, -1) >= places[item.name] for ref in refs)
            ),
        )


def _hidden(named: tuple[Named, ...], used: set[str]) -> bool:
    """Whether an attribute of some class has the name of a type, which the class then hides."""
    return any(field.name in used for item in named for field in item.fields)


def _imports(used: set[str], named: tuple[Named, ...], kind: Kind, path: str) -> str:
    """The import statements for the names that the classes use."""
    own = {item.name for item in named}
    others = resolved_imports(named).items()
    source = {**kind.imports} | {name: f".{module}" for name, module in others}
    if clash := sorted(own & source.keys()):
        message = (
            f"the types {clash} have names that the module imports; rename them in the overlay"
        )
        refuse(message, path)
    if unknown := sorted(used - own - source.keys() - BUILTINS):
        refuse(f"the class generator used the names {unknown}", path)
    modules: dict[str, list[str]] = {}
    for name in sorted(used & source.keys()):
        modules.setdefault(source[name], []).append(name)
    groups: tuple[list[str], list[str], list[str]] = ([], [], [])
    for module, names in sorted(modules.items()):
        # A line for each, so that one more changes no other.
        listed = "".join(f"    {name},\n" for name in names)
        statement = f"from {module} import (\n{listed})"
        groups[2 if module[0] == "." else module == "pydantic"].append(statement)
    return "\n\n".join("\n".join(group) for group in groups if group)
