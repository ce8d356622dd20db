#include "temporal/worker/replayer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "temporal/worker/errand_workflow.hpp"
#include "temporal/worker/sample_workflows.hpp"
#include "testkit/run.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;

RecordedHistory history_in(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return RecordedHistory{file.stem().string(), text.str()};
}
RecordedHistory recorded(const std::string& name) {
    return history_in(std::filesystem::path{ACERVO_HISTORIES} / (name + ".json"));
}

class ReplayerTest : public ::testing::Test {
protected:
    Result<void> replay(const Registry& workflows, RecordedHistory history) {
        return testkit::run(context_, Replayer{runtime_, workflows}.replay(std::move(history)));
    }
    boost::asio::io_context context_;
    Runtime runtime_{Runtime::start().value()};
};

TEST_F(ReplayerTest, finds_that_the_code_of_today_fits_all_recorded_histories) {
    Registry workflows;
    samples::add_workflows(workflows);
    int count = 0;
    for (const auto& file : std::filesystem::directory_iterator{ACERVO_HISTORIES}) {
        const auto fits = replay(workflows, history_in(file.path()));
        EXPECT_TRUE(fits) << fits.error().message();
        ++count;
    }
    EXPECT_GE(count, 12);
}

/// What the official SDKs for Go and Python recorded of the same workflow: bench/peers/temporal_go, tests/temporal.
TEST_F(ReplayerTest, finds_that_histories_of_other_sdks_fit_the_same_workflow_here) {
    Registry workflows;
    samples::add_errand(workflows);
    int count = 0;
    for (const auto& file : std::filesystem::directory_iterator{ACERVO_HISTORIES_OF_OTHERS}) {
        const auto fits = replay(workflows, history_in(file.path()));
        EXPECT_TRUE(fits) << fits.error().message();
        ++count;
    }
    EXPECT_GE(count, 4);
}

Task<std::string> errand_without_rest(Context ctx, std::string name, int /*more*/) {
    co_return co_await ctx.run(samples::greet_for_errand, name);
}

TEST_F(ReplayerTest, names_the_first_command_that_differs_from_another_sdks_history) {
    Registry changed;
    changed.add(samples::errand, &errand_without_rest);
    for (const auto* name : {"go-errand", "python-errand"}) {
        const auto fits = replay(
            changed, history_in(std::filesystem::path{ACERVO_HISTORIES_OF_OTHERS} / (std::string{name} + ".json")));
        ASSERT_FALSE(fits);
        EXPECT_THAT(fits.error().message(), HasSubstr("is TimerStarted, the code asks for CompleteWorkflow"));
    }
}

Task<std::string> hello_by_timer(Context ctx, std::string name) {
    co_await ctx.sleep(1s);
    co_return name;
}
Task<std::string> hello_without_work(Context /*ctx*/, std::string name) { co_return name; }
Task<std::string> hello_with_a_bug(Context ctx, std::string name) {
    if (ctx.is_replaying()) throw std::logic_error{"never played again"};
    co_return name;
}

TEST_F(ReplayerTest, names_the_first_command_that_differs_from_both_sides) {
    Registry changed;
    changed.add(samples::hello, &hello_by_timer);
    const auto fits = replay(changed, recorded("hello"));
    ASSERT_FALSE(fits);
    EXPECT_EQ(fits.error().kind(), ErrorKind::PreconditionFailed);
    EXPECT_THAT(fits.error().message(),
                AllOf(HasSubstr("the history of hello does not fit: event 5 of the history is ActivityTaskScheduled "
                                "\"greet\", the code asks for StartTimer{seq 1 1000 ms}"),
                      HasSubstr("TMPRL1100")));
}

TEST_F(ReplayerTest, sees_work_that_the_code_does_no_more) {
    Registry changed;
    changed.add(samples::hello, &hello_without_work);
    const auto fits = replay(changed, recorded("hello"));
    ASSERT_FALSE(fits);
    EXPECT_THAT(fits.error().message(), HasSubstr("the code asks for CompleteWorkflow"));
}

TEST_F(ReplayerTest, tells_how_the_code_failed) {
    Registry broken;
    broken.add(samples::hello, &hello_with_a_bug);
    const auto fits = replay(broken, recorded("hello"));
    ASSERT_FALSE(fits);
    EXPECT_THAT(fits.error().message(), HasSubstr("the code fails: never played again"));
    const auto unknown = replay(Registry{}, recorded("hello"));
    ASSERT_FALSE(unknown);
    EXPECT_THAT(unknown.error().message(), HasSubstr("\"hello\" is not registered"));
}

TEST_F(ReplayerTest, refuses_what_is_no_history) {
    const auto answer = replay(Registry{}, RecordedHistory{"id", "{\"event\": 1}"});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind(), ErrorKind::InvalidInput);
}

}  // namespace
}  // namespace acervo::temporal
