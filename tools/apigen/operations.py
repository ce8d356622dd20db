"""Reads `paths` and what hangs on it."""

from __future__ import annotations

import re

from .document import Place, escape
from .model import Contract, List, Operation, Parameter, Reference, Text, Timestamp, Boolean
from .schemas import SNAKE, check_bounded, check_name, check_request, read_member, read_schemas
from .sizes import most_bytes

_METHODS = ["get", "post", "put", "patch", "delete"]
_OPERATION_KEYS = {
    "operationId",
    "summary",
    "description",
    "tags",
    "security",
    "parameters",
    "requestBody",
    "responses",
    "x-permission",
    "x-body-limit",
    "x-idempotent",
}
_PERMISSION = re.compile(r"^(anonymous|signed_in|[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*)$")
_PROBLEM = "application/problem+json"
_MERGE_PATCH = "application/merge-patch+json"
BYTES = "application/octet-stream"
_CSV = "text/csv"


class _Reader:
    def __init__(self, root: Place):
        self.root = root
        root.mapping(
            {"openapi", "info", "servers", "tags", "security", "paths", "components"},
            {"openapi", "info", "paths", "components"},
        )
        if not re.fullmatch(r"3\.1\.\d+", root.text("openapi")):
            raise root.at("openapi").fail("only OpenAPI 3.1 is supported")
        info = root.at("info").mapping({"title", "version", "summary", "description", "license"}, {"title", "version"})
        for server in root.at("servers").items() if root.has("servers") else []:
            server.mapping({"url", "description"})
        self.tags = set()
        for tag in root.at("tags").items() if root.has("tags") else []:
            self.tags.add(tag.mapping({"name", "description"}).text("name"))
        components = root.at("components").mapping(
            {"schemas", "parameters", "headers", "requestBodies", "responses", "securitySchemes"}, {"schemas"}
        )
        self.schemes = set()
        if components.has("securitySchemes"):
            for name, scheme in components.at("securitySchemes").entries():
                scheme.mapping({"type", "scheme", "description"})
                if (scheme.text("type"), scheme.text("scheme")) != ("http", "bearer"):
                    raise scheme.fail("only http bearer is supported")
                self.schemes.add(name)
        enums, objects = read_schemas(components.at("schemas"))
        self.contract = Contract(info.text("version"), enums, objects, [], [])
        self.components = components

    def read(self) -> Contract:
        for section, reader in (
            ("parameters", self._parameter),
            ("headers", self._header),
            ("requestBodies", self._request_body),
            ("responses", self._response),
        ):
            for _, place in self.components.at(section).entries() if self.components.has(section) else []:
                reader(place)
        seen: dict[str, str] = {}
        for path, place in self.root.at("paths").entries():
            place.mapping(set(_METHODS))
            for method, operation in place.entries():
                read = self._operation(path, method, operation)
                if read.id in seen:
                    raise operation.at("operationId").fail(f"'{read.id}' is also the name of {seen[read.id]}")
                seen[read.id] = operation.pointer
                self.contract.operations.append(read)
        schemas = self.components.at("schemas")
        for name in sorted(self.contract.requests()):
            check_request(schemas.at(name), self.contract.objects[name])
        self._check_limits()
        self._refuse_unused()
        return self.contract

    def _operation(self, path: str, method: str, place: Place) -> Operation:
        place.mapping(_OPERATION_KEYS, {"operationId", "summary", "tags", "responses", "x-permission", "x-body-limit"})
        name = place.text("operationId")
        check_name(place.at("operationId"), name, SNAKE, "snake_case")
        for tag in place.at("tags").items():
            if tag.value not in self.tags:
                raise tag.fail(f"'{tag.value}' is not among the tags of the document")
        permission = place.text("x-permission")
        if not _PERMISSION.match(permission):
            raise place.at("x-permission").fail("must be anonymous, signed_in or a name such as asset.view")
        self._security(place, permission)
        parameters = self._parameters(path, place)
        request = self._request_body(place.at("requestBody")) if place.has("requestBody") else None
        limit = place.whole("x-body-limit") or 0
        if (limit > 0) != (request is not None) or limit < 0:
            raise place.at("x-body-limit").fail("must be positive with a request body, and 0 without")
        if request and method in ("get", "delete"):
            raise place.at("requestBody").fail(f"{method.upper()} takes no body")
        self._responses(place, permission, request)
        repeatable = self._repeatable(place, method, parameters)
        media_type = self._media_type(place.at("requestBody")) if request else "application/json"
        if media_type == _MERGE_PATCH and method != "patch":
            raise place.at("requestBody").fail("a merge patch is for PATCH")
        return Operation(
            name, method, path, place.text("summary"), permission, limit, repeatable, parameters, request, media_type
        )

    def _security(self, place: Place, permission: str) -> None:
        holder = place if place.has("security") else self.root
        if not holder.has("security"):
            raise place.fail("'security' is missing, here and in the document")
        requirements = holder.at("security").items()
        for requirement in requirements:
            for scheme, scopes in requirement.entries():
                if scheme not in self.schemes or scopes.value != []:
                    raise scopes.fail(f"'{scheme}' must be one of the security schemes, without scopes")
        if (permission == "anonymous") != (not requirements):
            raise holder.at("security").fail(f"does not go with x-permission '{permission}' of {place.pointer}")

    def _repeatable(self, place: Place, method: str, parameters: list[Parameter]) -> str:
        declared = place.flag("x-idempotent", False)
        if place.has("x-idempotent") and (method != "post" or not declared):
            raise place.at("x-idempotent").fail("is for POST, and only as true")
        if method in ("get", "put", "delete") or declared:
            return "Always"
        return "WithKey" if any(p.name == "Idempotency-Key" for p in parameters) else "Never"

    def _parameters(self, path: str, place: Place) -> list[Parameter]:
        parameters: list[Parameter] = []
        for item in place.at("parameters").items() if place.has("parameters") else []:
            parameter = self._parameter(item.resolved("parameters"))
            if any(p.member.name == parameter.member.name for p in parameters):
                raise item.fail(f"parameter '{parameter.name}' is given twice")
            parameters.append(parameter)
        named = re.findall(r"\{([^{}]*)\}", path)
        if sorted(named) != sorted(p.name for p in parameters if p.place == "path"):
            raise place.fail(f"the path's names {named} and its path parameters differ")
        return parameters

    def _parameter(self, place: Place) -> Parameter:
        place.mapping({"name", "in", "required", "description", "schema"}, {"name", "in", "description", "schema"})
        name, where = place.text("name"), place.text("in")
        if where not in ("path", "query", "header"):
            raise place.at("in").fail("must be path, query or header")
        required = place.flag("required", False)
        if where == "path" and not required:
            raise place.fail("a path parameter is required")
        cpp_name = name.lower().replace("-", "_") if where == "header" else name
        check_name(place.at("name"), cpp_name, SNAKE, "snake_case")
        schema = place.at("schema")
        member = read_member(cpp_name, schema, required)
        kind = member.type
        if isinstance(kind, List):
            if where != "query" or not (isinstance(kind.items, Reference) and kind.items.name in self.contract.enums):
                raise schema.fail("only a query parameter may be a list, and only of an enum")
            if kind.least:
                raise schema.at("minItems").fail("is not supported for a parameter")
        elif isinstance(kind, Boolean) or (isinstance(kind, Text) and kind.secret):
            raise schema.fail("this type is not supported for a parameter")
        elif isinstance(kind, Reference) and kind.name not in self.contract.enums:
            raise schema.fail("a parameter cannot be an object")
        check_bounded(schema, kind)
        member.description = place.text("description")
        return Parameter(name, where, member)

    def _header(self, place: Place) -> None:
        place.mapping({"description", "schema"}, {"description", "schema"})
        place.at("schema").mapping({"type", "format"}, {"type"})

    def _media_type(self, place: Place) -> str:
        """Of a request body."""
        given = place.resolved("requestBodies").at("content").value
        return next((one for one in (_MERGE_PATCH, BYTES, _CSV) if one in given), "application/json")

    def _content(self, place: Place, media_type: str) -> str:
        media = place.at("content").mapping({media_type}, {media_type}).at(media_type)
        media.mapping({"schema", "example"}, {"schema", "example"})
        name = media.at("schema").mapping({"$ref"}, {"$ref"}).reference("schemas")
        if name not in self.contract.objects:
            raise media.at("schema").fail("a body must be an object")
        example = media.at("example")
        if not any(pointer == example.pointer for pointer, _, _ in self.contract.examples):
            self.contract.examples.append((example.pointer, name, example.value))
        return name

    def _request_body(self, place: Place) -> str:
        place = place.resolved("requestBodies")
        place.mapping({"required", "content"}, {"required", "content"})
        if not place.flag("required", False):
            raise place.at("required").fail("a body that may be absent is not supported")
        media_type = self._media_type(place)
        if media_type in (BYTES, _CSV):
            schema = place.at("content").mapping({media_type}).at(media_type).mapping({"schema"}, {"schema"}).at("schema")
            if schema.value != {"type": "string", "format": "binary"}:
                raise schema.fail("a body of bytes is {type: string, format: binary}")
            return BYTES
        return self._content(place, media_type)

    def _response(self, place: Place) -> None:
        place.mapping({"description", "headers", "content"}, {"description"})
        for _, header in place.at("headers").entries() if place.has("headers") else []:
            self._header(header.resolved("headers"))
        if not place.has("content"):
            return
        media_types = list(place.at("content").value)
        if media_types == [_PROBLEM]:
            if self._content(place, _PROBLEM) != "Problem":
                raise place.fail(f"{_PROBLEM} has the schema Problem")
        elif media_types == ["application/json"] and place.at("content").at("application/json").at("schema").has("$ref"):
            self._content(place, "application/json")
        else:
            for _, media in place.at("content").entries():
                media.mapping({"schema"}, {"schema"}).at("schema").mapping({"type"}, {"type"})

    def _responses(self, place: Place, permission: str, request: str | None) -> None:
        responses = place.at("responses")
        for status, response in responses.entries():
            if not re.fullmatch(r"[2-5]\d\d", status):
                raise response.fail("must be a status code")
            resolved = response.resolved("responses")
            self._response(resolved)
            is_problem = resolved.has("content") and list(resolved.value["content"]) == [_PROBLEM]
            if int(status) >= 400 and not is_problem and place.text("operationId") != "get_readiness":
                raise response.fail(f"a failure is answered as {_PROBLEM}")
            if status in ("429", "503") and not (resolved.has("headers") and "Retry-After" in resolved.value["headers"]):
                raise resolved.fail("the header Retry-After is missing")
        needed = set()
        if permission != "anonymous":
            needed |= {"401", "429", "500", "503", "504"}
        if "." in permission:
            needed.add("403")
        if place.has("parameters"):
            needed.add("400")
        if request:
            needed |= {"400", "413", "415"}
        if missing := sorted(needed - set(responses.value)):
            raise responses.fail(f"answers {', '.join(missing)} are missing")

    def _check_limits(self) -> None:
        for operation in self.contract.operations:
            if operation.request in (None, BYTES):
                continue
            most = most_bytes(self.contract, operation.request)
            if operation.body_limit < most:
                pointer = f"#/paths/{escape(operation.path)}/{operation.method}/x-body-limit"
                raise Place(self.root.root, None, pointer).fail(f"a valid body can have {most} bytes")

    def _refuse_unused(self) -> None:
        used: set[str] = set()

        def visit(value: object) -> None:
            if isinstance(value, dict):
                if isinstance(value.get("$ref"), str) and value["$ref"] not in used:
                    used.add(value["$ref"])
                    visit(self._target(value["$ref"]))
                for inner in value.values():
                    visit(inner)
            elif isinstance(value, list):
                for inner in value:
                    visit(inner)

        visit(self.root.value["paths"])
        for section, place in self.components.entries():
            for name, entry in place.entries() if section != "securitySchemes" else []:
                if f"#/components/{section}/{name}" not in used:
                    raise entry.fail("is used nowhere")

    def _target(self, reference: str) -> object:
        value: object = self.root.value
        for segment in reference.removeprefix("#/").split("/"):
            value = value[segment]  # type: ignore[index]
        return value


def read_contract(document: dict) -> Contract:
    return _Reader(Place(document, document)).read()
