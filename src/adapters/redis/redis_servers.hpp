#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "adapters/redis/redis_router.hpp"

namespace acervo::testkit {

enum class RedisLayout { Single, Cluster };

/// Private redis-server processes for one test, on free ports of 127.0.0.1: one, or three masters with a replica each.
class RedisServers {
public:
    explicit RedisServers(RedisLayout layout);
    ~RedisServers();
    RedisServers(const RedisServers&) = delete;
    RedisServers& operator=(const RedisServers&) = delete;

    RedisRouter::Options options() const;
    /// SIGKILL to all, and all again on the same ports and data.
    void stop();
    void start();
    /// SIGSTOP and SIGCONT: sockets stay open, nobody answers.
    void freeze();
    void thaw();

    /// Moves the slot of `key` to another master, in two steps.
    void begin_moving(const std::string& key);
    void finish_moving(const std::string& key);
    void kill_master_of(const std::string& key);

private:
    struct Server {
        int port{0};
        pid_t pid{0};
        std::string node_id;
    };
    void spawn(Server& server);
    void form_cluster();
    Server& master_of(const std::string& key);
    Server& other_master(const std::string& key);
    std::string ask(const Server& server, const std::string& command) const;
    void signal_all(int number);

    RedisLayout layout_;
    std::filesystem::path folder_;
    std::vector<Server> servers_;
};

}  // namespace acervo::testkit
