"""What pages say of operations and types by links and sentences, from the pages to the spec."""

from __future__ import annotations

import time

import pytest

from codegen.claims import (
    Claim,
    OperationClaim,
    OperationKey,
    ParameterClaim,
    Place,
    Row,
    SameClaim,
    Slot,
    TableClaim,
)
from codegen.dialects.general.placeholders import linked_placeholders
from codegen.dialects.general.sentences import marked, returned, same_as, without
from codegen.dialects.styles import named
from codegen.linking import ordered
from codegen.linking.alike import alike
from codegen.resolve import resolve
from codegen.spec import ObjectType, Operation, Spec
from tests.told import read, told

GENERAL = named("general")


def spec(**pages: str) -> Spec:
    """The spec of pages, by their names."""
    return resolve([read(text, page=f"{name}.md") for name, text in pages.items()], api="x").spec


def operation(found: Spec, method: str, path: str) -> Operation:
    return next(one for one in found.operations if (one.method, one.path) == (method, path))


def answers(found: Operation) -> list[str]:
    return [str(one.body.type) for one in found.responses if one.body is not None]


def type_named(found: Spec, name: str) -> ObjectType:
    one = next(one for one in found.types if one.name == name)
    assert isinstance(one, ObjectType)
    return one


def properties(found: Spec, name: str) -> dict[str, str]:
    return {one.name: f"{one.type}" for one in type_named(found, name).properties}


# -- Operations that do the same -------------------------------------------------------------------

HOOKS = """
    # Hooks

    ## Send Hook
    `POST /hooks/{hook_id}/{hook_token}`

    Sends it. Returns a [message](#message-object) object.

    ### Query Parameters
    | Field | Type | Description |
    | --- | --- | --- |
    | wait | boolean | whether to wait |

    ### JSON Params
    | Field | Type | Description |
    | --- | --- | --- |
    | text | string | what to say |
    | name | string | who says it |

    ## Send Hook Quietly
    `POST /hooks/{hook_id}/{hook_token}/quiet`

    Same as above, except this call does not accept a `name` parameter.

    ## Get Hook Message
    `GET /hooks/{hook_id}/{hook_token}/messages/{message_id}`

    Returns a [message](#message-object) object.

    ## Message Object
    | Field | Type | Description |
    | --- | --- | --- |
    | id | string | what it goes by |
    """

ANSWERS = """
    # Answers

    ## Answer
    `POST /hooks/{app_id}/{answer_token}`

    Functions the same as [Send Hook](hooks.md#send-hook). The answer is ours.

    ## Get First Answer
    `GET /hooks/{app_id}/{answer_token}/messages/@first`

    Works the same way as [Get Hook Message](hooks.md#get-hook-message).

    ## Delete Answer
    `DELETE /hooks/{app_id}/{answer_token}/messages/{message_id}`

    Deletes it. Returns `204 No Content`.
    """


def test_operations_that_do_the_same_at_one_path_are_one() -> None:
    found = spec(answers=ANSWERS, hooks=HOOKS)
    assert [(one.method, one.path, one.id) for one in found.operations] == [
        ("POST", "/hooks/{hook_id}/{hook_token}", "hooks_send_hook"),
        ("GET", "/hooks/{hook_id}/{hook_token}/messages/@first", "answers_get_first_answer"),
        ("DELETE", "/hooks/{hook_id}/{hook_token}/messages/{message_id}", "answers_delete_answer"),
        ("GET", "/hooks/{hook_id}/{hook_token}/messages/{message_id}", "hooks_get_hook_message"),
        ("POST", "/hooks/{hook_id}/{hook_token}/quiet", "hooks_send_hook_quietly"),
    ]


def test_operations_have_what_those_have_that_they_do_the_same_as() -> None:
    found = spec(answers=ANSWERS, hooks=HOOKS)
    first = operation(found, "GET", "/hooks/{hook_id}/{hook_token}/messages/@first")
    assert answers(first) == ["Message"]
    assert [one.name for one in first.parameters] == ["hook_id", "hook_token"]
    quiet = operation(found, "POST", "/hooks/{hook_id}/{hook_token}/quiet")
    assert [one.name for one in quiet.parameters] == ["hook_id", "hook_token", "wait"]
    assert quiet.request is not None
    assert properties(found, str(quiet.request.type)) == {"text": "string"}


PLACE = Place(page="a.md", line=1)


def documented(method: str, path: str, *anchors: str) -> OperationClaim:
    key = OperationKey(method, path)
    return OperationClaim(operation=key, name=path, group="x", anchors=anchors, place=PLACE)


def says_same(method: str, path: str, target: str, *lacking: str) -> SameClaim:
    key = OperationKey(method, path)
    return SameClaim(operation=key, target=target, without=lacking, place=PLACE)


def test_what_is_said_of_an_operation_itself_is_not_carried_over() -> None:
    one, other = OperationKey("POST", "/a"), OperationKey("POST", "/b")
    table = TableClaim(slot=Slot(one, "request"), rows=(Row(name="x"),), place=PLACE)
    own = TableClaim(slot=Slot(other, "request"), rows=(Row(name="y"),), place=PLACE)
    query = ParameterClaim(operation=one, location="query", row=Row(name="q"), place=PLACE)
    claims: list[Claim] = [
        documented("POST", "/a", "a"),
        documented("POST", "/b", "b"),
        table,
        own,
        query,
        says_same("POST", "/b", "#a"),
    ]
    carried = ParameterClaim(operation=other, location="query", row=Row(name="q"), place=PLACE)
    assert list(alike(claims)) == [*claims[:-1], carried]


def test_links_to_no_operation_say_nothing() -> None:
    claims: list[Claim] = [documented("GET", "/a", "a"), says_same("GET", "/a", "#b")]
    assert list(alike(claims)) == claims[:1]
    assert list(alike([*claims, says_same("GET", "/a", "#a")])) == claims[:1]


def test_operations_that_do_the_same_as_each_other_end() -> None:
    claims: list[Claim] = [
        documented("GET", "/a/{x}", "a"),
        documented("GET", "/b/{y}", "b"),
        ParameterClaim(
            operation=OperationKey("GET", "/b/{y}"),
            location="query",
            row=Row(name="q"),
            place=PLACE,
        ),
        says_same("GET", "/a/{x}", "#b"),
        says_same("GET", "/b/{y}", "#a"),
    ]
    found = list(alike(claims))
    assert len(found) == 4
    assert isinstance(found[-1], ParameterClaim)
    assert found[-1].operation == OperationKey("GET", "/a/{x}")


def test_what_is_carried_over_is_bounded() -> None:
    start = time.perf_counter()
    many = 1500
    claims: list[Claim] = [documented("GET", f"/a{at}", f"a{at}") for at in range(many)]
    rows: list[Claim] = [
        ParameterClaim(
            operation=OperationKey("GET", "/a0"),
            location="query",
            row=Row(name=f"q{at}"),
            place=PLACE,
        )
        for at in range(many)
    ]
    same: list[Claim] = [says_same("GET", f"/a{at}", f"#a{at - 1}") for at in range(1, many)]
    found = list(alike([*claims, *rows, *same]))
    assert len(found) <= 11 * (len(claims) + len(rows))
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize(
    ("sentence", "target"),
    [
        ("Functions the same as [Get Hook](h.md#get), but louder.", "h.md#get"),
        ("This endpoint works exactly like [Get Hook](h.md#get).", "h.md#get"),
        ("Behaves identically to the [Get Hook](h.md#get) endpoint.", "h.md#get"),
        ("Same as above, except for the token.", "above"),
        ("Identical to the previous endpoint.", "above"),
        ("The id is the same as [the guild](g.md)'s.", ""),
        ("It is the same as [Get Hook](h.md#get).", ""),
        ("Works on [Get Hook](h.md#get).", ""),
    ],
)
def test_sentences_of_what_an_operation_does_the_same_as(sentence: str, target: str) -> None:
    assert same_as(sentence, GENERAL) == target


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It does not accept a `name` parameter.", ("name",)),
        ("The `a`, `b`, and `c` parameters are not supported.", ("a", "b", "c")),
        ("Does not support `a` or `b`.", ("a", "b")),
        ("It accepts `a`.", ()),
    ],
)
def test_parameters_that_are_not_taken(text: str, names: tuple[str, ...]) -> None:
    assert without(text) == names


# -- Placeholders that are links -------------------------------------------------------------------

ROOMS = """
    # Rooms

    ## Get Room
    <Route method="GET">/{house}/rooms/[\\{roomId\\}](#room-object)/\\{key\\}/{size}/{door}</Route>

    Returns a [room](#room-object) object.

    ## Room Object
    | Field | Type | Description |
    | --- | --- | --- |
    | id | integer | what it goes by |

    ## Sizes
    | Value | Description |
    | --- | --- |
    | small | not large |
    | large | not small |
    """
for name, link in {
    "house": "[\\{house.id\\}](houses.md#house-object)",
    "size": "[\\{size\\}](#sizes)",
    "door": "[\\{house.door\\}](houses.md#house-object)",
}.items():
    ROOMS = ROOMS.replace(f"{{{name}}}", link)

HOUSES = """
    # House Object
    | Field | Type | Description |
    | --- | --- | --- |
    | id | string | what it goes by |
    | door | object | what it is entered by |
    """


def test_placeholders_have_the_types_of_the_properties_that_they_link_to() -> None:
    found = spec(rooms=ROOMS, houses=HOUSES).operations[0]
    assert [(one.name, str(one.type), one.required) for one in found.parameters] == [
        ("key", "any", True),
        ("house_door", "any", True),
        ("house_id", "string", True),
        ("roomId", "integer", True),
        ("size", "Sizes", True),
    ]


def test_placeholders_that_link_to_no_type_are_undocumented() -> None:
    page = read("## Get\n`GET /a`\n\n<Route method='GET'>/a/[{x.id}](nowhere.md)</Route>")
    assert not any(isinstance(one, ParameterClaim) for one in ordered([page]).claims)


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("GET /a/[{b.id}](c.md#d)/e", {"b_id": ("b.id", "c.md#d")}),
        ("/a/[\\{b.id\\}](c.md)", {"b_id": ("b.id", "c.md")}),
        ("/a/[:b](c.md)", {"b": ("b", "c.md")}),
        ("/a/[b](c.md)", {}),
        ("see [{b}](c.md)", {}),
    ],
)
def test_links_of_placeholders(raw: str, names: dict[str, tuple[str, str]]) -> None:
    found = {name: (link.label, link.target) for name, link in linked_placeholders(raw).items()}
    assert found == names


# -- One of several types --------------------------------------------------------------------------

PARTS = """
    # Parts

    ## Part Object

    ### Part Types
    | Type | Name | Usage |
    | --- | --- | --- |
    | 1 | [Row](#row) | Page, Form |
    | 2 | [Button](#button) | Page |
    | 3 | [Label](#label) | Form |

    ## Row
    ### Row Structure
    | Field | Type | Description |
    | --- | --- | --- |
    | type | integer | `1` |
    | parts | array of [row parts](#row-parts) | what is in it |

    ### Row Parts
    | Available Parts |
    | --- |
    | [Button](#button) |
    | [Label](#label) |

    ## Button
    Buttons must be placed inside a [Row](#row).
    ### Button Structure
    | Field | Type | Description |
    | --- | --- | --- |
    | type | integer | `2` |

    ## Label
    ### Label Structure
    | Field | Type | Description |
    | --- | --- | --- |
    | type | integer | `3` |
    | text | string | what it says |

    ## Page Object
    | Field | Type | Description |
    | --- | --- | --- |
    | parts | array of [page parts](#part-object) | what it shows |
    | any | [part](#part-object) | any of them |
    | pick | [pick](#pick-object) | one of two |

    ## Pick Object
    One of [Row](#row) or [Label](#label).

    ## Get Page
    `GET /page`

    Returns a [page](#page-object) object.
    """


def test_a_table_of_links_to_types_is_a_union_of_them() -> None:
    found = spec(parts=PARTS)
    assert properties(found, "Page") == {
        "parts": "array<Row>",  # a page has no label, and a button is in a row
        "any": "Label | Row",
        "pick": "Label | Row",
    }
    assert properties(found, "Row")["parts"] == "array<Button | Label>"


@pytest.mark.parametrize(
    "table",
    [
        "| Name |\n| --- |\n| [Row](#row) |\n| [Other](#other) |",  # leads to no type
        "| Name |\n| --- |\n| [Row](#row) |\n| [Odd](#odd) |",  # nothing in common
        "| Name | Of |\n| --- | --- |\n| [Row](#row) | [Odd](#odd) |",  # relates them
        "| Name |\n| --- |\n| [Row](#row) and more |",
    ],
)
def test_other_tables_of_links_are_no_types(table: str) -> None:
    page = f"""
# Page

## Row Object
| Field | Type |
| --- | --- |
| type | integer |

## Odd Object
| Field | Type |
| --- | --- |
| name | string |
| list | [listing](#listing) |

## Listing
{table}

## Get
`GET /odd`

Returns an [odd](#odd-object) object.
"""
    found = spec(page=page.replace("(#row)", "(#row-object)").replace("(#odd)", "(#odd-object)"))
    assert properties(found, "Odd")["list"] == "Listing"
    assert properties(found, "Listing") == {}


# -- Partial types, items of lists, and short names ------------------------------------------------

USERS = """
    # Users

    ## User Object
    | Field | Type | Description |
    | --- | --- | --- |
    | id | string | what it goes by |
    | team? | string | what it is in |

    ## Team Member Object
    | Field | Type | Description |
    | --- | --- | --- |
    | user | partial [user](#user-object) object | who it is |

    ## Get User
    `GET /user`

    Returns a [user](#user-object) object.

    ## List Users
    `GET /users`

    Returns a list of partial [user](#user-object) objects.

    ### Example Partial User
    ```json
    {"id": "1", "status": "here"}
    ```

    ## Change Member
    `PATCH /member`

    Returns a 200 with the updated member object on success.
    """


def presences(found: Spec, name: str) -> dict[str, str]:
    return {one.name: str(one.presence) for one in type_named(found, name).properties}


def test_of_a_partial_type_no_property_need_be_there() -> None:
    found = resolve([read(USERS, page="users.md", dialect="discord")], api="x").spec
    assert presences(found, "User") == {"id": "required", "team": "optional"}
    assert presences(found, "PartialUser") == {"id": "optional", "team": "optional"}
    assert properties(found, "TeamMember") == {"user": "PartialUser"}


def test_a_sample_of_one_item_is_of_the_type_that_the_list_is_of() -> None:
    found = spec(users=USERS.replace('"status": "here"', '"team": "us"'))
    assert answers(operation(found, "GET", "/users")) == ["array<PartialUser>"]


def test_a_short_name_is_that_of_the_one_type_of_the_page_that_ends_so() -> None:
    found = operation(spec(users=USERS), "PATCH", "/member")
    assert answers(found) == ["TeamMember"]


# -- Sentences of all parameters, and of an object's properties ------------------------------------


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("All parameters to this endpoint are optional.", ("optional", None, ())),
        ("All parameters are optional and nullable.", ("optional", True, ())),
        ("All of the fields are required.", ("required", None, ())),
        ("All fields except `a` and `b` are optional", ("optional", None, ("a", "b"))),
        ("All parameters are optional excluding `name`.", ("optional", None, ("name",))),
        ("All fields of the user are optional.", None),
        ("Not all users are optional.", None),
    ],
)
def test_what_is_said_of_all_parameters(
    sentence: str, found: tuple[str, bool | None, tuple[str, ...]] | None
) -> None:
    said = marked(sentence)
    assert (said and (said.presence, said.nullable, said.save)) == found


def test_what_is_said_of_all_parameters_is_said_of_each_that_says_nothing() -> None:
    page = """
    ## Change
    `PATCH /a`

    All parameters to this endpoint are optional and nullable excluding `name`.

    ### JSON Params
    | Field | Type | Required |
    | --- | --- | --- |
    | name | string | |
    | size | integer | |
    | kind | string | yes |
    """
    found = spec(page=page)
    request = found.operations[0].request
    assert request is not None
    rows = type_named(found, str(request.type)).properties
    assert [(one.name, one.presence, one.nullable) for one in rows] == [
        ("name", None, None),
        ("size", "optional", True),
        ("kind", "required", None),
    ]


def test_an_object_with_a_key_is_one_with_that_property() -> None:
    said = returned("Returns an object with one `count` key indicating the number.", GENERAL)
    assert [one.names for one in said] == [("count",)]
    page = "## Count\n`GET /count`\n\nReturns an object with `a` and `b` fields.\n"
    found = spec(page=page)
    assert properties(found, answers(found.operations[0])[0]) == {"a": "any", "b": "any"}


def test_a_table_of_an_answer_counts_more_than_words_that_may_be_a_type() -> None:
    page = """
    # Packs

    ## List Packs
    `GET /packs`

    Returns a list of available packs.

    ### Response Structure
    | Field | Type |
    | --- | --- |
    | packs | array of [pack](#pack-object) objects |

    ## Pack Object
    | Field | Type |
    | --- | --- |
    | id | string |
    """
    found = spec(packs=page)
    assert properties(found, answers(found.operations[0])[0]) == {"packs": "array<Pack>"}


# -- Answers in words of prose ---------------------------------------------------------------------

LETTERS = """
    # Letters

    ## Letter Object
    | Field | Type | Description |
    | --- | --- | --- |
    | text | string | what it says |
    | stamps | object | a map of names to their [letter](#letter-object) |
    | copies | dictionary | Value for each key is a [letter](#letter-object) |
    | inner_letter | object | contains a single `text`, the [inner letter](#letter-object)'s |
    | first_letter | object | the [first letter](#letter-object) |
    """


@pytest.mark.parametrize(
    ("sentence", "answer"),
    [
        ("Returns a letter or `204 No Content`, depending on `wait`.", ["Letter"]),
        ("Returns a list of letters.", ["array<Letter>"]),
        ("Returns no letter.", []),
        ("Does not return a letter.", []),
        ("Does not return a [letter](letters.md#letter-object).", []),
        ("Returns the weather.", []),
        ("Returns `204 No Content`.", []),
    ],
)
def test_words_of_prose_mean_a_type_that_pages_document(sentence: str, answer: list[str]) -> None:
    found = spec(letters=LETTERS, send=f"# Send\n\n## Send\n`POST /send`\n\n{sentence}\n")
    assert answers(operation(found, "POST", "/send")) == answer


def test_words_of_prose_mean_nothing_where_no_type_is_documented() -> None:
    found = spec(send="# Send\n\n## Send\n`POST /send`\n\nReturns a letter.\n")
    assert answers(operation(found, "POST", "/send")) == []


def test_an_object_holds_what_is_said_to_be_under_its_key() -> None:
    text = "Returns an object containing a list of [letter](#letter-object) objects under the"
    page = f"{LETTERS}\n    ## List\n    `GET /all`\n\n    {text} `items` key.\n"
    found = spec(letters=page)
    (answer,) = answers(operation(found, "GET", "/all"))
    assert properties(found, answer) == {"items": "array<Letter>"}


def test_a_description_of_a_map_links_to_what_its_keys_or_values_are() -> None:
    page = f"{LETTERS}\n    ## Get\n    `GET /one`\n\n    Returns a [letter](#letter-object).\n"
    assert properties(spec(letters=page), "Letter") == {
        "text": "string",
        "stamps": "object",
        "copies": "map<Letter>",
        "inner_letter": "object",
        "first_letter": "Letter",
    }


@pytest.mark.parametrize(
    ("values", "flags"),
    [(("0", "1", "2"), False), (("1", "2", "4"), True), (("1 << 0", "1 << 1"), True)],
)
def test_counted_values_are_no_flags_whatever_a_header_calls_them(
    values: tuple[str, ...], *, flags: bool
) -> None:
    rows = "\n".join(f"| V{at} | {value} |" for at, value in enumerate(values))
    text = f"# Layouts\n\n## Layout Types\n| Flag | Value |\n| --- | --- |\n{rows}\n"
    (told_,) = told(read(text))
    assert told_.startswith("flags" if flags else "enum")
