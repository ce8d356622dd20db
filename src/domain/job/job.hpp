#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "domain/identity/user.hpp"

namespace acervo {

using JobId = Id<struct JobTag>;

enum class JobKind { BulkEdit, Undo, WarmCache, InvalidateCache };

/// Whether it is about the asset cache: it edits nothing.
bool is_about_cache(JobKind kind) noexcept;

/// A job that failed or was cancelled may have done a part of its work.
enum class JobState { Queued, Running, Done, Failed, Cancelled };

/// What a job did with one asset.
enum class JobOutcome {
    Edited,
    /// The change leaves it as it was.
    Unchanged,
    /// Not there, or the person may not see it.
    NotFound,
    /// The person may see it and not edit it.
    Forbidden,
    /// Somebody edited it since the job that shall be undone.
    EditedSince,
    /// What would come out is not as the site's schema says.
    Invalid,
    /// Put into the cache.
    Cached,
    /// Not in the cache any more.
    Dropped
};
inline constexpr std::size_t kJobOutcomes = 8;

std::string_view name_of(JobKind kind) noexcept;
std::string_view name_of(JobState state) noexcept;
std::string_view name_of(JobOutcome outcome) noexcept;
/// InvalidInput for a name that is not in the list.
Result<JobKind> parse_job_kind(std::string_view name);
Result<JobState> parse_job_state(std::string_view name);
Result<JobOutcome> parse_job_outcome(std::string_view name);

/// Assets by what a job did with them.
class JobTally {
public:
    void add(JobOutcome outcome, std::int64_t assets = 1) noexcept { counts_.at(index(outcome)) += assets; }
    std::int64_t of(JobOutcome outcome) const noexcept { return counts_.at(index(outcome)); }
    std::int64_t edited() const noexcept { return of(JobOutcome::Edited); }
    /// What the job is there for was done with them.
    std::int64_t done() const noexcept;
    std::int64_t failed() const noexcept { return of(JobOutcome::Invalid); }
    /// Left as they were without anything being wrong with them.
    std::int64_t skipped() const noexcept;

private:
    static std::size_t index(JobOutcome outcome) noexcept { return static_cast<std::size_t>(outcome); }
    std::array<std::int64_t, kJobOutcomes> counts_{};
};

/// Work on many assets that one person ordered, done in the background.
struct Job {
    JobId id;
    JobKind kind{JobKind::BulkEdit};
    JobState state{JobState::Queued};
    /// The job that this one undoes.
    std::optional<JobId> undoes{};
    UserId created_by;
    Timestamp created_at{};
    /// When its selection was pinned.
    std::optional<Timestamp> started_at{};
    std::optional<Timestamp> ended_at{};
    /// Why it failed, for people.
    std::optional<std::string> error{};
    /// Assets in the selection; 0 until it is pinned.
    std::int64_t total{0};
    JobTally tally{};

    bool has_ended() const noexcept { return state != JobState::Queued && state != JobState::Running; }
};

}  // namespace acervo
