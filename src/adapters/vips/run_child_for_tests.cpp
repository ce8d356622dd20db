// Runs programs without any walls, for tests of what FFmpeg is told; the walls have tests of their own.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <fstream>
#include <iterator>

#include "child/child_process.hpp"

namespace acervo {
namespace {

struct Reaper {
    pid_t pid;
    int status{0};
    bool done{false};
    ~Reaper() { end(SIGKILL); }
    void end(int signal) {
        if (done) return;
        if (signal != 0) ::kill(pid, signal);
        ::waitpid(pid, &status, 0);
        done = true;
    }
};

}  // namespace

Async<Result<ChildOutcome>> run_child(ChildCommand command, LineSink on_line) {
    std::array<int, 2> out{};
    if (::pipe2(out.data(), O_CLOEXEC) != 0) co_return fail(ErrorKind::Internal, "no pipe");
    boost::asio::posix::stream_descriptor reader{co_await boost::asio::this_coro::executor, out[0]};
    const auto log = command.work_folder / "stderr.txt";
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addchdir_np(&actions, command.work_folder.c_str());
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    posix_spawn_file_actions_addopen(&actions, 2, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    std::vector<std::string> words{command.program.string()};
    words.insert(words.end(), command.arguments.begin(), command.arguments.end());
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_t pid = 0;
    const int started = ::posix_spawn(&pid, command.program.c_str(), &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(out[1]);
    if (started != 0) co_return fail(ErrorKind::Internal, "not started");
    Reaper child{pid};
    ChildOutcome outcome;
    std::string piece(65'536, '\0');
    std::string line;
    boost::system::error_code error;
    while (true) {
        const auto count = co_await reader.async_read_some(
            boost::asio::buffer(piece), boost::asio::redirect_error(boost::asio::use_awaitable, error));
        if (error) break;
        if (!on_line) outcome.output.append(piece, 0, count);
        for (std::size_t i = 0; on_line && i < count; ++i) {
            if (piece[i] != '\n') {
                line += piece[i];
            } else {
                on_line(std::exchange(line, {}));
            }
        }
    }
    child.end(error == boost::asio::error::eof ? 0 : SIGKILL);
    if (error != boost::asio::error::eof) throw boost::system::system_error{error};
    outcome.end = WIFEXITED(child.status) ? ChildEnd::Exited : ChildEnd::Signalled;
    outcome.exit_code = WIFEXITED(child.status) ? WEXITSTATUS(child.status) : 0;
    outcome.signal = WIFSIGNALED(child.status) ? WTERMSIG(child.status) : 0;
    std::ifstream in{log};
    outcome.error_tail.assign(std::istreambuf_iterator<char>{in}, {});
    if (outcome.error_tail.size() > 8192) outcome.error_tail.erase(0, outcome.error_tail.size() - 8192);
    co_return outcome;
}

}  // namespace acervo
