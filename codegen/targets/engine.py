"""datamodel-code-generator, run on the view of one fragment with the project's templates."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any, NoReturn

from datamodel_code_generator import Error, GenerateConfig, InputFileType, generate
from datamodel_code_generator.enums import DataModelType
from datamodel_code_generator.format import PythonVersion

from codegen.diagnostics import CodegenError, Diagnostic
from codegen.targets.fragment import HEADER, Options
from codegen.targets.layout import black_formatted, statements_formatted
from codegen.targets.plan import Named, resolved_imports, union_options, view
from codegen.targets.templates import folder

__all__ = ["Kind", "module_text", "refuse"]

_BUILTINS = frozenset({"bool", "dict", "float", "int", "list", "str"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of model: what generates it, from which templates, and what its modules import."""

    templates: str
    model_type: DataModelType
    imports: Mapping[str, str]
    """Name -> module, in the order in which the imports stand."""


def refuse(message: str, path: str) -> NoReturn:
    """Stop: the code is not what was meant."""
    found = Diagnostic(code="unsafe-output", severity="error", message=message, path=path)
    raise CodegenError(found)


def module_text(
    named: tuple[Named, ...],
    data: Mapping[str, Mapping[str, Any]],
    kind: Kind,
    options: Options,
    path: str,
) -> str:
    """The module, formatted; `data` is what the templates know of each class beside its types."""
    statements = _statements(_generated(named, data, kind, options, path), path)
    missing = [item.name for item in named if item.name not in statements]
    if missing or len(statements) != len(named):
        message = f"the class generator did not give the classes {missing or sorted(statements)}"
        refuse(message, path)
    body = statements_formatted((statements[name] for name in _order(named)), "\n\n\n")
    imports = _imports(body, resolved_imports(named), kind, {item.name for item in named}, path)
    head = black_formatted(f"{HEADER}\n\nfrom __future__ import annotations\n\n{imports}\n")
    return f"{head}\n\n{body}\n"


def _generated(
    named: tuple[Named, ...],
    data: Mapping[str, Mapping[str, Any]],
    kind: Kind,
    options: Options,
    path: str,
) -> str:
    modules = sorted(set(resolved_imports(named).values()))
    config = GenerateConfig(
        input_file_type=InputFileType.OpenAPI,
        output_model_type=kind.model_type,
        target_python_version=PythonVersion.PY_311,
        custom_template_dir=folder() / kind.templates,
        extra_template_data=defaultdict(dict, {name: dict(item) for name, item in data.items()}),
        external_ref_mapping={f"{module}.yaml": module for module in modules},
        use_standard_collections=True,
        use_union_operator=True,
        use_type_alias=True,
        keep_model_order=True,
        keyword_only=True,
        formatters=[],
        disable_timestamp=True,
        allow_remote_refs=False,
    )
    try:
        text = generate(view(named, options), config=config)
    except Error as error:
        refuse(f"the class generator failed: {error}", path)
    if not isinstance(text, str):
        refuse("the class generator did not give one module", path)
    return text


def _statements(text: str, path: str) -> dict[str, str]:
    """Class or alias name -> its source, with the docstring that follows an alias."""
    lines = text.split("\n")
    found: dict[str, str] = {}
    last = ""
    for node in ast.parse(text, path).body:
        source = "\n".join(lines[_first_line(node) - 1 : node.end_lineno])
        match node:
            case ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                found[name] = source
                last = name
            case ast.Expr(value=ast.Constant()) if last:
                found[last] += f"\n{source}"
    return found


def _first_line(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, ast.ClassDef) else []
    return min([node.lineno, *(item.lineno for item in decorators)])


def _order(named: tuple[Named, ...]) -> Iterator[str]:
    """Classes by name, then aliases, each after those that it mentions."""
    aliases = {item.name: item for item in named if item.kind in {"union", "alias"}}
    yield from sorted(item.name for item in named if item.name not in aliases)
    graph = {
        name: sorted({str(ref).rpartition("/")[2] for ref in _refs(item)} & aliases.keys())
        for name, item in sorted(aliases.items())
    }
    yield from TopologicalSorter(graph).static_order()


def _refs(item: Named) -> list[str]:
    return [option["$ref"] for option in union_options(item.schema)]


def _imports(body: str, others: Mapping[str, str], kind: Kind, own: set[str], path: str) -> str:
    """The import statements for the names that `body` uses."""
    nodes = [node for node in ast.walk(ast.parse(body, path)) if isinstance(node, ast.Name)]
    used = {node.id for node in nodes if isinstance(node.ctx, ast.Load)}
    source = {**kind.imports} | {name: f".{module}" for name, module in others.items()}
    if clash := sorted(own & source.keys()):
        refuse(f"the types {clash} have names that the module imports", path)
    if unknown := sorted(used - own - source.keys() - _BUILTINS):
        refuse(f"the class generator used the names {unknown}", path)
    modules: dict[str, list[str]] = {}
    for name in sorted(used & source.keys()):
        modules.setdefault(source[name], []).append(name)
    groups: tuple[list[str], list[str], list[str]] = ([], [], [])
    for module, names in sorted(modules.items()):
        statement = f"from {module} import {', '.join(names)}"
        groups[2 if module[0] == "." else module == "pydantic"].append(statement)
    return "\n\n".join("\n".join(group) for group in groups if group)
