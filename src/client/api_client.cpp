#include "client/api_client.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <charconv>

#include "core/sleep.hpp"

namespace acervo::client {
namespace {

namespace json = boost::json;

constexpr int kAttempts = 5;
constexpr std::size_t kLargestAnswer = 16 * 1024 * 1024;
constexpr std::chrono::seconds kLongestWait{30};

ErrorKind kind_of_status(int status) {
    switch (status) {
        case 400:
        case 422:
            return ErrorKind::InvalidInput;
        case 401:
            return ErrorKind::Unauthenticated;
        case 403:
            return ErrorKind::Forbidden;
        case 404:
            return ErrorKind::NotFound;
        case 409:
            return ErrorKind::Conflict;
        case 412:
        case 428:
            return ErrorKind::PreconditionFailed;
        case 413:
            return ErrorKind::TooLarge;
        case 415:
            return ErrorKind::UnsupportedType;
        case 429:
            return ErrorKind::RateLimited;
        case 502:
        case 503:
        case 504:
            return ErrorKind::Unavailable;
        default:
            return ErrorKind::Internal;
    }
}

std::string text_member(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

/// One line a person understands: each field that is wrong, or else the problem's detail.
Error problem_of(int status, std::string_view body) {
    boost::system::error_code not_json;
    const auto parsed = json::parse(body, not_json);
    if (not_json || !parsed.is_object())
        return Error{kind_of_status(status), fmt::format("the server answered {}", status)};

    const auto& problem = parsed.get_object();
    std::string message;
    if (const auto* errors = problem.if_contains("errors"); errors != nullptr && errors->is_array()) {
        for (const auto& entry : errors->get_array()) {
            if (!entry.is_object()) continue;
            message += fmt::format("{}{} {}", message.empty() ? "" : "; ", text_member(entry.get_object(), "pointer"),
                                   text_member(entry.get_object(), "detail"));
        }
    }
    if (message.empty()) message = text_member(problem, "detail");
    if (message.empty()) message = text_member(problem, "title");
    return Error{kind_of_status(status), std::move(message)};
}

std::chrono::seconds wait_before_repeat(const HttpResponse& response, int attempt) {
    const auto given = response.headers.find("Retry-After").value_or("");
    int seconds = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), seconds);
    if (error != std::errc{} || seconds < 0) seconds = 1 << attempt;
    return std::min(std::chrono::seconds{seconds}, kLongestWait);
}

}  // namespace

Async<Result<HttpResponse>> ApiClient::send(ApiCall call) {
    HttpRequest request{call.method, base_url_ + call.path};
    request.headers.set("Accept", "application/json");
    if (!token_.empty()) request.headers.set("Authorization", "Bearer " + token_.reveal());
    if (!call.idempotency_key.empty()) request.headers.set("Idempotency-Key", std::move(call.idempotency_key));
    if (!call.if_match.empty()) request.headers.set("If-Match", std::move(call.if_match));
    if (!call.body.empty()) {
        request.headers.set("Content-Type", std::move(call.media_type));
        request.body = std::make_unique<StringSource>(std::move(call.body));
    }
    co_return co_await http_->send(std::move(request));
}

Async<Result<HttpResponse>> ApiClient::send_with_patience(ApiCall call) {
    for (int attempt = 0;; ++attempt) {
        auto response = CO_TRY(co_await send(call));
        const bool too_early = response.status == 503 || response.status == 429;
        if (too_early && attempt + 1 < kAttempts) {
            co_await sleep_for(wait_before_repeat(response, attempt));
            continue;
        }
        if (response.status < 400) co_return response;
        const auto body = CO_TRY(co_await read_all(*response.body, kLargestAnswer));
        co_return fail(problem_of(response.status, body));
    }
}

Async<Result<std::string>> ApiClient::call(ApiCall call) {
    auto response = CO_TRY(co_await send_with_patience(std::move(call)));
    co_return co_await read_all(*response.body, kLargestAnswer);
}

Async<Result<std::unique_ptr<ByteSource>>> ApiClient::stream(ApiCall call) {
    auto response = CO_TRY(co_await send_with_patience(std::move(call)));
    co_return std::move(response.body);
}

Async<Result<std::string>> ApiClient::call(Method method, std::string path, std::string json_body,
                                           std::string idempotency_key) {
    ApiCall one{.method = method,
                .path = std::move(path),
                .body = std::move(json_body),
                .idempotency_key = std::move(idempotency_key)};
    co_return co_await call(std::move(one));
}

}  // namespace acervo::client
