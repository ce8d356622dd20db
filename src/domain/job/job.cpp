#include "domain/job/job.hpp"

#include <algorithm>
#include <utility>

namespace acervo {
namespace {

constexpr std::array<std::pair<JobKind, std::string_view>, 2> kKinds{
    {{JobKind::BulkEdit, "bulk_edit"}, {JobKind::Undo, "undo"}}};

constexpr std::array<std::pair<JobState, std::string_view>, 5> kStates{{{JobState::Queued, "queued"},
                                                                        {JobState::Running, "running"},
                                                                        {JobState::Done, "done"},
                                                                        {JobState::Failed, "failed"},
                                                                        {JobState::Cancelled, "cancelled"}}};

constexpr std::array<std::pair<JobOutcome, std::string_view>, kJobOutcomes> kOutcomes{
    {{JobOutcome::Edited, "edited"},
     {JobOutcome::Unchanged, "unchanged"},
     {JobOutcome::NotFound, "not_found"},
     {JobOutcome::Forbidden, "forbidden"},
     {JobOutcome::EditedSince, "edited_since"},
     {JobOutcome::Invalid, "invalid"}}};

template <class Table, class Value>
std::string_view name_in(const Table& table, Value value) noexcept {
    return std::ranges::find(table, value, &Table::value_type::first)->second;
}

template <class Table>
auto value_in(const Table& table, std::string_view name, std::string_view what)
    -> Result<typename Table::value_type::first_type> {
    const auto* const found = std::ranges::find(table, name, &Table::value_type::second);
    if (found == table.end()) return fail(ErrorKind::InvalidInput, "no such " + std::string{what});
    return found->first;
}

}  // namespace

std::string_view name_of(JobKind kind) noexcept { return name_in(kKinds, kind); }
std::string_view name_of(JobState state) noexcept { return name_in(kStates, state); }
std::string_view name_of(JobOutcome outcome) noexcept { return name_in(kOutcomes, outcome); }
Result<JobKind> parse_job_kind(std::string_view name) { return value_in(kKinds, name, "kind of job"); }
Result<JobState> parse_job_state(std::string_view name) { return value_in(kStates, name, "state of a job"); }
Result<JobOutcome> parse_job_outcome(std::string_view name) { return value_in(kOutcomes, name, "outcome"); }

std::int64_t JobTally::skipped() const noexcept {
    return of(JobOutcome::Unchanged) + of(JobOutcome::NotFound) + of(JobOutcome::Forbidden) +
           of(JobOutcome::EditedSince);
}

}  // namespace acervo
