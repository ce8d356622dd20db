#pragma once

#include <string>

#include "core/async.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "net/http_client.hpp"

namespace acervo::client {

/// Speaks to Acervo's HTTP API for one person. JSON goes in and out as text; a problem (RFC 9457) comes back as an
/// Error whose message is the problem's detail with its field errors.
class ApiClient {
public:
    /// `base_url` such as `http://127.0.0.1:17000`; `http` must outlive the client.
    ApiClient(HttpClient& http, std::string base_url, Secret token)
        : http_{&http}, base_url_{std::move(base_url)}, token_{std::move(token)} {}

    /// `path` begins with `/api/`. Repeats by itself what the server refused as too early (503 and 429 with
    /// Retry-After), a few times, where the method is safe to repeat or the server said that it had not begun.
    Async<Result<std::string>> call(Method method, std::string path, std::string json_body = {});

    const std::string& base_url() const noexcept { return base_url_; }
    HttpClient& http() noexcept { return *http_; }

private:
    Async<Result<HttpResponse>> send(Method method, std::string path, std::string json_body);

    HttpClient* http_;
    std::string base_url_;
    Secret token_;
};

}  // namespace acervo::client
