#include "testkit/postgres_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "testkit/postgres.hpp"

namespace acervo::testkit {
namespace {

constexpr const char* kPrograms = "/usr/lib/postgresql/15/bin/";
constexpr const char* kAccount = "postgres";  // PostgreSQL refuses to run as root

std::uint16_t free_port() {
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    const bool known = bind(probe, any, size) == 0 && getsockname(probe, any, &size) == 0;
    close(probe);
    if (!known) throw std::runtime_error{"no free port"};
    return ntohs(address.sin_port);
}

/// In the child: the account that PostgreSQL runs under, and no life after the parent's.
void become_server(const passwd* account, const std::string& log) {
    const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    if (account != nullptr && (setgid(account->pw_gid) != 0 || setuid(account->pw_uid) != 0)) _exit(126);
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
}

pid_t spawn(const std::vector<std::string>& command, const std::string& log) {
    const passwd* account = geteuid() == 0 ? getpwnam(kAccount) : nullptr;
    std::vector<char*> arguments;
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const pid_t child = fork();
    if (child != 0) return child;
    become_server(account, log);
    execv(arguments[0], arguments.data());
    _exit(127);
}

std::string content_of(const std::filesystem::path& file) {
    std::ifstream stream{file};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

}  // namespace

PostgresServer::PostgresServer() : port_{free_port()} {
    std::string pattern{(std::filesystem::temp_directory_path() / "acervo-postgres-XXXXXX").string()};
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    folder_ = pattern;
    if (const auto* account = geteuid() == 0 ? getpwnam(kAccount) : nullptr; account != nullptr) {
        if (chown(folder_.c_str(), account->pw_uid, account->pw_gid) != 0) throw std::runtime_error{"chown failed"};
    }
    const auto log = (folder_ / "log").string();
    const pid_t maker = spawn({std::string{kPrograms} + "initdb", "-D", (folder_ / "data").string(), "-U", "postgres",
                               "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"},
                              log);
    int status = 0;
    if (waitpid(maker, &status, 0) != maker || status != 0) {
        throw std::runtime_error{"initdb failed: " + content_of(log)};
    }
    start();
}

PostgresServer::~PostgresServer() {
    crash();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void PostgresServer::start() {
    const auto log = (folder_ / "log").string();
    process_ = spawn({std::string{kPrograms} + "postgres", "-D", (folder_ / "data").string(), "-p",
                      std::to_string(port_), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c",
                      "fsync=off", "-c", "max_connections=100"},
                     log);
    wait_until_ready();
}

void PostgresServer::wait_until_ready() const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (PQping(url().c_str()) != PQPING_OK) {
        if (std::chrono::steady_clock::now() > end) {
            throw std::runtime_error{"PostgreSQL does not start: " + content_of(folder_ / "log")};
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
}

void PostgresServer::end(int signal) {
    if (process_ < 0) return;
    kill(process_, signal);
    waitpid(process_, nullptr, 0);
    process_ = -1;
}

void PostgresServer::crash() {
    resume();
    end(SIGQUIT);
}

void PostgresServer::stop() { end(SIGINT); }

void PostgresServer::signal_all(int signal) const {
    if (process_ < 0) return;
    std::ifstream children{fmt::format("/proc/{0}/task/{0}/children", process_)};
    for (pid_t child = 0; children >> child;) kill(child, signal);
    kill(process_, signal);
}

void PostgresServer::freeze() { signal_all(SIGSTOP); }
void PostgresServer::resume() { signal_all(SIGCONT); }

std::string PostgresServer::url() const { return fmt::format("postgresql://postgres@127.0.0.1:{}/postgres", port_); }

DatabaseOptions PostgresServer::options() const {
    DatabaseOptions options;
    options.url = url();
    return options;
}

std::string PostgresServer::sql(const std::string& text) const { return run_sql(url(), text); }

}  // namespace acervo::testkit
