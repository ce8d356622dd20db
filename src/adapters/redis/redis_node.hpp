#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"

namespace acervo {

/// One answer of a server, flattened: arrays become their elements, one level deep, in `elements`.
struct RedisReply {
    enum class Kind { Null, Text, Integer, Array, Error };
    Kind kind{Kind::Null};
    std::string text;
    std::int64_t integer{0};
    std::vector<RedisReply> elements;
};

using RedisCommand = std::vector<std::string>;

/// One pipelined connection to one server, kept up in the background. Every call ends within its deadline; one that is
/// given up disturbs no other.
class RedisNode {
public:
    struct Options {
        std::string host;
        std::string port;
        Secret password;
        std::chrono::milliseconds call_timeout{250};
    };

    RedisNode(boost::asio::any_io_executor executor, Options options);
    ~RedisNode();
    RedisNode(const RedisNode&) = delete;
    RedisNode& operator=(const RedisNode&) = delete;

    /// The commands in one write, one answer each; an error of the server is an answer. Timeout; Unavailable, at once
    /// while the server is known to be away.
    Async<Result<std::vector<RedisReply>>> execute(std::vector<RedisCommand> commands);

private:
    class Connection;
    std::shared_ptr<Connection> connection_;
};

}  // namespace acervo
