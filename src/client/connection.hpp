#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "client/api_client.hpp"
#include "client/commands.hpp"

namespace acervo::client {

/// A connection to the server of one command.
class Connection {
public:
    Connection(boost::asio::any_io_executor executor, const Settings& settings, Secret token);
    ApiClient& api() noexcept { return api_; }

private:
    HttpClient http_;
    ApiClient api_;
};

/// With the session that `login` kept; Unauthenticated when there is none.
Async<Result<std::unique_ptr<Connection>>> connect(Settings settings);

/// The first line of `file`; without one a line of standard input, and nothing is echoed when that is a terminal.
Result<Secret> password_from(const std::string& file);

/// RFC 3986 §2: all but its unreserved characters.
std::string percent_encoded(std::string_view text);

/// To standard output.
void print_line(const std::string& line);

}  // namespace acervo::client
