#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "temporal/client/client.hpp"
#include "temporal/engine/core_worker.hpp"
#include "temporal/engine/server_fixture.hpp"
#include "temporal/model/activation.hpp"
#include "temporal/model/activity_task.hpp"
#include "temporal/model/completion.hpp"
#include "testkit/run.hpp"

namespace acervo::temporal {

/// A workflow as a table: which commands answer an activation. Evictions are dealt with elsewhere.
using Script = std::function<std::vector<Command>(const Activation&)>;
/// What an activity answers; nothing: it is left open.
using ActivityScript = std::function<std::optional<ActivityCompletion>(const ActivityTask&)>;

/// A worker of one queue that plays a script, on the test's event loop, until it is destroyed.
class ScriptedWorker {
public:
    ScriptedWorker(Server& server, const std::string& queue, Script script, ActivityScript activities = {});
    ~ScriptedWorker();
    ScriptedWorker(const ScriptedWorker&) = delete;
    ScriptedWorker& operator=(const ScriptedWorker&) = delete;

private:
    Async<void> play_workflows();
    Async<void> play_activities();

    Server& server_;
    CoreWorker worker_;
    Script script_;
    ActivityScript activities_;
    int playing_ = 2;
};

/// The first job of this kind, or nothing.
template <class Kind>
const Kind* find_job(const Activation& activation) {
    for (const auto& job : activation.jobs) {
        if (const auto* found = std::get_if<Kind>(&job)) return found;
    }
    return nullptr;
}

Command complete_with(const std::string& text);
Command fail_with(const std::string& type, const std::string& message, bool is_final = true);

inline const Workflow<std::string(std::string)> echo{"echo"};
inline const Signal<std::string> nudge{"nudge"};
inline const Query<std::string(std::string)> stage{"stage"};
inline const Update<std::string(std::string)> rename_it{"rename"};

/// The real server, a queue and an id of its own.
class ClientTest : public ::testing::Test {
protected:
    ClientTest() : client_{server_.connection(), options()} {}

    ClientOptions options() const {
        ClientOptions options;
        options.name_space = server_.name_space();
        options.identity = "the-test";
        return options;
    }
    StartOptions start_options() const {
        StartOptions options;
        options.workflow_id = id_;
        options.task_queue = queue_;
        return options;
    }
    template <class T>
    T run(Async<T> work) {
        return testkit::run(server_.context(), std::move(work));
    }
    /// The value; a failure throws, so that the test ends with its message.
    template <class T>
    T must(Async<Result<T>> work) {
        auto result = run(std::move(work));
        if (!result) throw std::runtime_error{result.error().message()};
        if constexpr (!std::is_void_v<T>) return *std::move(result);
    }
    WorkflowHandle<std::string> start(StartOptions options) {
        return must(client_.start(echo, "hi", std::move(options)));
    }
    WorkflowHandle<std::string> start() { return start(start_options()); }
    /// Asks again until `enough` says so, for what the server writes later.
    template <class T>
    T until(const std::function<Async<Result<T>>()>& ask, const std::function<bool(const T&)>& enough) {
        for (int attempt = 0; attempt < 200; ++attempt) {
            auto answer = must(ask());
            if (enough(answer)) return answer;
            run(pause());
        }
        throw std::runtime_error{"it did not come"};
    }
    static Async<void> pause();

    Server server_;
    std::string queue_{Server::fresh("queue")};
    std::string id_{Server::fresh("workflow")};
    Client client_;
};

inline Deadline soon() { return Deadline::after(std::chrono::seconds{30}); }

}  // namespace acervo::temporal
