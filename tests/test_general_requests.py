"""Request lines in every form, and the frames that pages put around what they say."""

from __future__ import annotations

import time
from pathlib import Path
from textwrap import dedent

import pytest

from codegen import pipeline
from codegen.claims import OperationClaim, ParameterClaim
from tests.shop import write_pages
from tests.told import read, told

#: A request line, in every form; the operation is GET /pets/{id}/toys.
REQUEST_LINES = [
    # Running text
    "`GET /pets/{id}/toys`",
    "`get /pets/{id}/toys`",
    "`GET /pets/:id/toys?sort={by}`",
    "**GET** `/pets/<id>/toys`",
    "`GET` `/pets/:id/toys`",
    "`[GET] /pets/{id}/toys`",
    "GET https://api.example.org/pets/[id]/toys",
    "GET /pets/*id*/toys",
    "GET /pets/_id_/toys",
    "Endpoint: `GET /pets/{id | name}/toys`",
    "- `GET /pets/{id}/toys`",
    "> GET /pets/{id}/toys",
    # Method and path each behind a label
    "- Method: `GET`\n- Path: `/pets/{id}/toys`",
    "**URL** : `/pets/:id/toys/`\n\n**Method** : `GET`",
    "* **URL**\n\n  /pets/:id/toys\n\n* **Method:**\n\n  `GET`",
    "**Method:** `GET`  \n**Endpoint:** `/pets/{id}/toys`",
    # Fences
    "```http\nGET /pets/{id}/toys HTTP/1.1\n```",
    "```shell\nGET /pets/{id}/toys\n```",
    "```plaintext\nGET /pets/${id}/toys\n```",
    "```\nGET {{base}}/pets/{{id}}/toys\n```",
    "```\nGET $URL/pets/(id)/toys\n```",
    "```\nGET {protocol}://host/pets/{id}/toys\n```",
    "```\nGET <base-url>/pets/%id%/toys\n```",
    "```\nGET http://localhost:8080/pets/%(id)s/toys\n```",
    # Elements, components and shortcodes
    '<Route method="GET">/pets/[\\{id\\}](#pet)/toys</Route>',
    '<Endpoint path="/pets/{id}/toys" method="get" />',
    "<Endpoint method={'GET'} path={'/pets/{id}/toys'} />",
    '<Endpoint\n  method="GET"\n  path="/pets/{id}/toys"\n/>',
    '<ApiMethod verb="GET">/pets/{id}/toys</ApiMethod>',
    '<HttpMethod type="GET" route="/pets/{id}/toys"/>',
    '<RequestLine get="/pets/{id}/toys" />',
    "<Endpoint>GET /pets/{id}/toys</Endpoint>",
    "<b>GET</b> <code>/pets/{id}/toys</code>",
    '<div><span class="method">GET</span> <span class="path">/pets/{id}/toys</span></div>',
    '{{< api-method get "/pets/{id}/toys" >}}',
    '{{< api method="GET" path="/pets/{id}/toys" >}}',
    '{% api-method method="get" host="https://x.io" path="/pets/:id/toys" %}',
    # Tables
    "| Method | Path |\n| --- | --- |\n| `GET` | `/pets/:id/toys` |",
    "| | |\n| --- | --- |\n| Method | GET |\n| Path | `/pets/{id}/toys` |",
    "| Method | GET |\n| --- | --- |\n| URL | `/pets/{id}/toys` |",
    "| Request | Description |\n| --- | --- |\n| `GET /pets/{id}/toys` | Lists |",
    # Under a heading of its own
    "### HTTP Request\n\n`GET /pets/{id}/toys`",
    "### Endpoint\n\n```\nGET /pets/{id}/toys\n```",
    # In frames
    ":::info\n`GET /pets/{id}/toys`\n:::",
    "!!! note\n    `GET /pets/{id}/toys`",
    "> [!NOTE]\n> `GET /pets/{id}/toys`",
    "<Note>\n\n`GET /pets/{id}/toys`\n\n</Note>",
    '=== "HTTP"\n\n    ```http\n    GET /pets/{id}/toys\n    ```',
    '<Tabs>\n  <TabItem value="a">\n\n```http\nGET /pets/{id}/toys\n```\n\n  </TabItem>\n</Tabs>',
    "<Tabs>\n    <Tab>\n        ```\n        GET /pets/{id}/toys\n        ```\n    </Tab>\n</Tabs>",
    '{{< tabs >}}\n{{% tab "A" %}}\n```\nGET /pets/{id}/toys\n```\n{{% /tab %}}\n{{< /tabs >}}',
    '{% tabs %}\n{% tab title="A" %}\n```\nGET /pets/{id}/toys\n```\n{% endtab %}\n{% endtabs %}',
]


@pytest.mark.parametrize("line", REQUEST_LINES)
def test_forms_of_request_lines(line: str) -> None:
    reading = read(f"# Pets\n\n## List toys\n\n{line}\n\nLists what it plays with.\n")
    assert told(reading)[:1] == ["operation GET /pets/{id}/toys: List toys [Pets]"]
    assert not [one for one in told(reading)[1:] if one.startswith("operation")]


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/pets/%s/toys/%d", "/pets/{arg1}/toys/{arg2}"),
        ("/pets/PET_ID/toys", "/pets/{PET_ID}/toys"),
        ("/pets/ID", "/pets/{ID}"),
        ("/pets/$PET", "/pets/{PET}"),
        ("/pets/<var>id</var>", "/pets/{id}"),
        ("/rates/USD", "/rates/USD"),
        ("/pets/(id or name)/toys", "/pets/{id_or_name}/toys"),
        ("/pets/$count", "/pets/$count"),
        ("/pets(id={id})", "/pets(id={id})"),
    ],
)
def test_placeholders(path: str, form: str) -> None:
    reading = read(f"# Pets\n\n## Count\n\n```\nGET {path}\n```\n")
    assert told(reading)[:1] == [f"operation GET {form}: Count [Pets]"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("GET /pets/{id}", "Get pets"),
        ("Get /pets/{id}", "Get pets"),
        ("`get` /pets/{id}", "Get pets"),
        ("/pets/{id} [GET]", "Get pets"),
        ("`/pets/{id}`: GET", "Get pets"),
        ("Read a pet `GET /pets/:id`", "Read a pet"),
        ("Read a pet % GET /pets/{id}", "Read a pet"),
        ("Read a pet (GET /pets/{id})", "Read a pet"),
        ("Read a pet [GET /pets/{id}]", "Read a pet"),
        ("GET /pets/{id} - Read a pet", "Read a pet"),
    ],
)
def test_request_lines_in_headings(title: str, name: str) -> None:
    assert told(read(f"# Pets\n\n## {title}\n\nText.\n")) == [
        f"operation GET /pets/{{id}}: {name} [Pets]"
    ]


def test_a_request_line_below_query_parameters_shows_how_they_are_used() -> None:
    page = """
        # List pets
        ## HTTP request
        ```http
        GET /pets
        ```
        ## Optional query parameters
        Order what comes back:
        ```http
        GET https://api.example.org/v1.0/toys?$orderby=name
        ```
        ## Response
        ```json
        {"id": 1}
        ```
        """
    reading = read(page)
    operations = [one for one in reading.claims if isinstance(one, OperationClaim)]
    assert [str(one.operation) for one in operations] == ["GET /pets"]


def test_a_path_in_one_heading_and_the_methods_below_it() -> None:
    page = """
        # Pets
        ## Pet [/pets/{id}]
        ### Read a pet [GET]
        ### Forget it [DELETE]
        """
    assert [one.partition(":")[0] for one in told(read(page))] == [
        "operation GET /pets/{id}",
        "operation DELETE /pets/{id}",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Use `GET` for reading and `/pets` for pets.",
        "- Method: what you call\n- Path: where it is",
        "| Method | Path |\n| --- | --- |\n| any | all |",
        "<Card title='GET started' href='/start' />",
        "[`GET /pets/{id}`](pets.md)",
        "| Request |\n| --- |\n| [GET /pets](pets.md) |",
        "{{< figure get >}}",
        "```\nGET /pets/cat%2Fmia\n```",
    ],
)
def test_what_is_no_request_line(text: str) -> None:
    assert told(read(f"# Pets\n\n## Guide\n\n{text}\n")) == []


@pytest.mark.parametrize(
    ("title", "path"), [("Routes", "/routes"), ("Permissions", "/pets/{id}/permissions")]
)
def test_a_title_that_is_a_word_of_the_paths_is_that_of_no_part(title: str, path: str) -> None:
    page = f"""
        # {title}
        ## List them
        ```
        GET {path}
        ```
        | Query parameter | Type |
        | --- | --- |
        | limit | integer |
        ## Add one
        ```
        POST {path}
        ```
        """
    assert told(read(page)) == [
        f"operation GET {path}: List them [{title}]",
        "query of GET: limit integer",
        f"operation POST {path}: Add one [{title}]",
    ]


@pytest.mark.parametrize("title", ["Endpoints", "Methods"])
@pytest.mark.parametrize(
    ("listed", "added"),
    [
        ("List pets\n`GET /pets`\n", "Add a pet\n`POST /pets`\n"),
        ("List pets `GET /pets`\n", "Add a pet `POST /pets`\n"),
    ],
)
def test_sections_below_a_heading_for_all_request_lines(
    title: str, listed: str, added: str
) -> None:
    table = "\n| Query parameter | Type |\n| --- | --- |\n| limit | integer |\n"
    page = f"# Pets\n## {title}\n### {listed}{table}### {added}"
    assert told(read(page)) == [
        "operation GET /pets: List pets [Pets]",
        "query of GET: limit integer",
        "operation POST /pets: Add a pet [Pets]",
    ]


def test_sections_that_only_tell_lines_apart_are_of_one_operation() -> None:
    page = """
        # Read a pet
        ## HTTP request
        ### Of yours
        `GET /me/pet`
        ### Of others
        `GET /users/{id}/pet`
        ## Query parameters
        | Name | Type |
        | --- | --- |
        | full | boolean |
        """
    assert [one for one in told(read(page)) if not one.startswith("operation")] == [
        "query of GET: full boolean",
        "query of GET: full boolean",
    ]


def test_the_parts_of_an_operation_may_stand_beside_its_line() -> None:
    page = """
        # Name a pet
        ## Facts {#facts}
        ```
        POST /pets/name
        ```
        ## Arguments {#arguments}
        ### `limit` {#limit}
        **integer** \u00b7 Required
        ## Response {#response}
        ```json
        {"ok": true}
        ```
        """
    assert told(read(page)) == [
        "operation POST /pets/name: Name a pet [pets]",
        "request POST: limit! integer",
        "status of POST: 200",
        "sample of response POST 200: object ok",
    ]


def test_a_section_with_parts_of_its_own_keeps_its_line() -> None:
    page = """
        # Pets
        ## List pets
        `GET /pets`

        | Query parameter | Type |
        | --- | --- |
        | limit | integer |
        ## Parameters
        Names are short.
        """
    assert told(read(page))[0] == "operation GET /pets: List pets [Pets]"


@pytest.mark.parametrize("label", ["**Responds with** `201`", "**Response** `201 Created`:"])
def test_labels_of_answers_with_their_status(label: str) -> None:
    page = f"""
        # Pets
        ## Add a pet
        `POST /pets`

        {label}

        | Property | Type |
        | --- | --- |
        | id | integer |
        """
    assert "response POST 201: id integer" in told(read(page))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("**Returns** [Pet](pet.md)", "Pet"),
        ("**Returns:** [`Pet`](pet.md)[]", "array<Pet>"),
        ("**Returns** [`Pet`](pet.md)`[]`.", "array<Pet>"),
    ],
)
def test_sentences_that_begin_as_labels_do(words: str, kind: str) -> None:
    found = told(read(f"# Pets\n\n## Find\n\n`GET /pets`\n\n{words}\n"))
    assert found == [
        "operation GET /pets: Find [Pets]",
        f"response GET 200 is {kind} (pet.md)",
        "status of GET: 200",
    ]


TABS = """
    # Pets
    ## Name a pet
    `PUT /pets/{id}`

    !!! warning "Once"

        A pet has one name.

        === "Request"

            ```json
            {"name": "Mia"}
            ```

        === "Response"

            ```json
            {"id": 7}
            ```

    | Status | Meaning |
    | --- | --- |
    | 404 | there is none |
    """


def test_tabs_and_admonitions_hold_what_the_page_says() -> None:
    reading = read(TABS)
    assert told(reading) == [
        "operation PUT /pets/{id}: Name a pet [Pets]",
        "status of PUT: 404",
        "status of PUT: 200",
        "sample of request PUT: object name",
        "sample of response PUT 200: object id",
    ]
    assert [one.place.line for one in reading.claims[-2:]] == [12, 18]
    (operation, *_) = reading.claims
    assert isinstance(operation, OperationClaim)
    assert operation.summary == "A pet has one name."
    assert reading.unaccounted == 0


@pytest.mark.parametrize(
    "part",
    [
        "<A>\n",
        ":::\n",
        '=== "a"\n\n',
        "    ",
        "{% a ",
        "{{< ",
        "<A method=",
        "- **URL**: /a\n",
        "/%s",
    ],
)
@pytest.mark.parametrize("before", ["", "GET ", "## GET /", '=== "a"\n    '])
def test_time_is_linear(before: str, part: str) -> None:
    started = time.process_time()
    read(before + part * 5_000)
    assert time.process_time() - started < 10


@pytest.mark.parametrize("form", ["`GET /a{}`\n\n", "- GET /a{}\n"])
def test_a_section_that_lists_many_operations_says_nothing_else_of_each(form: str) -> None:
    """Or a small page would be millions of claims: each operation with each parameter."""
    rows = "".join(f"| p{at} | string |\n" for at in range(1000))
    table = f"\n### Query parameters\n\n| Name | Type |\n| --- | --- |\n{rows}"
    listed = "".join(form.format(at) for at in range(1000))
    found = read(f"# A\n\n{listed}{table}")
    assert sum(isinstance(one, OperationClaim) for one in found.claims) == 1000
    assert len(found.claims) == 1000
    assert sum(len(one.description) for one in found.claims if isinstance(one, OperationClaim)) == 0
    assert ("not-understood", 3) in [(one.code, one.line) for one in found.diagnostics]


def test_operations_of_one_section_share_what_it_says() -> None:
    listed = "".join(f"`GET /a{at}`\n\n" for at in range(60))
    found = read(
        f"# A\n\n{listed}### Query parameters\n\n| Name | Type |\n| --- | --- |\n| p | string |\n"
    )
    assert len(found.claims) == 120


QUERIED = """
    # List toys

    ```http
    GET /toys
    ```

    ## Query parameters

    | Name | Type |
    | --- | --- |
    | page | integer |
    | size | Gizmo? |

    - `color` (string): Which ones.
    - `shape` (string): Likewise.
    """


def test_each_parameter_stands_at_its_own_line() -> None:
    claims = [one for one in read(QUERIED).claims if isinstance(one, ParameterClaim)]
    assert [(one.row.name, one.place.line, one.row.offset) for one in claims] == [
        ("page", 11, 0),
        ("size", 12, 0),
        ("color", 14, 0),
        ("shape", 15, 0),
    ]


def test_parameters_that_pages_differ_in_are_told_at_their_lines(tmp_path: Path) -> None:
    text = dedent(QUERIED).lstrip()
    write_pages(tmp_path / "docs", {"a.md": text, "b.md": text.replace("integer", "boolean")})
    found = pipeline.understand(
        pipeline.Api(name="toys", docs=(tmp_path / "docs",), output=tmp_path, dialect="general")
    )
    (finding,) = (one for one in found.diagnostics if one.code == "type-contradicts-table")
    assert [finding.line, *(one.line for one in finding.related)] == [11, 11, 11]
