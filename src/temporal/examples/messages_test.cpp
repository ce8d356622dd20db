// Signals, queries and updates: what the world tells and asks a workflow that runs.
#include <gtest/gtest.h>

#include "temporal/testing/environment.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

struct Approval {
    std::string editor;
    bool yes = false;
    static constexpr auto fields() {
        return std::tuple{field("editor", &Approval::editor), field("yes", &Approval::yes)};
    }
};

inline const Activity<std::string(std::string)> notify{"notify", {.start_to_close_timeout = 1min}};
inline const Workflow<std::string()> publish{"publish"};
inline const Signal<Approval> approve{"approve"};
inline const Query<std::string()> stage{"stage"};
inline const Update<int(std::string)> add_note{"add_note"};
inline const Update<std::string(std::string)> ask_editor{"ask_editor"};

/// What handlers touch lives as long as the run, not as the function.
struct PublishState {
    std::string stage = "waiting";
    std::vector<std::string> notes;
    std::optional<Approval> approval;
};

Task<std::string> ask_editor_handler(Context ctx, std::string question) {
    co_return co_await ctx.run(notify, question);
}

Task<std::string> publish_workflow(Context ctx) {
    auto& state = ctx.make<PublishState>();
    ctx.on(approve, [&state](Approval approval) { state.approval = std::move(approval); });
    ctx.on(stage, state, [](const PublishState& now) { return now.stage; });
    ctx.on(
        add_note,
        [&state](std::string note) {
            state.notes.push_back(std::move(note));
            return static_cast<int>(state.notes.size());
        },
        [](const std::string& note) {
            if (note.empty()) throw ApplicationFailure{FailureType{"EmptyNote"}, "a note says something"};
        });
    // A handler that waits is a coroutine function of its own; the lambda only calls it.
    ctx.on(ask_editor, [ctx](std::string question) { return ask_editor_handler(ctx, std::move(question)); });

    const bool in_time = co_await ctx.wait([&state] { return state.approval.has_value(); }, 24h);
    state.stage = in_time && state.approval->yes ? "published" : "dropped";
    co_return state.stage + " with " + std::to_string(state.notes.size()) + " notes";
}

class Messages : public ::testing::Test {
protected:
    Messages() {
        workflows_.add(publish, &publish_workflow);
        env_.fake(notify, [](std::string text) { return "re: " + text; });
    }
    Registry workflows_;
    testing::TestEnvironment env_{workflows_};
};

TEST_F(Messages, a_signal_ends_the_wait_and_takes_the_timer_back) {
    const auto run = env_.start(publish);
    env_.after(1h, [&] { run.signal(approve, {"Ada", true}); });
    EXPECT_EQ(run.result().value(), "published with 0 notes");
    EXPECT_EQ(name_of(run.history().steps.back().commands.at(0)), "CancelTimer");
    EXPECT_TRUE(testing::replay_every_prefix(workflows_, run.history()));
}

TEST_F(Messages, signals_that_come_with_the_start_are_not_lost) {
    const auto run = env_.start(publish);
    run.signal(approve, {"Ada", true});
    EXPECT_EQ(run.result().value(), "published with 0 notes");
    EXPECT_EQ(run.history().steps.size(), 1);
}

TEST_F(Messages, without_an_answer_the_wait_ends_after_its_limit) {
    const auto began = env_.now();
    const auto run = env_.start(publish);
    EXPECT_EQ(run.result().value(), "dropped with 0 notes");
    EXPECT_EQ(env_.now() - began, 24h);
}

TEST_F(Messages, queries_see_the_state_also_after_the_end_and_leave_no_trace) {
    const auto run = env_.start(publish);
    EXPECT_EQ(run.query(stage).value(), "waiting");
    run.signal(approve, {"Ada", false});
    run.result();
    EXPECT_EQ(run.query(stage).value(), "dropped");
    EXPECT_EQ(run.history().steps.size(), 2);
}

TEST_F(Messages, an_unknown_query_names_those_that_are_known) {
    const auto run = env_.start(publish);
    const Query<int()> unknown{"colour"};
    EXPECT_EQ(run.query(unknown).failure().message, "query \"colour\" is not handled; known: stage");
}

TEST_F(Messages, an_update_changes_and_answers) {
    const auto run = env_.start(publish);
    EXPECT_EQ(run.update(add_note, "first").outcome()->value(), 1);
    EXPECT_EQ(run.update(add_note, "second").outcome()->value(), 2);
    run.signal(approve, {"Ada", true});
    EXPECT_EQ(run.result().value(), "published with 2 notes");
    EXPECT_TRUE(testing::replay_every_prefix(workflows_, run.history()));
}

TEST_F(Messages, a_validator_refuses_before_anything_happens) {
    const auto run = env_.start(publish);
    const auto refused = run.update(add_note, "");
    EXPECT_FALSE(refused.accepted());
    EXPECT_EQ(refused.outcome()->type(), "EmptyNote");
    run.signal(approve, {"Ada", true});
    EXPECT_EQ(run.result().value(), "published with 0 notes");
}

TEST_F(Messages, an_update_may_take_its_time) {
    env_.fake(notify, [](std::string text) { return "re: " + text; }, {.takes = 5s});
    const auto run = env_.start(publish);
    const auto asked = run.update(ask_editor, "cut it?");
    EXPECT_TRUE(asked.accepted());
    EXPECT_FALSE(asked.outcome());
    env_.advance(5s);
    EXPECT_EQ(asked.outcome()->value(), "re: cut it?");
}

TEST_F(Messages, an_unknown_update_is_refused) {
    const auto run = env_.start(publish);
    const Update<int()> unknown{"repaint"};
    EXPECT_EQ(run.update(unknown).outcome()->type(), "UnknownHandler");
}

TEST_F(Messages, a_signal_that_cannot_be_read_is_dropped_and_the_workflow_lives) {
    const auto run = env_.start(publish);
    const Signal<int> other_type{"approve"};
    run.signal(other_type, 7);
    run.signal(approve, {"Ada", true});
    EXPECT_EQ(run.result().value(), "published with 0 notes");
}

}  // namespace
}  // namespace acervo::temporal
