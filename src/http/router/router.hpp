#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/async.hpp"
#include "http/server/request.hpp"
#include "http/server/response.hpp"
#include "http/server/target.hpp"

namespace acervo::http {

/// Answers one request. It runs on the thread that owns the connection and may await; an exception that leaves it is
/// logged and becomes a 500. When the client goes away the handler is cancelled where it waits (a terminal Asio
/// cancellation, so the wait ends with operation_aborted) and destroyed. What it captures must outlive the router.
/// Let a capturing lambda call a coroutine function, never be one: `[&app](Request r) { return answer(app,
/// std::move(r)); }`
using Handler = std::function<Async<Response>(Request)>;

/// One operation of the API.
class Route {
public:
    static constexpr std::uint64_t kDefaultBodyLimit = 1024 * 1024;

    Route(Method route_method, std::string route_pattern, std::string route_name, Handler route_handler)
        : method{route_method},
          pattern{std::move(route_pattern)},
          name{std::move(route_name)},
          handler{std::move(route_handler)} {}

    Route with_body_limit(std::uint64_t bytes) && {
        body_limit = bytes;
        return std::move(*this);
    }
    Route with_hidden_path() && {
        hides_path = true;
        return std::move(*this);
    }

    Method method;
    /// `/api/v1/assets/{asset_id}/complete`: a segment is text to be equal to, or a parameter that takes any one
    /// segment but an empty one. Text is preferred to a parameter.
    std::string pattern;
    /// For metrics and logs, for example the operation's id.
    std::string name;
    Handler handler;
    /// More than this is refused with 413 before it is read, or while it is read where no length was given.
    std::uint64_t body_limit{kDefaultBodyLimit};
    /// What it matches is a secret: logs and traces tell the pattern in its place.
    bool hides_path{false};
};

/// Finds the route of a request in time that grows with its segments, not with the number of routes.
class Router {
public:
    using Parameters = std::map<std::string, std::string, std::less<>>;

    /// What a lookup found: a route, or none but other methods at this path, or nothing.
    class Match {
    public:
        const Route* route{nullptr};
        Parameters parameters;
        /// For Allow (RFC 9110 §10.2.1) when the path is known: `GET, HEAD, OPTIONS`.
        std::string allowed;
    };

    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    /// Throws std::invalid_argument for a malformed pattern, or one that with its method is already there.
    void add(Route route);
    /// HEAD falls back to GET.
    Match find(Method method, const Target& target) const;

private:
    class Node;
    std::unique_ptr<Node> root_;
};

}  // namespace acervo::http
