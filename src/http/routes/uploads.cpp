#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"
#include "http/generated/parameters.hpp"
#include "http/problem/problem.hpp"
#include "http/routes/endpoint.hpp"
#include "http/routes/idempotency_key.hpp"
#include "http/routes/large_body.hpp"
#include "http/routes/routes.hpp"
#include "http/routes/views.hpp"

namespace acervo::http {
namespace {

Result<OpenUpload> order_of(const api::OpenUpload& body) {
    OpenUpload order{.filename = body.filename,
                     .size = static_cast<std::uint64_t>(body.size),
                     .mime_type = body.mime_type,
                     .title = body.title.value_or(""),
                     .description = body.description.value_or(""),
                     .external_id = body.external_id,
                     .sha256 = std::nullopt,
                     .collection = body.collection_id,
                     .priority = body.priority,
                     .force = body.force.value_or(false)};
    if (body.sha256) {
        auto hash = ContentHash::parse(*body.sha256);
        if (!hash) return fail(std::move(hash).error());
        order.sha256 = *std::move(hash);
    }
    return order;
}

Async<Result<OpenedUpload>> open(Uploads& uploads, Request request, Caller caller) {
    CO_TRY(api::decode_open_upload_parameters(request));
    const auto body = CO_TRY(co_await read_json(request, api::kOpenUpload));
    const auto decoded = CO_TRY(api::decode_open_upload(body));
    auto order = CO_TRY(order_of(decoded));
    auto key = idempotency_key(request, api::kOpenUpload, caller, body);
    co_return co_await open_upload(uploads, std::move(caller), std::move(order), std::move(key));
}

Async<Response> open_upload_route(Uploads& uploads, Request request, Caller caller) {
    const auto opened = co_await open(uploads, std::move(request), std::move(caller));
    if (!opened) co_return problem(opened.error());
    auto response = private_json_response(opened->existing ? 200 : 201, encode(view_of(*opened)));
    response.headers.set("Location", "/api/v1/assets/" + opened->upload.asset_id.to_string());
    co_return response;
}

Async<Response> get_upload_route(Uploads& uploads, Request request, Caller caller) {
    const auto asked = api::decode_get_upload_parameters(request);
    if (!asked) co_return problem(asked.error());
    const UploadRange range{.after = asked->after, .limit = asked->limit};
    const auto state = co_await find_upload_state(uploads, std::move(caller), asked->asset_id, range);
    if (!state) co_return problem(state.error());
    co_return private_json_response(200, encode(view_of(*state)));
}

Async<Response> abort_upload_route(Uploads& uploads, Request request, Caller caller) {
    const auto asked = api::decode_abort_upload_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto aborted = co_await abort_upload(uploads, std::move(caller), asked->asset_id, asked->asset);
    if (!aborted) co_return problem(aborted.error());
    co_return Response{204};
}

Result<Completion> decode_completion(std::string_view body) {
    auto decoded = api::decode_complete_upload(body);
    if (!decoded) return fail(std::move(decoded).error());
    Completion completion;
    completion.parts.reserve(decoded->parts.size());
    for (auto& part : decoded->parts) {
        std::erase(part.etag, '"');
        completion.parts.push_back({.part_number = part.part_number, .etag = std::move(part.etag), .size = 0});
    }
    if (decoded->sha256) {
        auto hash = ContentHash::parse(*decoded->sha256);
        if (!hash) return fail(std::move(hash).error());
        completion.sha256 = *std::move(hash);
    }
    return completion;
}

Async<Result<CompletedUpload>> complete(Uploads& uploads, CpuPool& documents, Request request, Caller caller) {
    const auto asked = CO_TRY(api::decode_complete_upload_parameters(request));
    auto body = CO_TRY(co_await read_json(request, api::kCompleteUpload));
    auto completion = CO_TRY(co_await decode_body(documents, std::move(body), decode_completion));
    co_return co_await complete_upload(uploads, std::move(caller), asked.asset_id, std::move(completion));
}

Async<Response> complete_upload_route(Uploads& uploads, CpuPool& documents, Request request, Caller caller) {
    const auto completed = co_await complete(uploads, documents, std::move(request), std::move(caller));
    if (!completed) co_return problem(completed.error());
    co_return json_response(202, encode(view_of(*completed)));
}

Async<Result<CompletedUpload>> receive(Uploads& uploads, Request request, Caller caller) {
    const auto asked = CO_TRY(api::decode_put_content_parameters(request));
    if (!Headers::same_name(request.headers.find("Content-Type").value_or(""), "application/octet-stream")) {
        co_return fail(ErrorKind::UnsupportedType, "the body must be application/octet-stream");
    }
    co_return co_await receive_content(uploads, std::move(caller), asked.asset_id, std::move(request.body));
}

Async<Response> put_content_route(Uploads& uploads, Request request, Caller caller) {
    const auto received = co_await receive(uploads, std::move(request), std::move(caller));
    if (!received) co_return problem(received.error());
    co_return json_response(202, encode(view_of(*received)));
}

}  // namespace

void add_upload_routes(Router& router, Identity& identity, Uploads& uploads, CpuPool& documents) {
    const auto add = routes_on(router, identity, uploads);
    const auto complete = routes_on(router, identity, uploads, documents);
    add(api::kOpenUpload, open_upload_route);
    add(api::kAbortUpload, abort_upload_route);
    complete(api::kCompleteUpload, complete_upload_route);
    complete(api::kPutCompleteUpload, complete_upload_route);
    add(api::kGetUpload, get_upload_route);
    add(api::kPutContent, put_content_route);
}

}  // namespace acervo::http
