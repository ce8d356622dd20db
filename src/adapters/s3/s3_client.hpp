#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "adapters/s3/endpoint.hpp"
#include "adapters/s3/s3_error.hpp"
#include "adapters/s3/s3_options.hpp"
#include "adapters/s3/sigv4.hpp"
#include "core/async.hpp"
#include "core/circuit_breaker.hpp"
#include "core/retry_policy.hpp"
#include "net/http_client.hpp"
#include "ports/object_store.hpp"

namespace acervo::s3 {

/// One call of S3's interface. An empty key means the bucket.
struct Call {
    /// Its name in the API reference, for messages and metrics.
    std::string operation;
    Method method{Method::Get};
    ObjectAddress object;
    Query query{};      // NOLINT(readability-redundant-member-init): designated initialisers leave them out
    Headers headers{};  // NOLINT(readability-redundant-member-init)
    /// A document to send along.
    std::string document{};  // NOLINT(readability-redundant-member-init)
    /// In place of the options' `call_timeout`.
    std::optional<std::chrono::milliseconds> timeout{};  // NOLINT(readability-redundant-member-init)

    /// `HeadObject dam-archive/masters/…`
    std::string what() const;
};

/// Signs calls, sends them, repeats them where the name says so, and reads what comes back. Behind one circuit breaker:
/// while the store is down, calls fail at once.
class S3Client {
public:
    static Result<std::unique_ptr<S3Client>> make(boost::asio::any_io_executor executor, S3Options options);

    /// The answer, whatever it says; an error only when there is none. Not repeated.
    Async<Result<Answer>> ask_once(Call call);
    /// The same, repeated while it fails in a way that passes.
    Async<Result<Answer>> ask(Call call);
    /// The accepted answer; a refusal is its error. Repeated.
    Async<Result<Answer>> call(Call call);
    /// The header of an accepted answer, its body unread. Repeated up to there.
    Async<Result<HttpResponse>> open(Call call);
    /// Sends a body of known size, once. A refusal is its error.
    Async<Result<Answer>> upload(Call call, std::unique_ptr<ByteSource> body);

    /// An address at the public endpoint that makes this call for whoever holds it. Headers and document are not part
    /// of it.
    std::string presign(Call call, std::chrono::seconds expires) const;

    /// For those who repeat a call by rules of their own: as `Backoff::next`, but nothing while the breaker is open.
    std::optional<std::chrono::milliseconds> wait_before_next(Backoff& backoff, const Error& error) const;
    const S3Options& options() const noexcept { return options_; }

private:
    S3Client(boost::asio::any_io_executor executor, S3Options options, Endpoint endpoint, Endpoint public_endpoint);

    HttpRequest signed_request(const Call& call, std::unique_ptr<ByteSource> body) const;
    /// `attempt` counts from one.
    Async<Result<HttpResponse>> send(std::string operation, HttpRequest request, int attempt);
    Async<Result<Answer>> ask_attempt(Call call, int attempt);
    Async<Result<Answer>> answer_of(HttpResponse response);
    void observe(S3Attempt attempt, const Result<HttpResponse>& response,
                 std::chrono::steady_clock::time_point began) const;

    S3Options options_;
    Endpoint endpoint_;
    Endpoint public_endpoint_;
    Signer signer_;
    SystemClock clock_;
    SteadyClock steady_clock_;
    HttpClient http_;
    CircuitBreaker breaker_;
};

}  // namespace acervo::s3
