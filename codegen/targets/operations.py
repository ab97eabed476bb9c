"""Operations of the spec -> ``models/operations.py``: what goes in and what comes out, typed.

The module is put together from one chunk per module of the spec, so that a change in one of them
leaves the others as they were.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from codegen import escape
from codegen.spec import Body, Operation, Parameter, Spec
from codegen.targets.engine import BUILTINS, parsed, refuse
from codegen.targets.jobs import Execute, Job, one_by_one
from codegen.targets.layout import LINE_LENGTH, bracketed, statements_formatted
from codegen.targets.package import from_template
from codegen.targets.paths import parameters, status
from codegen.targets.plan import deprecation
from codegen.targets.shape import same_doc, with_docs
from codegen.targets.templates import environment
from codegen.typeexpr import AnyType, Array, Map, OneOf, Ref, Scalar, TypeExpr, one_of, references

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["chunk", "constants", "modules"]

PATH = "models/operations.py"
_OPERATION = "models/_operation.py"
_PYTHON_TYPES = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
    "date-time": "datetime",
    "date": "date",
    "time": "time",
    "uuid": "UUID",
}
_BASE = ("UUID", "date", "datetime", "time")
_TAKEN = frozenset(
    {"Any", "Final", "Mapping", "OPERATIONS", "Operation", "Parameter", "TYPE_CHECKING", "UUID"}
    | {"WEBHOOKS"}
    | {"annotations", "date", "datetime", "lazy", "time", *dir(builtins)}
)
#: The names of types that are there in any case.
_PLAIN = BUILTINS | {"Any", "None"}


def modules(spec: Spec, execute: Execute = one_by_one) -> Iterator[dict[str, str]]:
    """Path -> text of the operations module and of what it stands on; begun at once.

    There may be thousands of operations: those of each module are a job of their own, and the
    largest is begun first.
    """
    names = constants(spec)
    module_of = {type_.name: type_.module for type_ in spec.types}
    groups = [
        tuple(group) for _, group in groupby(sorted(spec.operations, key=_module), key=_module)
    ]
    jobs = []
    for items in sorted(groups, key=len, reverse=True):
        near = {name: module_of[name] for item in items for name in _mentioned(item)}
        jobs.append(Job(make=chunk, arguments=(items, {i.id: names[i.id] for i in items}, near)))
    chunks = execute(jobs)
    exprs = [expr for item in spec.operations for expr in _types(item)]
    used = {module_of[name] for expr in exprs for name in references(expr)}
    scalars = {name for expr in exprs for name in _scalars(expr)}
    head = from_template(
        "pydantic/operations.py.jinja",
        PATH,
        title=f"{spec.title or spec.api}: operations.",
        modules=sorted(used),
        types=[name for name in _BASE if name in scalars],
    )
    ground = from_template("pydantic/_operation.py.jinja", _OPERATION)
    return _joined(execute((head, ground)), chunks)


def _joined(
    files: Iterable[dict[str, str]], chunks: Iterable[dict[str, str]]
) -> Iterator[dict[str, str]]:
    """The files, of which one is the head of the operations module, with the rest of that."""
    parts = {module: text for part in chunks for module, text in part.items()}
    below = "\n".join(["", *(parts[module] for module in sorted(parts)), _TABLE])
    for file in files:
        yield {path: text + below if path == PATH else text for path, text in file.items()}


#: The first of several operations of one place stands for it.
_TABLE = """OPERATIONS: Final[Mapping[tuple[str, str], Operation[Any, Any]]] = {
    (item.method, item.path): item
    for item in reversed(list(globals().values()))
    if isinstance(item, Operation) and not item.webhook
}

WEBHOOKS: Final[Mapping[tuple[str, str], Operation[Any, Any]]] = {
    (item.method, item.path): item
    for item in reversed(list(globals().values()))
    if isinstance(item, Operation) and item.webhook
}
"""


def constants(spec: Spec) -> dict[str, str]:
    """Operation id -> the name of its constant: the id, unless the module needs that name."""
    ids = {operation.id for operation in spec.operations}
    names = {id_: id_ for id_ in sorted(ids) if not _reserved(id_)}
    taken = set(ids)
    for id_ in sorted(ids - names.keys()):
        name = f"{id_.lstrip('_') or 'operation'}_"
        while name in taken or _reserved(name):
            name += "_"
        taken.add(name)
        names[id_] = name
    return names


def _reserved(name: str) -> bool:
    return name in _TAKEN or keyword.iskeyword(name) or name.startswith("_")


def _module(operation: Operation) -> str:
    return operation.module


def chunk(
    operations: tuple[Operation, ...], names: Mapping[str, str], module_of: Mapping[str, str]
) -> dict[str, str]:
    """Module -> the constants of its `operations`, formatted and checked."""
    template = environment().get_template("pydantic/operation.py.jinja")
    views = [_view(item, names[item.id], module_of) for item in operations]
    texts = (_statement(view, template) for view in views)
    text = statements_formatted(texts, "\n") + "\n"
    _check(text, views)
    return {operations[0].module: text}


def _view(operation: Operation, name: str, module_of: Mapping[str, str]) -> dict[str, Any]:
    responses: dict[str, str] = {}
    for response in operation.responses:
        text = _body_type(response.body, module_of) if response.body else ""
        responses.setdefault(status(response.status), text)
    successes = [text for code, text in responses.items() if code.startswith("2")]
    successes = successes or [text for code, text in responses.items() if code == "default"]
    request = _body_type(operation.request, module_of) if operation.request else ""
    answer = " | ".join(dict.fromkeys(text or "None" for text in successes)) or "Any"
    return {
        "target": f"{name}: Operation",
        "types": (request or "None", answer),
        "operation": operation,
        "method": operation.method.upper(),
        "parameters": [
            {"item": item, "type": _python_type(item.type, module_of)}
            for item in parameters(operation)
        ],
        "request": request,
        "responses": responses,
        "doc": _doc(operation),
    }


def _arguments(item: Parameter, type_: str) -> list[str]:
    """The arguments of a parameter, as its call has them."""
    required = item.required or item.location == "path"
    first = [escape.literal(item.name), escape.literal(item.location), _given(type_)]
    return first + ["required=True"] * required


def _given(text: str) -> str:
    """How a type is handed over: what a module has to be loaded for, only when it is asked for.

    What Python has as it is: to compile a module, Python 3.11 takes the square of the number of
    lambdas that are alike.
    """
    plain = _PLAIN.issuperset(re.findall(r"\w+", text)) and text != "None"
    return text if plain else f"lambda: {text}"


def _statement(view: Mapping[str, Any], template: Template) -> str:
    """The constant and its docstring; broken as Black breaks it, to spare most of them Black."""
    left = f"{view['target']}[{', '.join(view['types'])}] = "
    apart = len(f"{left}(") <= LINE_LENGTH < len(f"{left}Operation(")
    call = template.render(
        item=view, arguments=_arguments, given=_given, margin=4 if apart else 0
    ).rstrip("\n")
    if apart:
        text = f"{left}(\n{textwrap.indent(call, '    ')}\n)"
    else:
        opening = bracketed(f"{view['target']}[", view["types"], "] = Operation(")
        text = opening + call.removeprefix("Operation(")
    return f"{text}\n{escape.docstring(view['doc'], 0)}" if view["doc"] else text


def _doc(operation: Operation) -> str:
    parts = [operation.summary, operation.description]
    if operation.deprecated is not None:
        said = operation.summary or operation.description
        parts.append(deprecation(operation.deprecated, said))
    if operation.sources:
        source = operation.sources[0]
        place = f"{source.page}#{source.heading}" if source.heading else source.page
        parts.append(escape.sentence(f"Source: {place}"))
    return "\n\n".join(text for part in parts if (text := escape.clean(part)))


def _body_type(body: Body, module_of: Mapping[str, str]) -> str:
    expr = one_of((body.type, Scalar("null"))) if body.nullable else body.type
    return _python_type(expr, module_of)


def _python_type(expr: TypeExpr, module_of: Mapping[str, str]) -> str:
    match expr:
        case AnyType():
            return "Any"
        case Scalar(name):
            return _PYTHON_TYPES.get(name) or _PYTHON_TYPES[expr.json_type]
        case Ref(name):
            return f"_{module_of[name]}.{name}"
        case Array(items):
            return f"list[{_python_type(items, module_of)}]"
        case Map(values):
            return f"dict[str, {_python_type(values, module_of)}]"
        case OneOf(options):
            texts = dict.fromkeys(_python_type(item, module_of) for item in options)
            return " | ".join(sorted(texts, key="None".__eq__))  # None last
    message = f"not a type expression: {expr!r}"
    raise TypeError(message)


def _mentioned(operation: Operation) -> Iterator[str]:
    for expr in _types(operation):
        yield from references(expr)


def _types(operation: Operation) -> list[TypeExpr]:
    bodies = [operation.request, *(response.body for response in operation.responses)]
    return [item.type for item in (*operation.parameters, *bodies) if item is not None]


def _scalars(expr: TypeExpr) -> Iterator[str]:
    """The Python types of the scalars in a type that have one of their own."""
    match expr:
        case Scalar(name):
            yield _PYTHON_TYPES.get(name, "")
        case Array(inner) | Map(inner):
            yield from _scalars(inner)
        case OneOf(options):
            for option in options:
                yield from _scalars(option)


def _check(text: str, views: Sequence[Mapping[str, Any]]) -> None:
    """CodegenError `unsafe-output` unless the chunk holds what was to be rendered, and no more."""
    body = with_docs(parsed(text, PATH).body)
    if len(body) != len(views):
        refuse("the operations are not those of the spec", PATH)
    for (node, doc), view in zip(body, views, strict=True):
        match node:
            case ast.AnnAssign(
                target=ast.Name(id=name),
                annotation=annotation,
                value=ast.Call(func=ast.Name(id="Operation"), args=[], keywords=keywords),
            ):
                found = f"{name}: {_text(annotation)}", _facts(keywords)
                if found != (f"{view['target']}[{', '.join(view['types'])}]", _meant(view)):
                    refuse(f"the operation {name} is not that of the spec", PATH)
                same_doc(doc, view["doc"], PATH)
            case _:
                refuse(f"line {node.lineno} is no operation", PATH)


def _meant(view: Mapping[str, Any]) -> dict[str, object]:
    """The arguments of an operation, from what the template was given."""
    operation: Operation = view["operation"]
    facts: dict[str, object] = {"id": operation.id, "method": view["method"]}
    facts["path"] = operation.path
    if listed := view["parameters"]:
        facts["parameters"] = [_meant_parameter(one["item"], one["type"]) for one in listed]
    if view["request"]:
        facts["request"] = (_given(view["request"]),)
    if answers := view["responses"]:
        facts["responses"] = [
            (code, (_given(type_),) if type_ else None) for code, type_ in answers.items()
        ]
    if operation.webhook:
        facts["webhook"] = True
    return facts


def _meant_parameter(item: Parameter, type_: str) -> tuple[object, ...]:
    required = {"required": True} if item.required or item.location == "path" else {}
    return item.name, item.location, (_given(type_),), required


def _facts(keywords: Sequence[ast.keyword]) -> dict[str, object]:
    return {word.arg or "**": _fact(word.value) for word in keywords}


def _fact(node: ast.expr | None) -> object:
    """The value of an argument; a type, as `_given` has it, in a tuple."""
    found: object = None
    match node:
        case ast.Constant(value=value):
            found = value
        case ast.Lambda(
            args=ast.arguments(
                posonlyargs=[], args=[], vararg=None, kwonlyargs=[], kwarg=None, defaults=[]
            ),
            body=body,
        ):
            found = (f"lambda: {_text(body)}",)
        case ast.Name() | ast.Subscript() | ast.BinOp():
            found = (_text(node),)
        case ast.List(elts=elements):
            found = [_fact(element) for element in elements]
        case ast.Dict(keys=keys, values=values):
            found = [(_fact(key), _fact(one)) for key, one in zip(keys, values, strict=True)]
        case ast.Call(func=ast.Name(id="Parameter"), args=args, keywords=keywords):
            found = (*map(_fact, args), _facts(keywords))
        case _:
            refuse(f"line {getattr(node, 'lineno', 0)} holds no fact of an operation", PATH)
    return found


def _text(node: ast.expr) -> str:
    """A type as `_python_type` has it."""
    text = "None"
    match node:
        case ast.Name(id=name):
            text = name
        case ast.Attribute(value=ast.Name(id=module), attr=name):
            text = f"{module}.{name}"
        case ast.Subscript(value=value, slice=inner):
            text = f"{_text(value)}[{_text(inner)}]"
        case ast.Tuple(elts=elements):
            text = ", ".join(map(_text, elements))
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            text = f"{_text(left)} | {_text(right)}"
        case ast.Constant(value=None):
            pass
        case _:
            refuse(f"line {node.lineno} holds no type", PATH)
    return text
