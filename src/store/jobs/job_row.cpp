#include "store/jobs/job_row.hpp"

namespace acervo {

std::string job_columns() {
    std::string columns{"id, kind, state, undoes, created_by, created_at, started_at, ended_at, error, total"};
    for (std::size_t i = 0; i < kJobOutcomes; ++i) {
        const auto name = name_of(static_cast<JobOutcome>(i));
        columns.append(", coalesce((tally ->> '").append(name).append("')::bigint, 0)");
    }
    return columns;
}

Job job_of(const Row& row) {
    Job job{.id = row.get<JobId>(0),
            .kind = parse_job_kind(row.text(1)).value(),
            .state = parse_job_state(row.text(2)).value(),
            .undoes = row.get<std::optional<JobId>>(3),
            .created_by = row.get<UserId>(4),
            .created_at = row.get<Timestamp>(5),
            .started_at = row.get<std::optional<Timestamp>>(6),
            .ended_at = row.get<std::optional<Timestamp>>(7),
            .error = row.get<std::optional<std::string>>(8),
            .total = row.get<std::int64_t>(9)};
    for (std::size_t i = 0; i < kJobOutcomes; ++i) {
        job.tally.add(static_cast<JobOutcome>(i), row.get<std::int64_t>(10 + static_cast<int>(i)));
    }
    return job;
}

}  // namespace acervo
