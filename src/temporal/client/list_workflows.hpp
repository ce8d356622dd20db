#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "temporal/client/client.hpp"
#include "temporal/client/workflow_description.hpp"

namespace acervo::temporal {

/// `query` is a list filter over search attributes: `WorkflowType = 'ingest' AND ExecutionStatus = 'Running'`; empty:
/// all. Values stand in single quotes; `filter_text` makes them. The store behind the server's SQL databases refuses
/// ORDER BY (InvalidInput): newest starts come first. A workflow shows up a moment after it was started, for the index
/// is written later than the history.
struct ListWorkflows {
    std::string query{};
    std::int32_t page_size = 100;
    /// `next_page` of the page before; empty: the first.
    std::string page{};
};

struct WorkflowPage {
    std::vector<WorkflowSummary> workflows;
    /// Empty: this was the last.
    std::string next_page;
};

Async<Result<WorkflowPage>> list_workflows(Client client, ListWorkflows asked);

struct WorkflowCount {
    /// One for each value of `GROUP BY ExecutionStatus`.
    struct Group {
        Payloads values;
        std::int64_t count = 0;
    };
    std::int64_t count = 0;
    std::vector<Group> groups;
};

/// How many fit the query.
Async<Result<WorkflowCount>> count_workflows(Client client, std::string query);

/// A text as a value of a list filter: `'it''s'`.
std::string filter_text(std::string_view text);

}  // namespace acervo::temporal
