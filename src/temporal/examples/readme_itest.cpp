// The code of README.md, word for word (tools/tests/test_readme_of_sdk.py holds the two together), as a program that
// runs.
#include <gtest/gtest.h>

#include "core/id.hpp"
#include "core/task_group.hpp"
#include "temporal/client/client.hpp"
#include "temporal/client/workflow_history.hpp"
#include "temporal/testing/environment.hpp"
#include "temporal/worker/replayer.hpp"
#include "temporal/worker/worker.hpp"
#include "testkit/environment.hpp"
#include "testkit/run.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;
using namespace testing;

using AssetId = std::string;
struct Probe {
    int frames_per_second = 0;

    static constexpr auto fields() { return std::tuple{field("frames_per_second", &Probe::frames_per_second)}; }
};
struct Approval {
    std::string by;

    static constexpr auto fields() { return std::tuple{field("by", &Approval::by)}; }
};
struct IngestState {
    std::optional<Approval> approval;
};

// Names and types, declared once and shared by who starts, runs and tests them.
inline const Activity<Probe(AssetId)> probe{"probe", {.start_to_close_timeout = 10min}};
inline const Activity<void(AssetId)> publish{"publish", {.start_to_close_timeout = 1min}};
inline const Workflow<std::string(AssetId)> ingest{"ingest"};
inline const Signal<Approval> approve{"approve"};

Task<std::string> ingest_workflow(Context ctx, AssetId asset) {
    auto& state = ctx.make<IngestState>();  // lives as long as the run
    ctx.on(approve, [&state](Approval given) { state.approval = given; });

    const auto probed = co_await ctx.run(probe, asset);  // retried by its policy, for as long as it takes
    if (!co_await ctx.wait([&state] { return state.approval.has_value(); }, 24h)) co_return "nobody looked";
    co_await ctx.run(publish, asset);
    co_return "published at " + std::to_string(probed.frames_per_second);
}

/// What the activities of the page work with.
struct Tools {
    int steps(const AssetId& asset) const { return static_cast<int>(asset.size()); }
    Result<Probe> probed(const AssetId& /*asset*/) const { return Probe{25}; }
};

Registry all_workflows() {
    Registry registry;
    registry.add(ingest, &ingest_workflow);  // checked against the declaration
    return registry;
}

/// The page's queue and id, of this run of the test alone.
struct Names {
    std::string url{"http://" + testkit::require_environment("ACERVO_TEST_TEMPORAL")};
    std::string name_space{testkit::require_environment("ACERVO_TEST_TEMPORAL_NAMESPACE")};
    std::string unique{Uuid::make().to_string()};
};

Async<Result<std::string>> be_client(Connection connection, Names names, AssetId asset, Worker* to_end) {
    Client client{connection, {.name_space = names.name_space}};
    StartOptions options{.workflow_id = "ingest-" + names.unique, .task_queue = "cpu-" + names.unique};
    const auto run = CO_TRY(co_await client.start(ingest, asset, std::move(options)));
    CO_TRY(co_await run.signal(approve, Approval{"Ada"}));
    const auto text =
        CO_TRY(co_await run.result(Deadline::after(1h)));  // typed; call_failure_of(error) has the chain of causes
    to_end->shut_down();
    co_return text;
}

Async<Result<void>> replay_it(Runtime runtime, Connection connection, Names names) {
    const Registry registry = all_workflows();
    const Client client{connection, {.name_space = names.name_space}};
    const auto history = CO_TRY(co_await fetch_history(client, WorkflowExecution{"ingest-" + names.unique, {}}));
    const auto json = CO_TRY(to_json(history));
    const Replayer replayer{runtime, registry};
    RecordedHistory recorded{"ingest-7", json};  // temporal workflow show --output json
    CO_TRY(co_await replayer.replay(std::move(recorded)));
    co_return ok();
}

Async<void> keep(Async<Result<std::string>> work, Result<std::string>* answer) { *answer = co_await std::move(work); }

Async<Result<std::string>> whole_page(Runtime runtime, Names names) {
    Metrics metrics;
    Tools tools;
    const Registry registry = all_workflows();
    const auto& address = names.url;
    ActivityRegistry activities;  // functions block on threads, coroutines run on the loop
    activities.add(probe, [&tools](ActivityContext ctx, AssetId asset) -> Result<Probe> {
        for (int step = 1; step <= tools.steps(asset); ++step) {
            ctx.heartbeat(step);
            ctx.throw_if_cancelled();
        }
        return tools.probed(asset);
    });
    activities.add(publish, [](const AssetId& /*asset*/) {});

    ConnectOptions where{.url = address, .identity = "me"};  // http://127.0.0.1:7233
    const auto connection = CO_TRY(co_await Connection::connect(runtime, where, Deadline::after(10s)));
    Worker worker{connection, {.name_space = names.name_space, .metrics = &metrics}};
    QueueOptions queue{
        .engine = {.task_queue = "cpu-" + names.unique}, .workflows = &registry, .activities = &activities};
    CO_TRY(worker.add(std::move(queue)));
    Result<std::string> answer = fail(ErrorKind::Internal, "the client never ended");
    TaskGroup clients{co_await boost::asio::this_coro::executor};
    clients.spawn("client", keep(be_client(connection, names, "clip", &worker), &answer));
    CO_TRY(co_await worker.run());  // until worker.shut_down(), at SIGTERM: then it drains
    co_await clients.join();
    CO_TRY(co_await replay_it(runtime, connection, names));
    co_return answer;
}

TEST(Readme, tells_code_that_works) {
    boost::asio::io_context context;
    const auto runtime = Runtime::start().value();
    const auto text = testkit::run(context, whole_page(runtime, Names{}));
    ASSERT_TRUE(text) << text.error().message();
    EXPECT_EQ(*text, "published at 25");
}

TEST(Readme, tells_a_test_that_needs_no_server) {
    const Registry registry = all_workflows();
    const AssetId asset{"clip"};
    TestEnvironment env{registry};
    env.fake(probe, [](AssetId) { return Probe{25}; }, {.takes = 3s});
    env.fake(publish, [](AssetId) {});
    const auto run = env.start(ingest, asset);
    env.after(1h, [&] { run.signal(approve, {"Ada"}); });
    EXPECT_EQ(run.result().value(), "published at 25");         // hours pass in microseconds
    EXPECT_TRUE(replay_every_prefix(registry, run.history()));  // and the code is deterministic
}

}  // namespace
}  // namespace acervo::temporal
