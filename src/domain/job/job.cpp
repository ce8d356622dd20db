#include "domain/job/job.hpp"

#include "domain/names.hpp"

namespace acervo {
namespace {

constexpr Names<JobKind, 4> kKinds{{{JobKind::BulkEdit, "bulk_edit"},
                                    {JobKind::Undo, "undo"},
                                    {JobKind::WarmCache, "warm_cache"},
                                    {JobKind::InvalidateCache, "invalidate_cache"}}};

constexpr Names<JobState, 5> kStates{{{JobState::Queued, "queued"},
                                      {JobState::Running, "running"},
                                      {JobState::Done, "done"},
                                      {JobState::Failed, "failed"},
                                      {JobState::Cancelled, "cancelled"}}};

constexpr Names<JobOutcome, kJobOutcomes> kOutcomes{{{JobOutcome::Edited, "edited"},
                                                     {JobOutcome::Unchanged, "unchanged"},
                                                     {JobOutcome::NotFound, "not_found"},
                                                     {JobOutcome::Forbidden, "forbidden"},
                                                     {JobOutcome::EditedSince, "edited_since"},
                                                     {JobOutcome::Invalid, "invalid"},
                                                     {JobOutcome::Cached, "cached"},
                                                     {JobOutcome::Dropped, "dropped"}}};

}  // namespace

std::string_view name_of(JobKind kind) noexcept { return name_in(kKinds, kind); }
std::string_view name_of(JobState state) noexcept { return name_in(kStates, state); }
std::string_view name_of(JobOutcome outcome) noexcept { return name_in(kOutcomes, outcome); }
Result<JobKind> parse_job_kind(std::string_view name) { return value_in(kKinds, name, "kind of job"); }
Result<JobState> parse_job_state(std::string_view name) { return value_in(kStates, name, "state of a job"); }
Result<JobOutcome> parse_job_outcome(std::string_view name) { return value_in(kOutcomes, name, "outcome"); }

bool is_about_cache(JobKind kind) noexcept { return kind == JobKind::WarmCache || kind == JobKind::InvalidateCache; }

std::int64_t JobTally::done() const noexcept { return edited() + of(JobOutcome::Cached) + of(JobOutcome::Dropped); }

std::int64_t JobTally::skipped() const noexcept {
    return of(JobOutcome::Unchanged) + of(JobOutcome::NotFound) + of(JobOutcome::Forbidden) +
           of(JobOutcome::EditedSince);
}

}  // namespace acervo
