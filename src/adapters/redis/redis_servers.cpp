#include "adapters/redis/redis_servers.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <functional>
#include <memory>
#include <stdexcept>
#include <thread>

#include "adapters/redis/key_slot.hpp"

namespace acervo::testkit {
namespace {

using namespace std::chrono_literals;

constexpr int kClusterSize = 6;
// The bus of a cluster listens on port + 10000, so stay well below the ports that the kernel hands out.
constexpr int kFirstPort = 12000;
constexpr int kPortRange = 8000;

std::string output_of(const std::string& command) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe{::popen(command.c_str(), "r"), &::pclose};
    if (pipe == nullptr) throw std::runtime_error{"cannot run " + command};
    std::string text;
    std::array<char, 4096> chunk{};
    while (const auto count = std::fread(chunk.data(), 1, chunk.size(), pipe.get())) text.append(chunk.data(), count);
    return text;
}

void wait_until(const std::function<bool()>& condition, const char* what) {
    for (int i = 0; i < 600; ++i) {
        if (condition()) return;
        std::this_thread::sleep_for(50ms);
    }
    throw std::runtime_error{fmt::format("redis: {} did not come in 30 s", what)};
}

int next_port() {
    static int offset = static_cast<int>(::getpid() * 61 % kPortRange);
    offset = (offset + 7) % kPortRange;
    return kFirstPort + offset;
}

}  // namespace

RedisServers::RedisServers(RedisLayout layout) : layout_{layout} {
    std::string pattern = (std::filesystem::temp_directory_path() / "acervo-redis-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    servers_.resize(layout == RedisLayout::Single ? 1 : kClusterSize);
    for (auto& server : servers_) {
        // A port that somebody else has shows itself by the end of the process.
        for (int attempt = 0; attempt < 50 && server.pid == 0; ++attempt) {
            server.port = next_port();
            spawn(server);
        }
        if (server.pid == 0) throw std::runtime_error{"redis-server does not start"};
    }
    if (layout == RedisLayout::Cluster) form_cluster();
}

RedisServers::~RedisServers() {
    stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void RedisServers::spawn(Server& server) {
    const auto home = folder_ / std::to_string(server.port);
    std::filesystem::create_directories(home);
    std::vector<std::string> words{"redis-server",
                                   "--port",
                                   std::to_string(server.port),
                                   "--bind",
                                   "127.0.0.1",
                                   "--dir",
                                   home.string(),
                                   "--logfile",
                                   (home / "log").string(),
                                   "--save",
                                   "",
                                   "--appendonly",
                                   "no"};
    if (layout_ == RedisLayout::Cluster) {
        for (const auto* word : {"--cluster-enabled", "yes", "--cluster-node-timeout", "1000", "--cluster-config-file",
                                 "nodes.conf", "--cluster-replica-validity-factor", "0"}) {
            words.emplace_back(word);
        }
    }
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::execvp(arguments[0], arguments.data());
        ::_exit(127);
    }
    server.pid = pid;
    wait_until(
        [&] {
            int status = 0;
            if (::waitpid(pid, &status, WNOHANG) == pid) server.pid = 0;
            return server.pid == 0 || ask(server, "PING").starts_with("PONG") ||
                   ask(server, "PING").starts_with("LOADING");
        },
        "PONG");
}

std::string RedisServers::ask(const Server& server, const std::string& command) const {
    return output_of(fmt::format("redis-cli -h 127.0.0.1 -p {} {} 2>/dev/null", server.port, command));
}

void RedisServers::form_cluster() {
    std::string addresses;
    for (const auto& server : servers_) addresses += fmt::format(" 127.0.0.1:{}", server.port);
    output_of(fmt::format("redis-cli --cluster create{} --cluster-replicas 1 --cluster-yes 2>&1", addresses));
    for (auto& server : servers_) {
        wait_until([&] { return ask(server, "CLUSTER INFO").find("cluster_state:ok") != std::string::npos; },
                   "the cluster");
        server.node_id = ask(server, "CLUSTER MYID").substr(0, 40);
    }
    // A replica can take over only after its first synchronisation.
    for (auto& server : servers_) {
        wait_until(
            [&] {
                const auto role = ask(server, "INFO replication");
                return role.find("role:master") != std::string::npos ||
                       role.find("master_link_status:up") != std::string::npos;
            },
            "a replica");
    }
}

RedisRouter::Options RedisServers::options() const {
    RedisRouter::Options options;
    for (const auto& server : servers_) options.seeds.push_back(fmt::format("127.0.0.1:{}", server.port));
    return options;
}

void RedisServers::signal_all(int number) {
    for (const auto& server : servers_) {
        if (server.pid > 0) ::kill(server.pid, number);
    }
}

void RedisServers::stop() {
    signal_all(SIGKILL);
    for (auto& server : servers_) {
        if (server.pid > 0) ::waitpid(server.pid, nullptr, 0);
        server.pid = 0;
    }
}

void RedisServers::start() {
    for (auto& server : servers_) {
        spawn(server);
        if (server.pid == 0) throw std::runtime_error{"redis-server does not start again"};
    }
}

void RedisServers::freeze() { signal_all(SIGSTOP); }
void RedisServers::thaw() { signal_all(SIGCONT); }

RedisServers::Server& RedisServers::master_of(const std::string& key) {
    for (auto& server : servers_) {
        // A master of another slot answers MOVED, a replica as well.
        const bool its_own = ask(server, fmt::format("EXISTS '{}'", key)).find("MOVED") == std::string::npos;
        if (its_own && ask(server, "INFO replication").find("role:master") != std::string::npos) return server;
    }
    throw std::runtime_error{"no master holds " + key};
}

RedisServers::Server& RedisServers::other_master(const std::string& key) {
    const auto* owner = &master_of(key);
    for (auto& server : servers_) {
        if (&server != owner && ask(server, "INFO replication").find("role:master") != std::string::npos) return server;
    }
    throw std::runtime_error{"there is one master only"};
}

void RedisServers::begin_moving(const std::string& key) {
    const int slot = key_slot(key);
    auto& from = master_of(key);
    auto& to = other_master(key);
    ask(to, fmt::format("CLUSTER SETSLOT {} IMPORTING {}", slot, from.node_id));
    ask(from, fmt::format("CLUSTER SETSLOT {} MIGRATING {}", slot, to.node_id));
}

void RedisServers::finish_moving(const std::string& key) {
    const int slot = key_slot(key);
    auto& from = master_of(key);
    auto& to = other_master(key);
    ask(from, fmt::format("MIGRATE 127.0.0.1 {} '{}' 0 5000", to.port, key));
    for (auto* server : {&to, &from}) ask(*server, fmt::format("CLUSTER SETSLOT {} NODE {}", slot, to.node_id));
}

void RedisServers::kill_master_of(const std::string& key) {
    auto& master = master_of(key);
    ::kill(master.pid, SIGKILL);
    ::waitpid(master.pid, nullptr, 0);
    master.pid = 0;
}

}  // namespace acervo::testkit
