"""Tests of tools/gen_api.py:  python3 -m unittest discover -s tools/tests"""

from __future__ import annotations

import copy
import io
import random
import re
import sys
import tempfile
import unittest
from contextlib import redirect_stderr
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import gen_api  # noqa: E402
from apigen import cpp, emit_bodies, patterns, sizes  # noqa: E402
from apigen.document import ContractError, load, parse  # noqa: E402
from apigen.operations import read_contract  # noqa: E402

SMALL = """
openapi: 3.1.0
info: { title: Small, version: '1' }
tags: [{ name: things, description: All of them }]
security: [{ bearer: [] }]
paths:
  /things/{thing_id}:
    post:
      operationId: change_thing
      summary: Change a thing
      tags: [things]
      security: []
      x-permission: anonymous
      x-body-limit: 1000
      parameters:
        - { name: thing_id, in: path, required: true, description: Which., schema: { type: string, format: uuid } }
        - name: depth
          in: query
          description: How deep.
          schema: { type: integer, format: int32, minimum: 0, maximum: 9, default: 1 }
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Thing' }
            example: { name: a }
      responses:
        '204': { description: Done. }
        '400': { $ref: '#/components/responses/Bad' }
        '413': { $ref: '#/components/responses/Bad' }
        '415': { $ref: '#/components/responses/Bad' }
components:
  securitySchemes:
    bearer: { type: http, scheme: bearer, description: A token. }
  responses:
    Bad:
      description: Wrong.
      content:
        application/problem+json:
          schema: { $ref: '#/components/schemas/Problem' }
          example: { detail: wrong }
  schemas:
    Colour: { description: A colour., type: string, enum: [red, green] }
    Problem:
      description: What is wrong.
      type: object
      required: [detail]
      properties: { detail: { type: string } }
    Thing:
      description: A thing.
      type: object
      additionalProperties: false
      required: [name]
      properties:
        name: { type: string, maxLength: 9, pattern: '^[a-z]+$', x-reason: must be small letters }
        colour: { $ref: '#/components/schemas/Colour', default: red }
        weight: { type: integer, format: int64, minimum: 1, maximum: 5 }
        tags: { type: array, maxItems: 3, items: { $ref: '#/components/schemas/Colour' } }
"""

OPERATION = "#/paths/~1things~1{thing_id}/post"
THING = "#/components/schemas/Thing"
NAME = f"{THING}/properties/name"


def at(document: dict, pointer: str) -> dict:
    value = document
    for segment in pointer.removeprefix("#/").split("/"):
        segment = segment.replace("~1", "/").replace("~0", "~")
        value = value[int(segment)] if isinstance(value, list) else value[segment]
    return value


class ContractTest(unittest.TestCase):
    def setUp(self) -> None:
        self.document = parse(SMALL)

    def refuses(self, pointer: str, reason: str) -> None:
        with self.assertRaises(ContractError) as caught:
            read_contract(self.document)
        self.assertTrue(str(caught.exception).startswith(f"{pointer}: "), str(caught.exception))
        self.assertIn(reason, str(caught.exception))


class Subset(ContractTest):
    def test_the_small_contract_is_good(self) -> None:
        contract = read_contract(self.document)
        self.assertEqual([operation.id for operation in contract.operations], ["change_thing"])
        self.assertEqual(contract.requests(), {"Thing"})

    def test_an_unknown_keyword_fails_with_its_place_wherever_it_is(self) -> None:
        for pointer in (
            "#",
            "#/info",
            "#/tags/0",
            "#/components",
            "#/components/securitySchemes/bearer",
            "#/components/responses/Bad",
            "#/components/responses/Bad/content/application~1problem+json",
            "#/components/schemas/Colour",
            THING,
            NAME,
            f"{THING}/properties/colour",
            f"{THING}/properties/weight",
            f"{THING}/properties/tags",
            f"{THING}/properties/tags/items",
            "#/paths/~1things~1{thing_id}",
            OPERATION,
            f"{OPERATION}/parameters/0",
            f"{OPERATION}/parameters/0/schema",
            f"{OPERATION}/parameters/1/schema",
            f"{OPERATION}/requestBody",
            f"{OPERATION}/requestBody/content",
            f"{OPERATION}/requestBody/content/application~1json",
            f"{OPERATION}/requestBody/content/application~1json/schema",
            f"{OPERATION}/responses/204",
        ):
            with self.subTest(pointer):
                self.document = parse(SMALL)
                place = self.document if pointer == "#" else at(self.document, pointer)
                place["x-unheard-of"] = 1
                self.refuses(f"{pointer}/x-unheard-of", "keyword 'x-unheard-of' is not supported here")

    def test_real_keywords_outside_the_subset_fail_with_their_place(self) -> None:
        for keyword, value in (
            ("oneOf", []),
            ("allOf", []),
            ("anyOf", []),
            ("not", {}),
            ("const", "a"),
            ("examples", ["a"]),
            ("nullable", True),
            ("contentEncoding", "base64"),
            ("multipleOf", 2),
            ("$comment", "a"),
        ):
            with self.subTest(keyword):
                self.document = parse(SMALL)
                at(self.document, NAME)[keyword] = value
                self.refuses(f"{NAME}/{keyword}", "is not supported here")

    def test_types_outside_the_subset_fail(self) -> None:
        cases = (
            ({"type": "number"}, f"{NAME}/type", "type 'number' is not supported"),
            ({"type": ["string", "null"]}, f"{NAME}/type", "is not supported"),
            ({"type": "object"}, NAME, "needs a name of its own"),
            ({"type": "string", "enum": ["a"]}, f"{NAME}/enum", "needs a name of its own"),
            ({"type": "string", "format": "email"}, f"{NAME}/format", "format 'email' is not supported"),
            ({"type": "integer"}, NAME, "'format' is missing"),
            ({"type": "integer", "format": "int16"}, f"{NAME}/format", "must be int32 or int64"),
            ({"type": "array"}, NAME, "'items' is missing"),
            ({"type": "array", "items": {"type": "array", "items": {"type": "boolean"}}}, f"{NAME}/items", "list of lists"),
            ({}, NAME, "'type' is missing"),
            ({"$ref": "#/components/schemas/Nothing"}, f"{NAME}/$ref", "there is no"),
            ({"$ref": "other.yaml#/Thing"}, f"{NAME}/$ref", "must point into"),
            ({"$ref": THING}, THING, "contains itself: Thing > Thing"),
        )
        for schema, pointer, reason in cases:
            with self.subTest(schema):
                self.document = parse(SMALL)
                at(self.document, f"{THING}/properties")["name"] = schema
                self.refuses(pointer, reason)

    def test_yaml_that_says_a_thing_twice_fails_with_its_line(self) -> None:
        with self.assertRaisesRegex(ContractError, "line 3: key 'a' is given twice"):
            parse("x:\n  a: 1\n  a: 2\n")
        with self.assertRaisesRegex(ContractError, "line 1: key 404 is not text"):
            parse("404: a\n")


class Rules(ContractTest):
    def test_a_request_is_closed_and_bounded(self) -> None:
        cases = (
            (THING, "additionalProperties", "'additionalProperties: false' is missing"),
            (NAME, "maxLength", "text needs maxLength"),
            (f"{THING}/properties/weight", "minimum", "needs minimum and maximum"),
            (f"{THING}/properties/weight", "maximum", "needs minimum and maximum"),
            (f"{THING}/properties/tags", "maxItems", "needs maxItems"),
            (f"{OPERATION}/parameters/1/schema", "maximum", "needs minimum and maximum"),
        )
        for pointer, keyword, reason in cases:
            with self.subTest(f"{pointer} without {keyword}"):
                self.document = parse(SMALL)
                del at(self.document, pointer)[keyword]
                self.refuses(pointer, reason)
        self.document = parse(SMALL)
        for keyword in ("pattern", "x-reason"):
            del at(self.document, NAME)[keyword]
        self.refuses(NAME, "text needs maxLength and a pattern")

    def test_null_empties_an_optional_text_list_or_object_and_nothing_else(self) -> None:
        members = at(self.document, f"{THING}/properties")
        members["note"] = {"type": ["string", "null"], "maxLength": 5, "pattern": "^[a-z]*$", "x-reason": "no"}
        members["more"] = {"type": ["object", "null"], "x-max-bytes": 64}
        thing = read_contract(self.document).objects["Thing"]
        self.assertEqual([member.name for member in thing.members if member.clearable], ["note", "more"])
        source = emit_bodies.decode_source(read_contract(self.document))
        self.assertIn("nullptr) { into.note.emplace(); } else { json::read_text(", source)
        self.assertIn("json::read_object(*member, place.at(\"more\"), 64, into.more.emplace());", source)
        members["weight"]["type"] = ["integer", "null"]
        self.refuses(f"{THING}/properties/weight/type", "is not supported")

    def test_a_free_object_says_how_large_it_may_be(self) -> None:
        members = at(self.document, f"{THING}/properties")
        members["more"] = {"type": "object"}
        self.refuses(f"{THING}/properties/more", "x-max-bytes")
        members["more"]["x-max-bytes"] = 2000
        self.refuses(f"{OPERATION}/x-body-limit", "a valid body can have")

    def test_a_document_passes_through_as_it_is_kept(self) -> None:
        schemas = at(self.document, "#/components/schemas")
        schemas["Story"] = {"type": "object", "description": "A story.", "x-max-bytes": 64}
        # What the program does not decode may be described by whatever JSON Schema has.
        schemas["Story"]["properties"] = {"weight": {"type": "number"}, "more": {"type": "object"}}
        at(self.document, f"{THING}/properties")["story"] = {"$ref": "#/components/schemas/Story"}
        contract = read_contract(self.document)
        self.assertNotIn("Story", contract.objects)
        self.assertIn("json::read_object(*member, place.at(\"story\"), 64,", emit_bodies.decode_source(contract))
        schemas["Story"]["x-max-bytes"] = 1
        self.refuses("#/components/schemas/Story/x-max-bytes", "must leave room for an object")
        schemas["Story"] = {"type": "object", "x-max-bytes": 64}
        self.refuses("#/components/schemas/Story", "is missing")

    def test_a_merge_patch_is_for_patch(self) -> None:
        content = at(self.document, f"{OPERATION}/requestBody/content")
        content["application/merge-patch+json"] = content.pop("application/json")
        self.refuses(f"{OPERATION}/requestBody", "is for PATCH")
        path = at(self.document, "#/paths/~1things~1{thing_id}")
        path["patch"] = path.pop("post")
        self.assertEqual(read_contract(self.document).operations[0].media_type, "application/merge-patch+json")

    def test_a_pattern_tells_people_what_it_wants(self) -> None:
        del at(self.document, NAME)["x-reason"]
        self.refuses(NAME, "'x-reason' is missing")

    def test_the_body_limit_fits_the_largest_good_body(self) -> None:
        largest = sizes.most_bytes(read_contract(self.document), "Thing")
        at(self.document, OPERATION)["x-body-limit"] = largest
        read_contract(self.document)
        at(self.document, OPERATION)["x-body-limit"] = largest - 1
        self.refuses(f"{OPERATION}/x-body-limit", f"a valid body can have {largest} bytes")
        at(self.document, OPERATION)["x-body-limit"] = 0
        self.refuses(f"{OPERATION}/x-body-limit", "must be positive with a request body")

    def test_an_operation_says_who_may_use_it(self) -> None:
        operation = at(self.document, OPERATION)
        operation["x-permission"] = "Everybody"
        self.refuses(f"{OPERATION}/x-permission", "must be anonymous, signed_in or a name")
        operation["x-permission"] = "signed_in"
        self.refuses(f"{OPERATION}/security", "does not go with x-permission 'signed_in'")
        operation["x-permission"] = "anonymous"
        del operation["security"]
        self.refuses("#/security", "does not go with x-permission 'anonymous'")

    def test_the_answers_every_caller_must_expect_are_there(self) -> None:
        operation = at(self.document, OPERATION)
        del operation["responses"]["413"]
        self.refuses(f"{OPERATION}/responses", "answers 413 are missing")
        operation["x-permission"] = "thing.change"
        del operation["security"]
        self.refuses(f"{OPERATION}/responses", "answers 401, 403, 413, 429, 500, 503, 504 are missing")

    def test_503_says_when_to_come_back(self) -> None:
        at(self.document, f"{OPERATION}/responses")["503"] = {"$ref": "#/components/responses/Bad"}
        self.refuses("#/components/responses/Bad", "the header Retry-After is missing")

    def test_path_and_path_parameters_agree(self) -> None:
        del at(self.document, OPERATION)["parameters"][0]
        self.refuses(OPERATION, "the path's names ['thing_id'] and its path parameters differ")

    def test_names_can_be_written_in_cpp(self) -> None:
        for name in ("class", "camelCase", "a-b", "_a", "9a"):
            with self.subTest(name):
                self.document = parse(SMALL)
                at(self.document, f"{THING}/properties")[name] = {"type": "boolean"}
                self.refuses(f"{THING}/properties/{name}", "cannot be used as a name")

    def test_operations_have_names_of_their_own(self) -> None:
        paths = self.document["paths"]
        paths["/other/{thing_id}"] = copy.deepcopy(paths["/things/{thing_id}"])
        self.refuses("#/paths/~1other~1{thing_id}/post/operationId", "'change_thing' is also the name of")

    def test_what_is_used_nowhere_is_refused(self) -> None:
        self.document["components"]["schemas"]["Ghost"] = {"description": "-", "type": "string", "enum": ["a"]}
        self.refuses("#/components/schemas/Ghost", "is used nowhere")

    def test_defaults_are_values_of_their_type(self) -> None:
        at(self.document, f"{THING}/properties/colour")["default"] = "blue"
        self.refuses(f"{THING}/properties/colour/default", "is no value of Colour")
        self.document = parse(SMALL)
        at(self.document, f"{OPERATION}/parameters/1/schema")["default"] = 10
        self.refuses(f"{OPERATION}/parameters/1/schema/default", "is outside the range")


class Patterns(unittest.TestCase):
    def test_forms_outside_the_subset_fail(self) -> None:
        for pattern in (
            "a",
            "^a",
            "a$",
            "^a\\$",
            "^(a|b)$",
            "^a|b$",
            "^.$",
            "^\\d$",
            "^\\w+$",
            "^[a$",
            "^[]$",
            "^[z-a]$",
            "^a{2,1}$",
            "^a{2,}$",
            "^a{,2}$",
            "^a**$",
            "^a+?$",
            "^*a$",
            "^\\u12$",
            "^[a-z]*[a-z]$",
            "^[a-z]*-?[a-z]$",
            "^a?a$",
            "^(?=a)$",
            "^\\1$",
        ):
            with self.subTest(pattern), self.assertRaises(patterns.PatternError):
                patterns.parse(pattern)

    def test_the_matcher_agrees_with_regular_expressions(self) -> None:
        contract = (ROOT / "api/openapi.yaml").read_text(encoding="utf-8")
        used = re.findall(r"pattern: '(.*)'", contract)
        self.assertGreaterEqual(len(used), 10)
        more = ["^a?b{2,3}[c-e]*\\.$", "^[^a]x*$", "^[-a]{2}[\\]\\\\]?$", "^\\u00e9+[\\n\\t]?$", "^$"]
        chance = random.Random(7)
        for pattern in used + more:
            steps = patterns.parse(pattern)
            expression = re.compile(pattern.removesuffix("$") + "\\Z")
            alphabet = sorted(
                {chr(c) for step in steps for pair in step.ranges for c in (*pair, pair[0] - 1, pair[1] + 1) if 0 <= c < 0xD800}
            ) + ["a", "é", "\U0001f3ac"]
            for _ in range(3000):
                text = "".join(chance.choice(alphabet) for _ in range(chance.randrange(8)))
                self.assertEqual(patterns.matches(steps, text), bool(expression.match(text)), (pattern, text))


class Output(unittest.TestCase):
    def test_literals_survive(self) -> None:
        self.assertEqual(cpp.quoted('a"\\\né'), '"a\\"\\\\\\n\\303\\251"')

    def test_values_are_counted(self) -> None:
        contract = read_contract(parse(SMALL))
        self.assertEqual(sizes.most_values(contract, "Thing"), 1 + 1 + 1 + 1 + (1 + 3))
        self.assertIn(f"body, {8 + emit_bodies.SPARE_VALUES}, read)", emit_bodies.decode_source(contract))

    def test_committed_files_are_what_the_contract_says(self) -> None:
        self.assertEqual(gen_api.main(["--check"]), 0)

    def test_check_names_files_that_are_stale_missing_or_left_over(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            self.assertEqual(gen_api.main(["--into", name]), 0)
            self.assertEqual(gen_api.main(["--into", name, "--check"]), 0)
            (folder / "types.hpp").write_text("changed", encoding="utf-8")
            (folder / "encode.cpp").unlink()
            (folder / "old.cpp").write_text(cpp.MADE, encoding="utf-8")
            (folder / "by_hand_test.cpp").write_text("// mine\n", encoding="utf-8")
            told = io.StringIO()
            with redirect_stderr(told):
                self.assertEqual(gen_api.main(["--into", name, "--check"]), 1)
            for stale in ("types.hpp", "encode.cpp", "old.cpp"):
                self.assertIn(f"/{stale} is not what", told.getvalue())
            self.assertNotIn("by_hand", told.getvalue())
            self.assertEqual(gen_api.main(["--into", name]), 0)
            self.assertFalse((folder / "old.cpp").exists())
            self.assertTrue((folder / "by_hand_test.cpp").exists())

    def test_a_bad_contract_ends_with_2_and_its_place(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            contract = Path(name) / "bad.yaml"
            contract.write_text(SMALL.replace("maxItems: 3", "uniqueItems: true"), encoding="utf-8")
            told = io.StringIO()
            with redirect_stderr(told):
                self.assertEqual(gen_api.main(["--contract", str(contract), "--into", name]), 2)
            self.assertEqual(
                told.getvalue(),
                f"gen_api: bad.yaml: {THING}/properties/tags/uniqueItems: keyword 'uniqueItems' is not supported here\n",
            )


class Contract(unittest.TestCase):
    def test_the_document_is_openapi(self) -> None:
        try:
            from openapi_spec_validator import validate
        except ImportError:
            self.skipTest("openapi-spec-validator is not installed")
        validate(load(ROOT / "api/openapi.yaml"))


if __name__ == "__main__":
    unittest.main()
