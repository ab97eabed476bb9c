"""The media types of bodies: what pages say of them, in every form, and what stands in which."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from codegen.dialects.general.media import in_heading, in_sentence
from codegen.mediatypes import FORM, JSON, MULTIPART, is_bytes, is_data, is_text, named, only_in
from codegen.resolve import resolve
from codegen.spec import Body, ObjectType, Operation, Spec
from codegen.targets.fragment import Options
from codegen.targets.openapi import Documents
from codegen.typeexpr import Ref
from tests.told import read, told

_HEAD = "# Pets\n\n## Add a photo\n\n`POST /pets/photos`\n\n"
_TABLE = "| Field | Type | Description |\n|---|---|---|\n| name | string | Whose it is |\n"
_FILE = "| photo? | file contents | The photo |\n"
_ONLY = "| rest? | string | All else, only for `multipart/form-data` requests |\n"
_MARKS = "| Field | Type | Required |\n|---|---|---|\n| name | string | yes |\n"


def spec_of(text: str) -> Spec:
    return resolve([read(text)], api="pets").spec


def request_of(text: str) -> Body:
    (operation,) = spec_of(text).operations
    assert operation.request is not None
    return operation.request


# -- Names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Application/JSON. Required.", [JSON]),
        ("`multipart/form-data; boundary=x`, text/csv", [MULTIPART, "text/csv"]),
        ("application/vnd.api+json", ["application/vnd.api+json"]),
        ("image/*, a/b, and/or, /image/png, image/png/large, see ./text/plain", []),
    ],
)
def test_media_types_in_texts(text: str, expected: list[str]) -> None:
    assert list(named(text)) == expected


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (f"{JSON} application/problem+json text/xml application/x-yaml {FORM} {MULTIPART}", 0),
        ("text/plain text/csv text/html application/xhtml+xml", 1),
        ("application/zip image/png application/octet-stream application/pdf", 2),
    ],
)
def test_what_bodies_of_a_media_type_are(names: str, kind: int) -> None:
    for name in names.split():
        assert [is_data(name), is_text(name), is_bytes(name)].index(True) == kind, name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("JSON-encoded, only for multipart/form-data requests.", (MULTIPART,)),
        ("All else (multipart/form-data only)", (MULTIPART,)),
        ("only sent in `multipart/form-data`", (MULTIPART,)),
        ("Sent in multipart/form-data requests, too", ()),
        ("Only one of application and text", ()),
        ("The only name. Also in multipart/form-data.", ()),
    ],
)
def test_what_is_sent_in_one_media_type_alone(text: str, expected: tuple[str, ...]) -> None:
    assert only_in(text) == expected


# -- What places say -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "types", "form"),
    [
        ("JSON Params", (JSON,), False),
        ("JSON/Form Params", (JSON,), True),
        ("Form data", (), True),
        ("Form-encoded parameters", (), True),
        ("Multipart form parameters", (MULTIPART,), False),
        ("Body (application/x-www-form-urlencoded)", (FORM,), False),
    ],
)
def test_headings(title: str, types: tuple[str, ...], *, form: bool) -> None:
    found = in_heading(title)
    assert found is not None
    assert (found.types, found.form) == (types, form)


@pytest.mark.parametrize("title", ["Parameters", "Request body", "Platform params", "Format"])
def test_headings_that_say_nothing(title: str) -> None:
    assert in_heading(title) is None


@pytest.mark.parametrize(
    ("sentence", "types", "sure"),
    [
        ("Send a `multipart/form-data` body.", (MULTIPART,), True),
        ("The request must be encoded as `application/x-www-form-urlencoded`.", (FORM,), True),
        ("The Content-Type is application/json or text/xml.", (JSON, "text/xml"), True),
        ("Files must be attached using a `multipart/form-data` body.", (MULTIPART,), False),
        ("Endpoint: POST /files Content-Type: multipart/form-data", (MULTIPART,), True),
        ("To upload, send `multipart/form-data` rather than `application/json`.", (MULTIPART,), 0),
    ],
)
def test_sentences(sentence: str, types: tuple[str, ...], *, sure: bool) -> None:
    found = in_sentence(sentence)
    assert found is not None
    assert (found.types, found.sure) == (types, sure)


@pytest.mark.parametrize(
    "sentence",
    [
        "Returns the photo as `image/png`.",
        "The response body is `text/csv`.",
        "Send an `Accept` header of `text/csv`.",
        "Its type, such as `image/png`, is found out.",
        "Send and/or keep it.",
    ],
)
def test_sentences_that_say_nothing(sentence: str) -> None:
    assert in_sentence(sentence) is None


# -- What they say together ------------------------------------------------------------------------

_JSON_SAMPLE = '```http\nPOST /pets/photos\n\n{"name": "Bo"}\n```\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"### Body\n\n{_TABLE}", [JSON]),
        (f"### JSON Params\n\n{_TABLE}{_FILE}", [JSON]),
        (f"### JSON/Form Params\n\n{_TABLE}{_FILE}", [JSON, MULTIPART]),
        (f"### Form Params\n\n{_TABLE}{_FILE}", [MULTIPART]),
        (f"### Form Params\n\n{_TABLE}", [FORM]),
        (f"Send a `multipart/form-data` body.\n\n### Form Params\n\n{_TABLE}", [MULTIPART]),
        (f"Send a `multipart/form-data` body.\n\n### Body\n\n{_TABLE}", [MULTIPART]),
        (f"Files are sent as `multipart/form-data`.\n\n### Body\n\n{_TABLE}", [JSON, MULTIPART]),
        (f"### Body\n\n{_TABLE}{_FILE}", [JSON, MULTIPART]),
        (f"### Body\n\n{_TABLE}{_ONLY}", [JSON, MULTIPART]),
        (f"### Body\n\n{_MARKS}| photo | file | yes |\n", [MULTIPART]),
        (f"### Body\n\n{_MARKS}| photo | file | `multipart/form-data` only |\n", [JSON, MULTIPART]),
        # A header, as its row says
        (
            (
                "### Request headers\n\n| Name | Description |\n|---|---|\n"
                f"| Content-Type | `application/json` or `text/plain` |\n\n### Body\n\n{_TABLE}"
            ),
            [JSON, "text/plain"],
        ),
        (
            (
                "### Request headers\n\n| Name | Description |\n|---|---|\n"
                f"| Content-Type | application/json. Required. |\n\n### Body\n\n{_TABLE}{_FILE}"
            ),
            [JSON],
        ),
        # Samples
        (
            f"### Body\n\n{_TABLE}\n```\ncurl -F name=Bo https://x.io/pets/photos\n```\n",
            [MULTIPART],
        ),
        (f"### Body\n\n{_TABLE}\n```\ncurl -d name=Bo https://x.io/pets/photos\n```\n", [FORM]),
        (f"### Body\n\n{_TABLE}\n{_JSON_SAMPLE}", [JSON]),
        (
            (
                f"### Body\n\n{_TABLE}\n{_JSON_SAMPLE}\n"
                "```http\nPOST /pets/photos\nContent-Type: text/plain\n\nBo\n```\n"
            ),
            [JSON, "text/plain"],
        ),
        # A sample of another request
        (
            (
                f"### Body\n\n{_TABLE}\n```http\nPOST https://x.io/elsewhere\n"
                "Content-Type: application/x-www-form-urlencoded\n\na=b\n```\n"
            ),
            [JSON],
        ),
    ],
)
def test_requests(text: str, expected: list[str]) -> None:
    assert list(request_of(_HEAD + text).media_types) == expected


def test_bytes_are_no_json() -> None:
    text = "In the request body, supply a binary stream.\n"
    found = request_of(f"# Pets\n\n## Set photo\n\n`PUT /pets/photo`\n\n### Request body\n\n{text}")
    assert (str(found.type), found.media_types) == ("binary", ("application/octet-stream",))


def test_media_types_alone_are_no_body() -> None:
    head = "### Request headers\n\n| Name | Description |\n|---|---|\n"
    page = f"{_HEAD}{head}| Content-Type | application/json |\n\nReturns `204 No Content`.\n"
    (operation,) = spec_of(page).operations
    assert operation.request is None


def test_what_is_said_stands_where_it_is_said() -> None:
    reading = read(f"{_HEAD}### JSON/Form Params\n\n{_TABLE}{_FILE}{_ONLY}")
    media = [one for one in told(reading) if " in " in one]
    assert media == [
        f"request POST in {JSON}, {MULTIPART}",
        f"request POST in {MULTIPART}",
        f"request POST in {MULTIPART}",
    ]
    places = [one.place.line for one in reading.claims if getattr(one, "media_types", ())]
    assert places == [7, 12, 13]


# -- What stands in which --------------------------------------------------------------------------


def test_each_body_has_what_it_can_hold() -> None:
    spec = spec_of(f"{_HEAD}### JSON/Form Params\n\n{_TABLE}{_FILE}{_ONLY}")
    (operation,) = spec.operations
    (made,) = (one for one in spec.types if isinstance(one, ObjectType))
    assert [(one.name, one.media_types) for one in made.properties] == [
        ("name", ()),
        ("photo", ()),
        ("rest", (MULTIPART,)),
    ]
    bundle = Documents(spec, Options()).bundle()
    content = bundle["paths"]["/pets/photos"]["post"]["requestBody"]["content"]
    assert list(content[JSON]["schema"]["properties"]) == ["name"]
    assert content[MULTIPART]["schema"] == {"$ref": "#/components/schemas/AddPhotoRequest"}
    assert operation.request is not None


def test_texts_and_bytes_beside_what_has_properties() -> None:
    media = (JSON, "text/xml", "text/csv", "application/zip")
    body = Body(type=Ref("Pet"), media_types=media, nullable=True)
    pet = ObjectType(name="Pet", module="pets")
    made = Operation(id="add", method="POST", path="/pets", module="pets", request=body)
    spec = Spec(format=1, api="pets", operations=(made,), types=(pet,))
    bundle = Documents(spec, Options()).bundle()
    content = bundle["paths"]["/pets"]["post"]["requestBody"]["content"]
    whole = {"anyOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "null"}]}
    assert [content[name]["schema"] for name in media] == [
        whole,
        whole,
        {"type": "string"},
        {"type": "string", "format": "binary"},
    ]


_WORDS = st.sampled_from(["string", "integer", "file contents"])
_ROWS = st.lists(st.tuples(_WORDS, st.booleans(), st.booleans()), min_size=1, max_size=4)


@settings(max_examples=60, phases=[Phase.generate])
@given(rows=_ROWS, json=st.booleans())
def test_what_is_rendered_is_read_as_it_was_meant(
    rows: list[tuple[str, bool, bool]], *, json: bool
) -> None:
    """Spec -> page -> spec, of the form that vendors with files have."""
    heading = "JSON/Form Params" if json else "Form Params"
    table = ["| Field | Type | Description |", "|---|---|---|"]
    for at, (word, optional, only) in enumerate(rows):
        text = f"Number {at}" + (f" (only for `{MULTIPART}` requests)" if only else "")
        table.append(f"| p{at}{'?' * optional} | {word} | {text} |")
    spec = spec_of("\n".join((f"{_HEAD}### {heading}\n", *table)) + "\n")
    parts = any(word == "file contents" or only for word, _, only in rows)
    form = MULTIPART if parts else FORM
    operation: Operation = spec.operations[0]
    assert operation.request is not None
    assert operation.request.media_types == ((JSON, form) if json else (form,))
    (made,) = (one for one in spec.types if isinstance(one, ObjectType))
    assert [(one.type.name, one.presence, one.media_types) for one in made.properties] == [  # type: ignore[attr-defined]
        (
            {"file contents": "binary"}.get(word, word),
            "optional" if optional else None,
            (MULTIPART,) if only else (),
        )
        for word, optional, only in rows
    ]
