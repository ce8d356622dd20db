#pragma once

#include <string>

#include "core/async.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "net/http_client.hpp"

namespace acervo::client {

/// One request to the API.
struct ApiCall {
    Method method{Method::Get};
    /// Begins with `/api/`.
    std::string path;
    std::string body{};
    std::string media_type{"application/json"};
    /// Under which what it creates is made once.
    std::string idempotency_key{};
    /// The state that it changes.
    std::string if_match{};
};

/// Speaks to Acervo's HTTP API for one person. JSON goes in and out as text; a problem (RFC 9457) comes back as an
/// Error whose message is the problem's detail with its field errors.
class ApiClient {
public:
    /// `base_url` such as `http://127.0.0.1:17000`; `http` must outlive the client.
    ApiClient(HttpClient& http, std::string base_url, Secret token)
        : http_{&http}, base_url_{std::move(base_url)}, token_{std::move(token)} {}

    /// Repeats by itself, a few times, what was answered 503 or 429. A gateway answers 503
    /// of what may have been done, too: what creates something has an `idempotency_key`, under which it is done once.
    Async<Result<std::string>> call(ApiCall call);
    Async<Result<std::string>> call(Method method, std::string path, std::string json_body = {},
                                    std::string idempotency_key = {});

    /// The same for an answer that is not to be held in memory: its body, which is still on its way.
    Async<Result<std::unique_ptr<ByteSource>>> stream(ApiCall call);

    const std::string& base_url() const noexcept { return base_url_; }
    HttpClient& http() noexcept { return *http_; }

private:
    Async<Result<HttpResponse>> send(ApiCall call);
    /// An answer that is no problem; repeated as `call` says.
    Async<Result<HttpResponse>> send_with_patience(ApiCall call);

    HttpClient* http_;
    std::string base_url_;
    Secret token_;
};

}  // namespace acervo::client
