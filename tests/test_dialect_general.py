from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen import dialects
from codegen.claims import BodyClaim, DefinitionClaim, OperationClaim, TableClaim
from codegen.markdown import parse
from codegen.sources import Document
from codegen.typeexpr import Ref
from tests.told import read, told

RESOURCE = """
    # Pets

    ## Get a pet
    `GET /pets/{pet_id}`

    Returns a [pet](#pet-object) object.

    ### Query Parameters
    | Param | Type | Description |
    | --- | --- | --- |
    | verbose | boolean | whether to say more |

    ### Responses
    | Code | Meaning |
    | --- | --- |
    | 404 | there is none |

    ## Pet Object
    | Field | Type | Description |
    | --- | --- | --- |
    | id | string | what it goes by |
    | kind | integer | the [kind](#pet-kinds) |

    ### Pet Kinds
    | Name | Value |
    | --- | --- |
    | CAT | 1 |
    | DOG | 2 |
    """


def test_operations_and_types_of_one_page() -> None:
    assert told(read(RESOURCE)) == [
        "operation GET /pets/{pet_id}: Get a pet [Pets]",
        "query of GET: verbose boolean",
        "response GET 200 is Pet (#pet-object)",
        "status of GET: 404",
        "status of GET: 200",
        "type Pet at pet-object",
        "Pet: id string, kind integer",
        "enum PetKinds: CAT=1, DOG=2",
    ]


def test_the_number_of_a_heading_is_no_part_of_a_name() -> None:
    page = """
        # Orders
        ## 2.1. List the orders
        `GET /orders`
        ## 3.Total
        `GET /total`
        ## 4) 24h Total
        `GET /day`
        """
    assert [one for one in told(read(page)) if one.startswith("operation")] == [
        "operation GET /orders: List the orders [Orders]",
        "operation GET /total: Total [Orders]",
        "operation GET /day: 24h Total [Orders]",
    ]


def test_a_number_that_counts_a_heading_is_no_part_of_a_name() -> None:
    page = """
        # Loans (V3)
        ## 1 Borrow
        `POST /borrow`
        ## 2 Repay
        `POST /repay`
        ## 3 Redeem
        `POST /redeem`
        # Prices
        ## 24 Hour Price
        `GET /price`
        ## A Coin's Price
        `GET /coins/{id}`
        """
    assert [one for one in told(read(page)) if one.startswith("operation")] == [
        "operation POST /borrow: Borrow [Loans (V3)]",
        "operation POST /repay: Repay [Loans (V3)]",
        "operation POST /redeem: Redeem [Loans (V3)]",
        "operation GET /price: 24 Hour Price [Prices]",
        "operation GET /coins/{id}: A Coin's Price [Prices]",
    ]


def test_several_lines_in_one_place_are_operations_that_share_all() -> None:
    page = """
        # List walks
        ## HTTP request
        ```http
        GET /me/walks
        GET /pets/{id}/walks
        ```
        ## Query parameters
        | Name | Type |
        | --- | --- |
        | since | date |
        """
    assert told(read(page, page="walk-list.md")) == [
        "operation GET /me/walks: List walks [walk]",
        "operation GET /pets/{id}/walks: List walks [walk]",
        "query of GET: since date",
        "query of GET: since date",
    ]


def test_a_line_that_shows_another_with_values_is_no_operation() -> None:
    page = """
        ## Read a pet
        `GET /pets/{id}`

        `GET https://api.example.org/v1/pets/42`

        Mentioned only: `DELETE /pets/{id}` is another.
        """
    assert told(read(page)) == ["operation GET /pets/{id}: Read a pet [pets]"]


def test_commands_alone_are_operations_of_a_reference_and_not_of_a_tutorial() -> None:
    command = '```sh\ncurl -X POST https://api.example.org/pets -d \'{"name": "Rex"}\'\n```\n'
    assert not read(f"# First steps\n\n## Try it\n\n{command}").claims
    fields = "### Parameters\n\n| Name | Type |\n| --- | --- |\n| name | string |\n"
    found = told(read(f"# Pets\n\n## Create a pet\n\n{command}\n{fields}"))
    assert found[0] == "operation POST /pets: Create a pet [Pets]"
    assert "request POST: name string" in found
    assert "sample of request POST: object name" in found


def test_a_message_of_a_section_of_its_own_is_an_operation_beside_surer_ones() -> None:
    message = "```http\nGET /v2/pets?name=Rex HTTP/1.1\nHost: api.example.org\n```\n"
    page = f"""# Pets
## Read a pet
`GET /v2/pets/{{id}}`
### Example
{message.replace("/v2/pets?name=Rex", "/v2/pets/7")}
## Search pets
{message}
**Query parameters**

- `name` (string, required): What it is called.

## Reading a list

{message.replace("pets", "all")}
| Name | Means |
| --- | --- |
| one | more |
"""
    found = told(read(page))
    assert [one for one in found if one.startswith("operation")] == [
        "operation GET /v2/pets/{id}: Read a pet [Pets]",
        "operation GET /v2/pets: Search pets [Pets]",
    ]


def test_a_bold_line_that_is_a_heading_of_a_part_is_no_summary() -> None:
    page = """
        # Pets
        ## Read a pet
        `GET /pets/{id}`

        **Deprecated**

        **Path parameters**

        - `id` (string): Of the pet.
        """
    claims = [one for one in read(page).claims if isinstance(one, OperationClaim)]
    assert [(one.summary, one.deprecated) for one in claims] == [("Deprecated", "")]


def test_what_is_returned_may_stand_below_the_table_of_what_is_sent() -> None:
    page = """
        # Pets
        ## Feed a pet
        `POST /pets/{id}/meals`
        ### Body
        | Name | Type | Description |
        | --- | --- | --- |
        | grams | integer | How much. |

        Returns the [Meal](#meal).
        ## Sell a pet
        `POST /pets/{id}/sale`

        Returns the Receipt.
        ## Meal
        | Name | Type |
        | --- | --- |
        | grams | integer |
        """
    bodies = [one for one in read(page).claims if isinstance(one, BodyClaim)]
    found = {one.slot.operation.path: one.type for one in bodies}
    assert found == {"/pets/{id}/meals": Ref("Meal"), "/pets/{id}/sale": Ref("Receipt")}


def test_samples_before_the_request_line_belong_to_it_and_place_the_table() -> None:
    page = """
        # Pets
        ## List pets
        ```json
        {"code": "0", "data": {"items": [{"id": 7, "name": "Rex"}]}}
        ```
        ### HTTP Request
        `GET /pets`
        ### Example
        `GET /pets?limit=2`
        ### Responses
        Field | Description
        --- | ---
        id | number of the pet
        name | what it is called
        """
    assert told(read(page)) == [
        "operation GET /pets: List pets [Pets]",
        "response GET 200.data.items.[]: id -, name -",
        "status of GET: 200",
        "sample of response GET 200: object code data",
    ]


#: A sentence, and what it says of the answer of a GET.
SENTENCES = [
    ("Returns a [pet](pet.md) object on success.", ["response GET 200 is Pet (pet.md)"]),
    ("Returns an array of [pet](pet.md) objects.", ["response GET 200 is array<Pet> (pet.md)"]),
    (
        "If successful, returns `201 Created` and a collection of [pet](pet.md) objects.",
        ["response GET 201 is array<Pet> (pet.md)", "status of GET: 201"],
    ),
    ("Returns a [pet](pet.md) collection.", ["response GET 200 is array<Pet> (pet.md)"]),
    ("Returns a 204 empty response on success.", ["status of GET: 204"]),
    ("Returns the pet's name, and 404 if there is none.", ["status of GET: 404"]),
    ("This method does not return anything in the response body.", []),
    ("The returned list of pets is sorted by [name](#name).", []),
    ("A later method returns what [pets](pet.md) fields hold.", []),
]


@pytest.mark.parametrize(("sentence", "claims"), SENTENCES)
def test_sentences_about_answers(sentence: str, claims: list[str]) -> None:
    found = told(read(f"# Read\n\n`GET /pet`\n\n{sentence}\n"))[1:]
    assert [line for line in found if line != "status of GET: 200"] == claims


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        (
            "In the request body, supply a JSON representation of the [pet](pet.md) object.",
            ["request PUT is Pet (pet.md)"],
        ),
        ("The body is a [pet](pet.md).", ["request PUT is Pet (pet.md)"]),
        ("Do not supply a request body for this method.", []),
        ("In the request body, supply the values for relevant [pet](pet.md) fields.", []),
    ],
)
def test_sentences_about_requests(sentence: str, claims: list[str]) -> None:
    page = f"# Put\n\n`PUT /pet`\n\n## Request body\n\n{sentence}\n"
    assert told(read(page))[1:] == claims


def test_an_array_of_what_a_table_lists() -> None:
    page = """
        # Sort
        `PATCH /pets`

        Takes a JSON array of parameters in this form:

        ## JSON Params
        | Field | Type |
        | --- | --- |
        | id | string |
        """
    assert "request PATCH.[]: id string" in told(read(page))


def test_where_parameters_stand() -> None:
    page = """
        # Move
        `PUT /pets/{pet-id}`
        ## Parameters
        | Name | In | Type | Description |
        | --- | --- | --- | --- |
        | petId |  | string | which |
        | X-Trace | header | string | |
        | dry |  | boolean | a query string parameter |
        | box |  | string | where to |
        """
    assert told(read(page))[1:] == [
        "path of PUT: pet-id string",
        "header of PUT: X-Trace string",
        "query of PUT: dry boolean",
        "request PUT: box string",
    ]


def test_types_inherit_and_headings_that_name_nothing_add_to_those_above() -> None:
    page = """
        # cat resource type
        A pet that purrs. Inherits from [pet](pet.md).
        ## Properties
        | Property | Type |
        | --- | --- |
        | purr | String |
        ## Relationships
        | Relationship | Type |
        | --- | --- |
        | kittens | [cat](cat.md) collection |
        ## JSON representation
        ```json
        {"purr": "string", "kittens": []}
        ```
        """
    assert told(read(page, page="cat.md"))[:3] == [
        "type Cat < Pet (pet.md) at properties, cat-resource-type, ",
        "Cat: purr string",
        "Cat: kittens array<Cat>",
    ]


@pytest.mark.parametrize(
    ("sentence", "base"),
    [
        ("Base type: [pet](pet.md).", " < Pet (pet.md)"),
        ("**Base type:** [pet](pet.md)", " < Pet (pet.md)"),
        ("Its base type is [pet](pet.md).", " < Pet (pet.md)"),
        ("Represents a base type for [pet](pet.md) and [fox](fox.md).", ""),
        ("This is the base type of [pet](pet.md).", ""),
    ],
)
def test_a_base_type_is_named_and_not_what_it_is_the_base_of(sentence: str, base: str) -> None:
    page = f"""
        # cat resource type
        {sentence}
        ## Properties
        | Property | Type |
        | --- | --- |
        | purr | String |
        """
    first, *_ = told(read(page, page="cat.md"))
    assert first.removeprefix("type Cat").partition(" at ")[0] == base


def test_anchors_are_ids_slugs_and_those_of_headings_that_name_nothing_else() -> None:
    page = """
        # Things
        <Anchor id="the-pet" />
        ### Pet Object
        <Anchor id="the-fields" />
        ###### Pet Structure
        | Field | Type |
        | --- | --- |
        | id | string |
        ### Owner Object {#owner}
        | Field | Type |
        | --- | --- |
        | id | string |
        """
    types = [line for line in told(read(page)) if line.startswith("type")]
    assert types == [
        "type Pet at the-fields, pet-structure, the-pet, pet-object",
        "type Owner at owner, owner-object",
    ]


def test_tabs_are_no_headings() -> None:
    page = """
        # Read
        `GET /pet`
        ## Example
        ##### Request
        # [HTTP](#tab/http)
        ```http
        GET https://example.org/pet
        ```
        # [Go](#tab/go)
        ```go
        client.Pet()
        ```
        ---
        ##### Response
        ```http
        HTTP/1.1 203 Fine
        Content-Type: application/json

        {"id": 1}
        ```
        """
    assert told(read(page))[1:] == ["status of GET: 203", "sample of response GET 203: object id"]


def test_forms_that_commonmark_does_not_know() -> None:
    page = """
        # Pets
        ##List pets
        `GET /pets`
        ###Parameters
        Name | Type | Description |
        --- | --- | --- | --- |
        limit | int | how many
        """
    assert told(read(page)) == [
        "operation GET /pets: List pets [Pets]",
        "query of GET: limit integer",
    ]


def test_what_is_ignored_and_what_is_not_understood() -> None:
    page = """
        # Pets
        `GET /pets`
        ## Permissions
        | Kind | Type |
        | --- | --- |
        | all | string |
        ## Parameters
        | A | B |
        | --- | --- |
        | 1 | 2 |
        """
    reading = read(page)
    assert told(reading) == ["operation GET /pets: Pets [pets]"]
    assert [(one.code, one.line) for one in reading.diagnostics] == [("not-understood", 8)]
    assert reading.unaccounted == len(["header", "delimiter", "row"])


@pytest.mark.parametrize("dialect", ["auto", "general"])
def test_pages_that_document_nothing_are_not_recognised(dialect: str) -> None:
    reading = read("# Welcome\n\nRead this first.\n\n- one\n- two\n", dialect=dialect)
    assert not reading.claims
    assert [one.code for one in reading.diagnostics] == ["unrecognised-page"]


def test_auto_asks_the_general_dialect_last() -> None:
    assert read(RESOURCE, dialect="auto").dialect == "general"
    page = "---\nms.prod: x\ndoc_type: y\n---\n# a resource type\n\nNamespace: microsoft.graph\n"
    found = dialects.detect(parse(Document(page="a.md", rank=0, text=page)))
    assert found is not None
    assert found.name == "msgraph"


def test_an_envelope_holds_what_a_collection_holds() -> None:
    page = "# List\n\n`GET /pets`\n\nReturns a collection of [pet](pet.md) objects.\n"
    assert "response GET 200: value array<Pet>" in told(read(page, dialect="msgraph"))


HOSTILE = [
    "`GET /" + "{a}" * 5000 + "`",
    "# " + "GET " * 5000,
    "`" * 20_000,
    "<x method=" * 4000,
    "Returns " * 5000,
    "Returns a [" * 3000,
    "# a\n" * 3000,
    "#### b\n\n`GET /x`\n\n" * 800,
    "`GET /a1`\n" * 2000,
    "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 3000,
    "curl \\\n" * 5000,
    "<!--" * 100_000,
    "<!---->" * 100_000,
    "a\n" * 100_000 + "===\n\n`GET /x`\n",
    "| Field | Type |\n|---|---|\n" + "".join(f"| a{n} | T{n} |\n" for n in range(40_000)),
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_pages_are_read_in_time(text: str) -> None:
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 10


PIECES = st.sampled_from(
    [
        *(
            "# ",
            "## Parameters\n",
            "GET",
            " /a/{b}",
            "`",
            "<R method=",
            "|",
            "\n",
            "---",
            "- ",
            "**",
        ),
        *("Returns ", "a [x](y) ", "object", "```\n", "{", '"a": 1', "}", "HTTP/1.1 200", "curl "),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_page_is_read(text: str) -> None:
    reading = read(text)
    assert reading.unaccounted <= max(reading.lines, reading.unaccounted)
    assert {claim.place.page for claim in reading.claims} <= {"pets.md"}


def test_what_no_words_place_is_placed_by_the_samples() -> None:
    page = """
        ## Feed a pet
        `PUT /pets/{id}/feed`
        ### Parameters
        - `Food` (string) - what it eats
        - `Note` (string) - what nobody shows
        - `cas` (integer) - the last change that you know of
        ### Sample Request
        ```shell
        $ curl -X PUT --data @food.json https://x.io/pets/7/feed
        ```
        ### Sample Payload
        ```json
        {"Food": "fish"}
        ```
        ### Sample Response
        ```json
        {"Left": 3}
        ```
        #### Field Reference
        - `Left` (integer) - how much there is still
        """
    lines = told(read(page))
    assert "query of PUT: cas integer" in lines
    assert "request PUT: Food string, Note string" in lines
    assert "response PUT 200: Left integer" in lines


def test_a_url_shows_what_is_sent_in_the_query() -> None:
    page = """
        ## Move a pet
        `POST /pets/{id}/move`
        ### Parameters
        - `to` (string) - where it goes
        - `slowly` (boolean) - whether it likes to go
        ```
        curl -X POST 'https://x.io/pets/7/move?slowly=true' -d to=garden
        ```
        """
    lines = told(read(page))
    assert "query of POST: slowly boolean" in lines
    assert "request POST: to string" in lines


def test_what_a_payload_shows_is_sent_in_it_whatever_the_method() -> None:
    page = """
        ## Forget pets
        `DELETE /pets`
        ### Parameters
        - `ids` (array of string) - which
        - `force` (boolean) - also those that are loved
        ### Sample Payload
        ```json
        {"ids": ["7"]}
        ```
        """
    lines = told(read(page))
    assert "query of DELETE: force boolean" in lines
    assert "request DELETE: ids array<string>" in lines


def test_a_sentence_announces_a_list_of_properties() -> None:
    page = """
        ### Pet
        A `Pet` has the following keys:

        - `Name` - What it is called.
        - `Age` - In years.

        ### Words
        - `Name` - What it is called.
        """
    assert told(read(page)) == ["type Pet at pet", "Pet: Name -, Age -"]


def test_a_fence_shows_a_whole_exchange() -> None:
    page = """
        ## Name a pet
        `POST /pets/{id}/name`
        ### Example
        ```console
        $ curl https://x.io/pets/7/name
          -H 'Content-Type: application/json'
          -d '{"name": "Mia"}'
        {"id": 7, "name": "Mia"}
        ```
        """
    lines = told(read(page))
    assert "sample of request POST: object name" in lines
    assert "sample of response POST 200: object id name" in lines


def test_graph_says_in_comments_what_a_sample_is_of() -> None:
    page = """
        ---
        ms.prod: x
        doc_type: resourcePageType
        ---
        # Range resource type (open)
        Namespace: microsoft.graph
        ## Properties
        | Property | Type |
        | --- | --- |
        | rows | Int32 |
        ## JSON representation
        <!-- {
          "blockType": "resource",
          "baseType": "microsoft.graph.entity",
          "@odata.type": "#microsoft.graph.workbookRange"
        } -->
        ```json
        {"rows": 1}
        ```
        """
    (claim,) = (
        one for one in read(page, dialect="auto").claims if isinstance(one, DefinitionClaim)
    )
    assert claim.label == "Range"
    assert claim.full_name == "WorkbookRange"
    assert claim.qualified == "microsoft.graph.workbookRange"
    assert [link.label for link in claim.bases] == ["Entity"]
    (plain,) = (one for one in read(page).claims if isinstance(one, DefinitionClaim))
    assert plain.full_name == plain.qualified == ""


INHERITS = """
    # %s resource type

    ## %s

    %s [quality](quality.md).
    """
_ALL = "The **voiceQuality** inherits all the properties"


@pytest.mark.parametrize(
    ("below", "said", "types"),
    [
        ("Properties", f"{_ALL} from", ["type VoiceQuality < Quality (quality.md)"]),
        ("Properties", f"{_ALL} of the", ["type VoiceQuality < Quality (quality.md)"]),
        (
            "Properties",
            "The following properties are inherited from",
            ["type VoiceQuality < Quality (quality.md)"],
        ),
        ("Properties", "It inherits the rights of", []),
        ("Properties", "All the voice qualities inherit from", []),
        ("Notes", f"{_ALL} from", []),
    ],
)
def test_a_type_may_have_inherited_properties_alone(
    below: str, said: str, types: list[str]
) -> None:
    found = told(read(INHERITS % ("voiceQuality", below, said), dialect="msgraph"))
    assert [line.partition(" at ")[0] for line in found] == types


LABELLED = """
    # Pet resource

    | Property | Type | Description |
    | --- | --- | --- |
    | a | %s | An owner. |

    [Owner]: owner.md
    [own  res]: <owner.md> "The owner"
    """


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("[owner][] collection", True),
        ("[Owner]", True),
        ("[Owner][Own Res]", True),
        ("[Owner](other.md)", False),
        ("[Owner][none]", False),
        ("`[owner][]`", False),
    ],
)
def test_links_by_labels_of_the_page(text: str, *, known: bool) -> None:
    found = read(LABELLED % text).claims
    rows = [row for one in found if isinstance(one, TableClaim) for row in one.rows]
    targets = [link.target for row in rows for link in row.links]
    assert ("owner.md" in targets) is known


NOTIFIED = """
    # Answer a call

    ```http
    POST /calls/{id}/answer
    ```

    ## Request body

    ```json
    {"callback": "https://a"}
    ```

    ## Response

    ```http
    HTTP/1.1 202 Accepted
    ```

    ### What follows

    ```http
    POST %s
    Content-Type: application/json
    ```

    <!-- what it holds -->

    ```json
    {"told": [1]}
    ```
    """


@pytest.mark.parametrize(
    ("target", "told_of"),
    [
        ("https://bot.example.com/hook", []),
        ("https://api.example.com/calls/7/answer", ["sample of request POST: object told"]),
    ],
)
def test_a_sample_below_the_head_of_a_request_is_of_that_request(
    target: str, told_of: list[str]
) -> None:
    assert told(read(NOTIFIED % target)) == [
        "operation POST /calls/{id}/answer: Answer a call [pets]",
        "status of POST: 202",
        "sample of request POST: object callback",
        *told_of,
    ]


def test_a_text_says_outright_that_values_are_listed_below_it() -> None:
    page = """
        ### Walk
        A `Walk` has the following fields:

        - `Kind` - How it goes. It takes on the following values:

          - `slow` - with a stop at every tree
          - `Fast` - without

        - `Weather` - Where it comes from. Weathers
          include:

          - `Rain` - no walk
          - `Sun` - a long one
        """
    (table,) = [one for one in read(page).claims if isinstance(one, TableClaim)]
    assert {row.name: row.values for row in table.rows} == {
        "Kind": ("slow", "Fast"),
        "Weather": ("Rain", "Sun"),
    }


def test_a_sample_that_wraps_a_type_under_its_name_is_one_of_the_type() -> None:
    page = """
        # JSON pets
        ```json
        {
          "Pet": {"Name": "Mia", "Age": 3, "Legs": 4}
        }
        ```
        ## Pet
        The `Pet` object has the following keys:

        - `Name` - What it is called.
        - `Age` - In years.
        """
    reading = read(page)
    assert told(reading)[-1] == "sample of Pet: object Name Age Legs"
    assert reading.claims[-1].place.line == 4


def test_the_text_before_an_answer_says_its_status() -> None:
    page = """
        ## Name a pet
        `PUT /pets/{id}`
        ### Sample Response
        ```json
        {"id": 7}
        ```
        ### Sample Response for Conflict
        If it has one, the answer has HTTP error code
        409 and shows the name:
        ```json
        {"name": "Mia"}
        ```
        """
    lines = told(read(page))
    assert "sample of response PUT 200: object id" in lines
    assert "sample of response PUT 409: object name" in lines


def test_a_value_in_a_path_is_a_parameter_and_is_reported() -> None:
    found = read("# Toys\n\n## Read a toy\n\n`GET /api/2/toys/42/parts/7.json`\n")
    assert told(found)[0].startswith("operation GET /api/2/toys/{toy_id}/parts/{part_id}.json")
    (one,) = found.diagnostics
    assert (one.code, one.line, one.severity) == ("value-in-path", 5, "info")
    assert "/api/2/toys/42/parts/7.json" in one.message


def test_values_in_a_path_stay_where_another_line_has_its_placeholders() -> None:
    found = read("# Toys\n\n`GET /toys/{toy}`\n\n## Another one\n\n`GET /toys/42`\n")
    assert "value-in-path" not in {one.code for one in found.diagnostics}


def test_requests_that_are_taken_for_examples_are_named() -> None:
    guide = "## Getting there\n\n```sh\ncurl https://example.org/roads\n```\n"
    found = read(f"# Toys\n\n## Read a toy\n\n`GET /toys/{{id}}`\n\n{guide}")
    (one,) = found.diagnostics
    assert (one.code, one.severity) == ("unread-request", "info")
    assert "GET /roads" in one.message


def test_commands_of_a_template_are_reported_once() -> None:
    found = read("# Toys\n\n`GET /toys`\n\n<% table(1) %>\n\n<%= table(2) %>\n")
    (one,) = found.diagnostics
    assert (one.code, one.line) == ("unrendered-page", 5)
    assert "1 more" in one.message
