#pragma once

#include <array>
#include <string_view>

#include "net/http_message.hpp"

namespace acervo::http {

/// The names under which one request is found again in logs and traces. They live inside it: every request has them,
/// and most are over before an allocation would have paid.
class Identity {
public:
    static constexpr std::size_t kMostCharacters = 128;

    /// New names, but the trace of a well-formed `traceparent` and, when a trusted proxy sent the request, its
    /// X-Request-Id.
    static Identity of(const Headers& headers, bool is_trusted);

    std::string_view request_id() const noexcept { return {request_id_.data(), request_id_size_}; }
    /// W3C Trace Context: 32 and 16 lower-case hexadecimal digits.
    std::string_view trace_id() const noexcept { return {trace_id_.data(), trace_id_.size()}; }
    std::string_view span_id() const noexcept { return {span_id_.data(), span_id_.size()}; }

private:
    std::array<char, kMostCharacters> request_id_;
    std::size_t request_id_size_{0};
    std::array<char, 32> trace_id_;
    std::array<char, 16> span_id_;
};

/// 1 to 128 letters, digits, `-`, `_` and `.`: nothing that could mean something to whoever reads a log.
bool is_safe_request_id(std::string_view text) noexcept;

}  // namespace acervo::http
