#include "adapters/s3/s3_client.hpp"

#include <fmt/format.h>

#include <boost/asio/this_coro.hpp>

#include "adapters/s3/answers.hpp"
#include "core/sleep.hpp"
#include "core/traced_work.hpp"

namespace acervo::s3 {
namespace {

/// A thousand entries with the longest keys, encoded.
constexpr std::size_t kMaxDocument = std::size_t{16} * 1024 * 1024;
constexpr int kServerError = 500;

bool is_success(int status) { return status >= 200 && status < 300; }

HttpClientOptions http_options(const S3Options& options) {
    return {
        .connect_timeout = options.connect_timeout, .stall_timeout = options.stall_timeout, .ca_file = options.ca_file};
}

}  // namespace

std::string Call::what() const {
    return object.key.empty() ? fmt::format("{} {}", operation, object.bucket)
                              : fmt::format("{} {}/{}", operation, object.bucket, object.key);
}

S3Client::S3Client(boost::asio::any_io_executor executor, S3Options options, Endpoint endpoint,
                   Endpoint public_endpoint)
    : options_{std::move(options)},
      endpoint_{std::move(endpoint)},
      public_endpoint_{std::move(public_endpoint)},
      signer_{{.access_key = options_.access_key,
               .secret_key = options_.secret_key,
               .session_token = options_.session_token},
              options_.region},
      http_{std::move(executor), http_options(options_)},
      breaker_{"the object store", options_.breaker, steady_clock_} {}

Result<std::unique_ptr<S3Client>> S3Client::make(boost::asio::any_io_executor executor, S3Options options) {
    auto endpoint = Endpoint::make(options.endpoint, options.addressing);
    if (!endpoint) return fail(std::move(endpoint).error());
    auto seen =
        options.public_endpoint.empty() ? endpoint : Endpoint::make(options.public_endpoint, options.addressing);
    if (!seen) return fail(std::move(seen).error());
    return std::unique_ptr<S3Client>{
        new S3Client{std::move(executor), std::move(options), *std::move(endpoint), *std::move(seen)}};
}

HttpRequest S3Client::signed_request(const Call& call, std::unique_ptr<ByteSource> body) const {
    SignedParts parts{.method = call.method,
                      .host = endpoint_.host_of(call.object.bucket),
                      .path = endpoint_.path_of(call.object.bucket, call.object.key),
                      .query = call.query,
                      .headers = call.headers};
    signer_.sign(parts, body ? std::string{kUnsignedPayload} : sha256_hex(call.document), clock_.now());
    auto target = parts.path;
    if (!call.query.empty()) target += "?" + encode_query(call.query);
    HttpRequest request{call.method, endpoint_.url_of(parts.host, target)};
    request.headers = std::move(parts.headers);
    request.headers.set("Host", std::move(parts.host));
    request.body = std::move(body);
    if (!call.document.empty()) request.body = std::make_unique<StringSource>(call.document);
    request.timeout = call.timeout.value_or(options_.call_timeout);
    return request;
}

Async<Result<HttpResponse>> S3Client::send(std::string operation, HttpRequest request, int attempt) {
    auto permit = CO_TRY(breaker_.enter());
    const auto began = steady_clock_.now();
    TracedCall call{co_await boost::asio::this_coro::executor, "S3/" + operation};
    if (const auto* context = call.context(); context != nullptr) {
        request.headers.set("traceparent", context->traceparent());  // not signed: a proxy may put its own
        if (!context->tracestate.empty()) request.headers.set("tracestate", context->tracestate);
        call.set("rpc.system", "aws-api");
        call.set("rpc.service", "S3");
        call.set("rpc.method", operation);
        call.set("http.request.method", name_of(request.method));
    }
    auto response = co_await http_.send(std::move(request));
    if (response) call.set("http.response.status_code", response->status);
    if (response && response->status >= kServerError) {
        call.fail(Error{ErrorKind::Unavailable, fmt::format("the store answered {}", response->status)});
    }
    call.settle(response);
    if (!response) {
        permit.ended(response.error());
    } else if (response->status >= kServerError) {
        permit.failed();
    } else {
        permit.succeeded();
    }
    S3Attempt told{.operation = operation, .attempt = attempt, .failure = std::nullopt};
    observe(told, response, began);
    co_return response;
}

void S3Client::observe(S3Attempt attempt, const Result<HttpResponse>& response,
                       std::chrono::steady_clock::time_point began) const {
    if (!options_.observe) return;
    attempt.status = response ? response->status : 0;
    attempt.took = steady_clock_.now() - began;
    if (!response) attempt.failure = response.error().kind();
    options_.observe(attempt);
}

Async<Result<Answer>> S3Client::answer_of(HttpResponse response) {
    Answer answer;
    answer.status = response.status;
    answer.headers = std::move(response.headers);
    auto text = co_await read_all(*response.body, kMaxDocument);
    if (!text && text.error().kind() == ErrorKind::TooLarge) {
        co_return fail(ErrorKind::Unavailable, "the store's answer is too large");
    }
    answer.text = CO_TRY(std::move(text));
    if (!is_success(answer.status) || answer.text.contains("<Error>")) {
        auto refusal = read_refusal(answer.text);
        answer.code = std::move(refusal.code);
        answer.message = std::move(refusal.message);
    }
    co_return answer;
}

std::optional<std::chrono::milliseconds> S3Client::wait_before_next(Backoff& backoff, const Error& error) const {
    // Who waits here keeps its own caller waiting: while nothing is let through, it hears of it now.
    if (breaker_.state() == CircuitBreaker::State::Open) return std::nullopt;
    return backoff.next(error);
}

Async<Result<Answer>> S3Client::ask_once(Call call) { return ask_attempt(std::move(call), 1); }

Async<Result<Answer>> S3Client::ask_attempt(Call call, int attempt) {
    auto request = signed_request(call, nullptr);
    auto response = CO_TRY(co_await send(call.operation, std::move(request), attempt));
    co_return co_await answer_of(std::move(response));
}

Async<Result<Answer>> S3Client::ask(Call call) {
    Backoff backoff{options_.retry};
    for (int attempt = 1;; ++attempt) {
        auto answer = co_await ask_attempt(call, attempt);
        if (answer && answer->accepted()) co_return answer;
        const auto error = answer ? error_of(*answer, call.what()) : answer.error();
        const auto wait = wait_before_next(backoff, error);
        if (!wait) co_return answer;
        co_await sleep_for(*wait);
    }
}

Async<Result<Answer>> S3Client::call(Call call) {
    auto answer = co_await ask(call);
    if (!answer) co_return fail(in_call(std::move(answer).error(), call.what()));
    if (!answer->accepted()) co_return fail(error_of(*answer, call.what()));
    co_return answer;
}

Async<Result<HttpResponse>> S3Client::open(Call call) {
    Backoff backoff{options_.retry};
    for (int attempt = 1;; ++attempt) {
        auto request = signed_request(call, nullptr);
        auto response = co_await send(call.operation, std::move(request), attempt);
        if (response && is_success(response->status)) co_return response;
        auto answer = response ? co_await answer_of(*std::move(response)) : fail(std::move(response).error());
        auto error = answer ? error_of(*answer, call.what()) : in_call(std::move(answer).error(), call.what());
        const auto wait = wait_before_next(backoff, error);
        if (!wait) co_return fail(std::move(error));
        co_await sleep_for(*wait);
    }
}

Async<Result<Answer>> S3Client::upload(Call call, std::unique_ptr<ByteSource> body) {
    auto request = signed_request(call, std::move(body));
    auto response = co_await send(call.operation, std::move(request), 1);
    if (!response) co_return fail(in_call(std::move(response).error(), call.what()));
    auto answer = co_await answer_of(*std::move(response));
    if (!answer) co_return fail(in_call(std::move(answer).error(), call.what()));
    if (!answer->accepted()) co_return fail(error_of(*answer, call.what()));
    co_return answer;
}

std::string S3Client::presign(Call call, std::chrono::seconds expires) const {
    SignedParts parts{.method = call.method,
                      .host = public_endpoint_.host_of(call.object.bucket),
                      .path = public_endpoint_.path_of(call.object.bucket, call.object.key),
                      .query = std::move(call.query),
                      .headers = {}};
    const auto host = parts.host;
    return public_endpoint_.url_of(host, signer_.presign(std::move(parts), expires, clock_.now()));
}

}  // namespace acervo::s3
