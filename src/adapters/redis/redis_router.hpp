#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapters/redis/key_slot.hpp"
#include "adapters/redis/redis_node.hpp"

namespace acervo {

/// Sends each command to the server that holds its key: a single server, or the masters of a cluster, whose slots are
/// learnt from CLUSTER SLOTS, from MOVED and ASK (Redis cluster specification, "Redirection and resharding").
class RedisRouter {
public:
    struct Options {
        /// `host:port` of one or more servers; any of them can tell the whole cluster.
        std::vector<std::string> seeds;
        Secret password;
        std::chrono::milliseconds call_timeout{250};
    };

    RedisRouter(boost::asio::any_io_executor executor, Options options);

    /// The server's answer to a command on one key. An error that is no redirection is Internal.
    Async<Result<RedisReply>> execute(std::string key, RedisCommand command);

private:
    Async<Result<RedisReply>> ask(std::string key, RedisCommand command);
    Async<Result<RedisReply>> follow(std::string key, RedisCommand command);
    Async<Result<void>> learn_slots();
    RedisNode& node_at(const std::string& address);
    const std::string& address_of(const std::string& key) const;

    boost::asio::any_io_executor executor_;
    Options options_;
    std::map<std::string, std::unique_ptr<RedisNode>> nodes_;
    /// First slot of a range → address; empty for a single server.
    std::map<int, std::string> slots_;
    bool slots_known_{false};
    std::size_t next_seed_{0};
};

}  // namespace acervo
