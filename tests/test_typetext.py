"""Types as people write them: the text of a Type cell -> type, links, marks, constraints."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from codegen import typeexpr
from codegen.dialects import styles
from codegen.dialects.styles.style import UNCLEAR
from codegen.dialects.typetext import TypeText, read
from codegen.spec import NO_CONSTRAINTS, Constraints

TYPES = styles.named("general").types

#: Text -> the type as it prints; '' where the text says none and is understood.
PLAIN = {
    # Words of the vocabulary, as languages and databases write them.
    "String": "string",
    "int32": "int32",
    "Int": "integer",
    "`bool`": "boolean",
    "**string**": "string",
    "_integer_": "integer",
    "<code>string</code>": "string",
    "Edm.Guid": "uuid",
    "System.String": "string",
    "std::string": "string",
    "Date Time": "date-time",
    "date_time": "date-time",
    "DateTimeOffset": "date-time",
    "ISO8601 timestamp": "date-time",
    "ISO 8601 timestamp": "date-time",
    "RFC 3339 date-time string": "date-time",
    "file contents": "binary",
    "base64-encoded string": "byte",
    "byte[]": "byte",
    "mixed": "any",
    "interface{}": "any",
    "JSON object": "object",
    "untyped JSON object": "object",
    "unsigned integer": "integer",
    "bigint unsigned": "int64",
    "localized string": "string",
    "string value": "string",
    "URI string": "uri",
    "phone number": "string",
    "user id": "any",
    "None": "null",
    "No content": "null",
    "true or false": "boolean",
    # Formats beside or in brackets.
    "number (float)": "float",
    "integer (int64)": "int64",
    "integer <int64>": "int64",
    "string <uuid>": "uuid",
    "string (date-time)": "date-time",
    "string (url)": "uri",
    "string (timestamp)": "date-time",
    "timestamp (ms)": "int64",
    "timestamp in milliseconds": "int64",
    "Unix timestamp (seconds)": "int64",
    "integer (unix timestamp)": "int64",
    "string in ISO 8601 format": "date-time",
    "date (ISO 8601)": "date",
    "decimal(10,2)": "number",
    "int(11)": "integer",
    # Arrays.
    "array": "array<any>",
    "array of strings": "array<string>",
    "Array of string": "array<string>",
    "list of integers": "array<integer>",
    "String collection": "array<string>",
    "Collection(Edm.String)": "array<string>",
    "List<string>": "array<string>",
    "Array&lt;string&gt;": "array<string>",
    "array\\<string\\>": "array<string>",
    "string[]": "array<string>",
    "[]string": "array<string>",
    "[4]int": "array<integer>",
    "integer[4]": "array<integer>",
    "array[2]": "array<any>",
    "array[object]": "array<object>",
    "array (string)": "array<string>",
    "[string]": "array<string>",
    "[string, number]": "array<number | string>",
    "array of two integers": "array<integer>",
    "array of up to 10 strings": "array<string>",
    "array of array of strings": "array<array<string>>",
    "list<map<string, list<int>>>": "array<map<array<integer>>>",
    "array of objects": "array<object>",
    "object[]": "array<object>",
    "array of strings or integers": "array<integer | string>",
    "array of strings or integer": "array<string> | integer",
    "(string or integer)[]": "array<integer | string>",
    "array of user IDs": "array<any>",
    "comma-separated list of strings": "string",
    "System.Collections.Generic.List<System.Int32>": "array<int32>",
    # Maps.
    "map[string]int": "map<integer>",
    "map[string][]User": "map<array<User>>",
    "map[string]interface{}": "object",
    "dict of string to Point": "map<Point>",
    "map of Point": "map<Point>",
    "hash of strings": "map<string>",
    "Record<string, Point>": "map<Point>",
    "Dict[str, int]": "map<integer>",
    "map<string|float64>": "map<double>",
    "map<string|...>": "object",
    "Hash{String => Integer}": "map<integer>",
    "{[key: string]: number}": "map<number>",
    "{ [key: string]: Point[] }": "map<array<Point>>",
    "dictionary with keys in the list of languages": "object",
    # Objects.
    "object": "object",
    "object{a,b}": "object",
    "{ name: string, age: number }": "object",
    "{string}": "string",
    "object (User)": "User",
    "object of type User": "User",
    # Alternatives.
    "integer or string": "integer | string",
    "string, integer, or double": "double | integer | string",
    "int or int[]": "array<integer> | integer",
    "string/number": "number | string",
    "Point | Line | Area": "Area | Line | Point",
    "| Point | Line": "Line | Point",
    "Union[str, int]": "integer | string",
    '"auto" | number': "number | string",
    "integer for `A` options, double for `B` options": "double | integer",
    # Names.
    "Customer": "Customer",
    "EmailAddress": "EmailAddress",
    "email address": "email",
    "customer object": "Customer",
    "a customer object": "Customer",
    "Shipping Address": "ShippingAddress",
    "shop.sales.customer": "Customer",
    "#/definitions/customer": "Customer",
    "Shop::Customer": "Customer",
    "importance": "Importance",
    "eventType": "EventType",
    "order_status": "OrderStatus",
    "Status enum": "Status",
    "enum Status": "Status",
    "Page<Customer>": "PageCustomer",
    "array of allowed colours": "array<AllowedColour>",
    "array of ContactSettings": "array<ContactSettings>",
    # Nothing said.
    "": "",
    "  ": "",
    "-": "",
    "N/A": "",
    "?": "",
}


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("byte", "any"),
        ("timestamp", "any"),
        ("`Timestamp`", "any"),
        ("array of timestamps", "array<any>"),
        ("map<string, timestamp>", "object"),
    ],
)
def test_words_that_leave_the_type_open(text: str, printed: str) -> None:
    found = read(text, TYPES)
    assert (str(found.type), found.left) == (printed, text)
    own = {**TYPES, "timestamp": "any", "byte": "int32"}
    assert read(text, own).left == ""


@pytest.mark.parametrize(("text", "printed"), PLAIN.items())
def test_type(text: str, printed: str) -> None:
    found = read(text, TYPES)
    assert (str(found.type or ""), found.left) == (printed, "")
    if found.type:
        assert typeexpr.parse(str(found.type)) is found.type


#: Text -> the type, and each link with its label.
LINKED: dict[str, tuple[str, dict[str, str]]] = {
    "[event](event.md)": ("Event", {"Event": "event.md"}),
    "[event](event.md) collection": ("array<Event>", {"Event": "event.md"}),
    "array of [role](r#role) objects": ("array<Role>", {"Role": "r#role"}),
    "array of [thread members](t)": ("array<ThreadMember>", {"ThreadMember": "t"}),
    "a [user](../u) object": ("User", {"User": "../u"}),
    "[user object](u)": ("User", {"User": "u"}),
    "[**file item**][file]": ("FileItem", {"FileItem": "[file]"}),
    "[fileItem][]": ("FileItem", {"FileItem": "[fileItem]"}),
    "Collection([fileItem][])": ("array<FileItem>", {"FileItem": "[fileItem]"}),
    "[List of folders](f.md)": ("array<Folder>", {"Folder": "f.md"}),
    "[poll](p) request object": ("PollRequest", {"PollRequest": "p"}),
    "list of guild [hook](h) objects": ("array<Hook>", {"Hook": "h"}),
    "Map of IDs to [user](u) objects": ("map<User>", {"User": "u"}),
    "Array<[user](u)>": ("array<User>", {"User": "u"}),
    "[a.b.car](car.md)": ("Car", {"Car": "car.md"}),
    '<a href="#car">Car</a>[]': ("array<Car>", {"Car": "#car"}),
    "[car](c) or [van](v) object": ("Car | Van", {"Car": "c", "Van": "v"}),
    "[car](c), [van](v) or [bus](b)": ("Bus | Car | Van", {"Car": "c", "Van": "v", "Bus": "b"}),
    "one of [car kinds](k)": ("CarKinds", {"CarKinds": "k"}),
    "[car](car.md": ("Car", {"Car": "car.md"}),
    "[car](car.md collection)": ("array<Car>", {"Car": "car.md"}),
    "[boolean](ref#boolean-strings)": ("boolean", {}),
    "[array](ref#arrays) of strings": ("array<string>", {}),
    "[file](file.md)": ("File", {"File": "file.md"}),
    "[email address](emailaddress.md)": ("EmailAddress", {"EmailAddress": "emailaddress.md"}),
    "[entity](entity.md)": ("Entity", {"Entity": "entity.md"}),
    "array of [car](c) object ids": ("array<any>", {}),
}


@pytest.mark.parametrize(("text", "expected"), LINKED.items())
def test_links(text: str, expected: tuple[str, dict[str, str]]) -> None:
    found = read(text, TYPES)
    links = {link.label: link.target for link in found.links}
    assert (str(found.type), links) == expected
    assert not any(link.described for link in found.links)


def test_a_link_beside_a_scalar_says_more_of_it() -> None:
    found = read("array of [guild feature](g#features) strings", TYPES)
    assert str(found.type) == "array<string>"
    assert [(one.label, one.target, one.described) for one in found.links] == [
        ("GuildFeature", "g#features", True)
    ]


#: Text -> the type, and what else it says.
MARKED: dict[str, tuple[str, dict[str, Any]]] = {
    "?integer": ("integer", {"nullable": True}),
    "string?": ("string", {"nullable": True}),
    "string or null": ("string", {"nullable": True}),
    "string \\| null": ("string", {"nullable": True}),
    "str | None": ("string", {"nullable": True}),
    "Array<String>, nil": ("array<string>", {"nullable": True}),
    "Optional[Customer]": ("Customer", {"nullable": True}),
    "nullable string": ("string", {"nullable": True}),
    "string, nullable": ("string", {"nullable": True}),
    "String!": ("string", {"nullable": False}),
    "{[key: what is not closed}": ("object", {"note": "[key: what is not closed"}),
    "array<?string>": ("array<null | string>", {}),
    "?array of strings \\*": ("array<string>", {"nullable": True}),
    "string | undefined": ("string", {"optional": True}),
    "string (optional)": ("string", {"optional": True}),
    "(Optional) String": ("string", {"optional": True}),
    "optional integer": ("integer", {"optional": True}),
    "string=": ("string", {"optional": True}),
    "String<br>*required*": ("string", {"optional": False}),
    "string, required": ("string", {"optional": False}),
    "required": ("", {"optional": False}),
    "(<optional>)": ("", {"optional": True}),
    "string (read-only)": ("string", {"read_only": True}),
    "string (readonly, nullable)": ("string", {"read_only": True, "nullable": True}),
    "write-only string": ("string", {"write_only": True}),
    "partial [user](u) object": ("User", {"partial": True}),
    "array of [partial user](u)": ("array<User>", {"partial": True}),
    "Partial<User>": ("User", {"partial": True}),
    "string[^2]": ("string", {}),
    "string<sup>1</sup> \\*\\*": ("string", {}),
    "integer [1]": ("integer", {}),
    # Values.
    'one of "a", "b"': ("string", {"values": ("a", "b")}),
    '`"a"` \\| `"b"`': ("string", {"values": ("a", "b")}),
    "`up` or `down`": ("string", {"values": ("up", "down")}),
    "UP | DOWN": ("string", {"values": ("UP", "DOWN")}),
    '"a"/"b"': ("string", {"values": ("a", "b")}),
    "1 | 2 | 3": ("integer", {"values": (1, 2, 3)}),
    '"a" | "b" | null': ("string", {"values": ("a", "b"), "nullable": True}),
    "enum(a, b)": ("string", {"values": ("a", "b")}),
    "Enum: Red, Dark Blue": ("string", {"values": ("Red", "Dark Blue")}),
    "string (up|down)": ("string", {"values": ("up", "down")}),
    'string ("up", "down")': ("string", {"values": ("up", "down")}),
    "string<br/>Enum: up, down": ("string", {"values": ("up", "down")}),
    "one of: up, down": ("string", {"values": ("up", "down")}),
    'Literal["a", "b"]': ("string", {"values": ("a", "b")}),
    'array of "a" or "b"': ("array<string>", {"values": ("a", "b")}),
    '"fixed"': ("string", {"constraints": Constraints(const="fixed")}),
    "3": ("integer", {"constraints": Constraints(const=3)}),
    # Constraints.
    "string(255)": ("string", {"constraints": Constraints(max_length=255)}),
    "varchar(20)": ("string", {"constraints": Constraints(max_length=20)}),
    "string (1-100)": ("string", {"constraints": Constraints(min_length=1, max_length=100)}),
    "string [1..255] characters": (
        "string",
        {"constraints": Constraints(min_length=1, max_length=255)},
    ),
    "integer (0-100)": ("integer", {"constraints": Constraints(minimum=0, maximum=100)}),
    "integer [1 .. 9]": ("integer", {"constraints": Constraints(minimum=1, maximum=9)}),
    "integer >= 5": ("integer", {"constraints": Constraints(minimum=5)}),
    "string (required, max 40 characters)": (
        "string",
        {"optional": False, "constraints": Constraints(max_length=40)},
    ),
    # Defaults.
    '(string: "")': ("string", {"optional": True, "constraints": Constraints(default="")}),
    "(int: -1)": ("integer", {"optional": True, "constraints": Constraints(default=-1)}),
    "(bool: false)": ("boolean", {"optional": True, "constraints": Constraints(default=False)}),
    "(string: <required>)": ("string", {"optional": False}),
    "(array<string>: nil)": ("array<string>", {"optional": True}),
    "(int: <unset>)": ("integer", {"optional": True}),
    "(array: Server)": ("array<Server>", {}),
    '(string: "on|off")': ("string", {"optional": True, "values": ("on", "off")}),
    "integer (default: 10)": (
        "integer",
        {"optional": True, "constraints": Constraints(default=10)},
    ),
    "boolean, defaults to true": (
        "boolean",
        {"optional": True, "constraints": Constraints(default=True)},
    ),
    # Remarks are no part of the type.
    "mixed (whatever the form sends)": ("any", {"note": "whatever the form sends"}),
    "array of two integers (width, height)": ("array<integer>", {"note": "width, height"}),
    "string; a comma-delimited list": ("string", {"note": "a comma-delimited list"}),
    "array of IDs, [user](u) ones": ("array<any>", {"note": "[user](u) ones"}),
}


@pytest.mark.parametrize(("text", "expected"), MARKED.items())
def test_marks(text: str, expected: tuple[str, dict[str, Any]]) -> None:
    found = read(text, TYPES)
    printed, said = expected
    assert (str(found.type or ""), found.left) == (printed, "")
    assert _said(found) == said


def _said(found: TypeText) -> dict[str, Any]:
    """What is said beside the type."""
    marks = ("nullable", "optional", "read_only", "write_only")
    said = {name: getattr(found, name) for name in marks if getattr(found, name) is not None}
    for name in ("values", "partial", "note"):
        if getattr(found, name):
            said[name] = getattr(found, name)
    if found.constraints != NO_CONSTRAINTS:
        said["constraints"] = found.constraints
    return said


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "see below",
        "X",
        "Location header",
        "application/json",
        "Creates a rule for a sender that is known by address.",
        "details about [how it goes on](more.md)",
        "A supported thing: [car](c), [van](v), or [bus](b)",
        "GET /cars/{id}",
        "`GET /cars/{id}`",
        "topic:key",
        "car | van",
        "Point & Line",
        "(string) => boolean",
        "2-element array",
        "meta<string|string>",
        "array of",
        "of string",
        "string or",
        "List<string",
        "Car: what drives",
        "car, which drives",
        "many strings",
        "Multiple integers",
        "several string values",
        "Reihe aus string",
        "tableau de string",
        "map von string nach integer",
        "entier ou string",
    ],
)
def test_what_is_no_type_is_left_whole(text: str) -> None:
    assert read(text, TYPES) == TypeText(left=text)


@pytest.mark.parametrize("text", ["one of A, B", "one of `A`, `B`", "`One of A, B`"])
def test_an_entry_for_a_whole_text_goes_first(text: str) -> None:
    found = read(text, {**TYPES, "One of A, B": "integer"})
    assert (found.type, found.values) == (typeexpr.Scalar("integer"), ())


def test_several_of_a_word_of_the_style_are_not_that_word() -> None:
    own = {**TYPES, "words": "string"}
    assert read("words", own).type == read("printed words", own).type == typeexpr.Scalar("string")
    assert read("many words", own) == TypeText(left="many words")
    assert str(read("array of many words", own).type) == "array<string>"


def test_words_of_the_vocabulary_go_first() -> None:
    own = {**TYPES, "snowflake": "int64", "image data": "string", "string (secret)": "byte"}
    assert str(read("snowflake", TYPES).type) == "string"
    assert str(read("array of snowflakes", own).type) == "array<int64>"
    assert read("[image data](ref#image-data)", own) == TypeText(type=typeexpr.Scalar("string"))
    assert str(read("String (secret)", own).type) == "byte"
    assert str(read("snowflake", dict(TYPES)).type) == "string"


def test_every_word_of_the_general_vocabulary_is_read() -> None:
    for word, printed in TYPES.items():
        expected = "any" if printed == UNCLEAR else printed
        assert read(word, TYPES).type is typeexpr.parse(expected), word


HOSTILE = (
    *"([{<*`\"'?|,:;./\\&!-=#1a\n",
    *("[](", "[a](", "[a](b) ", "[a][", "<b>", "</sup>", "<sup>", '<a href="', "&lt;", "&amp;"),
    *("array of ", "array<", "map[", "map of ", "Optional[", "one of ", "either ", "enum: "),
    *("array of strings or ", "string (", "(optional)", "partial ", "a ", "x or ", ", or ", "[]"),
    *("a.", "a::", '"a"|', "[^1]", "![", "1-", "for ", "\u2018", "\u200b", "&#9999999;", "..."),
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_texts_end_soon(piece: str) -> None:
    for size in (8_000, 50_000):
        text = piece * (size // len(piece))
        begun = time.perf_counter()
        found = read(text, TYPES)
        str(found.type)
        assert time.perf_counter() - begun < 5
        assert found.type is None or typeexpr.parse(str(found.type)) is found.type


@pytest.mark.parametrize(
    ("opener", "closer"), [("(", ")"), ("array<", ">"), ("[", "]"), ("{", "}")]
)
def test_brackets_in_brackets_have_an_end(opener: str, closer: str) -> None:
    deep = 10_000
    assert read(opener * deep + "string" + closer * deep, TYPES).type is None
    few = 1_000
    assert read(opener * few + "string" + closer * few, TYPES).left


_PIECES = st.sampled_from(
    [*HOSTILE, *PLAIN, *LINKED, *MARKED, " ", " or ", " of ", "string", "(", ")", "<", ">", "]"]
)


@settings(max_examples=300, deadline=None)
@example("undefined | undefined")
@example("[a](b)[c][]")
@given(st.lists(_PIECES, max_size=8).map("".join) | st.text(max_size=60))
def test_never_raises(text: str) -> None:
    found = read(text, TYPES)
    assert found is read(text, TYPES)
    if found.left:
        assert found == TypeText(left=found.left)
    if found.type:
        assert typeexpr.parse(str(found.type)) is found.type
        names = set(typeexpr.references(found.type))
        assert {link.label for link in found.links if not link.described} <= names
