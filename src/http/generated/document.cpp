// Made from api/openapi.yaml by tools/gen_api.py. Do not edit.
#include "http/generated/document.hpp"

namespace acervo::http::api {
namespace {

// clang-format off
constexpr char kPart0[] = R"json({
"openapi": "3.1.0",
"info": {
"title": "Acervo",
"version": "0.1.0",
"summary": "Digital asset management for media groups",
"description": "Masters go straight from the client to object storage: `POST /api/v1/assets` answers presigned addresses for the\nparts, `complete` closes the upload and starts the ingest.\n\nEvery failure is an `application/problem+json` document (RFC 9457) with a stable `type`. Member names are\nsnake_case. Members without a value are left out. Clients ignore members they do not know.\n\nCalls are limited per minute and per hour: each person, each key, and each network whose calls come without a good\ntoken. Answers of operations that need a token say in `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset`\nhow the tighter of both limits stands; a call beyond it gets 429 with `Retry-After`.\n",
"license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}
},
"servers": [{"url": "/", "description": "This server"}],
"tags": [
{"name": "sessions", "description": "Signing in and out, and who is signed in"},
{"name": "uploads", "description": "From a file to a stored master"},
{"name": "assets", "description": "The catalogue"},
{"name": "jobs", "description": "What is done with many assets, in the background"},
{"name": "metadata", "description": "What editorial metadata may hold"},
{"name": "collections", "description": "Places for assets, and who may do what there"},
{"name": "users", "description": "People, services and groups"},
{"name": "events", "description": "What happens, told to those who listen"},
{"name": "audit", "description": "Who did what"},
{"name": "service", "description": "Health, metrics and this document"}
],
"security": [{"bearer": []}],
"paths": {
"/api/v1/sessions": {
"post": {
"operationId": "open_session",
"summary": "Sign in",
"description": "Provisional: a user name or e-mail address and a password. Wrong names and wrong passwords get the same answer\nin the same time.\n",
"tags": ["sessions"],
"security": [],
"x-permission": "anonymous",
"x-body-limit": 16384,
"requestBody": {
"required": true,
"content": {"application/json": {"schema": {"$ref": "#/components/schemas/SignIn"}, "example": {"login": "marta@example.org", "password": "una frase larga y propia"}}}
},
"responses": {
"201": {
"description": "Signed in. Send the token as `Authorization`, scheme Bearer.",
"headers": {"Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/Session"},
"example": {
"access_token": "2Jm0bB7qkq0Xy8m8wqf0c3vY5m4rP1sT9uVwXyZ0123",
"token_type": "Bearer",
"expires_in": 86400,
"user": {"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "username": "marta", "display_name": "Marta Ruiz", "email": "marta@example.org", "role": "editor"}
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/sessions/current": {
"delete": {
"operationId": "close_session",
"summary": "Sign out",
"description": "The token of this request is worth nothing from now on.",
"tags": ["sessions"],
"x-permission": "signed_in",
"x-body-limit": 0,
"responses": {
"204": {"description": "Signed out."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/tokens": {
"post": {
"operationId": "open_tokens",
"summary": "Sign in for tokens",
"description": "For programs that would rather hold a short-lived token than a session's: an access token, which is signed (JWT, EdDSA)\nand good for a quarter of an hour, and a refresh token for the next pair. Behind both is a session; signing out\nwith the access token ends it at once, and with it both tokens. Limits and answers are those of `open_session`.\n",
"tags": ["sessions"],
"security": [],
"x-permission": "anonymous",
"x-body-limit": 16384,
"requestBody": {
"required": true,
"content": {"application/json": {"schema": {"$ref": "#/components/schemas/SignIn"}, "example": {"login": "marta@example.org", "password": "una frase larga y propia"}}}
},
"responses": {
"201": {
"description": "Signed in. Send the access token as `Authorization`, scheme Bearer.",
"headers": {"Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/Tokens"},
"example": {
"access_token": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIwMSJ9.c2lnbmF0dXJl",
"token_type": "Bearer",
"expires_in": 900,
"refresh_token": "2Jm0bB7qkq0Xy8m8wqf0c3vY5m4rP1sT9uVwXyZ0123",
"refresh_expires_in": 86400,
"user": {"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "username": "marta", "display_name": "Marta Ruiz", "role": "editor"}
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/tokens/refresh": {
"post": {
"operationId": "refresh_tokens",
"summary": "Exchange a refresh token for new tokens",
"description": "A refresh token is good once. One that comes a second time is in two hands: the session ends for both, and everybody\nsigns in again. So never send one twice, and keep the new one before the old one is forgotten. Each exchange extends\nthe session by a day, to seven days in all.\n",
"tags": ["sessions"],
"security": [],
"x-permission": "anonymous",
"x-body-limit": 16384,
"requestBody": {
"required": true,
"content": {"application/json": {"schema": {"$ref": "#/components/schemas/RefreshTokens"}, "example": {"refresh_token": "2Jm0bB7qkq0Xy8m8wqf0c3vY5m4rP1sT9uVwXyZ0123"}}}
},
"responses": {
"201": {
"description": "The next tokens; the old refresh token is worth nothing any more.",
"headers": {"Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/Tokens"},
"example": {
"access_token": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIwMSJ9.c2lnbmF0dXJl",
"token_type": "Bearer",
"expires_in": 900,
"refresh_token": "2Jm0bB7qkq0Xy8m8wqf0c3vY5m4rP1sT9uVwXyZ0123",
"refresh_expires_in": 86400,
"user": {"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "username": "marta", "display_name": "Marta Ruiz", "role": "editor"}
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/users/me": {
"get": {
"operationId": "get_current_user",
"summary": "Who is signed in",
"tags": ["sessions"],
"x-permission": "signed_in",
"x-body-limit": 0,
"responses": {
"200": {
"description": "The user this token belongs to.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/User"},
"example": {"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "username": "marta", "display_name": "Marta Ruiz", "role": "producer"}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets": {
"post": {
"operationId": "open_upload",
"summary": "Create an asset and open its upload",
"description": "The asset is `uploading`. The server chooses the size of the parts; all parts but the last have exactly\n`part_size` bytes. Send each part with PUT to its address within 15 minutes and keep the `ETag` of each answer\nfor `complete`. The first addresses (at most 100) are in this answer; `get_upload` gives the others, and fresh\nones at any time.\n\nWhere an asset that the caller may see has the `sha256` of the request, that one is the answer (200, `existing`)\nunless `force` is given. What the caller may not see is never an answer.\n",
"tags": ["uploads"],
"x-permission": "asset.create",
"x-body-limit": 65536,
"parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
"requestBody": {
"required": true,
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/OpenUpload"},
"example": {
"filename": "pleno-municipal.mxf",
"size": 53687091200,
"mime_type": "application/mxf",
"title": "Pleno municipal de marzo",
"description": "Señal limpia, cámara 2",
"external_id": "EXP-2025-0317",
"sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
"collection_id": "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f",
"priority": "urgent"
}
}
}
},
"responses": {
"200": {
"description": "An asset with these bytes is there.",
"headers": {"Location": {"description": "The path of the asset.", "schema": {"type": "string"}}, "Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/OpenedUpload"},
"example": {
"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182",
"upload_id": "01981f81-7c01-7f21-8a9b-0c1d2e3f4051",
"part_size": 67108864,
"part_count": 800,
"parts": [],
"existing": true
}
}
}
},
"201": {
"description": "Created; nothing is stored until `complete`.",
"headers": {"Location": {"description": "The path of the new asset.", "schema": {"type": "string"}}, "Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/OpenedUpload"},
"example": {
"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182",
"upload_id": "01981f81-7c01-7f21-8a9b-0c1d2e3f4051",
"part_size": 67108864,
"part_count": 800,
"parts": [{"part_number": 1, "url": "http://127.0.0.1:9000/dam-archive/masters/a/b/original.mxf?partNumber=1&X-Amz-Signature=0f", "expires_at": "2025-03-17T10:15:00Z"}],
"next_parts": 1
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"422": {"$ref": "#/components/responses/IdempotencyMismatch"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"get": {
"operationId": "list_assets",
"summary": "List assets",
"description": "Those that pass all filters, in the order of `sort`. Give `next` of one page as `cursor` of the next, with the same\nfilters and the same order. There is no `next` on the last page. A page deep in the list costs as much as the first.\n`editorial_metadata` is left out here.\n",
"tags": ["assets"],
"x-permission": "asset.view",
"x-body-limit": 0,
"parameters": [
{"$ref": "#/components/parameters/Cursor"},
{"$ref": "#/components/parameters/Limit"},
{
"name": "sort",
"in": "query",
"description": "`newest` and `oldest` by creation, `updated` by the last change, `title` by its first 100 letters in any case.",
"schema": {"$ref": "#/components/schemas/AssetSort", "default": "newest"}
},
{
"name": "shelf",
"in": "query",
"description": "What lies in the trash is for those who may restore it.",
"schema": {"$ref": "#/components/schemas/AssetShelf", "default": "catalogue"}
},
{
"name": "type",
"in": "query",
"description": "Only assets of these types.",
"schema": {"type": "array", "maxItems": 3, "items": {"$ref": "#/components/schemas/AssetType"}}
},
{
"name": "status",
"in": "query",
"description": "Only assets in these states.",
"schema": {"type": "array", "maxItems": 5, "items": {"$ref": "#/components/schemas/AssetStatus"}}
},
{"name": "collection_id", "in": "query", "description": "Only assets that lie in this collection or below it.", "schema": {"type": "string", "format": "uuid"}},
{"name": "created_from", "in": "query", "description": "Only assets created then or later.", "schema": {"type": "string", "format": "date-time"}},
{"name": "created_to", "in": "query", "description": "Only assets created before.", "schema": {"type": "string", "format": "date-time"}},
{
"name": "tag",
"in": "query",
"description": "Only assets with this tag, in the same case.",
"schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"}
},
{
"name": "sha256",
"in": "query",
"description": "Only assets whose master has this SHA-256, or is said to have it by who sent it: those that are `ready` or `archived` have been\ncompared.\n",
"schema": {"type": "string", "minLength": 64, "maxLength": 64, "pattern": "^[0-9a-f]{64}$", "x-reason": "must be 64 hexadecimal digits in lower case"}
}
],
"responses": {
"200": {
"description": "One page.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/AssetPage"},
"example": {
"assets": [
{
"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182",
"type": "video",
"status": "processing",
"title": "Pleno municipal de marzo",
"filename": "pleno-municipal.mxf",
"mime_type": "application/mxf",
"size": 53687091200,
"priority": "urgent",
"restricted": false,
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00.123456Z",
"updated_at": "2025-03-17T10:09:30Z",
"edit_version": 1,
"version": 3
}
],
"next": "MDE5ODFmODEtN2MwMC03YTEw"
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/export": {
"get": {
"operationId": "export_assets",
"summary": "What is said about assets, as a table",
"description": "CSV (RFC 4180; UTF-8 with a byte order mark, lines end with CR LF) of the assets that pass all filters and that the\ncaller may see, newest first, however many they are. The columns: `id`, `external_id`, `edit_version`, `filename`,\n`type`, `status`, `created_at`, `title`, `description`, `tags`, one `metadata.NAME` for each field of the metadata\nschemas, and `metadata`, a JSON object of whatever has no column. Values of a list stand in one cell with `;` between\nthem; a `;` or `\\` of a value has a `\\` before it.\n\nNo cell is a formula to a spreadsheet: text that begins with `=`, `+`, `-`, `@`, a tab or a line end gets a `'` before\nit, which the import takes away again.\n",
"tags": ["assets"],
"x-permission": "asset.view",
"x-body-limit": 0,
"parameters": [
{
"name": "type",
"in": "query",
"description": "Only assets of these types.",
"schema": {"type": "array", "maxItems": 3, "items": {"$ref": "#/components/schemas/AssetType"}}
},
{
"name": "status",
"in": "query",
"description": "Only assets in these states.",
"schema": {"type": "array", "maxItems": 5, "items": {"$ref": "#/components/schemas/AssetStatus"}}
},
{"name": "collection_id", "in": "query", "description": "Only assets that lie in this collection or below it.", "schema": {"type": "string", "format": "uuid"}},
{"name": "created_from", "in": "query", "description": "Only assets created then or later.", "schema": {"type": "string", "format": "date-time"}},
{"name": "created_to", "in": "query", "description": "Only assets created before.", "schema": {"type": "string", "format": "date-time"}},
{
"name": "tag",
"in": "query",
"description": "Only assets with this tag, in the same case.",
"schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"}
}
],
"responses": {
"200": {
"description": "The table.",
"headers": {"Content-Disposition": {"description": "The name to save it under.", "schema": {"type": "string"}}, "Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {"text/csv": {"schema": {"type": "string"}}}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/import-metadata": {
"post": {
"operationId": "import_metadata",
"summary": "Change what is said about assets by a table",
"description": "CSV as the export writes it, of at most 1,000 rows; `,`, `;` or a tab stands between the cells. Each row is about the\nasset that its `id` names, or without one its `external_id`, or without both its `filename`, when one asset has that\nname. Of `title`, `description`, `tags`, `metadata.NAME` and `metadata` it changes what the table has; an empty cell\ntakes the value away (an empty `metadata` changes nothing). Where `edit_version` is given the asset must be at that\nedit. The other columns of the export are passed over, unknown ones are refused.\n\nEach row is one edit, as of `edit_asset`: made whole, or refused with its reasons while the others are made. With\n`dry_run`, which is what is done unless told otherwise, everything is checked and nothing changed.\n",
"tags": ["assets"],
"x-permission": "asset.edit",
"x-body-limit": 4194304,
"parameters": [{"name": "mode", "in": "query", "description": "Whether to change anything.", "schema": {"$ref": "#/components/schemas/ImportMode", "default": "dry_run"}}],
"requestBody": {"required": true, "content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}}},
"responses": {
"200": {
"description": "What became, or would become, of each row.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/ImportReport"},
"example": {
"mode": "dry_run",
"changed": 1,
"unchanged": 0,
"refused": 1,
"rows": [
{"line": 2, "asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "outcome": "changed", "columns": ["title", "metadata.program"], "errors": []},
{"line": 3, "outcome": "refused", "columns": [], "errors": [{"column": "external_id", "detail": "there is no such asset"}]}
]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/bulk-edit": {
"post": {
"operationId": "start_bulk_edit",
"summary": "Change what people say about many assets",
"description": "A job: the answer comes at once, the work is done in the background. The selection is either `query`, by the same\nfilters as `list_assets` and less what is `excluded`, or `asset_ids`. It is pinned when the job starts: what the job\ntouches does not change while it works. Assets that the caller may see and not edit are skipped and counted; what\nsomebody may not see is not in a selection by `query`, and `not_found` in one by ids.\n\n`change` is a merge patch as that of `edit_asset`; `remove_tags` and `add_tags`, in this order, keep the other tags.\nEach asset is edited as by `edit_asset`, with history, audit and events. One whose metadata would not be as the\nsite's schema says stays as it is and counts as failed.\n",
"tags": ["jobs"],
"x-permission": "asset.edit",
"x-body-limit": 1048576,
"parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
"requestBody": {
"required": true,
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/BulkEdit"},
"example": {
"selection": {"query": {"type": ["video"], "tag": "pleno"}, "excluded": ["01981f81-7c00-7a10-b1c2-3d4e5f607182"]},
"change": {"add_tags": ["presupuestos"], "editorial_metadata": {"program": "Telediario", "city": null}}
}
}
}
},
"responses": {
"202": {
"description": "The job is queued, or was by an earlier request with the same Idempotency-Key.",
"headers": {"Location": {"description": "The path of the job.", "schema": {"type": "string"}}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/JobView"},
"example": {
"job_id": "01981f95-2000-7a10-b1c2-3d4e5f607182",
"kind": "bulk_edit",
"state": "queued",
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00.123456Z",
"total": 0,
"done": 0,
"skipped": 0,
"failed": 0,
"outcomes": []
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"422": {"$ref": "#/components/responses/IdempotencyMismatch"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/cache": {
"post": {
"operationId": "start_cache_job",
"summary": "Fill the asset cache, or empty it",
"description": "A job, as `start_bulk_edit` and by the same selection. `warm` puts the editorial metadata of assets where it is large\ninto the cache, where it stays for some minutes, so that the first who look find it there; `invalidate` takes it out.\nNeither changes what anybody sees: what is cached is used only where it is of the edit that the asset is at. While the\ncache is away the job waits. There is nothing to undo.\n",
"tags": ["jobs"],
"x-permission": "site.manage",
"x-body-limit": 1048576,
"parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
"requestBody": {
"required": true,
"content": {
"application/json": {"schema": {"$ref": "#/components/schemas/CacheOrder"}, "example": {"action": "warm", "selection": {"query": {"created_from": "2025-03-17T00:00:00Z"}}}}
}
},
"responses": {
"202": {
"description": "The job is queued, or was by an earlier request with the same Idempotency-Key.",
"headers": {"Location": {"description": "The path of the job.", "schema": {"type": "string"}}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/JobView"},
"example": {
"job_id": "01981f95-2000-7a10-b1c2-3d4e5f607182",
"kind": "warm_cache",
"state": "queued",
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00.123456Z",
"total": 0,
"done": 0,
"skipped": 0,
"failed": 0,
"outcomes": []
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"422": {"$ref": "#/components/responses/IdempotencyMismatch"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}": {
"get": {
"operationId": "get_asset",
"summary": "One asset",
"tags": ["assets"],
"x-permission": "asset.view",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/AssetId"}, {"$ref": "#/components/parameters/IfNoneMatch"}],
"responses": {
"200": {
"description": "The asset as it is now.",
"headers": {"ETag": {"$ref": "#/components/headers/AssetETag"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/AssetView"},
"example": {
"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182",
"type": "video",
"status": "failed",
"title": "Pleno municipal de marzo",
"description": "Señal limpia, cámara 2",
"external_id": "EXP-2025-0317",
"filename": "pleno-municipal.mxf",
"mime_type": "application/mxf",
"size": 53687091200,
"sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
"priority": "normal",
"restricted": false,
"collection_id": "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f",
"failure_reason": "cancelled",
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00.123456Z",
"updated_at": "2025-03-17T10:09:30Z",
"edit_version": 1,
"version": 3
}
}
}
},
"304": {"description": "The asset is as If-None-Match says.", "headers": {"ETag": {"$ref": "#/components/headers/AssetETag"}}},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"patch": {
"operationId": "edit_asset",
"summary": "Change what people say about an asset",
"description": "A merge patch (RFC 7396): members that are left out stay, null takes a value away, and within `editorial_metadata`\nthe same holds member by member. What comes out must be as the site's metadata schema says; `errors` names each\nfield that is not.\n\n`If-Match` says which edit the change was made upon, by the ETag that `get_asset` gave, or `*` for any. Work in the\nbackground changes the ETag and not the edit it stands for: it costs nobody a 412.\n",
"tags": ["assets"],
"x-permission": "asset.edit",
"x-body-limit": 262144,
"parameters": [{"$ref": "#/components/parameters/AssetId"}, {"$ref": "#/components/parameters/IfMatch"}],
"requestBody": {
"required": true,
"content": {
"application/merge-patch+json": {
"schema": {"$ref": "#/components/schemas/EditAsset"},
"example": {"title": "Pleno municipal de marzo", "description": null, "tags": ["pleno", "presupuestos"], "editorial_metadata": {"program": "Telediario", "city": null}}
}
}
},
"responses": {
"200": {
"description": "The asset as it is now.",
"headers": {"ETag": {"$ref": "#/components/headers/AssetETag"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/AssetView"},
"example": {
"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182",
"type": "video",
"status": "ready",
"title": "Pleno municipal de marzo",
"filename": "pleno-municipal.mxf",
"mime_type": "application/mxf",
"size": 53687091200,
"priority": "normal",
"restricted": false,
"tags": ["pleno", "presupuestos"],
"editorial_metadata": {"program": "Telediario"},
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00.123456Z",
"updated_at": "2025-03-17T11:09:30Z",
"edited_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"edited_at": "2025-03-17T11:09:30Z",
"edit_version": 2,
"version": 4
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"412": {"$ref": "#/components/responses/PreconditionFailed"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"428": {"$ref": "#/components/responses/PreconditionRequired"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"delete": {
"operationId": "trash_asset",
"summary": "Put an asset into the trash",
"description": "It is gone for everybody but those who may restore it, and is purged for good after the days that the site sets, unless it\nis on hold. One that is being uploaded is not for the trash: abort its upload.\n",
"tags": ["assets"],
"x-permission": "asset.trash",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/AssetId"}],
"responses": {
"204": {"description": "It lies in the trash."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/restore": {
"post": {
"operationId": "restore_asset",
"summary": "Take an asset out of the trash",
"description": "As it was, in all its places.\n",
"tags": ["assets"],
"x-permission": "asset.trash",
"x-body-limit": 0,
"x-idempotent": true,
"parameters": [{"$ref": "#/components/parameters/AssetId"}],
"responses": {
"200": {
"description": "The asset as it is now.",
"headers": {"ETag": {"$ref": "#/components/headers/AssetETag"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/AssetView"},
"example": {
"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182",
"type": "video",
"status": "ready",
"title": "Pleno municipal de marzo",
"filename": "pleno-municipal.mxf",
"mime_type": "application/mxf",
"size": 53687091200,
"priority": "normal",
"restricted": false,
"tags": ["pleno", "presupuestos"],
"editorial_metadata": {"program": "Telediario"},
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00.123456Z",
"updated_at": "2025-03-17T11:09:30Z",
"edited_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"edited_at": "2025-03-17T11:09:30Z",
"edit_version": 2,
"version": 4
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/archive": {
"put": {
"operationId": "archive_asset",
"summary": "Archive an asset that is ready",
"description": "It stays in the catalogue and can be downloaded; nothing new is made of it.\n",
"tags": ["assets"],
"x-permission": "asset.trash",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/AssetId"}],
"responses": {
"204": {"description": "It is archived."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"delete": {
"operationId": "unarchive_asset",
"summary": "Take an asset out of the archive",
"tags": ["assets"],
"x-permission": "asset.trash",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/AssetId"}],
"responses": {
"204": {"description": "It is ready."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/hold": {
"put": {
"operationId": "hold_asset",
"summary": "Keep an asset from being purged",
"description": "Needs `manage` on it; also for one in the trash. The reason is kept in the audit log.\n",
"tags": ["assets"],
"x-permission": "asset.trash",
"x-body-limit": 16384,
"parameters": [{"$ref": "#/components/parameters/AssetId"}],
"requestBody": {
"required": true,
"content": {"application/json": {"schema": {"$ref": "#/components/schemas/HoldAsset"}, "example": {"reason": "Requerimiento judicial 123/2025"}}}
},
"responses": {
"204": {"description": "It is on hold."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"delete": {
"operationId": "release_asset",
"summary": "End a hold",
"description": "Needs `manage` on it.\n",
"tags": ["assets"],
"x-permission": "asset.trash",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/AssetId"}],
"responses": {
"204": {"description": "It is not on hold."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/restriction": {
"put": {
"operationId": "restrict_asset",
"summary": "Let an asset be seen by few",
"description": "It is there only for who has `manage` on its home collection and for its readers (`…/readers`). Needs `manage` on it.\nRepeated it changes nothing.\n",
"tags": ["assets"],
"x-permission": "asset.edit",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/AssetId"}],
"responses": {
"204": {"description": "It is restricted."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"delete": {
"operationId": "unrestrict_asset",
"summary": "Let everybody see an asset again who may see its places",
"description": "Needs `manage` on it. Repeated it changes nothing.\n",
"tags": ["assets"],
"x-permission": "asset.edit",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/AssetId"}],
"responses": {
"204": {"description": "It is not restricted."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/history": {
"get": {
"operationId": "list_history",
"summary": "What people said about an asset, newest first",
"tags": ["assets"],
"x-permission": "asset.view",
"x-body-limit": 0,
"parameters": [
{"$ref": "#/components/parameters/AssetId"},
{
"name": "before",
"in": "query",
"description": "`next` of the page before.",
"schema": {"type": "integer", "format": "int64", "minimum": 1, "maximum": 9223372036854775807}
},
{"$ref": "#/components/parameters/Limit"}
],
"responses": {
"200": {
"description": "One page; the first entry of the first page is how it is now.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/EditPage"},
"example": {
"edits": [
{
"edit_version": 2,
"title": "Pleno municipal de marzo",
"description": "",
"tags": ["pleno"],
"editorial_metadata": {"program": "Telediario"},
"edited_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"edited_at": "2025-03-17T11:09:30Z"
}
],
"next": 2
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/history/{edit_version}/restore": {
"post": {
"operationId": "restore_edit",
"summary": "Say again what was said before",
"description": "Makes title, description, tags and editorial metadata what they were at that edit. It is a new edit: nothing of the\nhistory goes. The site's metadata schema of today applies.\n",
"tags": ["assets"],
"x-permission": "asset.edit",
"x-body-limit": 0,
"parameters": [
{"$ref": "#/components/parameters/AssetId"},
{
"name": "edit_version",
"in": "path",
"required": true,
"description": "The edit that shall come back.",
"schema": {"type": "integer", "format": "int64", "minimum": 1, "maximum": 9223372036854775807}
},
{"$ref": "#/components/parameters/IfMatch"}
],
"responses": {
"200": {
"description": "The asset as it is now.",
"headers": {"ETag": {"$ref": "#/components/headers/AssetETag"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/AssetView"},
"example": {
"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182",
"type": "video",
"status": "ready",
"title": "Pleno municipal de marzo",
"filename": "pleno-municipal.mxf",
"mime_type": "application/mxf",
"size": 53687091200,
"priority": "normal",
"restricted": false,
"tags": ["pleno", "presupuestos"],
"editorial_metadata": {"program": "Telediario"},
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00.123456Z",
"updated_at": "2025-03-17T11:09:30Z",
"edited_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"edited_at": "2025-03-17T11:09:30Z",
"edit_version": 2,
"version": 4
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"412": {"$ref": "#/components/responses/PreconditionFailed"},
"428": {"$ref": "#/components/responses/PreconditionRequired"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/versions": {
"get": {
"operationId": "list_versions",
"summary": "The masters an asset has had, newest first",
"description": "Those whose upload is complete. Assets that were made before versions were kept have one.",
"tags": ["assets"],
"x-permission": "asset.view",
"x-body-limit": 0,
"parameters": [
{"$ref": "#/components/parameters/AssetId"},
{
"name": "before",
"in": "query",
"description": "`next` of the page before.",
"schema": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 2147483647}
},
{"$ref": "#/components/parameters/Limit"}
],
"responses": {
"200": {
"description": "One page.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/VersionPage"},
"example": {
"versions": [
{
"version_number": 2,
"current": true,
"filename": "pleno-municipal-v2.mxf",
"mime_type": "application/mxf",
"size": 53687091200,
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-18T09:00:00Z"
}
],
"next": 2
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"post": {
"operationId": "open_version",
"summary": "Open the upload of a new master",
"description": "As `open_upload`, under an asset that is there: parts, `get_upload`, `complete`, `put_content` and `abort_upload` are the\nsame. Until it is complete nothing changes: the master that is there is the one that is played and downloaded. Then,\nin one step, the new one is, the asset is `processing` again, and the old one is kept as a version. An upload that\nis given up leaves the asset as it was.\n\nThe file must be of the asset's type. One upload at a time is open for an asset. A master of this asset that has the\n`sha256` already is a 409 unless `force` is given: `restore_version` makes it the current one without sending a byte.\n",
"tags": ["uploads"],
"x-permission": "asset.create",
"x-body-limit": 16384,
"parameters": [{"$ref": "#/components/parameters/AssetId"}, {"$ref": "#/components/parameters/IdempotencyKey"}],
"requestBody": {
"required": true,
"content": {
"application/json": {"schema": {"$ref": "#/components/schemas/OpenVersion"}, "example": {"filename": "pleno-municipal-v2.mxf", "size": 53687091200, "mime_type": "application/mxf"}}
}
},
"responses": {
"201": {
"description": "Opened; nothing is stored until `complete`.",
"headers": {"Location": {"description": "The path of the asset.", "schema": {"type": "string"}}, "Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/OpenedUpload"},
"example": {
"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182",
"upload_id": "01981f81-7c01-7f21-8a9b-0c1d2e3f4051",
"part_size": 67108864,
"part_count": 800,
"parts": [
{"part_number": 1, "url": "http://127.0.0.1:9000/dam-archive/masters/a/u-b/original.mxf?partNumber=1&X-Amz-Signature=0f", "expires_at": "2025-03-18T08:15:00Z"}
],
"next_parts": 1
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"422": {"$ref": "#/components/responses/IdempotencyMismatch"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/versions/{version_number}/download": {
"get": {
"operationId": "get_version_download",
"summary": "An address to download one version of the master from",
"description": "As `get_download`, of any master the asset has had.",
"tags": ["assets"],
"x-permission": "asset.download_master",
"x-body-limit": 0,
"parameters": [
{"$ref": "#/components/parameters/AssetId"},
{
"name": "version_number",
"in": "path",
"required": true,
"description": "As `list_versions` gives it.",
"schema": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 2147483647}
}
],
"responses": {
"200": {
"description": "Where the bytes are.",
"headers": {"Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/DownloadAddress"},
"example": {
"url": "http://127.0.0.1:9000/dam-archive/masters/a/b/original.mxf?X-Amz-Signature=2d",
"expires_at": "2025-03-17T10:30:00Z",
"filename": "pleno-municipal.mxf",
"size": 53687091200
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/versions/{version_number}/restore": {
"post": {
"operationId": "restore_version",
"summary": "Make an earlier master the current one again",
"description": "The asset is `processing` again; the master that was current stays as a version. Of the one that is current already\nnothing is changed.\n",
"tags": ["assets"],
"x-permission": "asset.edit",
"x-body-limit": 0,
"x-idempotent": true,
"parameters": [
{"$ref": "#/components/parameters/AssetId"},
{
"name": "version_number",
"in": "path",
"required": true,
"description": "As `list_versions` gives it.",
"schema": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 2147483647}
}
],
"responses": {
"200": {
"description": "The asset as it is now.",
"headers": {"ETag": {"$ref": "#/components/headers/AssetETag"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/AssetView"},
"example": {
"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182",
"type": "video",
"status": "ready",
"title": "Pleno municipal de marzo",
"filename": "pleno-municipal.mxf",
"mime_type": "application/mxf",
"size": 53687091200,
"priority": "normal",
"restricted": false,
"tags": ["pleno", "presupuestos"],
"editorial_metadata": {"program": "Telediario"},
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00.123456Z",
"updated_at": "2025-03-17T11:09:30Z",
"edited_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"edited_at": "2025-03-17T11:09:30Z",
"edit_version": 2,
"version": 4
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/renditions": {
"get": {
"operationId": "list_renditions",
"summary": "What was made of an asset's masters, by profile",
"description": "Every rendition there is a row of, whatever its state; several of one profile when it was made again. Those that are\n`ready` come with an address for 15 minutes, for who may download proxies.\n",
"tags": ["assets"],
"x-permission": "asset.view",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/AssetId"}, {"$ref": "#/components/parameters/Cursor"}, {"$ref": "#/components/parameters/Limit"}],
"responses": {
"200": {
"description": "One page.",
"headers": {"Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/RenditionPage"},
"example": {
"renditions": [
{
"rendition_id": "01981f90-0c00-7a10-b1c2-3d4e5f607182",
"profile_name": "proxy_1080p",
"profile_version": 1,
"revision": 1,
"status": "ready",
"active": true,
"of_present_master": true,
"mime_type": "video/mp4",
"size": 2147483648,
"width": 1920,
"height": 1080,
"duration_ms": 3600000,
"bitrate_kbps": 5000,
"created_at": "2025-03-17T10:05:00Z",
"url": "http://127.0.0.1:9000/dam-proxies/proxies/a/b/v1/proxy.mp4?X-Amz-Signature=2d",
"url_expires_at": "2025-03-17T10:30:00Z"
}
]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"post": {
"operationId": "order_rendition",
"summary": "Have a rendition made, of the whole master or of a part of it",
"description": "Ahead of everything that nobody waits for. What is there already, or on its way, is the answer to whoever asks again; one\nthat has failed or expired is made anew under a new revision. Poll `get_rendition` until it is `ready`, then it has an\naddress. `part` is for films and profiles that are made on demand: frames of the master at its own rate, the first\ncounted as 0. 409 while the asset is not ingested.\n",
"tags": ["assets"],
"x-permission": "asset.download_master",
"x-body-limit": 4096,
"x-idempotent": true,
"parameters": [{"$ref": "#/components/parameters/AssetId"}],
"requestBody": {
"required": true,
"content": {
"application/json": {"schema": {"$ref": "#/components/schemas/OrderRendition"}, "example": {"profile_name": "clip_mp4", "part": {"first_frame": 250, "end_frame": 500}}}
}
},
"responses": {
"202": {
"description": "How it stands; `ready` when it was there.",
"headers": {"Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/RenditionView"},
"example": {
"rendition_id": "01981f90-0c00-7a10-b1c2-3d4e5f607183",
"profile_name": "clip_mp4",
"profile_version": 1,
"revision": 1,
"status": "pending",
"active": false,
"of_present_master": true,
"first_frame": 250,
"end_frame": 500,
"progress_percent": 0,
"created_at": "2025-03-17T10:05:00Z"
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/renditions/{rendition_id}": {
"get": {
"operationId": "get_rendition",
"summary": "How one rendition stands",
"description": "With an address for 15 minutes when it is `ready`, for who may download it.",
"tags": ["assets"],
"x-permission": "asset.view",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/AssetId"}, {"$ref": "#/components/parameters/RenditionId"}],
"responses": {
"200": {
"description": "As it stands now.",
"headers": {"Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/RenditionView"},
"example": {
"rendition_id": "01981f90-0c00-7a10-b1c2-3d4e5f607183",
"profile_name": "clip_mp4",
"profile_version": 1,
"revision": 1,
"status": "processing",
"active": false,
"of_present_master": true,
"first_frame": 250,
"end_frame": 500,
"progress_percent": 42,
"created_at": "2025-03-17T10:05:00Z"
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/renditions/{rendition_id}/cancel": {
"post": {
"operationId": "cancel_rendition",
"summary": "Stop the making of a rendition that was ordered",
"description": "Soon afterwards it is `failed` with the reason `cancelled`, and what was half made is gone. Of one that is made already\nnothing is changed. 409 for one that belongs to the asset's ingest.\n",
"tags": ["assets"],
"x-permission": "asset.download_master",
"x-body-limit": 0,
"x-idempotent": true,
"parameters": [{"$ref": "#/components/parameters/AssetId"}, {"$ref": "#/components/parameters/RenditionId"}],
"responses": {
"200": {
"description": "As it stands now.",
"headers": {"Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/RenditionView"},
"example": {
"rendition_id": "01981f90-0c00-7a10-b1c2-3d4e5f607183",
"profile_name": "clip_mp4",
"profile_version": 1,
"revision": 1,
"status": "processing",
"active": false,
"of_present_master": true,
"first_frame": 250,
"end_frame": 500,
"progress_percent": 42,
"created_at": "2025-03-17T10:05:00Z"
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/playback": {
"get": {
"operationId": "get_playback",
"summary": "Addresses at which an asset can be played",
"description": "Addresses that need no header, for players: whoever has one plays what it names, as long as the one who asked for it may\nview the asset, until `expires_at` (the length of the asset and 12 hours). Playlists name their segments relative to\nthemselves, so that one address plays the whole set. Files that are as good as a copy (`proxy.mp4`, `broadcast.wav`) are\nleft out for who may not download proxies. 409 while nothing of the asset can be played. docs/guides/playback.md tells how\nplayers use them.\n",
"tags": ["assets"],
"x-permission": "asset.view",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/AssetId"}],
"responses": {
"200": {
"description": "The addresses.",
"headers": {"Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/PlaybackView"},
"example": {
"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182",
"expires_at": "2025-03-17T23:05:00Z",
"duration_ms": 3600000,
"hls_url": "/play/AQABmB/web/v1/hls/master.m3u8",
"dash_url": "/play/AQABmB/web/v1/dash/manifest.mpd",
"poster_url": "/play/AQABmB/proxies/v1/poster.jpg",
"files": [
{
"profile_name": "web_720p",
"url": "/play/AQABmB/proxies/v1/web.mp4",
"mime_type": "video/mp4",
"size": 987654321,
"width": 1280,
"height": 720,
"bitrate_kbps": 2200
}
],
"thumbnails": [{"profile_name": "thumb_300px", "url": "/play/AQABmB/thumbs/v1/thumb_300.webp", "mime_type": "image/webp", "size": 12345, "width": 300, "height": 169}]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/processing": {
"get": {
"operationId": "get_processing",
"summary": "How far the ingest of an asset is",
"description": "The newest rendition of each profile from the present master, and what the asset waits for where something that the\nwork needs is away.\n",
"tags": ["assets"],
"x-permission": "asset.view",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/AssetId"}],
"responses": {
"200": {
"description": "How the asset stands now.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/ProcessingView"},
"example": {
"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182",
"status": "processing",
"parked": false,
"waiting_for": "object_storage",
"waiting_since": "2025-03-17T10:05:00Z",
"renditions": [
{"profile_name": "poster", "status": "ready", "mandatory": true, "progress_percent": 100},
{"profile_name": "proxy_1080p", "status": "processing", "mandatory": true, "progress_percent": 42}
]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/retry": {
"post": {
"operationId": "retry_ingest",
"summary": "Ingest an asset again that failed",
"description": "Goes on from what is there: renditions that are ready stay. Of an asset that is being ingested, or is ready, nothing is\nchanged. 409 when it has no master to ingest, or is archived.\n",
"tags": ["assets"],
"x-permission": "asset.edit",
"x-body-limit": 0,
"x-idempotent": true,
"parameters": [{"$ref": "#/components/parameters/AssetId"}],
"responses": {
"200": {
"description": "How the asset stands now.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/ProcessingView"},
"example": {
"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182",
"status": "processing",
"parked": false,
"waiting_for": "object_storage",
"waiting_since": "2025-03-17T10:05:00Z",
"renditions": [
{"profile_name": "poster", "status": "ready", "mandatory": true, "progress_percent": 100},
{"profile_name": "proxy_1080p", "status": "processing", "mandatory": true, "progress_percent": 42}
]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/cancel": {
"post": {
"operationId": "cancel_ingest",
"summary": "Stop the ingest of an asset",
)json";
constexpr char kPart1[] = R"json("description": "What runs for it is ended, and what is half made goes; then the asset is `failed` with the reason `cancelled`, and can be\nretried. Of an asset that has failed nothing is changed. 409 when it is not being ingested.\n",
"tags": ["assets"],
"x-permission": "asset.edit",
"x-body-limit": 0,
"x-idempotent": true,
"parameters": [{"$ref": "#/components/parameters/AssetId"}],
"responses": {
"200": {
"description": "How the asset stands now.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/ProcessingView"},
"example": {
"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182",
"status": "processing",
"parked": false,
"waiting_for": "object_storage",
"waiting_since": "2025-03-17T10:05:00Z",
"renditions": [
{"profile_name": "poster", "status": "ready", "mandatory": true, "progress_percent": 100},
{"profile_name": "proxy_1080p", "status": "processing", "mandatory": true, "progress_percent": 42}
]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/relations": {
"get": {
"operationId": "list_relations",
"summary": "What an asset is to others, and others to it",
"description": "Oldest first. Only relations of which the caller may view both ends, and of which neither lies in the trash.\n",
"tags": ["assets"],
"x-permission": "asset.view",
"x-body-limit": 0,
"parameters": [
{"$ref": "#/components/parameters/AssetId"},
{"name": "after", "in": "query", "description": "`next` of the page before.", "schema": {"type": "string", "format": "uuid"}},
{"$ref": "#/components/parameters/Limit"}
],
"responses": {
"200": {
"description": "One page.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/RelationPage"},
"example": {
"relations": [
{
"type": "derived_from",
"direction": "outgoing",
"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607183",
"asset_type": "video",
"title": "Pleno municipal de marzo, completo",
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-18T09:00:00Z"
}
]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/relations/{relation_type}/{target_id}": {
"put": {
"operationId": "add_relation",
"summary": "Say what an asset is to another",
"description": "Needs the right to edit the asset and to view the other. Said twice it is one relation.\n",
"tags": ["assets"],
"x-permission": "asset.edit",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/AssetId"}, {"$ref": "#/components/parameters/RelationTypeInPath"}, {"$ref": "#/components/parameters/RelationTarget"}],
"responses": {
"204": {"description": "It is so."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"delete": {
"operationId": "remove_relation",
"summary": "Take it back",
"description": "Also when it was never said. The rights are those of `add_relation`.",
"tags": ["assets"],
"x-permission": "asset.edit",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/AssetId"}, {"$ref": "#/components/parameters/RelationTypeInPath"}, {"$ref": "#/components/parameters/RelationTarget"}],
"responses": {
"204": {"description": "There is no such relation."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/upload": {
"get": {
"operationId": "get_upload",
"summary": "How far an upload is, with fresh addresses for missing parts",
"description": "Walks the part numbers above `after`: parts that are there go into `stored`, missing ones get a fresh address\nin `parts`. The walk ends at the last part, after `limit` missing parts or after 1000 stored ones;\n`next_parts` is where it ended, and is left out at the last part. An upload that is no longer open has no\naddresses.\n",
"tags": ["uploads"],
"x-permission": "asset.create",
"x-body-limit": 0,
"parameters": [
{"$ref": "#/components/parameters/AssetId"},
{
"name": "after",
"in": "query",
"description": "The part number to go on after.",
"schema": {"type": "integer", "format": "int32", "minimum": 0, "maximum": 10000, "default": 0}
},
{
"name": "limit",
"in": "query",
"description": "The most addresses in the answer.",
"schema": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 100, "default": 100}
}
],
"responses": {
"200": {
"description": "The upload as the object store has it now.",
"headers": {"Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/UploadProgress"},
"example": {
"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182",
"upload_id": "01981f81-7c01-7f21-8a9b-0c1d2e3f4051",
"state": "open",
"size": 134217729,
"part_size": 67108864,
"part_count": 3,
"stored": [{"part_number": 1, "etag": "9e107d9d372bb6826bd81d3542a419d6", "size": 67108864}],
"parts": [{"part_number": 2, "url": "http://127.0.0.1:9000/dam-archive/masters/a/b/original.mxf?partNumber=2&X-Amz-Signature=1e", "expires_at": "2025-03-17T10:30:00Z"}],
"next_parts": 2
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"delete": {
"operationId": "abort_upload",
"summary": "Give an upload up",
"description": "The parts are removed and the asset is `failed` with reason `cancelled`. Repeating it is harmless; an upload\nthat is being completed or is completed is not touched (409). When whoever was completing it died, it can be\ngiven up after a quarter of a minute. With `asset=discard` the asset that the upload was to begin goes into the trash and its\nexternal id is free again; one that has had a master stays as it is.\n",
"tags": ["uploads"],
"x-permission": "asset.create",
"x-body-limit": 0,
"parameters": [
{"$ref": "#/components/parameters/AssetId"},
{
"name": "asset",
"in": "query",
"description": "What becomes of an asset that has no master.",
"schema": {"$ref": "#/components/schemas/AbandonedAsset", "default": "keep"}
}
],
"responses": {
"204": {"description": "Aborted."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/content": {
"put": {
"operationId": "put_content",
"summary": "Send a small file through the API",
"description": "In place of parts and `complete`, for clients that reach nothing but the API: the body is the whole file, of the\nsize that was given when the upload was opened. The site says how large it may be (64 MiB by default); larger\nones go in parts. 415 where the first bytes tell that it is no master at all (an archive, a program, a PDF).\nOnce answered, the master is stored and its ingest is certain to start.\n",
"tags": ["uploads"],
"x-permission": "asset.create",
"x-body-limit": 1073741824,
"parameters": [{"$ref": "#/components/parameters/AssetId"}],
"requestBody": {"required": true, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}},
"responses": {
"202": {"$ref": "#/components/responses/CompletedUpload"},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/complete": {
"post": {
"operationId": "complete_upload",
"summary": "Close an upload and start the ingest",
"description": "Joins the parts; every part from 1 to `part_count` must be named once. Once answered, the master is stored and\nits ingest is certain to start. Repeating it gives the same answer. A client that hashed the file while it sent it says\nthe `sha256` here.\n",
"tags": ["uploads"],
"x-permission": "asset.create",
"x-body-limit": 4194304,
"x-idempotent": true,
"parameters": [{"$ref": "#/components/parameters/AssetId"}],
"requestBody": {"$ref": "#/components/requestBodies/CompleteUpload"},
"responses": {
"202": {"$ref": "#/components/responses/CompletedUpload"},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"put": {
"operationId": "put_complete_upload",
"summary": "Close an upload and start the ingest (as POST)",
"description": "The same operation as POST, for clients that complete with PUT.",
"tags": ["uploads"],
"x-permission": "asset.create",
"x-body-limit": 4194304,
"parameters": [{"$ref": "#/components/parameters/AssetId"}],
"requestBody": {"$ref": "#/components/requestBodies/CompleteUpload"},
"responses": {
"202": {"$ref": "#/components/responses/CompletedUpload"},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/download": {
"get": {
"operationId": "get_download",
"summary": "An address to download the master from",
"description": "The address is good for 15 minutes and lets its holder read this one object, whole or by Range, under its\noriginal file name. JSON rather than a redirect: a redirected client may carry its Authorization header along\nto the object store, which refuses two credentials at once; a page's own script may not read across a\nredirect to another origin without being told; and a client that resumes wants address, size and name first.\n",
"tags": ["assets"],
"x-permission": "asset.download_master",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/AssetId"}],
"responses": {
"200": {
"description": "Where the bytes are.",
"headers": {"Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/DownloadAddress"},
"example": {
"url": "http://127.0.0.1:9000/dam-archive/masters/a/b/original.mxf?X-Amz-Signature=2d",
"expires_at": "2025-03-17T10:30:00Z",
"filename": "pleno-municipal.mxf",
"size": 53687091200
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/collections": {
"get": {
"operationId": "list_collections",
"summary": "Collections the caller may view, by name",
"tags": ["collections"],
"x-permission": "collection.view",
"x-body-limit": 0,
"parameters": [
{
"name": "parent_id",
"in": "query",
"description": "Only those directly below this one; without it the tops of what the caller may view.",
"schema": {"type": "string", "format": "uuid"}
},
{"$ref": "#/components/parameters/Cursor"},
{"$ref": "#/components/parameters/Limit"}
],
"responses": {
"200": {
"description": "One page.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/CollectionPage"},
"example": {
"collections": [
{
"collection_id": "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f",
"name": "Informativos",
"rights": ["view", "download_proxy", "edit"],
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00Z"
}
]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"post": {
"operationId": "create_collection",
"summary": "Create a collection",
"description": "Needs `manage` on the parent; only administrators make collections without one. A name is taken once in a place,\nwhatever its case.\n",
"tags": ["collections"],
"x-permission": "collection.manage",
"x-body-limit": 16384,
"parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
"requestBody": {
"required": true,
"content": {
"application/json": {"schema": {"$ref": "#/components/schemas/CreateCollection"}, "example": {"name": "Deportes", "parent_id": "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f"}}
}
},
"responses": {
"201": {
"description": "Created.",
"headers": {"Location": {"description": "The path of the new thing.", "schema": {"type": "string"}}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/CollectionView"},
"example": {
"collection_id": "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f",
"name": "Informativos",
"rights": ["view", "download_proxy", "edit"],
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00Z"
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"422": {"$ref": "#/components/responses/IdempotencyMismatch"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/collections/{collection_id}": {
"get": {
"operationId": "get_collection",
"summary": "One collection",
"tags": ["collections"],
"x-permission": "collection.view",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/CollectionId"}],
"responses": {
"200": {
"description": "The collection as it is now.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/CollectionView"},
"example": {
"collection_id": "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f",
"name": "Informativos",
"rights": ["view", "download_proxy", "edit"],
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00Z"
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"patch": {
"operationId": "update_collection",
"summary": "Rename or move a collection",
"description": "Needs `manage` on it and, to move it, on the place where it goes. All below it moves along; rights are then those\nof the new place.\n",
"tags": ["collections"],
"x-permission": "collection.manage",
"x-body-limit": 16384,
"parameters": [{"$ref": "#/components/parameters/CollectionId"}],
"requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/UpdateCollection"}, "example": {"name": "Deportes y ocio"}}}},
"responses": {
"200": {
"description": "The collection as it is now.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/CollectionView"},
"example": {
"collection_id": "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f",
"name": "Informativos",
"rights": ["view", "download_proxy", "edit"],
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00Z"
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"delete": {
"operationId": "delete_collection",
"summary": "Remove an empty collection",
"tags": ["collections"],
"x-permission": "collection.manage",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/CollectionId"}],
"responses": {
"204": {"description": "Removed."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/collections/{collection_id}/grants": {
"get": {
"operationId": "list_grants",
"summary": "Who may do what here",
"tags": ["collections"],
"x-permission": "collection.manage",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/CollectionId"}],
"responses": {
"200": {
"description": "What was granted on this collection itself; rights of those above hold here too.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/GrantList"},
"example": {"grants": [{"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11", "name": "marta", "rights": ["view", "edit"]}]}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/collections/{collection_id}/grants/users/{user_id}": {
"put": {
"operationId": "put_user_grant",
"summary": "Say what a person may do here",
"description": "Takes the place of what was granted before. Holds in all collections below; any right holds `view`, and `manage`\nholds all.\n",
"tags": ["collections"],
"x-permission": "collection.manage",
"x-body-limit": 4096,
"parameters": [{"$ref": "#/components/parameters/CollectionId"}, {"$ref": "#/components/parameters/UserId"}],
"requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PutGrant"}, "example": {"rights": ["download_proxy", "edit"]}}}},
"responses": {
"204": {"description": "Granted."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"delete": {
"operationId": "delete_user_grant",
"summary": "Take back what a person was granted here",
"tags": ["collections"],
"x-permission": "collection.manage",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/CollectionId"}, {"$ref": "#/components/parameters/UserId"}],
"responses": {
"204": {"description": "There is no grant any more."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/collections/{collection_id}/grants/groups/{group_id}": {
"put": {
"operationId": "put_group_grant",
"summary": "Say what a group may do here",
"description": "Takes the place of what was granted before. Holds in all collections below; any right holds `view`, and `manage`\nholds all.\n",
"tags": ["collections"],
"x-permission": "collection.manage",
"x-body-limit": 4096,
"parameters": [{"$ref": "#/components/parameters/CollectionId"}, {"$ref": "#/components/parameters/GroupId"}],
"requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PutGrant"}, "example": {"rights": ["download_proxy", "edit"]}}}},
"responses": {
"204": {"description": "Granted."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"delete": {
"operationId": "delete_group_grant",
"summary": "Take back what a group was granted here",
"tags": ["collections"],
"x-permission": "collection.manage",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/CollectionId"}, {"$ref": "#/components/parameters/GroupId"}],
"responses": {
"204": {"description": "There is no grant any more."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/collections/{collection_id}/assets/{asset_id}": {
"put": {
"operationId": "link_asset",
"summary": "Show an asset in this collection too",
"description": "Needs `edit` on both. Whoever has rights here has them on the asset from now on.\n",
"tags": ["collections"],
"x-permission": "asset.edit",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/CollectionId"}, {"$ref": "#/components/parameters/AssetId"}],
"responses": {
"204": {"description": "It lies here."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"delete": {
"operationId": "unlink_asset",
"summary": "Take an asset out of this collection",
"description": "Needs `edit` on both. An asset is always in its home collection (409).\n",
"tags": ["collections"],
"x-permission": "asset.edit",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/CollectionId"}, {"$ref": "#/components/parameters/AssetId"}],
"responses": {
"204": {"description": "It does not lie here."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/readers": {
"get": {
"operationId": "list_readers",
"summary": "Who may see a restricted asset",
"tags": ["assets"],
"x-permission": "asset.edit",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/AssetId"}],
"responses": {
"200": {
"description": "The people named on it.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/UserList"},
"example": {
"users": [
{
"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"username": "marta",
"display_name": "Marta Ruiz",
"role": "producer",
"disabled": false,
"created_at": "2025-03-17T10:00:00Z"
}
]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/assets/{asset_id}/readers/{user_id}": {
"put": {
"operationId": "put_reader",
"summary": "Let somebody see a restricted asset",
"description": "Needs `manage` on it.\n",
"tags": ["assets"],
"x-permission": "asset.edit",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/AssetId"}, {"$ref": "#/components/parameters/UserId"}],
"responses": {
"204": {"description": "Named."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"delete": {
"operationId": "delete_reader",
"summary": "Take a name off a restricted asset",
"description": "Needs `manage` on it.\n",
"tags": ["assets"],
"x-permission": "asset.edit",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/AssetId"}, {"$ref": "#/components/parameters/UserId"}],
"responses": {
"204": {"description": "Not named."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/jobs/{job_id}": {
"get": {
"operationId": "get_job",
"summary": "How far a job is",
"description": "For who started it, and administrators.",
"tags": ["jobs"],
"x-permission": "asset.edit",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/JobId"}],
"responses": {
"200": {
"description": "The job as it is now.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/JobView"},
"example": {
"job_id": "01981f95-2000-7a10-b1c2-3d4e5f607182",
"kind": "bulk_edit",
"state": "done",
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00.123456Z",
"total": 1200,
"done": 1180,
"skipped": 18,
"failed": 2,
"outcomes": [{"outcome": "edited", "assets": 1180}, {"outcome": "unchanged", "assets": 18}, {"outcome": "invalid", "assets": 2}]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/jobs/{job_id}/assets": {
"get": {
"operationId": "list_job_assets",
"summary": "What a job did with each asset",
"description": "In the order of ids. Assets that the job has not come to yet are left out.",
"tags": ["jobs"],
"x-permission": "asset.edit",
"x-body-limit": 0,
"parameters": [
{"$ref": "#/components/parameters/JobId"},
{"name": "outcome", "in": "query", "description": "Only assets with this outcome.", "schema": {"$ref": "#/components/schemas/JobOutcome"}},
{"name": "after", "in": "query", "description": "`next` of the page before.", "schema": {"type": "string", "format": "uuid"}},
{"$ref": "#/components/parameters/Limit"}
],
"responses": {
"200": {
"description": "One page.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/JobAssetPage"},
"example": {"assets": [{"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182", "outcome": "invalid", "detail": "/editorial_metadata/season must be an integer"}]}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/jobs/{job_id}/cancel": {
"post": {
"operationId": "cancel_job",
"summary": "Stop a job",
"description": "Nothing more is done from now on; what was done stays, and can be undone. A job that has ended stays as it is.\n",
"tags": ["jobs"],
"x-permission": "asset.edit",
"x-body-limit": 0,
"x-idempotent": true,
"parameters": [{"$ref": "#/components/parameters/JobId"}],
"responses": {
"200": {
"description": "The job as it is now.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/JobView"},
"example": {
"job_id": "01981f95-2000-7a10-b1c2-3d4e5f607182",
"kind": "bulk_edit",
"state": "cancelled",
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00.123456Z",
"total": 1200,
"done": 500,
"skipped": 0,
"failed": 0,
"outcomes": [{"outcome": "edited", "assets": 500}]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/jobs/{job_id}/undo": {
"post": {
"operationId": "undo_job",
"summary": "Undo a job",
"description": "Another job, which gives each asset back what it had before, as a new edit. Assets that somebody edited since are left\nalone and counted (`edited_since`). An undo can be undone, too. Repeated, the answer is the same job as long as that\nwas not cancelled and has not failed.\n",
"tags": ["jobs"],
"x-permission": "asset.edit",
"x-body-limit": 0,
"x-idempotent": true,
"parameters": [{"$ref": "#/components/parameters/JobId"}],
"responses": {
"202": {
"description": "The job that undoes the other one.",
"headers": {"Location": {"description": "The path of the job.", "schema": {"type": "string"}}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/JobView"},
"example": {
"job_id": "01981f95-2000-7a10-b1c2-3d4e5f607182",
"kind": "undo",
"state": "queued",
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00.123456Z",
"total": 0,
"done": 0,
"skipped": 0,
"failed": 0,
"outcomes": [],
"undoes": "01981f95-1000-7a10-b1c2-3d4e5f607182"
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/metadata-schemas/{asset_type}": {
"get": {
"operationId": "get_metadata_schema",
"summary": "What editorial metadata may hold",
"tags": ["metadata"],
"x-permission": "asset.view",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/AssetTypeInPath"}],
"responses": {
"200": {
"description": "The schema in force; without `fields` anything goes.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/MetadataSchema"},
"example": {
"asset_type": "video",
"revision": 1,
"fields": [{"name": "program", "type": "text", "list": false, "required": true, "labels": [{"language": "es", "text": "Programa"}], "max_length": 100}]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"put": {
"operationId": "put_metadata_schema",
"summary": "Put a schema in force",
"description": "Where assets there are would not be as it says, this is 409, unless `accept_breaking`: then they stay as they are until\nsomebody edits their metadata. `preview_metadata_schema` names them before.\n",
"tags": ["metadata"],
"x-permission": "site.manage",
"x-body-limit": 8388608,
"parameters": [{"$ref": "#/components/parameters/AssetTypeInPath"}],
"requestBody": {
"required": true,
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/PutMetadataSchema"},
"example": {
"after": 0,
"fields": [{"name": "program", "type": "text", "list": false, "required": true, "labels": [{"language": "es", "text": "Programa"}], "max_length": 100}],
"accept_breaking": true
}
}
}
},
"responses": {
"200": {
"description": "The schema in force.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/MetadataSchema"},
"example": {
"asset_type": "video",
"revision": 1,
"fields": [{"name": "program", "type": "text", "list": false, "required": true, "labels": [{"language": "es", "text": "Programa"}], "max_length": 100}]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"409": {"$ref": "#/components/responses/Conflict"},
"412": {"$ref": "#/components/responses/PreconditionFailed"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/metadata-schemas/{asset_type}/preview": {
"post": {
"operationId": "preview_metadata_schema",
"summary": "What a schema would mean",
"description": "Nothing is changed.\n",
"tags": ["metadata"],
"x-permission": "site.manage",
"x-body-limit": 8388608,
"x-idempotent": true,
"parameters": [{"$ref": "#/components/parameters/AssetTypeInPath"}],
"requestBody": {
"required": true,
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/PreviewMetadataSchema"},
"example": {"fields": [{"name": "program", "type": "text", "list": false, "required": true, "labels": [{"language": "es", "text": "Programa"}], "max_length": 100}]}
}
}
},
"responses": {
"200": {
"description": "How many assets there are, how many would not be as it says, and the first hundred of these.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/SchemaImpact"},
"example": {
"assets": 2,
"breaking": 1,
"examples": [
{
"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182",
"title": "Pleno municipal de marzo",
"errors": [{"pointer": "/editorial_metadata/program", "detail": "is required"}]
}
]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/groups": {
"get": {
"operationId": "list_groups",
"summary": "Groups, by name",
"tags": ["users"],
"x-permission": "user.view",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/Cursor"}, {"$ref": "#/components/parameters/Limit"}],
"responses": {
"200": {
"description": "One page.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/GroupPage"},
"example": {"groups": [{"group_id": "01981f7e-7b00-7c1e-9d0b-2f6f0f4a9b22", "name": "Redacción de deportes", "created_at": "2025-03-17T10:00:00Z"}]}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"post": {
"operationId": "create_group",
"summary": "Create a group",
"tags": ["users"],
"x-permission": "user.manage",
"x-body-limit": 16384,
"parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
"requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CreateGroup"}, "example": {"name": "Redacción de deportes"}}}},
"responses": {
"201": {
"description": "Created.",
"headers": {"Location": {"description": "The path of the new thing.", "schema": {"type": "string"}}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/Group"},
"example": {"group_id": "01981f7e-7b00-7c1e-9d0b-2f6f0f4a9b22", "name": "Redacción de deportes", "created_at": "2025-03-17T10:00:00Z"}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"422": {"$ref": "#/components/responses/IdempotencyMismatch"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/groups/{group_id}": {
"patch": {
"operationId": "update_group",
"summary": "Rename a group",
"tags": ["users"],
"x-permission": "user.manage",
"x-body-limit": 16384,
"parameters": [{"$ref": "#/components/parameters/GroupId"}],
"requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CreateGroup"}, "example": {"name": "Deportes"}}}},
"responses": {
"200": {
"description": "The group as it is now.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/Group"},
"example": {"group_id": "01981f7e-7b00-7c1e-9d0b-2f6f0f4a9b22", "name": "Redacción de deportes", "created_at": "2025-03-17T10:00:00Z"}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"delete": {
"operationId": "delete_group",
"summary": "Remove a group and what it was granted",
"tags": ["users"],
"x-permission": "user.manage",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/GroupId"}],
"responses": {
"204": {"description": "Removed."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/groups/{group_id}/members": {
"get": {
"operationId": "list_members",
"summary": "Who is in a group",
"tags": ["users"],
"x-permission": "user.view",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/GroupId"}],
"responses": {
"200": {
"description": "Its members by name.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/UserList"},
"example": {
"users": [
{
"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"username": "marta",
"display_name": "Marta Ruiz",
"role": "producer",
"disabled": false,
"created_at": "2025-03-17T10:00:00Z"
}
]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/groups/{group_id}/members/{user_id}": {
"put": {
"operationId": "put_member",
"summary": "Take somebody into a group",
"tags": ["users"],
"x-permission": "user.manage",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/GroupId"}, {"$ref": "#/components/parameters/UserId"}],
"responses": {
"204": {"description": "A member."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"delete": {
"operationId": "delete_member",
"summary": "Take somebody out of a group",
"tags": ["users"],
"x-permission": "user.manage",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/GroupId"}, {"$ref": "#/components/parameters/UserId"}],
"responses": {
"204": {"description": "Not a member."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/users": {
"get": {
"operationId": "list_users",
"summary": "Users, by name",
"tags": ["users"],
"x-permission": "user.view",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/Cursor"}, {"$ref": "#/components/parameters/Limit"}],
"responses": {
"200": {
"description": "One page.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/UserPage"},
"example": {
"users": [
{
"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"username": "marta",
"display_name": "Marta Ruiz",
"role": "producer",
"disabled": false,
"created_at": "2025-03-17T10:00:00Z"
}
]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"post": {
"operationId": "create_user",
"summary": "Create a user",
"tags": ["users"],
"x-permission": "user.manage",
"x-body-limit": 16384,
"parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
"requestBody": {
"required": true,
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/CreateUser"},
"example": {"username": "marta", "display_name": "Marta Ruiz", "role": "producer", "password": "una frase larga y propia"}
}
}
},
"responses": {
"201": {
"description": "Created.",
"headers": {"Location": {"description": "The path of the new thing.", "schema": {"type": "string"}}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/UserView"},
"example": {
"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"username": "marta",
"display_name": "Marta Ruiz",
"role": "producer",
"disabled": false,
"created_at": "2025-03-17T10:00:00Z"
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"422": {"$ref": "#/components/responses/IdempotencyMismatch"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/users/{user_id}": {
"get": {
"operationId": "get_user",
"summary": "One user",
"tags": ["users"],
"x-permission": "user.view",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/UserId"}],
"responses": {
"200": {
"description": "The user as it is now.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/UserView"},
"example": {
"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"username": "marta",
"display_name": "Marta Ruiz",
"role": "producer",
"disabled": false,
"created_at": "2025-03-17T10:00:00Z"
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"patch": {
"operationId": "update_user",
"summary": "Change a user",
"description": "A new role, a new password and `disabled` end all sessions of the user. The last administrator stays one (409).\n",
"tags": ["users"],
"x-permission": "user.manage",
"x-body-limit": 16384,
"parameters": [{"$ref": "#/components/parameters/UserId"}],
"requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/UpdateUser"}, "example": {"disabled": true}}}},
"responses": {
"200": {
"description": "The user as it is now.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/UserView"},
"example": {
"user_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"username": "marta",
"display_name": "Marta Ruiz",
"role": "producer",
"disabled": false,
"created_at": "2025-03-17T10:00:00Z"
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/users/{user_id}/password-reset": {
"post": {
"operationId": "create_password_reset",
"summary": "Make a link by which somebody sets a new password",
"description": "The link is good once and for a day; an earlier one of the same user is worth nothing any more. Hand it to the\nperson whose it is: whoever has it can sign in as that user. The present password stays good until it is used.\nRepeated with the same Idempotency-Key it makes another link, which takes the place of the first.\n",
"tags": ["users"],
"x-permission": "user.manage",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/UserId"}, {"$ref": "#/components/parameters/IdempotencyKey"}],
"responses": {
"201": {
"description": "Made; nobody can tell the token again.",
"headers": {"Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/PasswordReset"},
"example": {"token": "2Jm0bB7qkq0Xy8m8wqf0c3vY5m4rP1sT9uVwXyZ0123", "expires_at": "2025-03-18T10:00:00Z"}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"422": {"$ref": "#/components/responses/IdempotencyMismatch"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/users/{user_id}/password-reset/mail": {
"post": {
"operationId": "mail_password_reset",
"summary": "Send somebody a letter with a link for a new password",
"description": "To the user's e-mail address, soon after; while the mail server is away it is tried again for a day. The link is good\nonce and for a day from when it is sent, and takes the place of an earlier one. While a letter that an administrator\nordered waits, another order adds none. 409 when the site sends no mail, or the user has no address or no password of\nthis site.\n",
"tags": ["users"],
"x-permission": "user.manage",
"x-body-limit": 1024,
"x-idempotent": true,
"parameters": [{"$ref": "#/components/parameters/UserId"}],
"requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/MailPasswordReset"}, "example": {"language": "es"}}}},
"responses": {
"202": {"description": "The letter is on its way."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/password-reset/requests": {
"post": {
"operationId": "ask_password_reset",
"summary": "Ask for a letter with a link for a new password",
"description": "For somebody who cannot sign in. When an account goes by the name or the e-mail address, has an address and a password\nof this site, and the site sends mail, a letter with a link goes to its address. The answer is the same, after the same\nwork, whether that is so or not. Three times an hour for one login.\n",
"tags": ["sessions"],
"security": [],
"x-permission": "anonymous",
"x-body-limit": 16384,
"requestBody": {
"required": true,
"content": {"application/json": {"schema": {"$ref": "#/components/schemas/AskPasswordReset"}, "example": {"login": "marta@example.org", "language": "es"}}}
},
"responses": {
"202": {"description": "A letter is on its way, if there is somebody to get one."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/password-reset": {
"post": {
"operationId": "reset_password",
"summary": "Set a new password by a link",
"description": "Ends all sessions of the user. Sign in with the new password afterwards.",
"tags": ["sessions"],
"security": [],
"x-permission": "anonymous",
"x-body-limit": 16384,
"requestBody": {
"required": true,
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/ResetPassword"},
"example": {"token": "2Jm0bB7qkq0Xy8m8wqf0c3vY5m4rP1sT9uVwXyZ0123", "password": "una frase larga y propia"}
}
}
},
"responses": {
"204": {"description": "The password is the new one."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"404": {"$ref": "#/components/responses/NotFound"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/users/{user_id}/keys": {
"get": {
"operationId": "list_keys",
"summary": "The keys of a service",
"tags": ["users"],
"x-permission": "user.manage",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/UserId"}],
"responses": {
"200": {
"description": "Newest first, also those that are over; never their tokens.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/KeyList"},
"example": {
"keys": [
{
"key_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9c33",
"name": "Playout",
"scopes": ["asset.view", "asset.create"],
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00Z"
}
]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"post": {
"operationId": "create_key",
"summary": "Make a key for a service",
"description": "A key acts for a user of the role `service`, as a bearer token, within its scopes and what the user was granted. Its token is\nshown once. Repeated with the same Idempotency-Key the key stays the same one and gets a new token: that of the\nanswer before is worth nothing any more (409 when the key was revoked meanwhile).\n",
"tags": ["users"],
"x-permission": "user.manage",
"x-body-limit": 16384,
"parameters": [{"$ref": "#/components/parameters/UserId"}, {"$ref": "#/components/parameters/IdempotencyKey"}],
"requestBody": {
"required": true,
"content": {"application/json": {"schema": {"$ref": "#/components/schemas/CreateKey"}, "example": {"name": "Playout", "scopes": ["asset.view", "asset.create"]}}}
},
"responses": {
"201": {
"description": "Created.",
"headers": {"Location": {"description": "The path of the new thing.", "schema": {"type": "string"}}, "Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/CreatedKey"},
"example": {
"key": {
"key_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9c33",
"name": "Playout",
"scopes": ["asset.view", "asset.create"],
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00Z"
},
)json";
constexpr char kPart2[] = R"json("token": "acv_2Jm0bB7qkq0Xy8m8wqf0c3vY5m4rP1sT9uVwXyZ0123"
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"422": {"$ref": "#/components/responses/IdempotencyMismatch"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/users/{user_id}/keys/{key_id}": {
"delete": {
"operationId": "revoke_key",
"summary": "Take a key back",
"tags": ["users"],
"x-permission": "user.manage",
"x-body-limit": 0,
"parameters": [
{"$ref": "#/components/parameters/UserId"},
{"name": "key_id", "in": "path", "required": true, "description": "The key.", "schema": {"type": "string", "format": "uuid"}}
],
"responses": {
"204": {"description": "It opens nothing any more."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/events": {
"get": {
"operationId": "follow_events",
"summary": "What happens to assets, as it happens",
"description": "Server-sent events (WHATWG HTML, §9.2), of the assets that the caller may view at that moment. Each has the number of the\nevent as `id`, its type as `event` (`asset.created`, `asset.uploaded`, `asset.ready`, `asset.failed`, `asset.updated`,\n`asset.trashed` …), and as `data` a JSON object with `sequence`, `type`, `asset_id` and `created_at`. Whoever comes back with\n`Last-Event-ID` hears all that it missed, each event once and in one order; without it the stream begins with what happens\nfrom now on.\n\nOf the asset named as `asset_id` it also says how far its ingest is: `asset.processing`, with a ProcessingView as `data` and\nno `id`, at the beginning and whenever that changed, looked at once a second. 404 when there is no such asset.\n\n`events.gap` says that events behind `Last-Event-ID` are no longer kept. A comment comes every 15 s when nothing else does.\nThe stream ends after `seconds`, with the session, and when the server is about to stop: come back then.\n",
"tags": ["events"],
"x-permission": "asset.view",
"x-body-limit": 0,
"parameters": [
{"name": "asset_id", "in": "query", "description": "Only of this asset.", "schema": {"type": "string", "format": "uuid"}},
{
"name": "type",
"in": "query",
"description": "Only events of this type; with a full stop at its end, of all that begin so: `asset.`",
"schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[a-z_.]+$", "x-reason": "must be the type of an event"}
},
{
"name": "after",
"in": "query",
"description": "As `Last-Event-ID`, for who cannot set a field; the field counts when both are there.",
"schema": {"type": "integer", "format": "int64", "minimum": 0, "maximum": 9223372036854775807}
},
{
"name": "seconds",
"in": "query",
"description": "How long the stream lasts at most.",
"schema": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 3600, "default": 900}
}
],
"responses": {
"200": {
"description": "The stream.",
"headers": {"Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {"text/event-stream": {"schema": {"type": "string"}}}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/webhooks": {
"get": {
"operationId": "list_webhooks",
"summary": "Who is told of events",
"tags": ["events"],
"x-permission": "site.manage",
"x-body-limit": 0,
"responses": {
"200": {
"description": "All of them, the oldest first.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/WebhookList"},
"example": {
"webhooks": [
{
"webhook_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9d44",
"url": "https://mam.example.org/acervo",
"type": "asset.",
"enabled": true,
"after": 4711,
"attempts": 0,
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00Z"
}
]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"post": {
"operationId": "create_webhook",
"summary": "Have events sent to a program",
"description": "Each event that its creator may view is sent as a POST, in the order of `sequence`, at least once, until a 2xx answers: tried again\nafter 5 s, doubling up to an hour; after three days of failures, or a 410, the webhook is switched off, and goes on where it was\nwhen it is switched on again. The body is a JSON object with `type`, `timestamp` and `data` (`sequence`, `asset_id`). It is signed as\n[Standard Webhooks](https://www.standardwebhooks.com/) has it: `webhook-id`, `webhook-timestamp`, `webhook-signature`.\n\nAddresses of private networks are not called, but those that the site allows. 409 when there are a hundred, or no keeper\nof this site sends any.\n",
"tags": ["events"],
"x-permission": "site.manage",
"x-body-limit": 16384,
"parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
"requestBody": {
"required": true,
"content": {"application/json": {"schema": {"$ref": "#/components/schemas/CreateWebhook"}, "example": {"url": "https://mam.example.org/acervo", "type": "asset."}}}
},
"responses": {
"201": {
"description": "Created.",
"headers": {"Location": {"description": "The path of the new thing.", "schema": {"type": "string"}}, "Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/CreatedWebhook"},
"example": {
"webhook": {
"webhook_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9d44",
"url": "https://mam.example.org/acervo",
"type": "asset.",
"enabled": true,
"after": 4711,
"attempts": 0,
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00Z"
},
"secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDpTZS0fZ5fRk="
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"409": {"$ref": "#/components/responses/Conflict"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"422": {"$ref": "#/components/responses/IdempotencyMismatch"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/webhooks/{webhook_id}": {
"get": {
"operationId": "get_webhook",
"summary": "One webhook, and how it is doing",
"tags": ["events"],
"x-permission": "site.manage",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/WebhookId"}],
"responses": {
"200": {
"description": "The webhook.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/WebhookView"},
"example": {
"webhook_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9d44",
"url": "https://mam.example.org/acervo",
"type": "asset.",
"enabled": true,
"after": 4711,
"attempts": 0,
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00Z"
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"patch": {
"operationId": "update_webhook",
"summary": "Change a webhook, or switch it on or off",
"description": "What is left out stays. To switch it on forgets its failures and tries at once.\n",
"tags": ["events"],
"x-permission": "site.manage",
"x-body-limit": 16384,
"parameters": [{"$ref": "#/components/parameters/WebhookId"}],
"requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/UpdateWebhook"}, "example": {"enabled": true}}}},
"responses": {
"200": {
"description": "The webhook as it is now.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/WebhookView"},
"example": {
"webhook_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9d44",
"url": "https://mam.example.org/acervo",
"type": "asset.",
"enabled": true,
"after": 4711,
"attempts": 0,
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00Z"
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
},
"delete": {
"operationId": "delete_webhook",
"summary": "Remove a webhook and its log",
"tags": ["events"],
"x-permission": "site.manage",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/WebhookId"}],
"responses": {
"204": {"description": "Removed."},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/webhooks/{webhook_id}/secret": {
"post": {
"operationId": "renew_webhook_secret",
"summary": "Give a webhook another secret",
"description": "The one before signs nothing any more. Each call makes another one.\n",
"tags": ["events"],
"x-permission": "site.manage",
"x-body-limit": 0,
"parameters": [{"$ref": "#/components/parameters/WebhookId"}],
"responses": {
"200": {
"description": "The new secret; shown this once.",
"headers": {"Cache-Control": {"$ref": "#/components/headers/NoStore"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/CreatedWebhook"},
"example": {
"webhook": {
"webhook_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9d44",
"url": "https://mam.example.org/acervo",
"type": "asset.",
"enabled": true,
"after": 4711,
"attempts": 0,
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00Z"
},
"secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDpTZS0fZ5fRk="
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/webhooks/{webhook_id}/replay": {
"post": {
"operationId": "replay_webhook",
"summary": "Send events again",
"description": "All events behind `after` are sent again, in their order, as far as they are kept; a number that was not given yet is taken\nfor the newest.\n",
"tags": ["events"],
"x-permission": "site.manage",
"x-body-limit": 16384,
"parameters": [{"$ref": "#/components/parameters/WebhookId"}],
"requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReplayWebhook"}, "example": {"after": 4000}}}},
"responses": {
"200": {
"description": "The webhook as it is now.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/WebhookView"},
"example": {
"webhook_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9d44",
"url": "https://mam.example.org/acervo",
"type": "asset.",
"enabled": true,
"after": 4711,
"attempts": 0,
"created_by": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"created_at": "2025-03-17T10:00:00Z"
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"413": {"$ref": "#/components/responses/TooLarge"},
"415": {"$ref": "#/components/responses/UnsupportedType"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/webhooks/{webhook_id}/deliveries": {
"get": {
"operationId": "list_webhook_deliveries",
"summary": "What was sent to a webhook, and what it answered",
"description": "Newest first; kept for as long as events are.",
"tags": ["events"],
"x-permission": "site.manage",
"x-body-limit": 0,
"parameters": [
{"$ref": "#/components/parameters/WebhookId"},
{
"name": "before",
"in": "query",
"description": "`next` of the page before.",
"schema": {"type": "integer", "format": "int64", "minimum": 1, "maximum": 9223372036854775807}
},
{"$ref": "#/components/parameters/Limit"}
],
"responses": {
"200": {
"description": "One page.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/WebhookDeliveryPage"},
"example": {
"deliveries": [
{
"delivery_id": 7,
"sequence": 4711,
"type": "asset.ready",
"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182",
"attempted_at": "2025-03-17T10:09:31Z",
"duration_ms": 41,
"status_code": 204
}
]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"404": {"$ref": "#/components/responses/NotFound"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/api/v1/audit": {
"get": {
"operationId": "list_audit",
"summary": "Who did what, newest first",
"description": "The audit log: every change, sign-in and download. Rows are chained by hash some seconds after they were written;\n`acervo-admin verify-audit` recomputes the chain.\n",
"tags": ["audit"],
"x-permission": "audit.read",
"x-body-limit": 0,
"parameters": [
{"name": "actor_id", "in": "query", "description": "Only what this user did.", "schema": {"type": "string", "format": "uuid"}},
{
"name": "action",
"in": "query",
"description": "Only this action; with a full stop at its end, all that begin so: `asset.`",
"schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[a-z_.]+$", "x-reason": "must be the name of an action"}
},
{
"name": "object_type",
"in": "query",
"description": "Only what was done to such things.",
"schema": {"type": "string", "minLength": 1, "maxLength": 50, "pattern": "^[a-z_]+$", "x-reason": "must be a kind of thing, such as asset"}
},
{
"name": "object_id",
"in": "query",
"description": "Only what was done to this thing.",
"schema": {"type": "string", "minLength": 1, "maxLength": 500, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"}
},
{"name": "since", "in": "query", "description": "Only what was done at this moment or later.", "schema": {"type": "string", "format": "date-time"}},
{"name": "until", "in": "query", "description": "Only what was done before this moment.", "schema": {"type": "string", "format": "date-time"}},
{
"name": "before",
"in": "query",
"description": "`next` of the page before.",
"schema": {"type": "integer", "format": "int64", "minimum": 1, "maximum": 9223372036854775807}
},
{"$ref": "#/components/parameters/Limit"}
],
"responses": {
"200": {
"description": "One page.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/AuditPage"},
"example": {
"entries": [
{
"audit_id": 4711,
"actor_id": "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11",
"action": "collection.grant",
"object_type": "collection",
"object_id": "01981f80-11aa-7d4e-8a55-0f2b9c7d6e5f",
"request_id": "01981f90-0000-7000-8000-000000000001",
"details": "{\"user_id\": \"01981f7e-7b00-7c1e-9d0b-2f6f0f4a9b22\", \"rights\": \"view\"}",
"created_at": "2025-03-17T10:00:00.123456Z"
}
]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"401": {"$ref": "#/components/responses/Unauthenticated"},
"403": {"$ref": "#/components/responses/Forbidden"},
"429": {"$ref": "#/components/responses/RateLimited"},
"500": {"$ref": "#/components/responses/Internal"},
"503": {"$ref": "#/components/responses/Unavailable"},
"504": {"$ref": "#/components/responses/Timeout"}
}
}
},
"/health/live": {
"get": {
"operationId": "get_liveness",
"summary": "Does the process answer",
"tags": ["service"],
"security": [],
"x-permission": "anonymous",
"x-body-limit": 0,
"responses": {
"200": {
"description": "It does. Says nothing of what it depends on.",
"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Liveness"}, "example": {"status": "live"}}}
},
"400": {"$ref": "#/components/responses/InvalidInput"}
}
}
},
"/health/ready": {
"get": {
"operationId": "get_readiness",
"summary": "Can the process serve, and how are its dependencies",
"tags": ["service"],
"security": [],
"x-permission": "anonymous",
"x-body-limit": 0,
"responses": {
"200": {
"description": "Ready, or `degraded` - a dependency it can do without is away.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/Readiness"},
"example": {
"status": "degraded",
"dependencies": [{"name": "postgres", "status": "up", "required": true}, {"name": "redis", "status": "down", "required": false, "detail": "connection refused"}]
}
}
}
},
"400": {"$ref": "#/components/responses/InvalidInput"},
"503": {
"description": "Not ready; a dependency it cannot do without is away, or it is stopping.",
"headers": {"Retry-After": {"$ref": "#/components/headers/RetryAfter"}},
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/Readiness"},
"example": {"status": "unavailable", "dependencies": [{"name": "postgres", "status": "down", "required": true, "detail": "connection refused"}]}
}
}
}
}
}
},
"/.well-known/jwks.json": {
"get": {
"operationId": "get_token_keys",
"summary": "The public keys of our access tokens",
"tags": ["service"],
"security": [],
"x-permission": "anonymous",
"x-body-limit": 0,
"responses": {
"200": {
"description": "A JWK Set (RFC 7517), for others who are given our tokens and want to check them.",
"content": {"application/json": {"schema": {"type": "object"}}}
},
"400": {"$ref": "#/components/responses/InvalidInput"}
}
}
},
"/metrics": {
"get": {
"operationId": "get_metrics",
"summary": "Metrics in the Prometheus text format",
"tags": ["service"],
"security": [],
"x-permission": "anonymous",
"x-body-limit": 0,
"responses": {
"200": {"description": "The metrics of this process. The gateway does not pass this path on.", "content": {"text/plain": {"schema": {"type": "string"}}}},
"400": {"$ref": "#/components/responses/InvalidInput"}
}
}
},
"/api/v1/openapi.json": {
"get": {
"operationId": "get_openapi_document",
"summary": "This document",
"tags": ["service"],
"security": [],
"x-permission": "anonymous",
"x-body-limit": 0,
"responses": {
"200": {"description": "The OpenAPI 3.1 document of this server.", "content": {"application/json": {"schema": {"type": "object"}}}},
"400": {"$ref": "#/components/responses/InvalidInput"}
}
}
},
"/api/docs": {
"get": {
"operationId": "get_docs_page",
"summary": "This document for people",
"tags": ["service"],
"security": [],
"x-permission": "anonymous",
"x-body-limit": 0,
"responses": {
"200": {"description": "A page that shows the document; it asks nothing of any other server.", "content": {"text/html": {"schema": {"type": "string"}}}},
"400": {"$ref": "#/components/responses/InvalidInput"},
"404": {"$ref": "#/components/responses/NotFound"}
}
}
},
"/api/docs/{file}": {
"get": {
"operationId": "get_docs_file",
"summary": "Scripts and styles of the page",
"tags": ["service"],
"security": [],
"x-permission": "anonymous",
"x-body-limit": 0,
"parameters": [
{
"name": "file",
"in": "path",
"required": true,
"description": "The name of the file.",
"schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[a-z0-9.-]+$", "x-reason": "must be a plain file name"}
}
],
"responses": {
"200": {"description": "The file.", "content": {"*/*": {"schema": {"type": "string"}}}},
"400": {"$ref": "#/components/responses/InvalidInput"},
"404": {"$ref": "#/components/responses/NotFound"}
}
}
}
},
"components": {
"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "description": "The `access_token` of a session or of tokens, or the token of a key."}},
"parameters": {
"AssetId": {"name": "asset_id", "in": "path", "required": true, "description": "The asset.", "schema": {"type": "string", "format": "uuid"}},
"AssetTypeInPath": {"name": "asset_type", "in": "path", "required": true, "description": "The type of asset.", "schema": {"$ref": "#/components/schemas/AssetType"}},
"CollectionId": {"name": "collection_id", "in": "path", "required": true, "description": "The collection.", "schema": {"type": "string", "format": "uuid"}},
"GroupId": {"name": "group_id", "in": "path", "required": true, "description": "The group.", "schema": {"type": "string", "format": "uuid"}},
"WebhookId": {"name": "webhook_id", "in": "path", "required": true, "description": "The webhook.", "schema": {"type": "string", "format": "uuid"}},
"JobId": {"name": "job_id", "in": "path", "required": true, "description": "The job.", "schema": {"type": "string", "format": "uuid"}},
"UserId": {"name": "user_id", "in": "path", "required": true, "description": "The user.", "schema": {"type": "string", "format": "uuid"}},
"RelationTypeInPath": {
"name": "relation_type",
"in": "path",
"required": true,
"description": "What the asset is to the other.",
"schema": {"$ref": "#/components/schemas/RelationType"}
},
"RenditionId": {"name": "rendition_id", "in": "path", "required": true, "description": "One of the asset's renditions.", "schema": {"type": "string", "format": "uuid"}},
"RelationTarget": {"name": "target_id", "in": "path", "required": true, "description": "The other asset.", "schema": {"type": "string", "format": "uuid"}},
"Cursor": {
"name": "cursor",
"in": "query",
"description": "`next` of the page before.",
"schema": {"type": "string", "minLength": 1, "maxLength": 2048, "pattern": "^[A-Za-z0-9_-]+$", "x-reason": "must be the `next` of an earlier page"}
},
"Limit": {
"name": "limit",
"in": "query",
"description": "The most things on a page.",
"schema": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 200, "default": 50}
},
"IfMatch": {
"name": "If-Match",
"in": "header",
"description": "The ETag of the state that the change is made upon, or `*`. Without it the answer is 428, for another edit 412.\n",
"schema": {"type": "string", "minLength": 1, "maxLength": 1000, "pattern": "^[ -~]+$", "x-reason": "must be visible ASCII characters"}
},
"IfNoneMatch": {
"name": "If-None-Match",
"in": "header",
"description": "ETags of what the client has; when it is still so, the answer is 304.",
"schema": {"type": "string", "minLength": 1, "maxLength": 1000, "pattern": "^[ -~]+$", "x-reason": "must be visible ASCII characters"}
},
"IdempotencyKey": {
"name": "Idempotency-Key",
"in": "header",
"description": "Chosen by the client, new for every new intention, at least 24 hours good: a repeated request with the same key\nand the same path and body makes nothing more and is answered what the first one made, as it is now, with fresh\naddresses and secrets, which are never stored. The same key with another request is refused (422). Keys of\ndifferent people never meet.\n",
"schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$", "x-reason": "must be visible ASCII characters"}
}
},
"headers": {
"RetryAfter": {"description": "Seconds to wait before the next try.", "schema": {"type": "integer", "format": "int32"}},
"AssetETag": {"description": "`\"edit_version.version\"`. If-Match compares the edit alone, If-None-Match the whole.\n", "schema": {"type": "string"}},
"RateLimitLimit": {"description": "Calls in the present window, of the limit that has the least left.", "schema": {"type": "integer", "format": "int32"}},
"RateLimitRemaining": {"description": "What is left of them.", "schema": {"type": "integer", "format": "int32"}},
"RateLimitReset": {"description": "Seconds until that window ends.", "schema": {"type": "integer", "format": "int32"}},
"RateLimitPolicy": {"description": "The limit and the length of its window in seconds: `100;w=60`.", "schema": {"type": "string"}},
"NoStore": {"description": "`no-store`: the answer holds a secret.", "schema": {"type": "string"}},
"Authenticate": {"description": "`Bearer`.", "schema": {"type": "string"}}
},
"requestBodies": {
"CompleteUpload": {
"required": true,
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/CompleteUpload"},
"example": {"parts": [{"part_number": 1, "etag": "9e107d9d372bb6826bd81d3542a419d6"}, {"part_number": 2, "etag": "e4d909c290d0fb1ca068ffaddf22cbd0"}]}
}
}
}
},
"responses": {
"CompletedUpload": {
"description": "The master is stored; the ingest goes on by itself.",
"content": {
"application/json": {
"schema": {"$ref": "#/components/schemas/CompletedUpload"},
"example": {
"asset_id": "01981f81-7c00-7a10-b1c2-3d4e5f607182",
"workflow_id": "ingest:01981f81-7c00-7a10-b1c2-3d4e5f607182:01981f81-7c01-7f21-8a9b-0c1d2e3f4051:1",
"status": "processing"
}
}
}
},
"InvalidInput": {
"description": "A member, a parameter or the whole body is not as this document says; `errors` names each place.",
"content": {
"application/problem+json": {
"schema": {"$ref": "#/components/schemas/Problem"},
"example": {
"type": "/problems/invalid-input",
"title": "The request is not valid",
"status": 400,
"detail": "/size must be an integer from 1 to 5497558138880 (and 1 more)",
"request_id": "01981f90-0000-7000-8000-000000000001",
"errors": [{"pointer": "/size", "detail": "must be an integer from 1 to 5497558138880"}, {"pointer": "/filename", "detail": "is required"}]
}
}
}
},
"Unauthenticated": {
"description": "No token, one that is not good any more, or wrong credentials.",
"headers": {"WWW-Authenticate": {"$ref": "#/components/headers/Authenticate"}},
"content": {
"application/problem+json": {
"schema": {"$ref": "#/components/schemas/Problem"},
"example": {
"type": "/problems/unauthenticated",
"title": "Sign in first",
"status": 401,
"detail": "the session has ended",
"request_id": "01981f90-0000-7000-8000-000000000002"
}
}
}
},
"Forbidden": {
"description": "Signed in, but not allowed to do this. Things one may not see at all answer 404.",
"content": {
"application/problem+json": {
"schema": {"$ref": "#/components/schemas/Problem"},
"example": {"type": "/problems/forbidden", "title": "Not allowed", "status": 403, "detail": "asset.create is needed", "request_id": "01981f90-0000-7000-8000-000000000003"}
}
}
},
"NotFound": {
"description": "There is no such thing, or none that this user may see.",
"content": {
"application/problem+json": {
"schema": {"$ref": "#/components/schemas/Problem"},
"example": {
"type": "/problems/not-found",
"title": "There is no such thing",
"status": 404,
"detail": "there is no asset 01981f81-7c00-7a10-b1c2-3d4e5f607182",
"request_id": "01981f90-0000-7000-8000-000000000004"
}
}
}
},
"Conflict": {
"description": "The thing is in a state that does not allow this, or the name is taken.",
"content": {
"application/problem+json": {
"schema": {"$ref": "#/components/schemas/Problem"},
"example": {
"type": "/problems/conflict",
"title": "The state of things does not allow it",
"status": 409,
"detail": "the upload is no longer open",
"request_id": "01981f90-0000-7000-8000-000000000005"
}
}
}
},
"PreconditionFailed": {
"description": "Somebody else changed it in the meantime. Read it again.",
"content": {
"application/problem+json": {
"schema": {"$ref": "#/components/schemas/Problem"},
"example": {
"type": "/problems/precondition-failed",
"title": "It has changed in the meantime",
"status": 412,
"detail": "the asset was edited in the meantime; it is at edit 3",
"request_id": "01981f90-0000-7000-8000-00000000000d"
}
}
}
},
"PreconditionRequired": {
"description": "If-Match is missing.",
"content": {
"application/problem+json": {
"schema": {"$ref": "#/components/schemas/Problem"},
"example": {
"type": "/problems/precondition-required",
"title": "Say which state you change",
"status": 428,
"detail": "send If-Match with the ETag of the asset you change, or *",
"request_id": "01981f90-0000-7000-8000-00000000000e"
}
}
}
},
"TooLarge": {
"description": "The body is larger than this operation takes.",
"content": {
"application/problem+json": {
"schema": {"$ref": "#/components/schemas/Problem"},
"example": {
"type": "/problems/too-large",
"title": "Too large",
"status": 413,
"detail": "the body may have at most 65536 bytes",
"request_id": "01981f90-0000-7000-8000-000000000006"
}
}
}
},
"UnsupportedType": {
"description": "The body is not of the type this operation takes, or the file is of a type that is not taken.",
"content": {
"application/problem+json": {
"schema": {"$ref": "#/components/schemas/Problem"},
"example": {
"type": "/problems/unsupported-type",
"title": "The media type is not supported",
"status": 415,
"detail": "the body must be application/json",
"request_id": "01981f90-0000-7000-8000-000000000007"
}
}
}
},
"IdempotencyMismatch": {
"description": "The Idempotency-Key was used before with another request.",
"content": {
"application/problem+json": {
"schema": {"$ref": "#/components/schemas/Problem"},
"example": {
"type": "/problems/idempotency-mismatch",
"title": "The idempotency key belongs to another request",
"status": 422,
"detail": "this Idempotency-Key belongs to another request",
"request_id": "01981f90-0000-7000-8000-000000000008"
}
}
}
},
"RateLimited": {
"description": "Too many requests. Answers to sign-ins, and other operations that need no token, have Retry-After only.",
"headers": {
"Retry-After": {"$ref": "#/components/headers/RetryAfter"},
"RateLimit-Limit": {"$ref": "#/components/headers/RateLimitLimit"},
"RateLimit-Remaining": {"$ref": "#/components/headers/RateLimitRemaining"},
"RateLimit-Reset": {"$ref": "#/components/headers/RateLimitReset"},
"RateLimit-Policy": {"$ref": "#/components/headers/RateLimitPolicy"}
},
"content": {
"application/problem+json": {
"schema": {"$ref": "#/components/schemas/Problem"},
"example": {
"type": "/problems/rate-limited",
"title": "Too many requests",
"status": 429,
"detail": "the budget for this minute is spent",
"request_id": "01981f90-0000-7000-8000-000000000009"
}
}
}
},
"Internal": {
"description": "A mistake of the server; the request id finds it in the logs.",
"content": {
"application/problem+json": {
"schema": {"$ref": "#/components/schemas/Problem"},
"example": {
"type": "/problems/internal",
"title": "Something went wrong on the server",
"status": 500,
"detail": "The failure was recorded under this request_id.",
"request_id": "01981f90-0000-7000-8000-00000000000a"
}
}
}
},
"Unavailable": {
"description": "Something this operation depends on is away for now; nothing was changed or the request may be repeated.",
"headers": {"Retry-After": {"$ref": "#/components/headers/RetryAfter"}},
"content": {
"application/problem+json": {
"schema": {"$ref": "#/components/schemas/Problem"},
"example": {
"type": "/problems/unavailable",
"title": "Not available at the moment",
"status": 503,
"detail": "the object store cannot be reached",
"request_id": "01981f90-0000-7000-8000-00000000000b"
}
}
}
},
"Timeout": {
"description": "Something this operation depends on did not answer in time; whether it was done is not known.",
"content": {
"application/problem+json": {
"schema": {"$ref": "#/components/schemas/Problem"},
"example": {
"type": "/problems/timeout",
"title": "It took too long",
"status": 504,
"detail": "the object store did not answer in time",
"request_id": "01981f90-0000-7000-8000-00000000000c"
}
}
}
}
},
"schemas": {
"SignIn": {
"description": "What a person types to sign in.",
"type": "object",
"additionalProperties": false,
"required": ["login", "password"],
"properties": {
"login": {
"description": "User name or e-mail address.",
"type": "string",
"minLength": 1,
"maxLength": 320,
"pattern": "^[^\\u0000-\\u0020\\u007F-\\u009F]+$",
"x-reason": "must not contain spaces or control characters"
},
"password": {"type": "string", "format": "password", "minLength": 1, "maxLength": 1024, "pattern": "^[^\\u0000]+$", "x-reason": "must not contain the character U+0000"}
}
},
"Session": {
"description": "A session that was just opened.",
"type": "object",
"required": ["access_token", "token_type", "expires_in", "user"],
"properties": {
"access_token": {"description": "Opaque; shown this once.", "type": "string", "format": "password"},
"token_type": {"$ref": "#/components/schemas/TokenType"},
"expires_in": {"description": "Seconds from now.", "type": "integer", "format": "int32"},
"user": {"$ref": "#/components/schemas/User"}
}
},
"RefreshTokens": {
"description": "A refresh token to exchange.",
"type": "object",
"additionalProperties": false,
"required": ["refresh_token"],
"properties": {
"refresh_token": {"type": "string", "format": "password", "minLength": 1, "maxLength": 200, "pattern": "^[A-Za-z0-9_-]+$", "x-reason": "must be a refresh token"}
}
},
"Tokens": {
"description": "Tokens that were just made.",
"type": "object",
"required": ["access_token", "token_type", "expires_in", "refresh_token", "refresh_expires_in", "user"],
"properties": {
"access_token": {"description": "A JWT; clients need not look into it.", "type": "string", "format": "password"},
"token_type": {"$ref": "#/components/schemas/TokenType"},
"expires_in": {"description": "Seconds from now that the access token is good for.", "type": "integer", "format": "int32"},
"refresh_token": {"description": "Opaque; shown this once, good once.", "type": "string", "format": "password"},
"refresh_expires_in": {"description": "Seconds from now that the refresh token is good for.", "type": "integer", "format": "int32"},
"user": {"$ref": "#/components/schemas/User"}
}
},
"TokenType": {"description": "How the token is sent.", "type": "string", "enum": ["Bearer"]},
"User": {
"description": "A person or a service.",
"type": "object",
"required": ["user_id", "username", "display_name", "role"],
"properties": {
"user_id": {"type": "string", "format": "uuid"},
"username": {"type": "string"},
"display_name": {"type": "string"},
"role": {"$ref": "#/components/schemas/Role"},
"email": {"type": "string"}
}
},
"PasswordReset": {
"description": "A link that was just made.",
"type": "object",
"required": ["token", "expires_at"],
"properties": {
"token": {"description": "What the link holds; shown this once, good once.", "type": "string", "format": "password"},
"expires_at": {"type": "string", "format": "date-time"}
}
},
"ResetPassword": {
"description": "A new password, by a link.",
"type": "object",
"additionalProperties": false,
"required": ["token", "password"],
"properties": {
"token": {"type": "string", "format": "password", "minLength": 1, "maxLength": 200, "pattern": "^[A-Za-z0-9_-]+$", "x-reason": "must be the token of a link"},
"password": {
"description": "At least 12 characters.",
"type": "string",
"format": "password",
"minLength": 12,
"maxLength": 1024,
"pattern": "^[^\\u0000]+$",
"x-reason": "must not contain the character U+0000"
}
}
},
"Language": {"description": "What a letter is written in, by ISO 639-1.", "type": "string", "enum": ["es", "en"]},
"AskPasswordReset": {
"description": "Who cannot sign in.",
"type": "object",
"additionalProperties": false,
"required": ["login"],
"properties": {
"login": {
"description": "A name or an e-mail address.",
"type": "string",
"minLength": 1,
"maxLength": 320,
"pattern": "^[^\\u0000]+$",
"x-reason": "must not contain the character U+0000"
},
"language": {"$ref": "#/components/schemas/Language"}
}
},
"MailPasswordReset": {
"description": "How somebody shall be written to.",
"type": "object",
"additionalProperties": false,
"properties": {"language": {"$ref": "#/components/schemas/Language"}}
},
"Role": {
"description": "Which actions there are for a user; grants on collections say where.",
"type": "string",
"enum": ["viewer", "producer", "editor", "admin", "service"]
},
"Right": {
"description": "What may be done with the assets of a collection. Any right holds `view`; `manage` holds all, and is the right to\nsay who may do what.\n",
"type": "string",
"enum": ["view", "download_proxy", "download_master", "edit", "distribute", "manage"]
},
"CollectionView": {
"description": "A place for assets.",
"type": "object",
"required": ["collection_id", "name", "rights", "created_by", "created_at"],
"properties": {
"collection_id": {"type": "string", "format": "uuid"},
"parent_id": {"description": "What it lies in; left out at the top.", "type": "string", "format": "uuid"},
"name": {"type": "string"},
"inbox_of": {"description": "Whose uploads lie here that name no other place; left out for ordinary collections.", "type": "string", "format": "uuid"},
"rights": {
"description": "What the caller may do here, as far as the caller's role goes.",
"type": "array",
"maxItems": 6,
"items": {"$ref": "#/components/schemas/Right"}
},
"created_by": {"type": "string", "format": "uuid"},
"created_at": {"type": "string", "format": "date-time"}
}
},
"CollectionPage": {
"description": "Some collections, by name.",
"type": "object",
"required": ["collections"],
"properties": {
"collections": {"type": "array", "maxItems": 200, "items": {"$ref": "#/components/schemas/CollectionView"}},
"next": {"description": "The `cursor` of the next page; left out on the last.", "type": "string"}
}
},
"CreateCollection": {
"description": "A new place.",
"type": "object",
"additionalProperties": false,
"required": ["name"],
"properties": {
"name": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"},
"parent_id": {"description": "What it shall lie in.", "type": "string", "format": "uuid"}
}
},
"UpdateCollection": {
"description": "What shall change; members that are left out stay as they are.",
"type": "object",
"additionalProperties": false,
"properties": {
"name": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"},
"parent_id": {"description": "Where it shall go.", "type": "string", "format": "uuid"},
"top_level": {"description": "True moves it to the top; for administrators, and not together with `parent_id`.", "type": "boolean", "default": false}
}
},
"Grant": {
"description": "What somebody may do.",
"type": "object",
"required": ["name", "rights"],
"properties": {
"user_id": {"type": "string", "format": "uuid"},
"group_id": {"type": "string", "format": "uuid"},
"name": {"description": "Of the user or the group.", "type": "string"},
"rights": {"type": "array", "maxItems": 6, "items": {"$ref": "#/components/schemas/Right"}}
}
},
"GrantList": {
"description": "All grants of a collection.",
"type": "object",
"required": ["grants"],
"properties": {"grants": {"type": "array", "maxItems": 10000, "items": {"$ref": "#/components/schemas/Grant"}}}
},
"PutGrant": {
"description": "What somebody shall be able to do.",
"type": "object",
"additionalProperties": false,
"required": ["rights"],
"properties": {"rights": {"type": "array", "minItems": 1, "maxItems": 6, "items": {"$ref": "#/components/schemas/Right"}}}
},
"Group": {
"description": "People who are granted rights together.",
"type": "object",
"required": ["group_id", "name", "created_at"],
"properties": {"group_id": {"type": "string", "format": "uuid"}, "name": {"type": "string"}, "created_at": {"type": "string", "format": "date-time"}}
},
"GroupPage": {
"description": "Some groups, by name.",
"type": "object",
"required": ["groups"],
"properties": {
"groups": {"type": "array", "maxItems": 200, "items": {"$ref": "#/components/schemas/Group"}},
"next": {"description": "The `cursor` of the next page; left out on the last.", "type": "string"}
}
},
"CreateGroup": {
"description": "The name of a group; taken once, whatever its case.",
"type": "object",
"additionalProperties": false,
"required": ["name"],
"properties": {
"name": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"}
}
},
"UserView": {
"description": "A person or a service, as administrators see it.",
"type": "object",
"required": ["user_id", "username", "display_name", "role", "disabled", "created_at"],
"properties": {
"user_id": {"type": "string", "format": "uuid"},
"username": {"type": "string"},
"display_name": {"type": "string"},
"role": {"$ref": "#/components/schemas/Role"},
"email": {"type": "string"},
"disabled": {"type": "boolean"},
"created_at": {"type": "string", "format": "date-time"}
}
},
"UserPage": {
"description": "Some users, by name.",
"type": "object",
"required": ["users"],
"properties": {
"users": {"type": "array", "maxItems": 200, "items": {"$ref": "#/components/schemas/UserView"}},
"next": {"description": "The `cursor` of the next page; left out on the last.", "type": "string"}
}
},
"UserList": {
"description": "Users by name.",
"type": "object",
"required": ["users"],
"properties": {"users": {"type": "array", "maxItems": 10000, "items": {"$ref": "#/components/schemas/UserView"}}}
},
"CreateUser": {
"description": "A new person or service.",
"type": "object",
"additionalProperties": false,
"required": ["username", "role"],
"properties": {
"username": {
"description": "What is typed to sign in; compared without case.",
"type": "string",
"minLength": 1,
"maxLength": 200,
"pattern": "^[^\\u0000-\\u0020\\u007F-\\u009F]+$",
"x-reason": "must not contain spaces or control characters"
},
"display_name": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"},
"email": {
"type": "string",
"minLength": 3,
"maxLength": 320,
"pattern": "^[^\\u0000-\\u0020@\\u007F-\\u009F]+@[^\\u0000-\\u0020@\\u007F-\\u009F]+$",
"x-reason": "must be an e-mail address"
},
"role": {"$ref": "#/components/schemas/Role"},
"password": {
"description": "At least 12 characters. Without one nobody can sign in under the name.",
"type": "string",
"format": "password",
"minLength": 12,
"maxLength": 1024,
"pattern": "^[^\\u0000]+$",
"x-reason": "must not contain the character U+0000"
}
}
},
"UpdateUser": {
"description": "What shall change; members that are left out stay as they are.",
"type": "object",
"additionalProperties": false,
"properties": {
"display_name": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"},
"email": {
"type": "string",
"minLength": 3,
"maxLength": 320,
"pattern": "^[^\\u0000-\\u0020@\\u007F-\\u009F]+@[^\\u0000-\\u0020@\\u007F-\\u009F]+$",
"x-reason": "must be an e-mail address"
},
"role": {"$ref": "#/components/schemas/Role"},
"disabled": {"type": "boolean"},
"password": {
"description": "At least 12 characters.",
"type": "string",
"format": "password",
"minLength": 12,
"maxLength": 1024,
"pattern": "^[^\\u0000]+$",
"x-reason": "must not contain the character U+0000"
}
}
},
"Scope": {
"description": "What a key may ask for at most; the names are those of `x-permission`.",
"type": "string",
"enum": ["asset.view", "asset.create", "asset.edit", "asset.download_master", "asset.trash", "collection.view", "collection.manage", "user.view"]
},
"Key": {
"description": "A key of a service.",
"type": "object",
"required": ["key_id", "name", "scopes", "created_by", "created_at"],
"properties": {
"key_id": {"type": "string", "format": "uuid"},
"name": {"type": "string"},
"scopes": {"type": "array", "maxItems": 32, "items": {"$ref": "#/components/schemas/Scope"}},
"created_by": {"type": "string", "format": "uuid"},
"created_at": {"type": "string", "format": "date-time"},
"expires_at": {"type": "string", "format": "date-time"},
"last_used_at": {"description": "To the minute; left out when it never was.", "type": "string", "format": "date-time"},
"revoked_at": {"type": "string", "format": "date-time"}
}
},
"KeyList": {
"description": "The keys of a service.",
"type": "object",
"required": ["keys"],
"properties": {"keys": {"type": "array", "maxItems": 1000, "items": {"$ref": "#/components/schemas/Key"}}}
},
"CreateKey": {
"description": "What a new key shall be.",
"type": "object",
"additionalProperties": false,
"required": ["name", "scopes"],
"properties": {
"name": {
"description": "What it is for.",
"type": "string",
"minLength": 1,
"maxLength": 200,
"pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$",
"x-reason": "must not contain control characters"
},
"scopes": {"type": "array", "minItems": 1, "maxItems": 32, "items": {"$ref": "#/components/schemas/Scope"}},
"expires_at": {"description": "Left out for a key without an end.", "type": "string", "format": "date-time"}
}
},
"CreatedKey": {
"description": "A key that was just made.",
"type": "object",
"required": ["key", "token"],
"properties": {
"key": {"$ref": "#/components/schemas/Key"},
"token": {"description": "What the program sends as `Authorization`, scheme Bearer; shown this once.", "type": "string", "format": "password"}
}
},
"WebhookView": {
"description": "A program that is told of events.",
"type": "object",
"required": ["webhook_id", "url", "enabled", "after", "attempts", "created_by", "created_at"],
"properties": {
"webhook_id": {"type": "string", "format": "uuid"},
"url": {"type": "string"},
"type": {"description": "Only events of this type, or that begin so; left out for all.", "type": "string"},
"description": {"type": "string"},
"enabled": {"type": "boolean"},
"disabled_reason": {"description": "Why it was switched off by itself.", "type": "string"},
"after": {"description": "Events up to this one were delivered.", "type": "integer", "format": "int64"},
"attempts": {"description": "How often the next event was tried.", "type": "integer", "format": "int32"},
"failing_since": {"type": "string", "format": "date-time"},
"next_try_at": {"description": "Left out when nothing has failed.", "type": "string", "format": "date-time"},
"created_by": {"type": "string", "format": "uuid"},
"created_at": {"type": "string", "format": "date-time"}
}
},
"WebhookList": {
"description": "All webhooks.",
"type": "object",
"required": ["webhooks"],
"properties": {"webhooks": {"type": "array", "maxItems": 100, "items": {"$ref": "#/components/schemas/WebhookView"}}}
},
"CreateWebhook": {
"description": "Where events go to.",
"type": "object",
"additionalProperties": false,
"required": ["url"],
"properties": {
"url": {
"description": "An absolute address, `https` or `http`, without a user name.",
"type": "string",
"minLength": 8,
"maxLength": 2000,
"pattern": "^https?://[!-~]+$",
"x-reason": "must be an absolute http or https address"
},
"type": {
"description": "Only events of this type; with a full stop at its end, of all that begin so: `asset.`",
"type": "string",
"minLength": 1,
"maxLength": 100,
"pattern": "^[a-z_.]+$",
"x-reason": "must be the type of an event"
},
"description": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"}
}
},
"UpdateWebhook": {
"description": "What changes of a webhook.",
"type": "object",
"additionalProperties": false,
"properties": {
"url": {"type": "string", "minLength": 8, "maxLength": 2000, "pattern": "^https?://[!-~]+$", "x-reason": "must be an absolute http or https address"},
"enabled": {"type": "boolean"}
}
},
"ReplayWebhook": {
"description": "From where on events are sent again.",
"type": "object",
"additionalProperties": false,
"required": ["after"],
"properties": {"after": {"description": "The number behind which to begin.", "type": "integer", "format": "int64", "minimum": 0, "maximum": 9223372036854775807}}
},
"CreatedWebhook": {
"description": "A webhook with its secret.",
"type": "object",
"required": ["webhook", "secret"],
"properties": {
"webhook": {"$ref": "#/components/schemas/WebhookView"},
"secret": {"description": "What signs its calls; shown this once.", "type": "string", "format": "password"}
}
},
"WebhookDelivery": {
"description": "One attempt to tell a webhook of an event.",
"type": "object",
"required": ["delivery_id", "sequence", "type", "asset_id", "attempted_at", "duration_ms"],
"properties": {
"delivery_id": {"type": "integer", "format": "int64"},
"sequence": {"type": "integer", "format": "int64"},
"type": {"type": "string"},
"asset_id": {"type": "string", "format": "uuid"},
"attempted_at": {"type": "string", "format": "date-time"},
"duration_ms": {"type": "integer", "format": "int32"},
"status_code": {"description": "Left out when nothing was answered.", "type": "integer", "format": "int32"},
"error": {"description": "Why it was no success.", "type": "string"}
}
},
"WebhookDeliveryPage": {
"description": "Some of the log, newest first.",
"type": "object",
"required": ["deliveries"],
"properties": {
"deliveries": {"type": "array", "maxItems": 200, "items": {"$ref": "#/components/schemas/WebhookDelivery"}},
"next": {"description": "What to ask for the next page with; left out behind the last one.", "type": "integer", "format": "int64"}
}
},
"AuditEntry": {
"description": "Something that somebody did.",
"type": "object",
"required": ["audit_id", "action", "object_type", "object_id", "request_id", "details", "created_at"],
"properties": {
"audit_id": {"type": "integer", "format": "int64"},
"actor_id": {"description": "Who did it; left out for strangers.", "type": "string", "format": "uuid"},
"action": {"type": "string"},
"object_type": {"type": "string"},
"object_id": {"type": "string"},
"request_id": {"description": "Finds the request in the logs.", "type": "string"},
"details": {"description": "More about it, as the text of a JSON object.", "type": "string"},
"created_at": {"type": "string", "format": "date-time"}
}
},
"AuditPage": {
"description": "Some of the audit log, newest first.",
"type": "object",
"required": ["entries"],
"properties": {
"entries": {"type": "array", "maxItems": 200, "items": {"$ref": "#/components/schemas/AuditEntry"}},
"next": {"description": "The `before` of the next page; left out on the last.", "type": "integer", "format": "int64"}
}
},
"AssetType": {"description": "What kind of medium an asset is.", "type": "string", "enum": ["video", "audio", "image"]},
"AssetStatus": {
"description": "`uploading` until the master is stored, `processing` until it is inspected and the mandatory renditions are\nverified, then `ready`, or `failed` with a reason.\n",
"type": "string",
"enum": ["uploading", "processing", "ready", "failed", "archived"]
},
"Priority": {"description": "Urgent assets overtake normal ones on every queue.", "type": "string", "enum": ["normal", "urgent"]},
"OpenUpload": {
"description": "The file that shall become an asset.",
"type": "object",
"additionalProperties": false,
"required": ["filename", "size", "mime_type"],
"properties": {
"filename": {
"description": "The file's own name. Kept to be shown and for downloads, never used as a path or key.",
"type": "string",
"minLength": 1,
"maxLength": 500,
"pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$",
"x-reason": "must not contain control characters"
},
"size": {"description": "Bytes, 1 to 5 TiB.", "type": "integer", "format": "int64", "minimum": 1, "maximum": 5497558138880},
"mime_type": {
"description": "As the client believes, in lower case; the ingest looks at the bytes.",
"type": "string",
"minLength": 3,
"maxLength": 127,
"pattern": "^[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*$",
"x-reason": "must be a media type in lower case without parameters, as video/mp4"
},
"title": {
"description": "For people; the file name stands in when there is none.",
"type": "string",
"minLength": 1,
"maxLength": 500,
"pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$",
"x-reason": "must not contain control characters"
},
"description": {
"type": "string",
"maxLength": 10000,
"pattern": "^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F]*$",
"x-reason": "must not contain control characters other than tab and line ends"
},
"external_id": {
"description": "The asset's name in another system; unique.",
"type": "string",
"minLength": 1,
"maxLength": 100,
"pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$",
"x-reason": "must not contain control characters"
},
"sha256": {
"description": "SHA-256 of the file, where the client knows it.",
"type": "string",
"minLength": 64,
"maxLength": 64,
"pattern": "^[0-9a-f]{64}$",
"x-reason": "must be 64 hexadecimal digits in lower case"
},
"collection_id": {"description": "The home collection; by default the uploader's inbox.", "type": "string", "format": "uuid"},
"priority": {"$ref": "#/components/schemas/Priority", "default": "normal"},
"force": {"description": "Make a new asset even where the caller may see one with this `sha256`; without it the answer is that one.\n", "type": "boolean"}
}
},
"OpenVersion": {
"description": "The file that shall become an asset's master.",
"type": "object",
"additionalProperties": false,
"required": ["filename", "size", "mime_type"],
"properties": {
"filename": {
"description": "The file's own name. Kept to be shown and for downloads, never used as a path or key.",
"type": "string",
"minLength": 1,
"maxLength": 500,
"pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$",
"x-reason": "must not contain control characters"
},
"size": {"description": "Bytes, 1 to 5 TiB.", "type": "integer", "format": "int64", "minimum": 1, "maximum": 5497558138880},
"mime_type": {
"description": "As the client believes, in lower case; the ingest looks at the bytes.",
"type": "string",
"minLength": 3,
"maxLength": 127,
"pattern": "^[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*$",
"x-reason": "must be a media type in lower case without parameters, as video/mp4"
},
"sha256": {
"description": "SHA-256 of the file, where the client knows it.",
"type": "string",
"minLength": 64,
"maxLength": 64,
"pattern": "^[0-9a-f]{64}$",
"x-reason": "must be 64 hexadecimal digits in lower case"
},
"force": {"description": "Also when the asset has had a master with this `sha256`.", "type": "boolean"}
}
},
"Version": {
"description": "One master of an asset.",
"type": "object",
"required": ["version_number", "current", "filename", "mime_type", "size", "created_by", "created_at"],
"properties": {
"version_number": {"type": "integer", "format": "int32"},
"current": {"type": "boolean"},
"filename": {"type": "string"},
"mime_type": {"type": "string"},
"size": {"description": "Bytes.", "type": "integer", "format": "int64"},
"sha256": {"description": "Left out while nobody has told or computed it.", "type": "string"},
"created_by": {"description": "Who sent it.", "type": "string", "format": "uuid"},
"created_at": {"description": "When its upload was complete.", "type": "string", "format": "date-time"}
}
},
"VersionPage": {
"description": "Some versions of one asset, newest first.",
"type": "object",
"required": ["versions"],
"properties": {
"versions": {"type": "array", "maxItems": 200, "items": {"$ref": "#/components/schemas/Version"}},
"next": {"description": "The `before` of the next page; left out on the last.", "type": "integer", "format": "int32"}
}
},
"RenditionStatus": {
"description": "`pending` until somebody makes it, `processing`, then `ready` or `failed`. `expired`: its file is gone, and it can be made\nagain.\n",
"type": "string",
"enum": ["pending", "processing", "ready", "failed", "expired"]
},
"RenditionView": {
"description": "One file that is made from a master.",
"type": "object",
"required": ["rendition_id", "profile_name", "profile_version", "revision", "status", "active", "of_present_master", "created_at"],
"properties": {
"rendition_id": {"type": "string", "format": "uuid"},
"profile_name": {"type": "string"},
"profile_version": {"type": "integer", "format": "int32"},
"revision": {"description": "Counts from 1 how often this version of the profile was made.", "type": "integer", "format": "int32"},
"status": {"$ref": "#/components/schemas/RenditionStatus"},
"active": {"description": "The one of its profile that is shown.", "type": "boolean"},
"of_present_master": {"description": "Made from the master that the asset has now, not from an earlier one.", "type": "boolean"},
"mime_type": {"type": "string"},
"size": {"description": "Bytes.", "type": "integer", "format": "int64"},
"width": {"description": "Pixels.", "type": "integer", "format": "int32"},
"height": {"description": "Pixels.", "type": "integer", "format": "int32"},
"duration_ms": {"type": "integer", "format": "int64"},
"bitrate_kbps": {"type": "integer", "format": "int32"},
"first_frame": {"description": "Of a part, frames from `first_frame` to before `end_frame` of the master at its own rate.", "type": "integer", "format": "int64"},
"end_frame": {"type": "integer", "format": "int64"},
"progress_percent": {"description": "How far it is while it is made.", "type": "integer", "format": "int32"},
"failure_reason": {"type": "string"},
"expires_at": {"description": "When the file goes, unless it is used.", "type": "string", "format": "date-time"},
"created_at": {"type": "string", "format": "date-time"},
"url": {"type": "string", "format": "uri"},
"url_expires_at": {"type": "string", "format": "date-time"}
}
},
"FrameRange": {
"description": "Frames of a film at its own rate.",
"type": "object",
"additionalProperties": false,
"required": ["first_frame", "end_frame"],
"properties": {
"first_frame": {"description": "The first one; that of the film is 0.", "type": "integer", "format": "int64", "minimum": 0, "maximum": 1000000000},
"end_frame": {"description": "The first one that is not of the part any more.", "type": "integer", "format": "int64", "minimum": 1, "maximum": 1000000000}
}
},
"OrderRendition": {
"description": "What shall be made of the asset's present master.",
"type": "object",
"additionalProperties": false,
"required": ["profile_name"],
"properties": {
"profile_name": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[a-z0-9_]+$", "x-reason": "must be a name of a-z, 0-9 and _"},
)json";
constexpr char kPart3[] = R"json("part": {"$ref": "#/components/schemas/FrameRange"}
}
},
"RenditionPage": {
"description": "Some renditions of one asset, by profile.",
"type": "object",
"required": ["renditions"],
"properties": {
"renditions": {"type": "array", "maxItems": 200, "items": {"$ref": "#/components/schemas/RenditionView"}},
"next": {"description": "The `cursor` of the next page; left out on the last.", "type": "string"}
}
},
"PlayableFile": {
"description": "One file that can be played or shown by itself.",
"type": "object",
"required": ["profile_name", "url", "mime_type", "size"],
"properties": {
"profile_name": {"type": "string"},
"url": {"description": "Takes ranges.", "type": "string", "format": "uri-reference"},
"mime_type": {"type": "string"},
"size": {"description": "Bytes.", "type": "integer", "format": "int64"},
"width": {"description": "Pixels.", "type": "integer", "format": "int32"},
"height": {"description": "Pixels.", "type": "integer", "format": "int32"},
"bitrate_kbps": {"type": "integer", "format": "int32"}
}
},
"PlaybackView": {
"description": "Where an asset can be played. Addresses are absolute where the site has configured how it is reached, else paths at the\nAPI's own host. What there is not is left out.\n",
"type": "object",
"required": ["asset_id", "expires_at", "files", "thumbnails"],
"properties": {
"asset_id": {"type": "string", "format": "uuid"},
"expires_at": {"description": "Until when the addresses are good.", "type": "string", "format": "date-time"},
"duration_ms": {"type": "integer", "format": "int64"},
"hls_url": {"description": "The master playlist (RFC 8216).", "type": "string", "format": "uri-reference"},
"dash_url": {"description": "The manifest (ISO/IEC 23009-1), over the same segments.", "type": "string", "format": "uri-reference"},
"poster_url": {"type": "string", "format": "uri-reference"},
"sprite_url": {"description": "Small pictures of the whole film in one.", "type": "string", "format": "uri-reference"},
"sprite_track_url": {"description": "WebVTT that tells which of them is of when.", "type": "string", "format": "uri-reference"},
"waveform_url": {"description": "Peaks, as JSON in the form of audiowaveform.", "type": "string", "format": "uri-reference"},
"files": {"description": "Films and sounds in one file each, by profile.", "type": "array", "maxItems": 200, "items": {"$ref": "#/components/schemas/PlayableFile"}},
"thumbnails": {"description": "Smallest first.", "type": "array", "maxItems": 200, "items": {"$ref": "#/components/schemas/PlayableFile"}}
}
},
"RenditionProgress": {
"description": "How far one rendition is.",
"type": "object",
"required": ["profile_name", "status", "mandatory", "progress_percent"],
"properties": {
"profile_name": {"type": "string"},
"status": {"$ref": "#/components/schemas/RenditionStatus"},
"mandatory": {"description": "The asset is not ready without it.", "type": "boolean"},
"progress_percent": {"type": "integer", "format": "int32", "minimum": 0, "maximum": 100},
"failure_reason": {"type": "string"}
}
},
"ProcessingView": {
"description": "How far the ingest of an asset is.",
"type": "object",
"required": ["asset_id", "status", "parked", "renditions"],
"properties": {
"asset_id": {"type": "string", "format": "uuid"},
"status": {"$ref": "#/components/schemas/AssetStatus"},
"failure_reason": {"type": "string"},
"parked": {"description": "What it needed was away for too long; a retry goes on.", "type": "boolean"},
"waiting_for": {"description": "What it needs and is away, such as `object_storage`, `database`, `scratch` or `worker`.", "type": "string"},
"waiting_since": {"type": "string", "format": "date-time"},
"renditions": {"type": "array", "maxItems": 200, "items": {"$ref": "#/components/schemas/RenditionProgress"}}
}
},
"RelationType": {
"description": "Read from the asset to the other: it is derived from it (a cut, a crop), part of it, refers to it, replaces it, or says the\nsame in another language.\n",
"type": "string",
"enum": ["derived_from", "part_of", "references", "replaces", "translation_of"]
},
"RelationDirection": {
"description": "`outgoing`: the asset that was asked for is this to the other; `incoming`: the other is this to it.",
"type": "string",
"enum": ["outgoing", "incoming"]
},
"RelationView": {
"description": "What two assets are to each other.",
"type": "object",
"required": ["type", "direction", "asset_id", "asset_type", "title", "created_by", "created_at"],
"properties": {
"type": {"$ref": "#/components/schemas/RelationType"},
"direction": {"$ref": "#/components/schemas/RelationDirection"},
"asset_id": {"description": "The other one.", "type": "string", "format": "uuid"},
"asset_type": {"$ref": "#/components/schemas/AssetType"},
"title": {"type": "string"},
"created_by": {"description": "Who said so.", "type": "string", "format": "uuid"},
"created_at": {"type": "string", "format": "date-time"}
}
},
"RelationPage": {
"description": "Some relations of one asset, oldest first.",
"type": "object",
"required": ["relations"],
"properties": {
"relations": {"type": "array", "maxItems": 200, "items": {"$ref": "#/components/schemas/RelationView"}},
"next": {"description": "The `after` of the next page; left out on the last.", "type": "string", "format": "uuid"}
}
},
"PartAddress": {
"description": "Where to PUT one part.",
"type": "object",
"required": ["part_number", "url", "expires_at"],
"properties": {"part_number": {"type": "integer", "format": "int32"}, "url": {"type": "string", "format": "uri"}, "expires_at": {"type": "string", "format": "date-time"}}
},
"StoredPart": {
"description": "A part the object store has.",
"type": "object",
"required": ["part_number", "etag", "size"],
"properties": {"part_number": {"type": "integer", "format": "int32"}, "etag": {"type": "string"}, "size": {"type": "integer", "format": "int64"}}
},
"OpenedUpload": {
"description": "An upload that waits for its parts.",
"type": "object",
"required": ["asset_id", "upload_id", "part_size", "part_count", "parts"],
"properties": {
"asset_id": {"type": "string", "format": "uuid"},
"upload_id": {"type": "string", "format": "uuid"},
"part_size": {"description": "Bytes of every part but the last.", "type": "integer", "format": "int64"},
"part_count": {"description": "At most 10,000.", "type": "integer", "format": "int32"},
"parts": {"description": "Addresses of the first parts.", "type": "array", "maxItems": 100, "items": {"$ref": "#/components/schemas/PartAddress"}},
"next_parts": {"description": "What to give `get_upload` as `after` for more addresses; left out when all are here.", "type": "integer", "format": "int32"},
"existing": {"description": "True where nothing is to be sent: this asset has the bytes already. There are no `parts` then.\n", "type": "boolean"}
}
},
"UploadStatus": {"description": "Where an upload stands.", "type": "string", "enum": ["open", "completing", "completed", "aborted", "expired"]},
"UploadProgress": {
"description": "What is stored and what is missing.",
"type": "object",
"required": ["asset_id", "upload_id", "state", "size", "part_size", "part_count", "stored", "parts"],
"properties": {
"asset_id": {"type": "string", "format": "uuid"},
"upload_id": {"type": "string", "format": "uuid"},
"state": {"$ref": "#/components/schemas/UploadStatus"},
"size": {"description": "Bytes of the whole file.", "type": "integer", "format": "int64"},
"part_size": {"type": "integer", "format": "int64"},
"part_count": {"type": "integer", "format": "int32"},
"stored": {"description": "Parts that are there.", "type": "array", "maxItems": 1000, "items": {"$ref": "#/components/schemas/StoredPart"}},
"parts": {"description": "Addresses of parts that are missing.", "type": "array", "maxItems": 100, "items": {"$ref": "#/components/schemas/PartAddress"}},
"next_parts": {"description": "The part number to go on after; left out at the end.", "type": "integer", "format": "int32"}
}
},
"CompletedPart": {
"description": "A part the client sent, and the ETag it was answered.",
"type": "object",
"additionalProperties": false,
"required": ["part_number", "etag"],
"properties": {
"part_number": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 10000},
"etag": {
"description": "With or without its quotes.",
"type": "string",
"minLength": 1,
"maxLength": 128,
"pattern": "^\"?[0-9A-Za-z+/=_-]+\"?$",
"x-reason": "must be an entity tag as the object store gave it"
}
}
},
"CompleteUpload": {
"description": "All parts of an upload.",
"type": "object",
"additionalProperties": false,
"required": ["parts"],
"properties": {
"parts": {"description": "In any order.", "type": "array", "minItems": 1, "maxItems": 10000, "items": {"$ref": "#/components/schemas/CompletedPart"}},
"sha256": {
"description": "SHA-256 of the file, where the client knows it only now; the ingest compares it. Once declared it stays: another one is\na 400.\n",
"type": "string",
"minLength": 64,
"maxLength": 64,
"pattern": "^[0-9a-f]{64}$",
"x-reason": "must be 64 hexadecimal digits in lower case"
}
}
},
"CompletedUpload": {
"description": "A master that is stored.",
"type": "object",
"required": ["asset_id", "workflow_id", "status"],
"properties": {
"asset_id": {"type": "string", "format": "uuid"},
"workflow_id": {"description": "The ingest.", "type": "string"},
"status": {"$ref": "#/components/schemas/AssetStatus"}
}
},
"AssetView": {
"description": "An asset as the API shows it.",
"type": "object",
"required": [
"asset_id",
"type",
"status",
"title",
"filename",
"mime_type",
"size",
"priority",
"restricted",
"created_by",
"created_at",
"updated_at",
"edit_version",
"version"
],
"properties": {
"asset_id": {"type": "string", "format": "uuid"},
"type": {"$ref": "#/components/schemas/AssetType"},
"status": {"$ref": "#/components/schemas/AssetStatus"},
"title": {"type": "string"},
"filename": {"description": "The name the file came with.", "type": "string"},
"mime_type": {"type": "string"},
"size": {"description": "Bytes of the master.", "type": "integer", "format": "int64"},
"priority": {"$ref": "#/components/schemas/Priority"},
"restricted": {"description": "Seen only by people with `manage` on its home collection and those named on it.", "type": "boolean"},
"created_by": {"description": "The user who opened the upload.", "type": "string", "format": "uuid"},
"created_at": {"type": "string", "format": "date-time"},
"updated_at": {"type": "string", "format": "date-time"},
"edit_version": {"description": "Changes with what a person edits; the ETag.", "type": "integer", "format": "int64"},
"version": {"description": "Changes with anything that can be seen.", "type": "integer", "format": "int64"},
"description": {"type": "string"},
"tags": {"type": "array", "maxItems": 100, "items": {"type": "string"}},
"editorial_metadata": {"description": "What the site's metadata schema asks of assets of this type; left out in listings.", "type": "object", "x-max-bytes": 65536},
"edited_by": {"description": "Who last edited it; left out before the first edit, and when that was its file.", "type": "string", "format": "uuid"},
"edited_at": {"type": "string", "format": "date-time"},
"trashed_at": {"description": "Since when it lies in the trash; left out elsewhere.", "type": "string", "format": "date-time"},
"legal_hold": {"description": "It is not purged as long as this holds; left out when it does not.", "type": "boolean"},
"external_id": {"type": "string"},
"sha256": {"description": "Of the master, once known.", "type": "string"},
"collection_id": {"description": "The home collection.", "type": "string", "format": "uuid"},
"technical_metadata": {
"description": "What the master is and says about itself; left out in listings, in answers to changes, and before anybody has looked into it.",
"$ref": "#/components/schemas/TechnicalMetadata"
},
"failure_reason": {"description": "Why the asset is `failed`.", "type": "string"}
}
},
"TechnicalMetadata": {
"description": "What a master is by its content, and what it says about itself. Only what is known is there. Rates and aspect ratios are\nfractions in text (`30000/1001`), so that nobody rounds them. More members may come.\n",
"type": "object",
"x-max-bytes": 4194304,
"required": ["streams"],
"properties": {
"container": {"type": "string", "description": "FFmpeg's names of the format."},
"duration_ms": {"type": "integer", "format": "int64", "description": "Of the longest stream; none for a still picture."},
"bit_rate": {"type": "integer", "format": "int64", "description": "Bits per second of all of it."},
"codec": {"type": "string", "description": "Of the film or picture", "else of the first sound.": null},
"resolution": {"type": "string", "description": "Of the film or picture as coded", "pattern": "^[0-9]+x[0-9]+$"},
"frame_rate": {"type": "string", "pattern": "^[0-9]+/[0-9]+$"},
"start_timecode": {
"description": "Of the first frame (SMPTE ST 12-1), with `;` before the frames when it is drop-frame.",
"type": "string",
"pattern": "^[0-9]{2}:[0-9]{2}:[0-9]{2}[:;][0-9]{2,3}$"
},
"start_frame": {"type": "integer", "format": "int64", "description": "The same as frames from midnight."},
"streams": {"type": "array", "items": {"$ref": "#/components/schemas/TechnicalStream"}},
"tags": {"description": "Words of the container by their names in lower case, as they stand there.", "type": "object", "additionalProperties": {"type": "string"}},
"quality": {
"description": "What was found while renditions were made.",
"type": "object",
"properties": {
"loudness": {
"description": "EBU R 128.",
"type": "object",
"properties": {"integrated_lufs": {"type": "number"}, "range_lu": {"type": "number"}, "true_peak_dbtp": {"type": "number"}}
},
"black": {"$ref": "#/components/schemas/TechnicalSpans"},
"frozen": {"$ref": "#/components/schemas/TechnicalSpans"},
"silent": {"$ref": "#/components/schemas/TechnicalSpans"}
}
},
"embedded": {"$ref": "#/components/schemas/EmbeddedMetadata"},
"embedded_unread": {"type": "string", "description": "Why nobody knows what the file says about itself."}
}
},
"TechnicalSpans": {
"description": "From and to, in milliseconds.",
"type": "array",
"x-max-bytes": 1048576,
"items": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "integer", "format": "int64"}}
},
"TechnicalStream": {
"description": "One stream of a master.",
"type": "object",
"x-max-bytes": 65536,
"required": ["index", "kind"],
"properties": {
"index": {"type": "integer", "format": "int32"},
"kind": {"type": "string", "enum": ["video", "audio", "subtitle", "data", "attachment"]},
"codec": {"type": "string", "description": "FFmpeg's name; none when no decoder knows it."},
"codec_profile": {"type": "string"},
"time_base": {"type": "string", "description": "Seconds of one tick.", "pattern": "^[0-9]+/[0-9]+$"},
"duration_ms": {"type": "integer", "format": "int64"},
"bit_rate": {"type": "integer", "format": "int64"},
"frame_count": {"type": "integer", "format": "int64"},
"language": {"type": "string", "description": "As the file says it."},
"title": {"type": "string"},
"default": {"type": "boolean"},
"video": {
"type": "object",
"properties": {
"width": {"type": "integer", "format": "int32", "description": "As coded."},
"height": {"type": "integer", "format": "int32"},
"pixel_aspect": {"type": "string", "description": "1/1 when left out.", "pattern": "^[0-9]+/[0-9]+$"},
"rotation": {"type": "integer", "format": "int32", "enum": [90, 180, 270], "description": "Degrees clockwise to show it upright."},
"frame_rate": {"type": "string", "pattern": "^[0-9]+/[0-9]+$"},
"variable_frame_rate": {"type": "boolean"},
"field_order": {"type": "string", "enum": ["progressive", "top_first", "bottom_first"]},
"pixel_format": {"type": "string"},
"bits_per_component": {"type": "integer", "format": "int32"},
"alpha": {"type": "boolean"},
"color_primaries": {"type": "string"},
"color_transfer": {"type": "string"},
"color_space": {"type": "string", "description": "The matrix."},
"color_range": {"type": "string"},
"high_dynamic_range": {"type": "boolean"},
"hdr": {"type": "string", "enum": ["pq", "hlg", "hdr10", "dolby_vision"]},
"attached_picture": {"type": "boolean", "description": "A cover, not a film."}
}
},
"audio": {
"type": "object",
"properties": {
"sample_rate_hz": {"type": "integer", "format": "int32"},
"channels": {"type": "integer", "format": "int32"},
"channel_layout": {"type": "string"},
"bits_per_sample": {"type": "integer", "format": "int32"}
}
}
}
},
"EmbeddedMetadata": {
"description": "What a file says about itself, by EXIF, IPTC-IIM, XMP, ID3, QuickTime and other standards, in the order of preference of\nthe Metadata Working Group. Nothing of it is checked by anybody; texts are plain. It is as visible as its asset, with\n`gps` in it.\n",
"type": "object",
"x-max-bytes": 1048576,
"properties": {
"title": {"type": "string"},
"headline": {"type": "string"},
"caption": {"type": "string"},
"keywords": {"type": "array", "maxItems": 500, "items": {"type": "string"}},
"creators": {"type": "array", "maxItems": 50, "items": {"type": "string"}},
"credit": {"type": "string"},
"source": {"type": "string"},
"copyright": {"type": "string"},
"usage_terms": {"type": "string"},
"instructions": {"type": "string"},
"job_id": {"type": "string"},
"category": {"type": "string"},
"genre": {"type": "string"},
"album": {"type": "string"},
"language": {"type": "string"},
"sublocation": {"type": "string"},
"city": {"type": "string"},
"region": {"type": "string"},
"country": {"type": "string"},
"country_code": {"type": "string"},
"captured_at": {
"description": "ISO 8601; a day, or a day and time, with an offset from UTC where the file says it.",
"type": "string",
"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}[-+.:0-9TZ]*$"
},
"gps": {
"description": "Where it was taken (WGS 84). Personal data.",
"type": "object",
"required": ["latitude", "longitude"],
"properties": {
"latitude": {"type": "number", "minimum": -90, "maximum": 90},
"longitude": {"type": "number", "minimum": -180, "maximum": 180},
"altitude_m": {"type": "number"}
}
},
"camera": {
"type": "object",
"properties": {
"make": {"type": "string"},
"model": {"type": "string"},
"lens": {"type": "string"},
"iso": {"type": "integer", "format": "int32"},
"exposure_time_s": {"type": "number"},
"f_number": {"type": "number"},
"focal_length_mm": {"type": "number"}
}
},
"orientation": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 8, "description": "As EXIF counts it; 1 is upright."},
"rating": {"type": "integer", "format": "int32", "minimum": -1, "maximum": 5},
"software": {"type": "string"},
"color_profile": {"type": "string"}
}
},
"EditAsset": {
"description": "A merge patch of what people say about an asset.",
"type": "object",
"additionalProperties": false,
"properties": {
"title": {"type": "string", "minLength": 1, "maxLength": 500, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"},
"description": {
"type": ["string", "null"],
"maxLength": 10000,
"pattern": "^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F]*$",
"x-reason": "must not contain control characters other than tab and line ends"
},
"tags": {
"description": "All of them; one that comes twice is taken once.",
"type": ["array", "null"],
"maxItems": 100,
"items": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"}
},
"editorial_metadata": {"description": "Merged member by member.", "type": ["object", "null"], "x-max-bytes": 65536}
}
},
"BulkEdit": {
"description": "What shall be said about which assets.",
"type": "object",
"additionalProperties": false,
"required": ["selection", "change"],
"properties": {"selection": {"$ref": "#/components/schemas/AssetSelection"}, "change": {"$ref": "#/components/schemas/BulkChange"}}
},
"CacheOrder": {
"description": "What shall be done with the asset cache, for which assets.",
"type": "object",
"additionalProperties": false,
"required": ["action", "selection"],
"properties": {"action": {"$ref": "#/components/schemas/CacheAction"}, "selection": {"$ref": "#/components/schemas/AssetSelection"}}
},
"CacheAction": {"description": "`warm` fills it, `invalidate` empties it.", "type": "string", "enum": ["warm", "invalidate"]},
"AssetSelection": {
"description": "Some assets; by `query` or by `asset_ids`.",
"type": "object",
"additionalProperties": false,
"properties": {
"query": {"$ref": "#/components/schemas/SelectionQuery"},
"excluded": {"description": "Of those that the query finds, all but these.", "type": "array", "maxItems": 1000, "items": {"type": "string", "format": "uuid"}},
"asset_ids": {"type": "array", "minItems": 1, "maxItems": 1000, "items": {"type": "string", "format": "uuid"}}
}
},
"SelectionQuery": {
"description": "The filters of `list_assets`; all that are given must hold. Without any, all assets that one may see.",
"type": "object",
"additionalProperties": false,
"properties": {
"type": {"type": "array", "maxItems": 3, "items": {"$ref": "#/components/schemas/AssetType"}},
"status": {"type": "array", "maxItems": 5, "items": {"$ref": "#/components/schemas/AssetStatus"}},
"collection_id": {"description": "In this collection or below it.", "type": "string", "format": "uuid"},
"created_from": {"type": "string", "format": "date-time"},
"created_to": {"description": "Created before.", "type": "string", "format": "date-time"},
"tag": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"}
}
},
"BulkChange": {
"description": "A merge patch of what people say about each asset.",
"type": "object",
"additionalProperties": false,
"properties": {
"title": {"type": "string", "minLength": 1, "maxLength": 500, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"},
"description": {
"type": ["string", "null"],
"maxLength": 10000,
"pattern": "^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F]*$",
"x-reason": "must not contain control characters other than tab and line ends"
},
"tags": {
"description": "In place of all there were.",
"type": ["array", "null"],
"maxItems": 100,
"items": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"}
},
"remove_tags": {
"type": "array",
"maxItems": 100,
"items": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"}
},
"add_tags": {
"description": "Behind those that there are; an asset has at most 100.",
"type": "array",
"maxItems": 100,
"items": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"}
},
"editorial_metadata": {"description": "Merged member by member.", "type": ["object", "null"], "x-max-bytes": 65536}
}
},
"JobKind": {
"description": "`bulk_edit`, the `undo` of another job, or work on the asset cache.",
"type": "string",
"enum": ["bulk_edit", "undo", "warm_cache", "invalidate_cache"]
},
"JobState": {
"description": "`failed` jobs have an `error`; like `cancelled` ones they may have done a part of their work.",
"type": "string",
"enum": ["queued", "running", "done", "failed", "cancelled"]
},
"JobOutcome": {
"description": "`edited`; skipped because the change leaves it as it was (`unchanged`), it is not there or may not be seen\n(`not_found`), may not be edited (`forbidden`) or was edited since the job that shall be undone (`edited_since`);\n`invalid` when what would come out is not as the site's schema says. `cached`, or `dropped` from the cache; there\n`unchanged` is what is too small to be cached, or too large.\n",
"type": "string",
"enum": ["edited", "unchanged", "not_found", "forbidden", "edited_since", "invalid", "cached", "dropped"]
},
"JobCount": {
"description": "How many assets a job did this with.",
"type": "object",
"required": ["outcome", "assets"],
"properties": {"outcome": {"$ref": "#/components/schemas/JobOutcome"}, "assets": {"type": "integer", "format": "int64"}}
},
"JobView": {
"description": "Work on many assets.",
"type": "object",
"required": ["job_id", "kind", "state", "created_by", "created_at", "total", "done", "skipped", "failed", "outcomes"],
"properties": {
"job_id": {"type": "string", "format": "uuid"},
"kind": {"$ref": "#/components/schemas/JobKind"},
"state": {"$ref": "#/components/schemas/JobState"},
"undoes": {"description": "The job that this one undoes.", "type": "string", "format": "uuid"},
"created_by": {"type": "string", "format": "uuid"},
"created_at": {"type": "string", "format": "date-time"},
"started_at": {"description": "When its selection was pinned.", "type": "string", "format": "date-time"},
"ended_at": {"type": "string", "format": "date-time"},
"error": {"description": "Why it failed.", "type": "string"},
"total": {"description": "Assets in the selection; 0 until that is pinned.", "type": "integer", "format": "int64"},
"done": {"description": "Assets that were edited, cached or dropped from the cache.", "type": "integer", "format": "int64"},
"skipped": {"type": "integer", "format": "int64"},
"failed": {"type": "integer", "format": "int64"},
"outcomes": {"description": "The three counts in detail.", "type": "array", "maxItems": 6, "items": {"$ref": "#/components/schemas/JobCount"}}
}
},
"JobAsset": {
"description": "What a job did with one asset.",
"type": "object",
"required": ["asset_id", "outcome"],
"properties": {
"asset_id": {"type": "string", "format": "uuid"},
"outcome": {"$ref": "#/components/schemas/JobOutcome"},
"edit_version": {"description": "The edit that the job made.", "type": "integer", "format": "int64"},
"detail": {"description": "What is wrong.", "type": "string"}
}
},
"JobAssetPage": {
"description": "Some assets of a job.",
"type": "object",
"required": ["assets"],
"properties": {
"assets": {"type": "array", "maxItems": 200, "items": {"$ref": "#/components/schemas/JobAsset"}},
"next": {"description": "The `after` of the next page; left out on the last.", "type": "string", "format": "uuid"}
}
},
"Edit": {
"description": "What was said about an asset at one time.",
"type": "object",
"required": ["edit_version", "title", "description", "tags", "editorial_metadata", "edited_at"],
"properties": {
"edit_version": {"type": "integer", "format": "int64"},
"title": {"type": "string"},
"description": {"type": "string"},
"tags": {"type": "array", "maxItems": 100, "items": {"type": "string"}},
"editorial_metadata": {"type": "object", "x-max-bytes": 65536},
"edited_by": {"description": "Who said so; left out for what the asset was created with, and for what its file says.", "type": "string", "format": "uuid"},
"edited_at": {"type": "string", "format": "date-time"},
"from_file": {"description": "Its file said so, when ingest looked into it; left out when it did not.", "type": "boolean"}
}
},
"EditPage": {
"description": "Some edits of one asset, newest first.",
"type": "object",
"required": ["edits"],
"properties": {
"edits": {"type": "array", "maxItems": 200, "items": {"$ref": "#/components/schemas/Edit"}},
"next": {"description": "The `before` of the next page; left out on the last.", "type": "integer", "format": "int64"}
}
},
"HoldAsset": {
"description": "Why an asset must not be purged.",
"type": "object",
"additionalProperties": false,
"required": ["reason"],
"properties": {
"reason": {"type": "string", "minLength": 1, "maxLength": 500, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"}
}
},
"FieldType": {
"description": "What a field holds. A choice is one value of the vocabulary in `choices`.",
"type": "string",
"enum": ["text", "choice", "integer", "number", "boolean", "date", "date_time"]
},
"FieldLabel": {
"description": "A word for people in one language.",
"type": "object",
"additionalProperties": false,
"required": ["language", "text"],
"properties": {
"language": {
"description": "BCP 47.",
"type": "string",
"minLength": 2,
"maxLength": 16,
"pattern": "^[A-Za-z0-9-]+$",
"x-reason": "must be a language tag, as es or pt-BR"
},
"text": {"type": "string", "minLength": 1, "maxLength": 80, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"}
}
},
"FieldChoice": {
"description": "One value of a vocabulary.",
"type": "object",
"additionalProperties": false,
"required": ["value"],
"properties": {
"value": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$", "x-reason": "must not contain control characters"},
"labels": {"type": "array", "maxItems": 4, "items": {"$ref": "#/components/schemas/FieldLabel"}}
}
},
"Field": {
"description": "A field that assets of a type may have.",
"type": "object",
"additionalProperties": false,
"required": ["name", "type"],
"properties": {
"name": {
"type": "string",
"minLength": 1,
"maxLength": 64,
"pattern": "^[a-z][a-z0-9_]*$",
"x-reason": "must be letters, digits and underscores in lower case and begin with a letter"
},
"type": {"$ref": "#/components/schemas/FieldType"},
"list": {"description": "A list of such values.", "type": "boolean", "default": false},
"required": {"type": "boolean", "default": false},
"labels": {"type": "array", "maxItems": 16, "items": {"$ref": "#/components/schemas/FieldLabel"}},
"min_length": {"description": "Of a text, in characters.", "type": "integer", "format": "int32", "minimum": 0, "maximum": 65536},
"max_length": {"type": "integer", "format": "int32", "minimum": 0, "maximum": 65536},
"minimum": {"description": "Of an integer or a number, included.", "type": "integer", "format": "int64", "minimum": -9007199254740991, "maximum": 9007199254740991},
"maximum": {"type": "integer", "format": "int64", "minimum": -9007199254740991, "maximum": 9007199254740991},
"max_items": {"description": "Of a list.", "type": "integer", "format": "int32", "minimum": 1, "maximum": 1000},
"choices": {"description": "The vocabulary of a choice.", "type": "array", "maxItems": 100, "items": {"$ref": "#/components/schemas/FieldChoice"}}
}
},
"PreviewMetadataSchema": {
"description": "A schema to try.",
"type": "object",
"additionalProperties": false,
"required": ["fields"],
"properties": {"fields": {"type": "array", "maxItems": 32, "items": {"$ref": "#/components/schemas/Field"}}}
},
"PutMetadataSchema": {
"description": "A schema that shall be in force.",
"type": "object",
"additionalProperties": false,
"required": ["after", "fields"],
"properties": {
"after": {
"description": "The revision whose place it takes; 412 when another one is in force.",
"type": "integer",
"format": "int64",
"minimum": 0,
"maximum": 9007199254740991
},
"fields": {"type": "array", "maxItems": 32, "items": {"$ref": "#/components/schemas/Field"}},
"accept_breaking": {"type": "boolean", "default": false}
}
},
"MetadataSchema": {
"description": "What editorial metadata of assets of one type may hold.",
"type": "object",
"required": ["asset_type", "revision"],
"properties": {
"asset_type": {"$ref": "#/components/schemas/AssetType"},
"revision": {"type": "integer", "format": "int64"},
"fields": {"type": "array", "maxItems": 32, "items": {"$ref": "#/components/schemas/Field"}}
}
},
"BreakingAsset": {
"description": "An asset that would not be as a schema says.",
"type": "object",
"required": ["asset_id", "title", "errors"],
"properties": {
"asset_id": {"type": "string", "format": "uuid"},
"title": {"type": "string"},
"errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemField"}}
}
},
"SchemaImpact": {
"description": "What a schema would mean for the assets there are.",
"type": "object",
"required": ["assets", "breaking", "examples"],
"properties": {
"assets": {"type": "integer", "format": "int64"},
"breaking": {"type": "integer", "format": "int64"},
"examples": {"type": "array", "maxItems": 100, "items": {"$ref": "#/components/schemas/BreakingAsset"}}
}
},
"ImportMode": {"description": "Whether a table is only checked or changes what it names.", "type": "string", "enum": ["dry_run", "apply"]},
"ImportOutcome": {"description": "What became of a row, or would become of it.", "type": "string", "enum": ["changed", "unchanged", "refused"]},
"ImportFault": {
"description": "What is wrong with a row.",
"type": "object",
"required": ["detail"],
"properties": {"column": {"description": "Left out where it is the row as a whole.", "type": "string"}, "detail": {"type": "string"}}
},
"ImportedRow": {
"description": "One row of a table.",
"type": "object",
"required": ["line", "outcome", "columns", "errors"],
"properties": {
"line": {"description": "In which the row begins; the first line of the table is 1.", "type": "integer", "format": "int64"},
"asset_id": {"type": "string", "format": "uuid"},
"outcome": {"$ref": "#/components/schemas/ImportOutcome"},
"columns": {"description": "Those that change something.", "type": "array", "maxItems": 1000, "items": {"type": "string"}},
"errors": {"type": "array", "maxItems": 1000, "items": {"$ref": "#/components/schemas/ImportFault"}}
}
},
"ImportReport": {
"description": "What became of a table, row by row.",
"type": "object",
"required": ["mode", "changed", "unchanged", "refused", "rows"],
"properties": {
"mode": {"$ref": "#/components/schemas/ImportMode"},
"changed": {"type": "integer", "format": "int32"},
"unchanged": {"type": "integer", "format": "int32"},
"refused": {"type": "integer", "format": "int32"},
"rows": {"type": "array", "maxItems": 1000, "items": {"$ref": "#/components/schemas/ImportedRow"}}
}
},
"AssetShelf": {"description": "Where assets are listed from.", "type": "string", "enum": ["catalogue", "trash"]},
"AbandonedAsset": {"description": "What becomes of an asset whose first upload is given up; `discard` puts it into the trash.", "type": "string", "enum": ["keep", "discard"]},
"AssetSort": {"description": "The order of a listing.", "type": "string", "enum": ["newest", "oldest", "updated", "title"]},
"AssetPage": {
"description": "Some assets.",
"type": "object",
"required": ["assets"],
"properties": {
"assets": {"type": "array", "maxItems": 200, "items": {"$ref": "#/components/schemas/AssetView"}},
"next": {"description": "The `cursor` of the next page; left out on the last.", "type": "string"}
}
},
"DownloadAddress": {
"description": "Where a master can be read for a while.",
"type": "object",
"required": ["url", "expires_at", "filename", "size"],
"properties": {
"url": {"type": "string", "format": "uri"},
"expires_at": {"type": "string", "format": "date-time"},
"filename": {"type": "string"},
"size": {"description": "Bytes.", "type": "integer", "format": "int64"},
"sha256": {"description": "What the bytes must be, as hexadecimal digits; left out until it is known.", "type": "string"}
}
},
"LivenessStatus": {"description": "There is only one good answer.", "type": "string", "enum": ["live"]},
"Liveness": {"description": "The process answers.", "type": "object", "required": ["status"], "properties": {"status": {"$ref": "#/components/schemas/LivenessStatus"}}},
"ReadinessStatus": {
"description": "`degraded` serves everything, some of it slower; `unavailable` lacks something it cannot do without.\n",
"type": "string",
"enum": ["ready", "degraded", "unavailable"]
},
"DependencyStatus": {"description": "How a dependency was when last asked.", "type": "string", "enum": ["up", "down"]},
"DependencyHealth": {
"description": "One server this process talks to.",
"type": "object",
"required": ["name", "status", "required"],
"properties": {
"name": {"type": "string"},
"status": {"$ref": "#/components/schemas/DependencyStatus"},
"required": {"description": "Whether the process is unavailable without it.", "type": "boolean"},
"detail": {"description": "What is wrong, without addresses or credentials.", "type": "string"}
}
},
"Readiness": {
"description": "Whether the process can serve.",
"type": "object",
"required": ["status", "dependencies"],
"properties": {
"status": {"$ref": "#/components/schemas/ReadinessStatus"},
"dependencies": {"type": "array", "maxItems": 32, "items": {"$ref": "#/components/schemas/DependencyHealth"}}
}
},
"ProblemField": {
"description": "One place that is wrong.",
"type": "object",
"required": ["pointer", "detail"],
"properties": {"pointer": {"description": "JSON Pointer (RFC 6901) into the body, or the name of a parameter.", "type": "string"}, "detail": {"type": "string"}}
},
"Problem": {
"description": "Why a request failed (RFC 9457).",
"type": "object",
"required": ["type", "title", "status", "detail", "request_id"],
"properties": {
"type": {
"description": "Stable name of the kind of failure: /problems/ and one of invalid-input, unauthenticated, forbidden,\nnot-found, conflict, precondition-failed, precondition-required, too-large, unsupported-type, idempotency-mismatch, rate-limited,\nunavailable, timeout, internal, or of what HTTP itself can get wrong.\n",
"type": "string",
"format": "uri-reference"
},
"title": {"description": "The kind in a few words.", "type": "string"},
"status": {"description": "The status code of the answer.", "type": "integer", "format": "int32"},
"detail": {"description": "What went wrong this time.", "type": "string"},
"request_id": {"description": "Finds the request in the logs.", "type": "string"},
"errors": {
"description": "For invalid-input, the places that are wrong; at most 100.",
"type": "array",
"maxItems": 100,
"items": {"$ref": "#/components/schemas/ProblemField"}
}
}
}
}
}
}
)json";
// clang-format on

}  // namespace

std::string openapi_document() {
    std::string text;
    text += kPart0;
    text += kPart1;
    text += kPart2;
    text += kPart3;
    return text;
}

}  // namespace acervo::http::api
