"""The file form of the spec: JSON, one fact a line, stable order, versioned.

JSON because it is read with the standard tools of every language, and loads fast; indented so
that a change of one fact is a change of one line. Facts that are not known are left out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from codegen import typeexpr
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.spec import FORMAT_VERSION, Spec
from codegen.typeexpr import TypeExpr

__all__ = ["dumps", "json_schema", "load", "loads", "plain"]


class _Header(msgspec.Struct):
    format: int = 0


def dumps(spec: Spec) -> str:
    """The text of the spec file, with a line end at its end."""
    raw = _ENCODER.encode(spec)
    return msgspec.json.format(raw, indent=1).decode() + "\n"


def plain(node: object) -> Any:  # noqa: ANN401 - any JSON value
    """A node of the spec as the file has it: mappings, lists and scalars."""
    return msgspec.to_builtins(node, enc_hook=_enc_hook)


def loads(text: str | bytes, *, path: str = "spec.json") -> Spec:
    """Read a spec file. Raises CodegenError, located in `path`, where it is none."""
    try:
        header = msgspec.json.decode(text, type=_Header)
        if header.format != FORMAT_VERSION:
            raise CodegenError(_version_error(header.format, path))
        return _DECODER.decode(text)
    except (msgspec.MsgspecError, UnicodeError) as error:
        finding = Diagnostic(
            code="invalid-spec",
            severity="error",
            message=f"is not a spec file: {error}",
            path=path,
            hint="write it anew with doc-codegen generate",
        )
        raise CodegenError(finding) from None


def load(path: str | Path) -> Spec:
    """Read the spec file at `path`. Raises CodegenError where there is none or it is damaged."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        finding = Diagnostic(
            code="unreadable-file",
            severity="error",
            message=f"cannot be read: {error.strerror or error}",
            path=str(path),
        )
        raise CodegenError(finding) from None
    return loads(data, path=str(path))


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the file form."""
    schema = msgspec.json.schema(Spec, schema_hook=_schema_hook)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _enc_hook(value: object) -> object:
    if isinstance(value, TypeExpr):
        return str(value)
    raise NotImplementedError


def _dec_hook(kind: type, value: object) -> object:
    if kind is not TypeExpr:
        raise NotImplementedError
    if not isinstance(value, str):
        message = f"a type expression is a string, not {value!r:.40}"
        raise TypeError(message)
    return typeexpr.parse(value)


def _schema_hook(kind: type) -> dict[str, Any]:
    if kind is TypeExpr:
        return {"type": "string", "description": "a type expression, such as array<Link>"}
    raise NotImplementedError


def _version_error(found: int, path: str) -> Diagnostic:
    return Diagnostic(
        code="spec-version",
        severity="error",
        message=f"has format {found}, this doc-codegen reads format {FORMAT_VERSION}",
        path=path,
        hint="write it anew with doc-codegen generate",
    )


_ENCODER = msgspec.json.Encoder(enc_hook=_enc_hook)
_DECODER = msgspec.json.Decoder(Spec, dec_hook=_dec_hook)
