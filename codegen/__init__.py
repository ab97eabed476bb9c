"""doc-codegen: from a vendor's API reference pages to typed models.

The flow, a file per stage::

    sources.py -> markdown.py -> dialects/ -> resolve/ -> targets/ -> outputs.py
    files         pages          claims       spec        modules     disk

pipeline.py joins the stages. As a library::

    import codegen

    (result,) = codegen.generate(docs=["docs/2023", "docs/2022"], name="shop", output="out")
    result.spec                                    # all that the pages say, a `Spec`
    result.diagnostics                             # what was found, each with page and line
    result.changes                                 # the files that were written and removed

    codegen.generate(config="pyproject.toml")      # the configured APIs
    codegen.load_spec("out/spec.json").operations  # a spec file

    codegen.diff("docs/2022", "docs/2023").changes # typed, the gravest first; of spec files too

All that is public is here, by name: modules are an inner affair. A name is loaded when it is first
used, so that ``import codegen`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from codegen.changes.diff import Diff
    from codegen.changes.model import Change, Level, Side, Subject, Touched
    from codegen.changes.sides import diff
    from codegen.diagnostics import CodegenError, Diagnostic, Related
    from codegen.library import generate
    from codegen.outputs import Changes
    from codegen.passthrough import ModelOptions
    from codegen.pipeline import Api, Result
    from codegen.spec import (
        Body,
        Constraints,
        Correction,
        EnumType,
        EnumValue,
        ObjectType,
        Operation,
        Parameter,
        Property,
        Response,
        SecurityScheme,
        Source,
        Spec,
        Type,
        Undecided,
        UnionType,
        Variant,
    )
    from codegen.specfile import load as load_spec
    from codegen.typeexpr import AnyType, Array, Map, OneOf, Ref, Scalar, TypeExpr

__version__ = "0.1.0"

__all__ = [
    "AnyType",
    "Api",
    "Array",
    "Body",
    "Change",
    "Changes",
    "CodegenError",
    "Constraints",
    "Correction",
    "Diagnostic",
    "Diff",
    "EnumType",
    "EnumValue",
    "Level",
    "Map",
    "ModelOptions",
    "ObjectType",
    "OneOf",
    "Operation",
    "Parameter",
    "Property",
    "Ref",
    "Related",
    "Response",
    "Result",
    "Scalar",
    "SecurityScheme",
    "Side",
    "Source",
    "Spec",
    "Subject",
    "Touched",
    "Type",
    "TypeExpr",
    "Undecided",
    "UnionType",
    "Variant",
    "__version__",
    "diff",
    "generate",
    "load_spec",
]

#: Module -> the public names that it has. `load_spec` is the one that goes by another name here.
_HOMES = {
    "changes.diff": "Diff",
    "changes.model": "Change Level Side Subject Touched",
    "changes.sides": "diff",
    "diagnostics": "CodegenError Diagnostic Related",
    "library": "generate",
    "outputs": "Changes",
    "passthrough": "ModelOptions",
    "pipeline": "Api Result",
    "spec": """
        Body Constraints Correction EnumType EnumValue ObjectType Operation Parameter Property
        Response SecurityScheme Source Spec Type Undecided UnionType Variant
    """,
    "specfile": "load_spec",
    "typeexpr": "AnyType Array Map OneOf Ref Scalar TypeExpr",
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names.split()}


# Type checkers read the imports above, and refuse other names.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is asked for
        if name not in _HOME_OF:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        module = import_module(f"{__name__}.{_HOME_OF[name]}")
        found = getattr(module, {"load_spec": "load"}.get(name, name))
        globals()[name] = found
        return found

    def __dir__() -> list[str]:
        return __all__
