#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "core/error.hpp"

namespace acervo::http {

/// One request that is over. The texts are borrowed for the time of the call.
class RequestSummary {
public:
    /// As it came; empty when the request line could not be read.
    std::string_view method;
    /// The route's name; empty when none was found.
    std::string_view route;
    /// Decoded, without the query, which may hold secrets; empty when it could not be read.
    std::string_view path;
    /// What was answered, or would have been: 499 when the client went away before there was an answer.
    int status{0};
    /// Whether the answer was handed to the network in full.
    bool complete{false};
    /// From the end of the request's header to the last byte of the answer handed to the network.
    std::chrono::nanoseconds duration{0};
    std::uint64_t bytes_received{0};
    std::uint64_t bytes_sent{0};
    std::string_view request_id;
    std::string_view trace_id;
    std::string_view span_id;
    std::string_view remote_address;
};

/// Hears what the server does, for metrics and logs. Called on all of the server's threads at once; must be quick and
/// must not throw.
class Observer {
public:
    virtual ~Observer() = default;
    virtual void connection_opened() noexcept {}
    virtual void connection_closed() noexcept {}
    virtual void connection_refused() noexcept {}
    virtual void request_started() noexcept {}
    virtual void request_finished(const RequestSummary& /*request*/) noexcept {}
    /// Before `request_finished`: the handler threw, answered with an error that hides something from the client, or
    /// its stream broke off. This is where the error is told whole.
    virtual void request_failed(const RequestSummary& /*request*/, const Error& /*error*/) noexcept {}
    /// Something outside of any request: a listener that cannot accept, an exception on the loop.
    virtual void server_failed(const Error& /*error*/) noexcept {}
};

}  // namespace acervo::http
