"""What pages without types say in words: of properties, of types, of all requests, of examples."""

from __future__ import annotations

import pytest

from codegen.claims import (
    EVERY,
    ExampleClaim,
    FeatureClaim,
    ParameterClaim,
    Slot,
    TableClaim,
    every,
)
from codegen.dialects.general.inwords import type_in_words
from codegen.dialects.styles import named
from codegen.linking import ordered
from codegen.linking.everywhere import everywhere
from codegen.resolve import resolve
from codegen.spec import ObjectType, Operation, Spec
from tests.told import read, told

TYPES = named("general").types


def spec(*pages: str) -> Spec:
    """What pages say together, each read for itself."""
    readings = [read(text, page=f"docs/{at}.md") for at, text in enumerate(pages)]
    return resolve(readings, api="doors").spec


def type_named(found: Spec, name: str) -> dict[str, str]:
    one = next(one for one in found.types if one.name == name)
    assert isinstance(one, ObjectType)
    return {row.name: str(row.type) for row in one.properties}


def operation(found: Spec, key: str) -> Operation:
    return next(one for one in found.operations if f"{one.method} {one.path}" == key)


def answer(found: Spec, key: str) -> str:
    """The type of what an operation answers."""
    body = operation(found, key).responses[0].body
    return str(body.type) if body is not None else ""


# Types of properties


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A list of doors that are open.", "array<any>"),
        ("A list to tell doors apart by.", "array<any>"),
        ("List of doors.", "array<any>"),
        ("Specifies a list of doors and keys.", "array<any>"),
        ("This is a list of `Door` objects. See below.", "array<Door>"),
        ("`Doors` is an array of `Door` objects.", "array<Door>"),
        ("Specifies the set of [`Door`](#door) objects to open.", "array<Door>"),
        ("`Doors` is a list of `Door` keys.", "array<any>"),
        ("Names the doors as a string array.", "array<string>"),
        ("An optional boolean (default: `true`).", "boolean"),
        ("Whether it is open. Value is a boolean and the default is false.", "boolean"),
        ("Treat it as open. Defaults to `false`.", "boolean"),
        ("If `true`, it opens. Default value is `false`.", "boolean"),
        ("The text will be a base64 encoded string of it.", "byte"),
        ("A map of names to doors.", "object"),
        ("A map of names to doors. `Door` objects have the following fields:", "map<Door>"),
        ("A list of all of them. `Door` objects contain the following fields:", "array<Door>"),
        ("A map of names to doors. `Door` objects are heavy.", "object"),
        # What leaves a doubt says nothing.
        ("The list price.", ""),
        ("Lists the doors.", ""),
        ("Belongs to a list of doors.", ""),
        ("Specifies the set of doors.", ""),
        ('Says so. Default value is `"false"`.', ""),
        ("How many doors. Defaults to `0`.", ""),
        ("A name or a base64 encoded string.", ""),
        ("It can be a base64 encoded string.", ""),
    ],
)
def test_types_in_words(text: str, expected: str) -> None:
    found = type_in_words(None, text, TYPES)
    assert ("" if found is None else str(found).replace("<<", "<").replace(">>", ">")) == expected


def test_words_that_call_it_a_list_leave_open_what_stands_below_it() -> None:
    page = """
        # Doors
        ## Read a door
        `GET /doors/{id}`
        ### Response
        - `Events` - A list of the last events of this door.

          Each event has the following fields:

          - `Message` - What happened.

          - `Time` - When it happened.
        """
    assert "response GET 200.Events.[]: Message -, Time -" in told(read(page))


# Types that sentences and properties name

JOBS = """
    # Jobs

    ## Reference

    The reference of all objects.

    ### Job

    The `Job` object supports the following keys:

    - `Name` - What it is called.

    - `Tasks` - A list to say what is done. See the task reference.

    - `Update` - How it is updated, see below.

    - `Limits` - A list of limits.

    ### Tasks

    The `Task` object supports the following keys:

    - `Name` - What it is called.

    - `Resources` - What it needs. See the resources reference.

    - `Update` - Its own way.

    ### Resources

    The `Resources` object supports the following keys:

    - `Cpu` - How fast.

    - `Nets` - A list of nets.

    The Net object supports the following keys:

    - `Bits` - How many.

    A net has a list of doors. Each object supports the following keys:

    - `Key` - What opens it.

    ### Update

    The `Update` object supports the following keys:

    - `Stagger` - How long to wait.

    - `Update` - When it was.

    ### Example

    ```json
    {"Job": {"Name": "a", "Limits": [3], "Tasks": [{"Name": "b", "Extra": 1, "Update": "daily"}]}}
    ```
    """


def test_lists_are_of_the_type_that_the_sentence_above_them_names() -> None:
    found = spec(JOBS)
    assert type_named(found, "Resources") == {"Cpu": "any", "Nets": "array<Net>"}
    assert type_named(found, "Net") == {"Bits": "any"}
    assert not any("Key" in str(one) for one in found.types)


def test_properties_go_by_the_name_of_a_type_of_the_page() -> None:
    found = spec(JOBS)
    job = type_named(found, "Job")
    assert job == {
        "Name": "string",
        "Tasks": "array<Task>",
        "Update": "Update",
        "Limits": job["Limits"],
    }
    assert job["Limits"] == "array<integer>"
    # A property is not of a type that its samples or its own table contradict.
    assert type_named(found, "Task") == {
        "Name": "string",
        "Resources": "Resources",
        "Update": "string",
        "Extra": "integer",
    }
    tables = [one for one in ordered([read(JOBS)]).claims if isinstance(one, TableClaim)]
    update = next(one for one in tables if one.slot == Slot.definition("Update"))
    assert [row.type for row in update.rows] == [None, None]


def test_names_of_types_are_compared_letter_by_letter() -> None:
    page = """
        # Pets
        ### Pet object
        The `Pet` object supports the following keys:

        - `name` - The name.
        - `owner` - The one that it belongs to.

        ### Owner object
        The `Owner` object supports the following keys:

        - `town` - The place.
        """
    assert type_named(spec(page), "Pet") == {"name": "any", "owner": "any"}


def test_an_object_that_is_called_a_string_has_the_type_of_its_name() -> None:
    said = """
        # Plans
        ## Create a job
        `POST /jobs`
        ### Parameters
        - `Job` `(Job: <required>)` - The definition of the job.
        ## Plan a job
        `POST /jobs/plan`
        ### Parameters
        - `Job` `(string: <required>)` - The definition of the job.
        - `Diff` `(bool: false)` - Whether to compare.
        - `Update` `(string: "")` - No type of this page.
        ### Sample Payload
        ```json
        {"Job": {
          // ...
        }, "Diff": true}
        ```
        """
    found = spec(JOBS, said)
    body = operation(found, "POST /jobs/plan").request
    assert body is not None
    assert type_named(found, str(body.type)) == {
        "Job": "Job",
        "Diff": "boolean",
        "Update": "string",
    }


# Samples

LEVELS = """
    # Jobs
    ## Read a job
    `GET /jobs/{id}`
    ### Sample Response
    ```json
    {"a": 1}
    ```
    ## Parse a job
    `POST /parse`
    ### Parameters
    - `text` `(string: <required>)` - What to parse.
    %s Sample Payload
    ```json
    {"text": "x"}
    ```
    ### Sample Response
    ```json
    {"b": 1}
    ```
    ## Send a job
    `POST /jobs`
    ### Sample Payload
    ```json
    {"c": 1}
    ```
    ## Stop a job
    `POST /stop`
    ### Sample Payload
    ```json
    {"d": 1}
    ```
    """


def test_a_heading_of_a_sample_may_be_one_level_too_high() -> None:
    slipped = told(read(LEVELS % "##"))
    assert slipped == told(read(LEVELS % "###"))
    assert "sample of response POST 200: object b" in slipped
    # One other heading of these words does not tell which of the two is the slip.
    two = (LEVELS % "##").replace("    ### Sample Payload", "    ### Sample Text", 1)
    assert "sample of response POST 200: object b" not in told(read(two))


@pytest.mark.parametrize(
    ("heading", "fence", "kind"),
    [
        ("Sample Response", 'json\n"10.0.0.1:80"', "string"),
        ("Sample Response", "json\n42", "integer"),
        ("Sample Response", '\n"10.0.0.1:80"', ""),
        ("Notes", 'json\n"10.0.0.1:80"', ""),
        ("Sample Response", 'json\n"one" and more', ""),
    ],
)
def test_a_sample_may_be_a_value_alone(heading: str, fence: str, kind: str) -> None:
    page = f"# Status\n## Leader\n`GET /leader`\n### {heading}\n```{fence}\n```\n"
    found = [one for one in told(read(page)) if one.startswith("sample")]
    assert found == ([f"sample of response GET 200: {kind}"] if kind else [])


def test_a_mark_may_be_a_link() -> None:
    page = """
        # Doors
        ## Door object
        The `Door` object supports the following keys:

        - `Wait` - [Deprecated](https://example.org/why)
        - `Open` - Whether it is open. Defaults to `true`.
        """
    assert "Door: Wait -, Open boolean" in told(read(page))


def test_an_answer_is_the_type_of_which_its_page_lists_the_lesser_part() -> None:
    names = [f"Part{at}" for at in range(8)]
    rows = "".join(f"- `{name}` - What it is.\n" for name in names)
    shown = ", ".join(f'"{name}": 1' for name in names[:6])
    documented = (
        f"# Reference\n\n### Door\n\nThe `Door` object supports the following keys:\n\n{rows}"
    )
    page = (
        "# Doors\n\n## Read Door\n\n`GET /door/{id}`\n\n### Sample Response\n\n"
        f"```json\n{{{shown}}}\n```\n\n#### Field Reference\n\n"
    )
    part = spec(documented, page + "- `Part1`: The second. It is a number.\n")
    assert (answer(part, "GET /door/{id}")) == "Door"
    # A table of most of it, or with something else, is one of another type.
    for more in (rows.replace("`Part7`", "`Part6`"), "- `Part1`: One.\n- `Else`: Another.\n"):
        apart = spec(documented, page + more)
        assert (answer(apart, "GET /door/{id}")) != "Door"


# What is said of all requests

DOORS = """
    # Doors
    ## List Doors
    `GET /v1/doors`
    ### Parameters
    - `house` `(string: "")` - The house of it.
    ## Read Door
    `GET /v1/doors/:id`
    ### Sample Response
    ```json
    {"ID": "a", "Open": true}
    ```
    """


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Any request to the API may use the `?house` query parameter.", "house"),
        ("All requests go here. Name another with the `house` query parameter.", "house"),
        ("Every API call accepts an optional `house=<name>` query string parameter.", "house"),
        ("Some requests go here. Name another with the `house` query parameter.", ""),
        ("All requests go here. If so, use the `house` query parameter.", ""),
        ("All list requests but these use the `house` query parameter.", ""),
        ("All requests on this page use the `house` query parameter.", ""),
        ("All endpoints that support it use the `house` query parameter.", ""),
        ("Name another house with the `house` query parameter.", ""),
        ("All requests send the `house` header.", ""),
    ],
)
def test_parameters_of_all_requests(text: str, name: str) -> None:
    guide = read(f"# Guide\n\n## Houses\n\n{text}\n", page="docs/guide.md")
    said = [one for one in guide.claims if isinstance(one, ParameterClaim)]
    found = [one.row.name for one in said if one.operation == EVERY]
    assert found == ([name] if name else [])
    # Else it may be one of what the section is about, which makes no page one of an API.
    assert {one.operation for one in said} <= {EVERY, every("houses")}
    assert bool(guide.dialect) == bool(name)


def test_all_operations_take_what_all_requests_do() -> None:
    guide = "# Guide\n\nAny request to the API may use the `?house` query parameter.\n"
    found = spec(guide, DOORS)
    taken = {
        one.path: [(row.name, str(row.type)) for row in one.parameters if row.location == "query"]
        for one in found.operations
    }
    # What an operation says of its own counts more.
    assert taken == {"/v1/doors": [("house", "string")], "/v1/doors/{id}": [("house", "any")]}


def test_what_is_said_of_all_requests_is_bounded() -> None:
    texts = [f"Any request may use the `?p{at}` query parameter.\n" for at in range(50)]
    readings = [read("# Guide\n\n" + "\n".join(texts), page="docs/a.md"), read(DOORS)]
    claims = everywhere([claim for one in readings for claim in one.claims])
    taken = [one for one in claims if isinstance(one, ParameterClaim) and one.row.name[0] == "p"]
    assert len(taken) == 2 * 20
    assert EVERY not in {one.operation for one in taken}


WAITING = """
    # Guide
    ## Slow answers
    Many endpoints answer slowly, if they are told to.

    The client can set the `since` query string parameter to what it knows.

    In addition to `since`, endpoints that can be slow will also honor a `wait` parameter.
    ## Houses
    Any request may use the `?house` query parameter.
    ## Paging
    Lists are cut. Use the `page` query parameter to read on.
    """

SLOW = """
    # Doors
    ## List Doors
    `GET /v1/doors`

    The table below shows the support for [slow answers](/guide#slow-answers) and [keys](#keys).

    | Slow Answers | Keys | Paging |
    | --- | --- | --- |
    | `YES` | `door:read` | YES |
    ## Read Door
    `GET /v1/doors/:id`

    The table below shows the support for [slow answers](/guide#slow-answers) and [keys](#keys).

    | Slow Answers | Keys |
    | --- | --- |
    | `NO` | `door:read` |
    """


def test_operations_have_the_parameters_of_the_features_that_their_tables_say() -> None:
    said = [one for one in read(SLOW).claims if isinstance(one, FeatureClaim)]
    assert [(one.operation.path, one.feature) for one in said] == [("/v1/doors", "slow answers")]
    found = spec(WAITING, SLOW)
    taken = {one.path: [row.name for row in one.parameters] for one in found.operations}
    assert taken == {"/v1/doors": ["since", "wait", "house"], "/v1/doors/{id}": ["id", "house"]}
    linked = ordered([read(SLOW)]).claims
    assert not any(isinstance(one, FeatureClaim) for one in linked)


# What guides show

GUIDE = """
    # Guide

    ## Filtering

    Command:

    ```shell-session
    $ curl --request GET https://localhost/v1/doors/7
    ```

    Response:

    ```json
    {"ID": "b", "Key": 5}
    ```

    ## Other things

    ```shell-session
    $ curl https://localhost/v1/windows
    ```

    Response:

    ```json
    {"Glass": true}
    ```

    ```json
    {"ID": "nobody asked"}
    ```
    """


def test_guides_show_what_operations_of_other_pages_answer() -> None:
    examples = [one for one in read(GUIDE).claims if isinstance(one, ExampleClaim)]
    assert [str(one.operation) for one in examples] == ["GET /v1/doors/7", "GET /v1/windows"]
    found = spec(GUIDE, DOORS)
    assert type_named(found, answer(found, "GET /v1/doors/{id}")) == {
        "ID": "string",
        "Open": "boolean",
        "Key": "integer",
    }
    assert [one.path for one in found.operations] == ["/v1/doors", "/v1/doors/{id}"]
    assert not any("Glass" in str(one) for one in found.types)


def test_examples_are_left_out_where_no_page_documents_the_operation() -> None:
    linked = ordered([read(GUIDE)])
    assert not any(isinstance(one, ExampleClaim) for one in linked.claims)


# Types that words leave open

OPEN = """\
# Doors

## List doors

`GET /doors`

Query parameters:

| Name | Type |
| --- | --- |
| after | timestamp |

### Response

| Field | Type |
| --- | --- |
| seen | timestamp |
| opened | timestamp |
| unix | Unix timestamp |
"""
SHOWN = """
```json
{"opened": 1700000000}
```
"""


@pytest.mark.parametrize(
    ("sample", "lines"), [("", [11, 17, 18]), (SHOWN, [11, 17])], ids=["none", "one"]
)
def test_a_type_that_a_word_leaves_open(sample: str, lines: list[int]) -> None:
    found = resolve([read(OPEN + sample, page="doors.md")], api="doors")
    one = next(one for one in found.diagnostics if one.code == "unknown-type")
    assert one.message == "'timestamp' leaves open of which type it is"
    assert [one.line, *(other.line for other in one.related)] == lines
    owner = operation(found.spec, "GET /doors").responses[0].body
    assert owner is not None
    expected = "integer" if sample else "any"
    assert type_named(found.spec, str(owner.type))["opened"] == expected


KIND = """\
# Doors

## Create a door

`POST /doors`

| Field | Type |
| --- | --- |
| kind | [Kind](#kind) |

```http
POST /doors HTTP/1.1
Content-Type: application/json

{{"kind": {value}}}
```

## Kind

| Name | Number |
| --- | --- |
| Sliding | 1 |
| Folding | 2 |
"""


@pytest.mark.parametrize(
    ("value", "shown"), [("1", ""), ('"1"', "a string"), ("true", "a boolean")]
)
def test_a_sample_of_another_type_than_an_enum(value: str, shown: str) -> None:
    page = KIND.format(value=value)
    found = resolve([read(page, page="doors.md")], api="doors").diagnostics
    told = [(one.code, one.line, one.message) for one in found]
    message = f"CreateDoorRequest.kind: documented as Kind, a sample shows {shown}"
    assert told == ([("type-contradicts-sample", 9, message)] if shown else [])
