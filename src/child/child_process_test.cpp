// Programs for hostile bytes within their limits: real processes, no servers.
#include "child/child_process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <fstream>

#include "core/id.hpp"
#include "core/sleep.hpp"
#include "core/task_group.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class ChildTest : public testing::Test {
protected:
    ChildTest() : folder_{fs::temp_directory_path() / ("child-" + Uuid::make().to_string())} {
        fs::create_directory(folder_);
    }
    ~ChildTest() override { fs::remove_all(folder_); }

    ChildCommand shell(const std::string& script) {
        ChildCommand command{.program = "/bin/sh", .arguments = {"-c", script}, .work_folder = folder_};
        command.limits.wall = 20s;
        return command;
    }
    ChildCommand perl(const std::string& script) {
        auto command = shell("");
        command.program = "/usr/bin/perl";
        command.arguments = {"-e", script};
        return command;
    }
    ChildOutcome run(ChildCommand command, LineSink sink = {}) {
        return testkit::run(context_, run_child(std::move(command), std::move(sink))).value();
    }
    static std::size_t open_descriptors() {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator{"/proc/self/fd"}, fs::directory_iterator{}));
    }
    /// Not as one that has ended and is only not yet asked after by its parent.
    static bool lives(const std::string& pid) {
        std::ifstream in{"/proc/" + pid + "/stat"};
        std::string number;
        std::string name;
        std::string state;
        return static_cast<bool>(in >> number >> name >> state) && state != "Z" && state != "X";
    }
    std::string word_in(const fs::path& file) {
        std::ifstream in{file};
        std::string word;
        in >> word;
        return word;
    }

    fs::path folder_;
    boost::asio::io_context context_;
};

TEST_F(ChildTest, tells_what_a_program_said_and_how_it_ended) {
    const auto done = run(shell("echo out; echo err >&2; exit 3"));
    EXPECT_EQ(done.end, ChildEnd::Exited);
    EXPECT_EQ(done.exit_code, 3);
    EXPECT_EQ(done.output, "out\n");
    EXPECT_EQ(done.error_tail, "err\n");
    EXPECT_FALSE(done.succeeded());
    EXPECT_TRUE(run(shell("true")).succeeded());
}

TEST_F(ChildTest, gives_lines_as_they_come) {
    std::vector<std::string> lines;
    const auto done =
        run(shell("printf 'a\\nb b\\n\\nlast'"), [&](std::string_view line) { lines.emplace_back(line); });
    EXPECT_THAT(lines, ElementsAre("a", "b b", "", "last"));
    EXPECT_EQ(done.output, "");
}

TEST_F(ChildTest, has_an_environment_of_its_own) {
    ::setenv("ACERVO_SECRET_OF_THE_TEST", "hunter2", 1);
    const auto done = run(shell("env; pwd; cat"));
    EXPECT_THAT(done.output, ::testing::Not(HasSubstr("hunter2")));
    EXPECT_THAT(done.output, HasSubstr(folder_.string()));
    EXPECT_TRUE(done.succeeded()) << "its standard input is empty";
}

TEST_F(ChildTest, reads_and_writes_nothing_but_what_it_may) {
    const auto secret = fs::temp_directory_path() / ("secret-" + Uuid::make().to_string());
    std::ofstream{secret} << "hunter2";
    EXPECT_NE(run(shell("cat " + secret.string())).exit_code, 0);
    EXPECT_NE(run(shell("cat /etc/passwd")).exit_code, 0);
    EXPECT_NE(run(shell("echo x > /tmp/" + secret.filename().string() + ".new")).exit_code, 0);
    EXPECT_TRUE(run(shell("echo x > mine && cat mine && mkdir d && mv mine d/ && rm -r d")).succeeded());
    auto allowed = shell("cat " + secret.string());
    allowed.readable = {secret};
    EXPECT_EQ(run(allowed).output, "hunter2");
    auto writes = shell("echo x > " + secret.string());
    writes.readable = {secret};
    EXPECT_NE(run(writes).exit_code, 0);
    fs::remove(secret);
}

TEST_F(ChildTest, leaves_nothing_that_leads_elsewhere) {
    EXPECT_NE(run(shell("ln -s /etc/passwd link")).exit_code, 0);
    EXPECT_NE(run(shell("mkfifo pipe")).exit_code, 0);
    EXPECT_NE(run(shell("chmod 777 .")).exit_code, 0);
    EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(ChildTest, reaches_no_network) {
    const auto done = run(perl("use Socket; socket(my $s, PF_INET, SOCK_STREAM, 0) or die qq{no socket: $!}"));
    EXPECT_NE(done.exit_code, 0);
    EXPECT_THAT(done.error_tail, StartsWith("no socket"));
}

TEST_F(ChildTest, reaches_no_other_process) {
    EXPECT_NE(run(perl("kill(0, getppid()) or die $!")).exit_code, 0);
    EXPECT_TRUE(run(perl("kill(0, $$) or die $!")).succeeded());
    // prlimit64(parent, RLIMIT_NOFILE, nothing new, nothing asked)
    EXPECT_NE(run(perl("syscall(" + std::to_string(SYS_prlimit64) + ", getppid(), 7, 0, 0) == 0 or die $!")).exit_code,
              0);
}

TEST_F(ChildTest, has_no_capability_even_of_root) {
    EXPECT_THAT(run(shell("exec grep CapEff /proc/self/status")).output, HasSubstr("0000000000000000"));
}

TEST_F(ChildTest, runs_nothing_that_it_wrote) {
    EXPECT_NE(run(shell("cp /bin/true mine && ./mine")).exit_code, 0);
    EXPECT_TRUE(fs::exists(folder_ / "mine"));
}

#if defined(__x86_64__)
TEST_F(ChildTest, dies_when_it_asks_by_another_number_of_a_call) {
    const auto done = run(perl("syscall(0x40000000 + 41, 2, 1, 0)"));  // socket, as x32 counts it
    EXPECT_EQ(done.end, ChildEnd::Signalled);
    EXPECT_EQ(done.signal, SIGSYS);
}
#endif

TEST_F(ChildTest, ends_when_it_has_used_its_cpu_and_hears_no_signal) {
    auto command = perl("$SIG{XCPU} = 'IGNORE'; while (1) {}");
    command.limits.cpu = 1s;
    EXPECT_EQ(run(command).end, ChildEnd::CpuLimit);
}

TEST_F(ChildTest, hears_no_endless_complaint) {
    auto command = shell("yes >&2");
    command.limits.wall = 500ms;
    const auto done = run(command);
    EXPECT_EQ(done.end, ChildEnd::WallLimit);
    EXPECT_LE(done.error_tail.size(), 8u * 1024);
}

TEST_F(ChildTest, ends_when_its_time_is_over) {
    auto command = shell("sleep 60");
    command.limits.wall = 200ms;
    EXPECT_EQ(run(command).end, ChildEnd::WallLimit);
}

TEST_F(ChildTest, ends_when_it_has_used_its_cpu) {
    auto command = shell("while :; do :; done");
    command.limits.cpu = 1s;
    const auto done = run(command);
    EXPECT_EQ(done.end, ChildEnd::CpuLimit);
    EXPECT_GE(done.cpu, 900ms);
}

TEST_F(ChildTest, gets_no_more_memory_than_it_may) {
    auto command = perl("my $s = 'x' x (400 * 1024 * 1024); print length $s");
    command.limits.memory_bytes = 200ULL << 20U;
    EXPECT_FALSE(run(command).succeeded());
    command.limits.memory_bytes = 2ULL << 30U;
    const auto done = run(command);
    EXPECT_TRUE(done.succeeded());
    EXPECT_GT(done.peak_resident_bytes, 400ULL << 20U);
}

TEST_F(ChildTest, writes_no_larger_file_and_opens_no_more_than_it_may) {
    auto command = shell("head -c 2000000 /dev/zero > big");
    command.limits.file_bytes = 1'000'000;
    EXPECT_FALSE(run(command).succeeded());
    EXPECT_LE(fs::file_size(folder_ / "big"), 1'000'000u);
    auto many = perl("my @f; for (1 .. 200) { open(my $f, '<', '/dev/null') or die $!; push @f, $f }");
    many.limits.open_files = 50;
    EXPECT_FALSE(run(many).succeeded());
}

TEST_F(ChildTest, is_stopped_when_it_says_too_much) {
    auto command = shell("yes");
    command.limits.output_bytes = 1'000'000;
    const auto done = run(command);
    EXPECT_EQ(done.end, ChildEnd::OutputLimit);
    EXPECT_LE(done.output.size(), 1'000'000u);
}

TEST_F(ChildTest, keeps_only_the_end_of_what_it_complains) {
    const auto done = run(shell("i=0; while [ $i -lt 20000 ]; do echo line $i >&2; i=$((i+1)); done"));
    EXPECT_LE(done.error_tail.size(), 8u * 1024);
    EXPECT_THAT(done.error_tail, HasSubstr("line 19999"));
}

TEST_F(ChildTest, leaves_no_grandchild) {
    const auto done = run(shell("sleep 60 & echo $! > pid"));
    EXPECT_TRUE(done.succeeded());
    const auto pid = word_in(folder_ / "pid");
    for (int i = 0; i < 100 && lives(pid); ++i) ::usleep(10'000);
    EXPECT_FALSE(lives(pid));
}

Async<void> keep(Async<Result<ChildOutcome>> work) { (void)co_await std::move(work); }

Async<void> cancel_after_start(ChildCommand command, fs::path sign) {
    TaskGroup group{co_await boost::asio::this_coro::executor};
    group.spawn("child", keep(run_child(std::move(command), {})));
    for (int i = 0; i < 500 && !fs::exists(sign); ++i) co_await sleep_for(10ms);
    group.cancel();
    co_await group.join();
}

TEST_F(ChildTest, ends_at_once_when_the_caller_is_cancelled) {
    testkit::run(context_, cancel_after_start(shell("echo $$ > pid; mv pid pid2; sleep 60"), folder_ / "pid2"));
    EXPECT_FALSE(lives(word_in(folder_ / "pid2")));
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "and is reaped";
}

TEST_F(ChildTest, says_what_cannot_be_started) {
    auto command = shell("");
    command.program = "/usr/bin/no-such-program";
    const auto done = testkit::run(context_, run_child(command, {}));
    ASSERT_FALSE(done);
    EXPECT_THAT(done.error().message(), HasSubstr("no-such-program"));
}

TEST_F(ChildTest, many_leave_nothing_open) {
    run(shell("true"));
    const auto before = open_descriptors();
    for (int i = 0; i < 30; ++i) run(shell("true"));
    EXPECT_EQ(open_descriptors(), before);
}

TEST_F(ChildTest, dies_with_its_parent) {
    const auto parent = ::fork();
    if (parent == 0) {
        boost::asio::io_context context;
        (void)testkit::run(context, run_child(shell("echo $$ > pid; mv pid pid2; sleep 60"), {}));
        ::_exit(0);
    }
    for (int i = 0; i < 500 && !fs::exists(folder_ / "pid2"); ++i) ::usleep(10'000);
    ::kill(parent, SIGKILL);
    ::waitpid(parent, nullptr, 0);
    const auto pid = word_in(folder_ / "pid2");
    for (int i = 0; i < 500 && lives(pid); ++i) ::usleep(10'000);
    EXPECT_FALSE(lives(pid));
}

}  // namespace
}  // namespace acervo
