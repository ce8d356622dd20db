#include "child/child_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <cstring>

#include "core/cancellation.hpp"
#include "core/task_group.hpp"

namespace acervo {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

constexpr std::size_t kErrorTail = 8 * 1024;
constexpr std::size_t kLongestLine = 64 * 1024;
constexpr int kSandboxFailed = 125;

class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int value) noexcept : value_{value} {}
    Descriptor(Descriptor&& other) noexcept : value_{std::exchange(other.value_, -1)} {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(value_, other.value_);
        return *this;
    }
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }
    int get() const noexcept { return value_; }
    int release() noexcept { return std::exchange(value_, -1); }

private:
    int value_{-1};
};

struct Pipe {
    Descriptor ours;
    Descriptor theirs;
};

Result<Pipe> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return fail(ErrorKind::Internal, std::string{"no pipe: "} + std::strerror(errno));
    }
    return Pipe{Descriptor{ends[0]}, Descriptor{ends[1]}};
}

/// `acervo-sandbox` lies beside the program that runs.
fs::path sandbox() {
    std::error_code ignored;
    return fs::read_symlink("/proc/self/exe", ignored).parent_path() / "acervo-sandbox";
}

std::vector<std::string> words_of(const ChildCommand& command) {
    const auto& limits = command.limits;
    std::vector<std::string> words{sandbox().string(), "--parent", std::to_string(::getpid())};
    const auto add = [&words](const char* name, std::string value) {
        words.emplace_back(name);
        words.push_back(std::move(value));
    };
    add("--cpu", std::to_string(limits.cpu.count()));
    add("--memory", std::to_string(limits.memory_bytes));
    add("--file", std::to_string(limits.file_bytes));
    add("--files", std::to_string(limits.open_files));
    add("--write", command.work_folder.string());
    for (const auto& path : command.readable) add("--read", path.string());
    words.emplace_back("--");
    words.push_back(command.program.string());
    words.insert(words.end(), command.arguments.begin(), command.arguments.end());
    return words;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (auto& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// What posix_spawn does to the child before it is another program.
class SpawnPlan {
public:
    SpawnPlan(int out, int error) {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_adddup2(&actions_, out, STDOUT_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions_, error, STDERR_FILENO);
        ::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
        sigset_t none;
        sigset_t all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_init(&attributes_);
        ::posix_spawnattr_setpgroup(&attributes_, 0);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        ::posix_spawnattr_setflags(&attributes_,
                                   POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;
    ~SpawnPlan() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    const posix_spawn_file_actions_t* actions() const noexcept { return &actions_; }
    const posix_spawnattr_t* attributes() const noexcept { return &attributes_; }

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

/// A started child; its whole group ends with this, and it is reaped.
class Child {
public:
    explicit Child(pid_t pid) noexcept : pid_{pid} {}
    Child(Child&& other) noexcept : pid_{std::exchange(other.pid_, 0)} {}
    Child& operator=(Child&&) = delete;
    ~Child() {
        if (pid_ == 0) return;
        kill_group();
        int status = 0;
        while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
    }
    pid_t pid() const noexcept { return pid_; }
    void kill_group() const noexcept {
        if (pid_ != 0) ::kill(-pid_, SIGKILL);
    }
    /// It has ended: how.
    void reap(ChildOutcome& into) {
        // Before its number is free for others: those that it started belong to its group.
        kill_group();
        int status = 0;
        rusage used{};
        while (::wait4(pid_, &status, 0, &used) < 0 && errno == EINTR) continue;
        pid_ = 0;
        const auto micros = [](const timeval& time) {
            return std::chrono::seconds{time.tv_sec} + std::chrono::microseconds{time.tv_usec};
        };
        into.cpu = micros(used.ru_utime) + micros(used.ru_stime);
        into.peak_resident_bytes = static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
        if (WIFEXITED(status)) into.exit_code = WEXITSTATUS(status);
        if (!WIFSIGNALED(status)) return;
        into.signal = WTERMSIG(status);
        if (into.end == ChildEnd::Exited) {
            into.end = into.signal == SIGXCPU ? ChildEnd::CpuLimit : ChildEnd::Signalled;
        }
    }

private:
    pid_t pid_;
};

Result<Child> spawn(const ChildCommand& command, const Descriptor& out, const Descriptor& error) {
    auto words = words_of(command);
    auto arguments = pointers_to(words);
    // Nothing of ours: the environment of a worker holds secrets.
    const auto home = command.work_folder.string();
    std::vector<std::string> settings{"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=" + home, "TMPDIR=" + home};
    auto environment = pointers_to(settings);
    const SpawnPlan plan{out.get(), error.get()};
    pid_t pid = 0;
    const int failed = ::posix_spawn(&pid, words.front().c_str(), plan.actions(), plan.attributes(), arguments.data(),
                                     environment.data());
    if (failed != 0) return fail(ErrorKind::Internal, words.front() + ": " + std::strerror(failed));
    return Child{pid};
}

/// Cuts what comes into lines.
class Lines {
public:
    explicit Lines(const LineSink& sink) : sink_{sink} {}
    void add(std::string_view text) {
        while (!text.empty()) {
            const auto end = text.find('\n');
            const auto piece = text.substr(0, std::min(end, kLongestLine - rest_.size()));
            rest_.append(piece);
            const bool ends_here = piece.size() == end;
            if (ends_here || rest_.size() == kLongestLine) flush();
            text.remove_prefix(piece.size() + (ends_here ? 1 : 0));
        }
    }
    void finish() {
        if (!rest_.empty()) flush();
    }

private:
    void flush() {
        sink_(rest_);
        rest_.clear();
    }
    const LineSink& sink_;
    std::string rest_;
};

/// One child on its way, for the tasks that look after it.
struct Watch {
    Child& child;
    const ChildLimits& limits;
    const LineSink& on_line;
    ChildOutcome outcome{};
    std::uint64_t said{0};
};

/// Until its other end is closed; nothing at the end.
Async<std::size_t> read_some(asio::posix::stream_descriptor* from, std::array<char, 16 * 1024>* into) {
    boost::system::error_code ended;
    co_return co_await from->async_read_some(asio::buffer(*into), asio::redirect_error(asio::use_awaitable, ended));
}

Async<void> read_output(Watch* watch, asio::posix::stream_descriptor* from) {
    std::array<char, 16 * 1024> buffer{};
    Lines lines{watch->on_line};
    while (const auto got = co_await read_some(from, &buffer)) {
        watch->said += got;
        if (watch->said > watch->limits.output_bytes) {
            watch->outcome.end = ChildEnd::OutputLimit;
            watch->child.kill_group();
            co_return;
        }
        if (watch->on_line) {
            lines.add({buffer.data(), got});
        } else {
            watch->outcome.output.append(buffer.data(), got);
        }
    }
    if (watch->on_line) lines.finish();
}

Async<void> read_errors(Watch* watch, asio::posix::stream_descriptor* from) {
    std::array<char, 16 * 1024> buffer{};
    auto& tail = watch->outcome.error_tail;
    while (const auto got = co_await read_some(from, &buffer)) {
        tail.append(buffer.data(), got);
        if (tail.size() > 2 * kErrorTail) tail.erase(0, tail.size() - kErrorTail);
    }
    if (tail.size() > kErrorTail) tail.erase(0, tail.size() - kErrorTail);
}

Async<void> await_end(Watch* watch, asio::posix::stream_descriptor* handle, asio::steady_timer* limit) {
    co_await handle->async_wait(asio::posix::stream_descriptor::wait_read, asio::use_awaitable);
    watch->child.reap(watch->outcome);
    limit->cancel();
}

Async<void> end_when_late(Watch* watch, asio::steady_timer* limit) {
    boost::system::error_code ended_before;
    co_await limit->async_wait(asio::redirect_error(asio::use_awaitable, ended_before));
    if (ended_before) co_return;
    watch->outcome.end = ChildEnd::WallLimit;
    watch->child.kill_group();
}

Async<void> look_after(Watch* watch, Descriptor handle, Descriptor out, Descriptor error) {
    const auto executor = co_await asio::this_coro::executor;
    asio::posix::stream_descriptor end{executor, handle.release()};
    asio::posix::stream_descriptor output{executor, out.release()};
    asio::posix::stream_descriptor errors{executor, error.release()};
    asio::steady_timer limit{executor, watch->limits.wall};
    TaskGroup tasks{executor};
    tasks.spawn("wall limit", end_when_late(watch, &limit));
    tasks.spawn("end", await_end(watch, &end, &limit));
    tasks.spawn("output", read_output(watch, &output));
    tasks.spawn("errors", read_errors(watch, &errors));
    co_await tasks.join();
}

}  // namespace

Async<Result<ChildOutcome>> run_child(ChildCommand command, LineSink on_line) {
    auto out = CO_TRY(make_pipe());
    auto error = CO_TRY(make_pipe());
    auto child = CO_TRY(spawn(command, out.theirs, error.theirs));
    // Ours would keep the pipes open.
    out.theirs = Descriptor{};
    error.theirs = Descriptor{};
    Descriptor handle{static_cast<int>(::syscall(SYS_pidfd_open, child.pid(), 0))};
    if (handle.get() < 0) co_return fail(ErrorKind::Internal, std::string{"pidfd_open: "} + std::strerror(errno));
    Watch watch{.child = child, .limits = command.limits, .on_line = on_line};
    co_await look_after(&watch, std::move(handle), std::move(out.ours), std::move(error.ours));
    co_await unwind_if_cancelled();
    if (watch.outcome.end == ChildEnd::Exited && watch.outcome.exit_code == kSandboxFailed &&
        watch.outcome.error_tail.starts_with("acervo-sandbox: ")) {
        co_return fail(ErrorKind::Internal, watch.outcome.error_tail);
    }
    co_return std::move(watch.outcome);
}

}  // namespace acervo
