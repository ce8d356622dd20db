#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace acervo {

/// An absolute `http` or `https` address, cut into the parts that a client needs (RFC 3986 §3). It is kept as it was
/// written: nothing is decoded, encoded or normalised, because a signature may cover every character of it.
class Url {
public:
    /// InvalidInput for anything but `http[s]://host[:port][/path][?query]`: user names, fragments, blanks, control
    /// and non-ASCII characters are refused. An IPv6 address stands in brackets.
    static Result<Url> parse(std::string_view text);

    bool secure() const noexcept { return secure_; }
    /// Lower case, without brackets.
    const std::string& host() const noexcept { return host_; }
    std::uint16_t port() const noexcept { return port_; }
    /// What a request line carries: path and query, at least `/`.
    const std::string& target() const noexcept { return target_; }
    /// The value of the Host field: the port is left out where it is the scheme's own (RFC 9110 §7.2).
    std::string authority() const;
    /// `http://host:80`: names the server in messages and in the pool; holds nothing secret.
    std::string origin() const;

private:
    Url() = default;

    bool secure_{false};
    std::uint16_t port_{0};
    std::string host_;
    std::string target_;
};

}  // namespace acervo
