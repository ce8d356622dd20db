#include <gtest/gtest.h>
#include <temporal/api/history/v1/message.pb.h>
#include <temporal/sdk/core/core_interface.pb.h>

#include <set>

#include "temporal/engine/translate.hpp"
#include "temporal/engine/wire_values.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;
namespace core_jobs = ::coresdk::workflow_activation;
namespace core_commands = ::coresdk::workflow_commands;

Payload text(const std::string& data) { return {{{"encoding", "json/plain"}}, data}; }

void set(::temporal::api::common::v1::Payload& into, const std::string& data) { wire::write(text(data), into); }

Failure failure(const std::string& message, Failure::Info info = {}) {
    Failure made;
    made.message = message;
    made.source = "test";
    made.stack_trace = "at test";
    made.info = std::move(info);
    return made;
}

// --- values ---------------------------------------------------------------------------------------------------------

template <class Message, class Value>
Value there_and_back(const Value& value) {
    Message message;
    wire::write(value, message);
    return wire::read(message);
}

TEST(WireValues, keep_every_nanosecond_before_and_after_1970) {
    for (const Time moment :
         {Time{0ns}, Time{1ns}, Time{-1ns}, Time{1'700'000'000'123'456'789ns}, Time{-5'000'000'001ns}}) {
        google::protobuf::Timestamp message;
        wire::write(moment, message);
        EXPECT_GE(message.nanos(), 0);
        EXPECT_EQ(wire::read(message), moment);
    }
    for (const Duration length : {Duration{0}, Duration{1ns}, Duration{-1'500ms}, Duration{36h}}) {
        EXPECT_EQ((there_and_back<google::protobuf::Duration>(length)), length);
    }
}

TEST(WireValues, keep_payloads_with_any_bytes) {
    using namespace std::string_literals;
    const Payload payload{{{"encoding", "binary/plain"}, {"key", "\0\xff"s}}, "\0\x01\xfe"s};
    EXPECT_EQ((there_and_back<::temporal::api::common::v1::Payload>(payload)), payload);
}

TEST(WireValues, keep_every_kind_of_failure_and_the_chain_behind_it) {
    const std::vector<Failure::Info> kinds{
        std::monostate{},
        Failure::ApplicationInfo{"Type", true, {text("1")}, 3s, FailureCategory::Benign},
        Failure::TimeoutInfo{TimeoutType::Heartbeat, {text("2")}},
        Failure::CancelledInfo{{text("3")}, "somebody"},
        Failure::TerminatedInfo{"somebody"},
        Failure::ServerInfo{true},
        Failure::ResetWorkflowInfo{{text("4")}},
        Failure::ActivityInfo{5, 6, "worker", "transcode", "7", RetryState::MaximumAttemptsReached},
        Failure::ChildWorkflowInfo{"dam", {"child", "run"}, "ingest", 8, 9, RetryState::Timeout}};
    Failure chain = failure("root");
    for (const auto& kind : kinds) chain = caused_by(failure("m", kind), chain);
    chain.encoded_attributes = text("secret");
    EXPECT_EQ((there_and_back<::temporal::api::failure::v1::Failure>(chain)), chain);
    EXPECT_EQ(kinds.size(), std::variant_size_v<Failure::Info>) << "a kind of failure has no example here";
}

TEST(WireValues, keep_retry_policies_and_priorities) {
    const RetryPolicy policy{1s, 1.5, 10s, 4, {"Broken", "Worse"}};
    EXPECT_EQ((there_and_back<::temporal::api::common::v1::RetryPolicy>(policy)), policy);
    EXPECT_EQ((there_and_back<::temporal::api::common::v1::RetryPolicy>(RetryPolicy{})), RetryPolicy{});
    const Priority priority{2, "tenant", 0.5F};
    EXPECT_EQ((there_and_back<::temporal::api::common::v1::Priority>(priority)), priority);
}

// --- jobs -----------------------------------------------------------------------------------------------------------

class ReadJob : public ::testing::Test {
protected:
    core_jobs::WorkflowActivationJob& job() { return *activation_.add_jobs(); }
    Activation activation() { return read_activation(activation_.SerializeAsString()).value(); }
    Job read() { return activation().jobs.at(0); }

    core_jobs::WorkflowActivation activation_;
};

TEST_F(ReadJob, reads_what_an_activation_says_about_its_run) {
    activation_.set_run_id("run");
    activation_.mutable_timestamp()->set_seconds(7);
    activation_.set_is_replaying(true);
    activation_.set_history_length(8);
    activation_.set_history_size_bytes(9);
    activation_.set_continue_as_new_suggested(true);
    activation_.mutable_deployment_version_for_current_task()->set_deployment_name("d");
    activation_.mutable_deployment_version_for_current_task()->set_build_id("b");
    activation_.set_last_sdk_version("1.2.3");
    activation_.add_available_internal_flags(4);
    Activation expected;
    expected.run_id = "run";
    expected.timestamp = Time{7s};
    expected.is_replaying = true;
    expected.history_length = 8;
    expected.history_size_bytes = 9;
    expected.continue_as_new_suggested = true;
    expected.deployment_version = {"d", "b"};
    expected.last_sdk_version = "1.2.3";
    expected.available_internal_flags = {4};
    EXPECT_EQ(activation(), expected);
}

TEST_F(ReadJob, refuses_bytes_that_are_no_activation) {
    EXPECT_EQ(read_activation("\xff").error().kind(), ErrorKind::Internal);
}

TEST_F(ReadJob, keeps_the_order_of_jobs) {
    job().mutable_fire_timer()->set_seq(2);
    job().mutable_fire_timer()->set_seq(1);
    EXPECT_EQ(activation().jobs, (std::vector<Job>{job::FireTimer{2}, job::FireTimer{1}}));
}

void set_origin(core_jobs::InitializeWorkflow& from, job::InitializeWorkflow& expected) {
    from.set_identity(expected.identity = "client");
    wire::write(NamespacedExecution{"ns", "parent", "1"}, *from.mutable_parent_workflow_info());
    expected.parent = {"ns", "parent", "1"};
    wire::write(WorkflowExecution{"root", "2"}, *from.mutable_root_workflow());
    expected.root = {"root", "2"};
    from.set_continued_from_execution_run_id(expected.continued_from_run_id = "before");
    from.set_continued_initiator(::temporal::api::enums::v1::CONTINUE_AS_NEW_INITIATOR_RETRY);
    expected.continued_initiator = ContinueAsNewInitiator::Retry;
    wire::write(failure("before"), *from.mutable_continued_failure());
    expected.continued_failure = failure("before");
    set(*from.mutable_last_completion_result()->add_payloads(), "last");
    expected.last_completion_result = {text("last")};
    from.set_first_execution_run_id(expected.first_run_id = "first");
    from.set_original_execution_run_id(expected.original_run_id = "original");
}

void set_terms(core_jobs::InitializeWorkflow& from, job::InitializeWorkflow& expected) {
    wire::write(Duration{1s}, *from.mutable_workflow_execution_timeout());
    expected.workflow_execution_timeout = 1s;
    wire::write(Duration{2s}, *from.mutable_workflow_run_timeout());
    expected.workflow_run_timeout = 2s;
    wire::write(Duration{3s}, *from.mutable_workflow_task_timeout());
    expected.workflow_task_timeout = 3s;
    wire::write(RetryPolicy{1s, 2, 3s, 4, {"x"}}, *from.mutable_retry_policy());
    expected.retry_policy = RetryPolicy{1s, 2, 3s, 4, {"x"}};
    from.set_attempt(expected.attempt = 3);
    from.set_cron_schedule(expected.cron_schedule = "* * * * *");
    wire::write(Time{4s}, *from.mutable_workflow_execution_expiration_time());
    expected.workflow_execution_expiration_time = Time{4s};
    wire::write(Duration{5s}, *from.mutable_cron_schedule_to_schedule_interval());
    expected.cron_schedule_to_schedule_interval = 5s;
    set((*from.mutable_memo()->mutable_fields())["m"], "memo");
    expected.memo = {{"m", text("memo")}};
    set((*from.mutable_search_attributes()->mutable_indexed_fields())["s"], "found");
    expected.search_attributes = {{"s", text("found")}};
    wire::write(Time{6s}, *from.mutable_start_time());
    expected.start_time = Time{6s};
    wire::write(Priority{1, "k", 2}, *from.mutable_priority());
    expected.priority = Priority{1, "k", 2};
}

TEST_F(ReadJob, reads_the_start_of_a_run_with_all_it_says) {
    auto& from = *job().mutable_initialize_workflow();
    job::InitializeWorkflow expected;
    from.set_workflow_type(expected.workflow_type = "ingest");
    from.set_workflow_id(expected.workflow_id = "id");
    set(*from.add_arguments(), "1");
    expected.arguments = {text("1")};
    from.set_randomness_seed(expected.randomness_seed = 11);
    set((*from.mutable_headers())["h"], "head");
    expected.headers = {{"h", text("head")}};
    set_origin(from, expected);
    set_terms(from, expected);
    EXPECT_EQ(read(), Job{expected});
}

TEST_F(ReadJob, leaves_out_what_a_start_does_not_say) {
    job().mutable_initialize_workflow()->set_attempt(1);
    EXPECT_EQ(read(), Job{job::InitializeWorkflow{}});
}

TEST_F(ReadJob, reads_what_comes_from_outside) {
    auto& query = *job().mutable_query_workflow();
    query.set_query_id("q");
    query.set_query_type("stage");
    set(*query.add_arguments(), "1");
    set((*query.mutable_headers())["h"], "2");
    auto& signal = *job().mutable_signal_workflow();
    signal.set_signal_name("pause");
    set(*signal.add_input(), "1");
    signal.set_identity("me");
    set((*signal.mutable_headers())["h"], "2");
    signal.set_originating_event_id(5);
    auto& update = *job().mutable_do_update();
    update.set_id("u");
    update.set_protocol_instance_id("p");
    update.set_name("rename");
    set(*update.add_input(), "1");
    set((*update.mutable_headers())["h"], "2");
    update.mutable_meta()->set_identity("me");
    update.set_run_validator(true);
    job().mutable_cancel_workflow()->set_reason("enough");
    const PayloadMap headers{{"h", text("2")}};
    const std::vector<Job> expected{job::QueryWorkflow{"q", "stage", {text("1")}, headers},
                                    job::SignalWorkflow{"pause", {text("1")}, "me", headers, 5},
                                    job::DoUpdate{"u", "p", "rename", {text("1")}, headers, "me", true},
                                    job::CancelWorkflow{"enough"}};
    EXPECT_EQ(activation().jobs, expected);
}

TEST_F(ReadJob, reads_every_end_of_an_activity) {
    const auto resolve = [this](std::uint32_t seq) -> auto& {
        auto& one = *job().mutable_resolve_activity();
        one.set_seq(seq);
        one.set_is_local(seq > 2);
        return *one.mutable_result();
    };
    set(*resolve(1).mutable_completed()->mutable_result(), "done");
    wire::write(failure("broken"), *resolve(2).mutable_failed()->mutable_failure());
    wire::write(failure("stopped"), *resolve(3).mutable_cancelled()->mutable_failure());
    auto& backoff = *resolve(4).mutable_backoff();
    backoff.set_attempt(2);
    wire::write(Duration{9s}, *backoff.mutable_backoff_duration());
    wire::write(Time{8s}, *backoff.mutable_original_schedule_time());
    resolve(5).mutable_completed();
    const std::vector<Job> expected{job::ResolveActivity{1, job::Completed{text("done")}, false},
                                    job::ResolveActivity{2, job::Failed{failure("broken")}, false},
                                    job::ResolveActivity{3, job::Cancelled{failure("stopped")}, true},
                                    job::ResolveActivity{4, job::Backoff{2, 9s, Time{8s}}, true},
                                    job::ResolveActivity{5, job::Completed{}, true}};
    EXPECT_EQ(activation().jobs, expected);
}

TEST_F(ReadJob, reads_every_start_and_end_of_a_child) {
    using Started = job::ResolveChildWorkflowStart;
    const auto start = [this](std::uint32_t seq) -> auto& {
        auto& one = *job().mutable_resolve_child_workflow_execution_start();
        one.set_seq(seq);
        return one;
    };
    start(1).mutable_succeeded()->set_run_id("r");
    auto& failed = *start(2).mutable_failed();
    failed.set_workflow_id("id");
    failed.set_workflow_type("type");
    failed.set_cause(::coresdk::child_workflow::START_CHILD_WORKFLOW_EXECUTION_FAILED_CAUSE_WORKFLOW_ALREADY_EXISTS);
    wire::write(failure("stopped"), *start(3).mutable_cancelled()->mutable_failure());
    const auto end = [this](std::uint32_t seq) -> auto& {
        auto& one = *job().mutable_resolve_child_workflow_execution();
        one.set_seq(seq);
        return *one.mutable_result();
    };
    set(*end(4).mutable_completed()->mutable_result(), "done");
    wire::write(failure("broken"), *end(5).mutable_failed()->mutable_failure());
    wire::write(failure("stopped"), *end(6).mutable_cancelled()->mutable_failure());
    const std::vector<Job> expected{
        Started{1, Started::Started{"r"}},
        Started{2, Started::NotStarted{"id", "type", StartChildFailedCause::WorkflowAlreadyExists}},
        Started{3, job::Cancelled{failure("stopped")}},
        job::ResolveChildWorkflow{4, job::Completed{text("done")}},
        job::ResolveChildWorkflow{5, job::Failed{failure("broken")}},
        job::ResolveChildWorkflow{6, job::Cancelled{failure("stopped")}}};
    EXPECT_EQ(activation().jobs, expected);
}

TEST_F(ReadJob, reads_the_small_ones) {
    job().mutable_fire_timer()->set_seq(1);
    job().mutable_update_random_seed()->set_randomness_seed(2);
    job().mutable_notify_has_patch()->set_patch_id("p");
    job().mutable_resolve_signal_external_workflow()->set_seq(3);
    auto& cancel = *job().mutable_resolve_request_cancel_external_workflow();
    cancel.set_seq(4);
    wire::write(failure("gone"), *cancel.mutable_failure());
    auto& remove = *job().mutable_remove_from_cache();
    remove.set_message("why");
    remove.set_reason(core_jobs::RemoveFromCache::NONDETERMINISM);
    const std::vector<Job> expected{job::FireTimer{1},
                                    job::UpdateRandomSeed{2},
                                    job::NotifyHasPatch{"p"},
                                    job::ResolveSignalExternalWorkflow{3, std::nullopt},
                                    job::ResolveRequestCancelExternalWorkflow{4, failure("gone")},
                                    job::RemoveFromCache{"why", job::RemoveFromCache::Reason::Nondeterminism}};
    EXPECT_EQ(activation().jobs, expected);
}

TEST_F(ReadJob, names_what_it_does_not_know) {
    job().mutable_resolve_nexus_operation_start();
    job().mutable_resolve_nexus_operation();
    job();
    job().mutable_resolve_activity();
    for (const auto& one : activation().jobs) EXPECT_TRUE(std::holds_alternative<job::Unsupported>(one));
}

/// Every member of the oneof that the engine may set becomes a job of its own kind: a new one of a newer engine shows
/// here.
TEST_F(ReadJob, knows_every_kind_that_the_engine_may_send) {
    const auto& kinds = *core_jobs::WorkflowActivationJob::descriptor()->oneof_decl(0);
    std::set<std::size_t> seen;
    for (int i = 0; i < kinds.field_count(); ++i) {
        core_jobs::WorkflowActivation one;
        auto& sent = *one.add_jobs();
        sent.GetReflection()->MutableMessage(&sent, kinds.field(i));
        seen.insert(read_activation(one.SerializeAsString())->jobs.at(0).index());
    }
    EXPECT_EQ(kinds.field_count(), 16);
    // Three resolutions without a status and two of Nexus share the last kind.
    EXPECT_EQ(seen.size(), std::variant_size_v<Job> - 3);
}

}  // namespace
}  // namespace acervo::temporal
