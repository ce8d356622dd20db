#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "temporal/engine/server_fixture.hpp"
#include "temporal/worker/worker.hpp"
#include "temporal/workflow/arguments.hpp"

namespace acervo::temporal {

/// A worker on the real server, on a task queue of its own, and the little client that its tests need.
class WorkerTest : public ::testing::Test {
protected:
    ~WorkerTest() override { stop(); }

    /// Runs `workflows_` and `activities_`, by `options_` and `queue_`, until the test ends.
    void begin();
    /// `worker_`, which the test has made.
    void run_worker();
    void stop();
    void until(const std::function<bool()>& done);

    struct Started {
        std::string id;
        std::string run_id;
    };
    template <class R, class... P>
    Started start(const Workflow<R(P...)>& workflow, std::type_identity_t<P>... arguments) {
        return start_untyped(workflow.name(), encode_arguments("a start", arguments...));
    }
    Started start_untyped(const std::string& type, const Payloads& arguments);

    /// How a workflow ended: its payload, or its failure.
    struct End {
        std::string event;
        std::optional<Payload> payload;
        Failure failure;
    };
    /// Waits for the end of the run, and of those that follow it.
    End end_of(const Started& started);
    template <class R>
    R result_of(const Started& started) {
        const auto end = end_of(started);
        EXPECT_EQ(end.event, "EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED") << describe(end.failure);
        return value_or_throw(decode<R>(end.payload.value_or(null_payload())), "result");
    }
    template <class... P>
    void signal(const Started& started, const Signal<P...>& signal, std::type_identity_t<P>... arguments) {
        signal_untyped(started, signal.name(), encode_arguments("a signal", arguments...));
    }
    void signal_untyped(const Started& started, const std::string& name, const Payloads& arguments);
    template <class R, class... P>
    R query(const Started& started, const Query<R(P...)>& query, std::type_identity_t<P>... arguments) {
        const auto payload = query_untyped(started, query.name(), encode_arguments("a query", arguments...));
        return value_or_throw(decode<R>(payload), "answer");
    }
    Payload query_untyped(const Started& started, const std::string& name, const Payloads& arguments);
    template <class R, class... P>
    Outcome<R> update(const Started& started, const Update<R(P...)>& update, std::type_identity_t<P>... arguments) {
        auto answer = update_untyped(started, update.name(), encode_arguments("an update", arguments...));
        if (!answer) return Outcome<R>{std::unexpected{std::move(answer).error()}};
        return Outcome<R>{value_or_throw(decode<R>(*answer), "answer")};
    }
    std::expected<Payload, Failure> update_untyped(const Started& started, const std::string& name,
                                                   const Payloads& arguments);
    void cancel(const Started& started);
    void terminate(const Started& started);

    /// The names of the events of the run so far.
    std::vector<std::string> events(const Started& started);
    bool has_event(const Started& started, const std::string& name);
    /// Failures of its workflow tasks so far, by the worker.
    std::vector<std::string> task_failures(const Started& started);
    /// As the official command line writes it.
    std::string history_json(const Started& started);
    /// Writes the history to $ACERVO_RECORD_HISTORIES/NAME.json, where that is set: how `histories/` came to be.
    void record(const Started& started, const std::string& name);

    boost::asio::io_context& context() { return server_.context(); }

    Server server_;
    Registry workflows_;
    ActivityRegistry activities_;
    QueueOptions queue_{.engine = options_of_tests()};
    WorkerOptions options_{.name_space = server_.name_space(),
                           .graceful_shutdown = std::chrono::milliseconds{300},
                           .cancel_time = std::chrono::milliseconds{500}};
    std::unique_ptr<Worker> worker_;

private:
    static CoreWorkerOptions options_of_tests();
    bool running_ = false;
};

}  // namespace acervo::temporal
