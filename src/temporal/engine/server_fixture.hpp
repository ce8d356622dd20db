#pragma once

#include <boost/asio/io_context.hpp>
#include <string>

#include "temporal/engine/connection.hpp"

namespace acervo::temporal {

/// The server of ACERVO_TEST_TEMPORAL (host:port), its namespace, and a connection of the test's own.
class Server {
public:
    Server();

    boost::asio::io_context& context() noexcept { return context_; }
    const Runtime& runtime() const noexcept { return runtime_; }
    const Connection& connection() const noexcept { return connection_; }
    const std::string& name_space() const noexcept { return name_space_; }

    /// An id that no other test uses.
    static std::string fresh(const std::string& what);
    static ConnectOptions options(std::string url);
    static std::string url();
    static std::uint16_t port();

    /// The response message of a call; a failure of the call throws.
    template <class Response, class Request>
    Response call(const std::string& rpc, const Request& request) {
        Response response;
        if (!response.ParseFromString(call_bytes(rpc, request.SerializeAsString()))) throw_unreadable(rpc);
        return response;
    }

private:
    std::string call_bytes(const std::string& rpc, std::string request);
    [[noreturn]] static void throw_unreadable(const std::string& rpc);

    boost::asio::io_context context_;
    std::string name_space_;
    Runtime runtime_;
    Connection connection_;
};

}  // namespace acervo::temporal
