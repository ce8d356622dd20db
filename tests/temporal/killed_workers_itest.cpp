// Workflows of twenty steps, several at once, whose worker is killed with SIGKILL again and again at random moments.
// Every run must come to what an undisturbed one comes to, and every deposit take effect once. 10 kills; 200 with
// ACERVO_FULL=1. The seed decides the pauses; where in its work a worker dies is also up to the machine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "core/sleep.hpp"
#include "ledger.hpp"
#include "temporal/client/client.hpp"
#include "temporal/client/workflow_history.hpp"
#include "temporal/engine/server_fixture.hpp"
#include "temporal/testing/environment.hpp"
#include "temporal/worker/replayer.hpp"
#include "testkit/environment.hpp"
#include "testkit/figures.hpp"
#include "testkit/postgres.hpp"
#include "testkit/run.hpp"
#include "twenty_steps.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

/// Workflows that run at once.
constexpr int kCustomers = 6;
/// Each phase in which a worker may die, in the full size.
constexpr int kLeastOfAPhase = 5;

/// What a run comes to when nobody disturbs it.
struct Undisturbed {
    std::string result;
    /// Without the account's name.
    std::set<std::string> keys;
    std::int64_t balance = 0;
};

Undisturbed run_undisturbed() {
    Registry workflows;
    twenty_steps::add_workflows(workflows);
    Undisturbed made;
    testing::TestEnvironment env{workflows};
    env.fake(twenty_steps::deposit, [&made](const twenty_steps::Deposit& one) {
        made.keys.insert(one.key.substr(one.account.size() + 1));
        made.balance += one.amount;
        return one.amount;
    });
    const auto run = env.start(twenty_steps::workflow);
    for (int step = 1; step <= twenty_steps::kSteps; ++step) {
        if (!twenty_steps::waits_for_approval(step)) continue;
        run.signal(twenty_steps::approve, step, twenty_steps::approved_amount(step));
    }
    made.result = run.result().value();
    return made;
}

/// A worker in a process of its own, for as long as this lives.
class WorkerProcess {
public:
    explicit WorkerProcess(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), ACERVO_KILL_WORKER);
        std::vector<char*> pointers;
        for (auto& argument : arguments) pointers.push_back(argument.data());
        pointers.push_back(nullptr);
        if (posix_spawn(&pid_, ACERVO_KILL_WORKER, nullptr, nullptr, pointers.data(), environ) != 0) {
            throw std::runtime_error{"the worker cannot be started"};
        }
    }
    ~WorkerProcess() {
        ::kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

private:
    pid_t pid_ = 0;
};

/// Kills by what the worker was doing.
struct Kills {
    int idle = 0;     ///< It had not begun anything yet.
    int between = 0;  ///< No activity was under way.
    int before = 0;   ///< At least one, without effect so far.
    int after = 0;    ///< At least one whose effect was there, and whose answer was not.
    int at_work() const { return between + before + after; }
};

class KilledWorkers : public ::testing::Test {
protected:
    KilledWorkers() { ledger_.sql(Ledger::schema()); }

    int below(int end) { return static_cast<int>(chance_() % static_cast<unsigned>(end)); }
    std::chrono::milliseconds up_to(std::chrono::milliseconds longest) {
        return std::chrono::milliseconds{below(static_cast<int>(longest.count()))};
    }
    std::unique_ptr<WorkerProcess> spawn(int number) {
        return std::make_unique<WorkerProcess>(
            std::vector<std::string>{testkit::require_environment("ACERVO_TEST_TEMPORAL"), server_.name_space(), queue_,
                                     ledger_.options().url, std::to_string(number)});
    }
    int count(const std::string& what) { return std::stoi(ledger_.sql("SELECT count(*) FROM " + what)); }
    int calls_of(int worker, const std::string& stage) {
        return count("calls WHERE worker = " + std::to_string(worker) + " AND stage LIKE '" + stage + "'");
    }

    /// One run after the other, until there were enough kills.
    Async<void> be_customer() {
        while (!enough_) co_await run_workflow();
    }
    Async<void> run_workflow() {
        StartOptions options;
        options.workflow_id = Server::fresh("twenty-steps");
        options.task_queue = queue_;
        options.task_timeout = 2s;  // after which the task of a dead worker is given to the next
        const auto run = co_await client_.start(twenty_steps::workflow, std::move(options));
        if (!run) throw std::runtime_error{run.error().message()};
        co_await approve_all(*run);
        const auto result = co_await run->result(Deadline::after(1h));
        results_[run->workflow_id()] = result ? *result : result.error().message();
    }
    Async<void> approve_all(WorkflowHandle<std::string> run) {
        std::vector<int> steps;
        for (int step = 1; step <= twenty_steps::kSteps; ++step) {
            if (twenty_steps::waits_for_approval(step)) steps.push_back(step);
        }
        std::ranges::shuffle(steps, chance_);
        for (const int step : steps) {
            co_await sleep_for(up_to(1500ms));
            const auto sent = co_await run.signal(twenty_steps::approve, step, twenty_steps::approved_amount(step));
            EXPECT_TRUE(sent) << sent.error().message();
        }
    }

    /// Sometimes a worker dies while it starts, mostly some time after it began to work.
    Async<void> let_it_work(int worker) {
        if (below(10) > 0) {
            const auto limit = Deadline::after(15s);
            while (calls_of(worker, "%") == 0 && !limit.passed()) co_await sleep_for(10ms);
        }
        co_await sleep_for(up_to(1500ms));
    }
    void note_kill(int worker) {
        const auto before = calls_of(worker, "begun");
        const auto after = calls_of(worker, "committed");
        if (calls_of(worker, "%") == 0) {
            ++kills_.idle;
        } else {
            ++(after > 0 ? kills_.after : before > 0 ? kills_.before : kills_.between);
        }
    }
    Async<void> kill_workers(int wanted) {
        int worker = 0;
        while (kills_.at_work() < wanted && worker < 3 * wanted + 10) {
            auto process = spawn(++worker);
            co_await let_it_work(worker);
            process.reset();
            note_kill(worker);
        }
        enough_ = true;
        last_ = spawn(++worker);
    }

    void run_all(int kills) {
        running_ = kCustomers + 1;
        const auto ended = [this] { --running_; };
        for (int i = 0; i < kCustomers; ++i) testkit::start(server_.context(), be_customer(), ended);
        testkit::start(server_.context(), kill_workers(kills), ended);
        testkit::run_until(server_.context(), [this] { return running_ == 0; }, 7200s);
        last_.reset();
    }

    std::set<std::string> keys_of(const std::string& account) {
        std::istringstream keys{
            ledger_.sql("SELECT string_agg(substr(key, length(account) + 2), ' ') FROM effects "
                        "WHERE account = '" +
                        account + "'")};
        return {std::istream_iterator<std::string>{keys}, {}};
    }
    void check(const std::string& id, const std::string& result) {
        SCOPED_TRACE(id);
        EXPECT_EQ(result, expected_.result);
        EXPECT_EQ(keys_of(id), expected_.keys);
        EXPECT_EQ(ledger_.sql("SELECT balance FROM accounts WHERE name = '" + id + "'"),
                  std::to_string(expected_.balance));
        const auto fits = testkit::run(server_.context(), replay(id));
        EXPECT_TRUE(fits) << fits.error().message();
    }
    Async<Result<void>> replay(std::string id) {
        const auto history = CO_TRY(co_await fetch_history(client_, WorkflowExecution{id, {}}));
        auto json = CO_TRY(to_json(history));
        RecordedHistory recorded{std::move(id), std::move(json)};
        Registry workflows;
        twenty_steps::add_workflows(workflows);
        const Replayer replayer{server_.runtime(), workflows};
        co_return co_await replayer.replay(std::move(recorded));
    }

    void report() {
        const auto wanted = testkit::full_size() ? 200 : 10;
        const auto whole = [](int number) { return static_cast<double>(number); };
        testkit::report({"workers killed at work", whole(kills_.at_work()), "kills", 200, kills_.at_work() >= 200});
        testkit::report({"of these, before the effect of an activity", whole(kills_.before), "kills"});
        testkit::report({"of these, after the effect, before the answer", whole(kills_.after), "kills"});
        testkit::report({"of these, between activities", whole(kills_.between), "kills"});
        testkit::report({"besides, killed while they started", whole(kills_.idle), "kills"});
        testkit::report({"workflows of twenty steps", whole(static_cast<int>(results_.size())), "runs"});
        testkit::report({"effects, each once", whole(count("effects")), "effects"});
        testkit::report({"keys that were asked for again", whole(repeated()), "keys"});
        EXPECT_GE(kills_.at_work(), wanted);
    }
    /// Keys whose effect was there when another call asked for it.
    int repeated() {
        return count("(SELECT key FROM calls WHERE stage <> 'begun' GROUP BY key HAVING count(*) > 1) k");
    }

    Server server_;
    Client client_{server_.connection(), {.name_space = server_.name_space(), .timeout = 60s}};
    testkit::TestDatabase ledger_{testkit::TestDatabase::empty()};
    std::string queue_{Server::fresh("kill")};
    std::mt19937_64 chance_;
    Undisturbed expected_{run_undisturbed()};
    std::map<std::string, std::string> results_;
    Kills kills_;
    bool enough_ = false;
    int running_ = 0;
    std::unique_ptr<WorkerProcess> last_;
};

TEST_F(KilledWorkers, leave_every_run_with_the_same_result_and_every_effect_once) {
    chance_.seed(testkit::announced_seed("killed workers"));
    run_all(testkit::full_size() ? 200 : 10);
    ASSERT_GE(results_.size(), static_cast<std::size_t>(kCustomers));
    for (const auto& [id, result] : results_) check(id, result);
    EXPECT_EQ(count("effects"), static_cast<int>(results_.size() * expected_.keys.size()));
    EXPECT_GT(repeated(), 0) << "no worker died where it matters";
    if (testkit::full_size()) EXPECT_GE(std::min({kills_.between, kills_.before, kills_.after}), kLeastOfAPhase);
    report();
}

}  // namespace
}  // namespace acervo::temporal
