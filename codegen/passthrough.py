"""Options that pass through to datamodel-code-generator: which they are, and why others are not.

The spec decides the names and types of the models, the pages what is required, and the project's
templates how a module looks. These options leave all that alone, and do here what they do there:

| option | value | what it does |
| --- | --- | --- |
| ``base-class`` | ``"package.module.Class"`` | the pydantic models derive from it |
| ``dataclass-arguments`` | table of booleans | arguments of ``@dataclass`` |
| ``enable-faux-immutability`` | boolean | attributes of pydantic models cannot be set |
| ``frozen-dataclasses`` | boolean | attributes of dataclasses cannot be set |
| ``target-pydantic-version`` | ``"2"``, ``"2.11"``, ... | ``validate_by_name`` from 2.11 on |
| ``use-attribute-docstrings`` | boolean | JSON schemas of models have the descriptions |
| ``use-frozen-field`` | boolean | read-only properties of pydantic models cannot be set |
| ``use-generic-container-types`` | boolean | ``Sequence``, ``Mapping`` for ``list``, ``dict`` |

``init`` and ``kw_only`` of a dataclass stay true, and any other option is refused with the reason.
"""

from __future__ import annotations

import difflib
import keyword
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from codegen import nearest

__all__ = [
    "DATACLASS_ARGUMENTS",
    "NO_OPTIONS",
    "REASONS",
    "ModelOptions",
    "Problem",
    "PydanticVersion",
    "did_you_mean",
    "misfits",
    "problems",
    "read",
]

PydanticVersion = Literal["2", "2.11", "2.12", "2.14"]


class ModelOptions(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The options, by their names in Python; see the table of the module."""

    base_class: str = ""
    dataclass_arguments: tuple[tuple[str, bool], ...] = ()
    enable_faux_immutability: bool = False
    frozen_dataclasses: bool = False
    target_pydantic_version: PydanticVersion = "2"
    use_attribute_docstrings: bool = False
    use_frozen_field: bool = False
    use_generic_container_types: bool = False


NO_OPTIONS = ModelOptions()


class Problem(NamedTuple):
    """What is wrong with an option: its key and those below it, a message, and a hint."""

    keys: tuple[str, ...]
    message: str
    hint: str = ""


def problems(table: Mapping[str, object]) -> Iterator[Problem]:
    """All that is wrong with the options of `table`, by their names on the command line there."""
    for key, value in table.items():
        name = key.replace("-", "_")
        if key in _KNOWN:
            yield from _CHECKS[name](key, value)
        elif _kebab(name) in _KNOWN:
            yield Problem((key,), "unknown key", f"did you mean {_kebab(name)!r}?")
        else:
            yield _refused(key, name)


def misfits(options: ModelOptions) -> Iterator[Problem]:
    """All that is wrong with options that were not read from a table: nobody checked their values.

    ModelOptions takes any value; a path of a class that is none would become code.
    """
    given: dict[str, object] = {}
    for name in options.__struct_fields__:
        value = getattr(options, name)
        if value != getattr(NO_OPTIONS, name):
            given[_kebab(name)] = dict(value) if isinstance(value, tuple) else value
    return problems(given)


def read(table: Mapping[str, object]) -> ModelOptions:
    """The options of `table`, in which there are no `problems`."""
    found = {key.replace("-", "_"): value for key, value in table.items()}
    arguments = found.get("dataclass_arguments")
    if isinstance(arguments, Mapping):
        found["dataclass_arguments"] = tuple(arguments.items())
    return msgspec.convert(found, ModelOptions)


def _kebab(name: str) -> str:
    return name.replace("_", "-")


def _flag(key: str, value: object) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield Problem((key,), "must be true or false")


def _dotted(key: str, value: object) -> Iterator[Problem]:
    parts = value.split(".") if isinstance(value, str) else []
    plain = [part for part in parts if part.isidentifier() and not keyword.iskeyword(part)]
    if len(parts) < 2 or plain != parts:  # noqa: PLR2004 - a module and a class
        yield Problem((key,), 'must be the path of a class, such as "package.module.Class"')


#: Arguments of a dataclass that leave its fields and its constructor alone.
DATACLASS_ARGUMENTS = ("eq", "frozen", "match_args", "order", "repr", "slots", "unsafe_hash")


def _arguments(key: str, value: object) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield Problem((key,), "must be a table of true and false")
        return
    for name, one in value.items():
        if name in {"init", "kw_only"}:
            message = "is always true: fields keep the order of the pages, and are set by name"
            yield Problem((key, name), message)
        elif name not in DATACLASS_ARGUMENTS:
            yield Problem((key, name), "unknown key", did_you_mean(name, DATACLASS_ARGUMENTS))
        elif not isinstance(one, bool):
            yield Problem((key, name), "must be true or false")
    if value.get("order") is True and value.get("eq") is False:
        yield Problem((key, "order"), "needs eq")


def _version(key: str, value: object) -> Iterator[Problem]:
    known = ("2", "2.11", "2.12", "2.14")
    if value not in known:
        yield Problem((key,), f"must be one of {', '.join(known)}, not {value!r}", "it is a text")


_CHECKS: Mapping[str, Callable[[str, object], Iterator[Problem]]] = {
    "base_class": _dotted,
    "dataclass_arguments": _arguments,
    "target_pydantic_version": _version,
} | {one.name: _flag for one in msgspec.structs.fields(ModelOptions) if one.type is bool}
_KNOWN = tuple(_kebab(name) for name in sorted(_CHECKS))

#: Why an option is refused -> options. One that is in no row is refused for the general reason.
_REFUSED: Mapping[str, str] = {
    "the spec decides every name; the overlay gives another one (name: ...)": """
        allow_leading_underscore_class_name capitalise_enum_members class_name
        class_name_affix_scope class_name_prefix class_name_suffix custom_class_name_generator
        disable_appending_item_suffix duplicate_name_suffix empty_enum_field_name
        infer_union_variant_names model_name_map naming_strategy original_field_name_delimiter
        parent_scoped_naming remove_special_field_name_prefix snake_case_field
        special_field_name_prefix use_operation_id_as_name use_tag_as_union_variant_name
        use_title_as_name
    """,
    "attributes are read by their wire names and their Python names, and written by wire names": """
        alias_generator aliases allow_population_by_field_name no_alias
        pin_aliases_with_alias_generator serialization_aliases use_serialization_alias
    """,
    "the spec decides every type; the overlay gives another one (type: ...)": """
        allof_class_hierarchy allof_merge_mode collapse_reuse_models collapse_root_models
        collapse_root_models_name_strategy enum_field_as_literal enum_field_as_literal_map
        ignore_enum_constraints intersect_allof_keywords output_date_class output_datetime_class
        reuse_model reuse_scope skip_root_model type_mappings type_overrides union_mode
        use_decimal_for_multiple_of use_pendulum use_specialized_enum
        use_standard_primitive_types use_subclass_enum use_unique_items_as_set
    """,
    "the pages decide what is required, what may be null and what is the default": """
        apply_default_values_for_required_fields default_value_overrides
        force_optional_for_required_fields set_default_enum_member strict_nullable
        strip_default_none use_default_factory_for_optional_nested_models use_default_kwarg
        use_missing_sentinel use_one_literal_as_default
    """,
    "properties that the pages do not mention are kept through a round trip": """
        allow_extra_fields extra_fields
    """,
    "nothing gets into a module that the spec does not describe": """
        additional_imports base_class_map class_decorators custom_file_header
        custom_file_header_mode custom_file_header_path custom_formatters
        custom_formatters_kwargs custom_template_dir extra_template_data field_extra_keys
        field_extra_keys_without_x_prefix field_include_all_keys import_overrides
        model_extra_keys model_extra_keys_without_x_prefix validators
    """,
    "a header holds neither version nor time, so that an upgrade changes no file": """
        command_line disable_timestamp enable_command_header enable_generated_header_marker
        enable_version_header
    """,
    "the templates of doc-codegen and Black decide how a module looks": """
        all_exports_collision_strategy all_exports_scope builtin_format_line_length
        disable_future_imports encoding formatters module_split_mode use_double_quotes
        use_exact_imports use_field_description_example use_inline_field_description
        use_single_line_docstring use_type_checking_imports wrap_string_literal
    """,
    "the modules run on Python 3.11 and newer, and are the same for all": """
        target_python_version
    """,
    "it is always so": """
        field_constraints keep_model_order keyword_only use_annotated use_field_description
        use_generic_base_class use_schema_description use_standard_collections use_type_alias
        use_union_operator
    """,
    "the models are always strict": "strict_types",
    "readers of dataclasses, such as mashumaro, know Any and do not know object": "use_object_type",
    "it is said by doc-codegen's own keys: docs, output, targets": """
        input_file_type input_filename output output_model_type preset settings_path
    """,
    "nothing is fetched": """
        allow_private_network allow_remote_refs http_backend http_headers http_ignore_tls
        http_local_ref_path http_query_parameters http_timeout
    """,
}
REASONS = {option: reason for reason, options in _REFUSED.items() for option in options.split()}
_GENERAL = "it is not known to keep what the models promise"


def _refused(key: str, name: str) -> Problem:
    """Why there is no such option, or why it does not pass."""
    passes = f"options that pass: {', '.join(_KNOWN)}"
    if name in REASONS:
        return Problem((key,), f"does not pass: {REASONS[name]}", passes)
    if near := difflib.get_close_matches(_kebab(name.lower()), _KNOWN, n=1, cutoff=0.8):
        return Problem((key,), "unknown key", f"did you mean {near[0]!r}?")
    from datamodel_code_generator import GenerateConfig  # noqa: PLC0415 - slow, for this alone

    if name in GenerateConfig.model_fields:
        return Problem((key,), f"does not pass: {_GENERAL}", passes)
    return Problem((key,), "unknown key", did_you_mean(_kebab(name), _KNOWN))


def did_you_mean(key: str, known: Sequence[str]) -> str:
    """A hint for an unknown key: the one that it may have been meant for, or all."""
    return nearest.did_you_mean(key, known) or f"known keys: {', '.join(sorted(known))}"
