#include "core/log.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <limits>
#include <thread>
#include <vector>

namespace acervo {
namespace {

using namespace std::chrono;
using AssetId = Id<struct AssetTag>;

// What is secret cannot become a field, in any dress; and nothing becomes one by accident.
static_assert(!std::is_constructible_v<log::Field, std::string_view, Secret>);
static_assert(!std::is_constructible_v<log::Field, std::string_view, const Secret&>);
static_assert(!std::is_constructible_v<log::Field, std::string_view, Secret*>);
static_assert(!std::is_constructible_v<log::Field, std::string_view, std::optional<Secret>>);
static_assert(!std::is_constructible_v<log::Field, std::string_view, const int*>);
static_assert(!std::is_constructible_v<log::Field, std::string_view, milliseconds>, "the unit belongs into the name");

constexpr Timestamp kMoment = sys_days{2026y / 1 / 31} + 8h + 9min + 10s;

std::string line_of(const log::Context& context, log::Fields fields) {
    return log::format_line(kMoment, log::Level::Info, "upload.completed", context, fields);
}

TEST(LogLine, begins_with_time_level_and_event) {
    EXPECT_EQ(line_of({}, {}), R"({"time":"2026-01-31T08:09:10Z","level":"info","event":"upload.completed"})");
}

TEST(LogLine, carries_every_type_of_field) {
    const auto id = AssetId{*Uuid::parse("0190163d-8694-739b-aea5-966c26f8ad91")};
    const Error error{ErrorKind::Timeout, "the \"store\" is slow"};
    const auto line = line_of({}, {{"asset_id", id},
                                   {"size", std::uint64_t{18446744073709551615U}},
                                   {"change", -5},
                                   {"ratio", 0.5},
                                   {"nothing", std::numeric_limits<double>::quiet_NaN()},
                                   {"whole", true},
                                   {"name", std::string{"a\nb"}},
                                   {"kind", "video"},
                                   {"error", error}});
    EXPECT_THAT(line, testing::EndsWith(R"(,"asset_id":"0190163d-8694-739b-aea5-966c26f8ad91")"
                                        R"(,"size":18446744073709551615,"change":-5,"ratio":0.5,"nothing":null)"
                                        R"(,"whole":true,"name":"a\nb","kind":"video")"
                                        R"(,"error":{"kind":"timeout","message":"the \"store\" is slow")"
                                        R"(,"told":"a server that this needs did not answer in time"}})"));
    EXPECT_NO_THROW(boost::json::parse(line));
}

TEST(LogContext, goes_with_the_line_and_does_not_touch_the_context_it_came_from) {
    const auto request = log::Context{}.with({{"request_id", "r1"}});
    const auto asset = request.with({{"asset_id", 7}, {"stage", "probe"}});
    EXPECT_THAT(line_of(request, {}), testing::EndsWith(R"(,"request_id":"r1"})"));
    EXPECT_THAT(line_of(asset, {{"size", 1}}),
                testing::EndsWith(R"(,"request_id":"r1","asset_id":7,"stage":"probe","size":1})"));
}

/// A log that goes to a file of the test, and back to standard error at the end.
class LogFile : public testing::Test {
protected:
    LogFile() : path_{std::filesystem::temp_directory_path() / ("acervo-log-" + std::to_string(getpid()))} {}
    ~LogFile() override {
        EXPECT_TRUE(log::start({}));
        std::filesystem::remove(path_);
    }

    std::vector<boost::json::object> lines() const {
        std::vector<boost::json::object> parsed;
        std::ifstream file{path_};
        for (std::string line; std::getline(file, line);) parsed.push_back(boost::json::parse(line).as_object());
        return parsed;
    }

    std::filesystem::path path_;
};

TEST_F(LogFile, leaves_out_what_is_below_the_level) {
    ASSERT_TRUE(log::start({.level = "warn", .file = path_}));
    log::debug("a.debug");
    log::info("a.info");
    log::warn("a.warn", {{"n", 1}});
    log::error(log::Context{}.with({{"request_id", "r"}}), "a.error");
    const auto written = lines();
    ASSERT_EQ(written.size(), 2U);
    EXPECT_EQ(written[0].at("event"), "a.warn");
    EXPECT_EQ(written[0].at("level"), "warn");
    EXPECT_EQ(written[1].at("request_id"), "r");
    EXPECT_FALSE(log::enabled(log::Level::Info));
    EXPECT_TRUE(log::enabled(log::Level::Warn));
}

TEST_F(LogFile, appends_to_what_is_there_and_is_closed_to_strangers) {
    ASSERT_TRUE(log::start({.level = "info", .file = path_}));
    log::info("a.first");
    ASSERT_TRUE(log::start({.level = "info", .file = path_}));
    log::info("a.second");
    EXPECT_EQ(lines().size(), 2U);
    struct stat status{};
    ASSERT_EQ(::stat(path_.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07, 0U);
}

TEST_F(LogFile, keeps_lines_whole_when_many_threads_write) {
    ASSERT_TRUE(log::start({.level = "info", .file = path_}));
    {
        std::vector<std::jthread> threads;
        threads.reserve(8);
        for (int thread = 0; thread < 8; ++thread) {
            threads.emplace_back([thread] {
                const auto context = log::Context{}.with({{"thread", thread}});
                for (int i = 0; i < 250; ++i) log::info(context, "line.written", {{"text", std::string(300, 'x')}});
            });
        }
    }
    EXPECT_EQ(lines().size(), 2000U);
}

TEST_F(LogFile, says_why_a_file_cannot_be_opened_and_goes_on_as_before) {
    ASSERT_TRUE(log::start({.level = "info", .file = path_}));
    const auto started = log::start({.level = "debug", .file = "/nowhere/a.log"});
    ASSERT_FALSE(started);
    EXPECT_THAT(started.error().message(), testing::HasSubstr("/nowhere/a.log: No such file"));
    EXPECT_FALSE(log::start({.level = "loud", .file = ""}));
    log::info("a.line");
    EXPECT_EQ(lines().size(), 1U);
    EXPECT_FALSE(log::enabled(log::Level::Debug));
}

TEST_F(LogFile, counts_what_cannot_be_written) {
    ASSERT_TRUE(log::start({.level = "info", .file = "/dev/full"}));
    const auto before = log::lost_lines();
    log::info("a.line");
    EXPECT_EQ(log::lost_lines(), before + 1);
}

/// A pipe whose writing end takes the place of standard error.
class LogPipe : public testing::Test {
protected:
    LogPipe() {
        EXPECT_EQ(::pipe2(ends_.data(), O_CLOEXEC), 0);
        EXPECT_EQ(::fcntl(ends_[1], F_SETFL, O_NONBLOCK), 0);
        ::dup2(ends_[1], STDERR_FILENO);
        ::close(ends_[1]);
        previous_ = std::signal(SIGPIPE, SIG_IGN);
    }
    ~LogPipe() override {
        give_back();
        ::close(saved_);
        std::signal(SIGPIPE, previous_);
    }
    static bool has_room() {
        pollfd room{.fd = STDERR_FILENO, .events = POLLOUT, .revents = 0};
        return ::poll(&room, 1, 0) == 1;
    }
    void give_back() const { ::dup2(saved_, STDERR_FILENO); }

    std::array<int, 2> ends_{};

private:
    int saved_{::dup(STDERR_FILENO)};
    void (*previous_)(int){nullptr};
};

TEST_F(LogPipe, waits_for_a_slow_reader_and_loses_nothing) {
    constexpr int kLines = 3000;  // more than a pipe holds
    std::string read;
    std::jthread reader{[&] {
        std::array<char, 4096> buffer{};
        while (has_room()) std::this_thread::yield();  // the writer fills the pipe in the end
        for (;;) {
            const auto count = ::read(ends_[0], buffer.data(), buffer.size());
            if (count <= 0) return;
            read.append(buffer.data(), static_cast<std::size_t>(count));
        }
    }};
    for (int i = 0; i < kLines; ++i) log::info("line.written", {{"number", i}});
    give_back();  // the last writing end: the reader sees the end
    reader.join();
    EXPECT_EQ(std::count(read.begin(), read.end(), '\n'), kLines);
    EXPECT_THAT(read, testing::HasSubstr("\"number\":2999}"));
    ::close(ends_[0]);
}

TEST_F(LogPipe, survives_a_reader_that_went_away) {
    ::close(ends_[0]);
    const auto before = log::lost_lines();
    log::info("a.line");
    EXPECT_EQ(log::lost_lines(), before + 1);
}

}  // namespace
}  // namespace acervo
