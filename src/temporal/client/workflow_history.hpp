#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "temporal/client/client.hpp"
#include "temporal/model/execution.hpp"
#include "temporal/model/time.hpp"

namespace acervo::temporal {

struct HistoryEvent {
    std::int64_t id = 0;
    Time time{};
    /// `WORKFLOW_EXECUTION_STARTED`, `ACTIVITY_TASK_SCHEDULED`, …; see temporal.api.enums.v1.EventType.
    std::string type;
};

/// What happened in one run, or a part of it.
class History {
public:
    History() = default;
    /// From a serialized temporal.api.history.v1.History.
    explicit History(std::string bytes) : bytes_{std::move(bytes)} {}

    /// As `ReplayCore::push` takes it.
    const std::string& bytes() const noexcept { return bytes_; }
    std::vector<HistoryEvent> events() const;
    /// The events of `next` follow these.
    void append(const History& next) { bytes_ += next.bytes_; }

private:
    std::string bytes_;
};

struct HistoryPage {
    History history;
    /// For the next page; empty: this was the last.
    std::string next_page;
};

/// One page, as large as the server likes. `page` is empty for the first.
Async<Result<HistoryPage>> fetch_history_page(Client client, WorkflowExecution execution, std::string page);
/// All of it, at most about 50 MB. Each page has the client's time limit. An empty run id means the latest run.
Async<Result<History>> fetch_history(Client client, WorkflowExecution execution);

/// As the official command line exports it (`temporal workflow show --output json`): proto3's JSON mapping of
/// temporal.api.history.v1.History, indented.
Result<std::string> to_json(const History& history);
/// Reads that, and the older form whose enums have short names (`"WorkflowExecutionStarted"`). Fields that are not
/// known are skipped: a newer server wrote them. InvalidInput with the reason when it is no history, has no events, or
/// one of a type that is not known.
Result<History> parse_history(std::string_view json);

}  // namespace acervo::temporal
