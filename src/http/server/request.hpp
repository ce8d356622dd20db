#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/byte_source.hpp"
#include "net/http_message.hpp"

namespace acervo::http {

/// One request, its header read and checked, its body still on the wire. A handler gets it by value; the body may be
/// read until the answer has been sent (so it may become the answer's stream), and fails after that.
class Request {
public:
    Method method{Method::Get};
    /// Decoded path without query: `/api/v1/assets/0190…`. Malformed escapes, control characters, dot segments and
    /// anything but UTF-8 never get this far. An escaped `/` is a `/` here: decide by `path_parameters`.
    std::string path;
    /// What the route's `{name}` segments matched.
    std::map<std::string, std::string, std::less<>> path_parameters;
    /// Decoded query members in their order; a name may come more than once.
    std::vector<std::pair<std::string, std::string>> query;
    Headers headers;
    /// Never null; empty when there is no body. Errors: InvalidInput (malformed, or the client ended it early),
    /// TooLarge (more than the route takes), Timeout (slower than the server waits for).
    std::unique_ptr<ByteSource> body;
    /// Of the nearest client that is not a trusted proxy.
    std::string remote_address;
    /// From X-Request-Id when the gateway gave one in a safe form, else a new UUID; sent back in the answer.
    std::string request_id;
    /// W3C Trace Context: ids as lower-case hex. `span_id` names the server's own span.
    std::string trace_id;
    std::string span_id;

    /// The first value of the query's member `name`.
    std::optional<std::string_view> query_value(std::string_view name) const noexcept;
};

}  // namespace acervo::http
