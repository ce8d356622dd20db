#include "workflows/ingest/ingest_workflow.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "temporal/testing/environment.hpp"
#include "workflows/all_workflows.hpp"

namespace acervo::workflows {
namespace {

using namespace std::chrono_literals;
using activities::Ending;
using activities::IngestSummary;
using activities::Inspection;
using activities::MasterRef;
using activities::PassMade;
using activities::PassOrder;
using activities::Waiting;
using temporal::ApplicationFailure;
using temporal::FailureType;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

const MasterRef kMaster{"asset-1", "upload-1"};

Inspection film() {
    return {.asset_type = "video",
            .filename = "news.mxf",
            .file_size_bytes = 1000,
            .user_id = "ada",
            .sha256 = "aa",
            .passes = {{"film", activities::kTranscodeQueue, {"proxy_1080p", "web_720p"}},
                       {"light", activities::kLightQueue, {"poster"}}}};
}

ApplicationFailure outage(const std::string& of) {
    return ApplicationFailure{FailureType{activities::kOutage}, of + " is away"}.with_details(of);
}

class Ingest : public ::testing::Test {
protected:
    Ingest() {
        env_.fake(activities::kInspectMaster, [this](const MasterRef&) { return inspect_(); }, {.takes = 10s});
        env_.fake(activities::kMakePass, [this](const PassOrder& order) { return make(order); }, {.takes = 1min});
        env_.fake(activities::kFinishIngest, [this](const MasterRef&) { return finish_(); });
        env_.fake(activities::kGiveUpIngest, [this](const Ending& ending) { endings_.push_back(ending); });
        env_.fake(activities::kGiveUpPass, [this](const Ending& ending) { lost_passes_.push_back(ending); });
        env_.fake(activities::kNoteWaiting, [this](const Waiting& waiting) { waits_.push_back(waiting.dependency); });
    }
    auto start() { return env_.start(activities::kIngestWorkflow, kMaster); }
    PassMade make(const PassOrder& order) {
        orders_.push_back(order);
        if (fails_.contains(order.pass.name)) throw ApplicationFailure{FailureType{"Internal"}, "FFmpeg ended with 1"};
        return {order.pass.profiles};
    }

    temporal::Registry workflows_{all_workflows()};
    temporal::testing::TestEnvironment env_{workflows_};
    std::function<Inspection()> inspect_{&film};
    std::function<IngestSummary()> finish_{[] { return IngestSummary{{"poster"}, {}}; }};
    std::set<std::string> fails_;
    std::vector<PassOrder> orders_;
    std::vector<Ending> endings_;
    std::vector<Ending> lost_passes_;
    std::vector<std::string> waits_;
};

TEST_F(Ingest, makes_all_passes_side_by_side_and_finishes) {
    const auto began = env_.now();
    const auto run = start();
    EXPECT_THAT(run.result().value().ready, ElementsAre("poster"));
    ASSERT_EQ(orders_.size(), 2u);
    EXPECT_EQ(orders_[0].sha256, "aa");
    EXPECT_EQ(orders_[0].ingest_id, run.history().workflow_id);
    EXPECT_LT(env_.now() - began, 2min) << "the passes waited for each other";
    EXPECT_TRUE(endings_.empty());
    EXPECT_TRUE(temporal::testing::replay_every_prefix(workflows_, run.history()));
}

TEST_F(Ingest, a_pass_that_fails_does_not_lose_the_others) {
    fails_ = {"film"};
    finish_ = [] { return IngestSummary{{"poster"}, {"proxy_1080p"}}; };
    const auto run = start();
    EXPECT_THAT(run.result().value().failed, ElementsAre("proxy_1080p"));
    ASSERT_EQ(lost_passes_.size(), 1u);
    EXPECT_THAT(lost_passes_[0].profiles, ElementsAre("proxy_1080p", "web_720p"));
    EXPECT_EQ(lost_passes_[0].reason, "FFmpeg ended with 1");
    EXPECT_EQ(lost_passes_[0].ingest_id, run.history().workflow_id);
    EXPECT_EQ(std::ranges::count(orders_, "film", [](const auto& order) { return order.pass.name; }), 5);
    EXPECT_TRUE(temporal::testing::replay_every_prefix(workflows_, run.history()));
}

TEST_F(Ingest, fails_with_a_reason_when_a_mandatory_rendition_is_missing) {
    fails_ = {"film"};
    finish_ = []() -> IngestSummary {
        throw ApplicationFailure{FailureType{activities::kRenditionFailed}, "proxy_1080p: FFmpeg ended with 1"}
            .not_retryable();
    };
    const auto run = start();
    EXPECT_EQ(run.result().type(), activities::kRenditionFailed);
    ASSERT_EQ(endings_.size(), 1u);
    EXPECT_EQ(endings_[0].type, activities::kRenditionFailed);
    EXPECT_EQ(endings_[0].reason, "proxy_1080p: FFmpeg ended with 1");
}

TEST_F(Ingest, does_not_repeat_what_nothing_can_read) {
    int asked = 0;
    inspect_ = [&asked]() -> Inspection {
        ++asked;
        throw ApplicationFailure{FailureType{activities::kUnsupportedFormat}, "this is text"}.not_retryable();
    };
    EXPECT_EQ(start().result().type(), activities::kUnsupportedFormat);
    EXPECT_EQ(asked, 1);
    ASSERT_EQ(endings_.size(), 1u);
    EXPECT_EQ(endings_[0].reason, "this is text");
    EXPECT_THAT(endings_[0].ingest_id, Not(::testing::IsEmpty()));
    EXPECT_TRUE(orders_.empty());
}

TEST_F(Ingest, repeats_the_work_five_times) {
    int asked = 0;
    inspect_ = [&asked]() -> Inspection {
        ++asked;
        throw ApplicationFailure{FailureType{"internal"}, "exiftool died"};
    };
    EXPECT_EQ(start().result().type(), "internal");
    EXPECT_EQ(asked, 5);
}

TEST_F(Ingest, waits_through_an_outage_and_says_for_what) {
    int asked = 0;
    inspect_ = [&asked] {
        if (++asked <= 20) throw outage("object_storage");
        return film();
    };
    const auto began = env_.now();
    const auto run = start();
    EXPECT_TRUE(run.result());
    EXPECT_GT(env_.now() - began, 1h);
    EXPECT_THAT(waits_, ElementsAre("object_storage", ""));
    EXPECT_TRUE(temporal::testing::replay_every_prefix(workflows_, run.history()));
}

TEST_F(Ingest, that_fails_by_itself_waits_for_nothing_any_more) {
    int asked = 0;
    inspect_ = [&asked]() -> Inspection {
        if (++asked == 1) throw outage("object_storage");
        if (asked == 2) throw ApplicationFailure{FailureType{"internal"}, "exiftool died"};
        return film();
    };
    EXPECT_TRUE(start().result());
    EXPECT_THAT(waits_, ElementsAre("object_storage", ""));
}

TEST_F(Ingest, a_pass_that_ends_waits_for_nothing_any_more) {
    int asked = 0;
    env_.fake(activities::kMakePass, [&](const PassOrder& order) -> PassMade {
        if (order.pass.name == "light") return {order.pass.profiles};
        if (++asked == 1) throw outage("scratch");
        throw ApplicationFailure{FailureType{"internal"}, "no such filter"}.not_retryable();
    });
    EXPECT_TRUE(start().result());
    EXPECT_THAT(waits_, ElementsAre("scratch", ""));
    EXPECT_EQ(lost_passes_.size(), 1u);
}

TEST_F(Ingest, does_not_wait_for_ever_for_who_would_tell_people) {
    EXPECT_EQ(activities::kNoteWaiting.options().schedule_to_close_timeout, 1min);
}

TEST_F(Ingest, is_parked_for_what_was_away_last) {
    const auto began = env_.now();
    inspect_ = [&, began]() -> Inspection { throw outage(env_.now() - began < 24h ? "scratch" : "database"); };
    EXPECT_EQ(start().result().type(), activities::kParked);
    EXPECT_EQ(endings_[0].reason, "database was away for 24 hours");
}

TEST_F(Ingest, is_parked_after_a_day_without_what_it_needs) {
    inspect_ = []() -> Inspection { throw outage("scratch"); };
    EXPECT_EQ(start().result().type(), activities::kParked);
    ASSERT_EQ(endings_.size(), 1u);
    EXPECT_EQ(endings_[0].reason, "scratch was away for 24 hours");
}

TEST_F(Ingest, an_outage_does_not_use_up_tries) {
    int asked = 0;
    inspect_ = [&asked] {
        ++asked;
        if (asked % 2 == 1 && asked < 8) throw outage("database");
        if (asked < 8) throw ApplicationFailure{FailureType{"internal"}, "exiftool died"};
        return film();
    };
    EXPECT_TRUE(start().result());
    EXPECT_EQ(asked, 8);
}

TEST_F(Ingest, that_is_cancelled_ends_its_passes_and_says_so) {
    const auto run = start();
    env_.after(30s, [&run] { run.cancel(); });
    EXPECT_TRUE(run.result().was_cancelled());
    ASSERT_EQ(endings_.size(), 1u);
    EXPECT_EQ(endings_[0].type, activities::kCancelled);
    std::vector<std::string> types;
    for (const auto& ending : lost_passes_) types.push_back(ending.type);
    EXPECT_THAT(types, UnorderedElementsAre("cancelled", "cancelled"));
    EXPECT_TRUE(temporal::testing::replay_every_prefix(workflows_, run.history()));
}

TEST_F(Ingest, urgent_work_carries_its_priority) {
    inspect_ = [] {
        auto found = film();
        found.urgent = true;
        return found;
    };
    EXPECT_TRUE(start().result());
    EXPECT_TRUE(orders_[0].urgent);
}

}  // namespace
}  // namespace acervo::workflows
