#include "workflows/patience.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace acervo::workflows {
namespace {

using namespace std::chrono_literals;
using temporal::Duration;
using temporal::Failure;

constexpr int kMostFailures = 5;
constexpr Duration kFirstPause = 1s;
constexpr Duration kLongestPause = 5min;
constexpr Duration kLongestOutage = 24h;
/// 2^9 s is more than the longest pause.
constexpr int kDoublings = 9;

Duration pause_after(int tries) {
    return std::min(kFirstPause * (1 << std::min(tries - 1, kDoublings)), kLongestPause);
}

bool is_one_of(const std::string& type, std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, type) != names.end();
}

std::string dependency_of(const Failure::ApplicationInfo& info) {
    if (info.details.empty()) return "service";
    return temporal::decode<std::string>(info.details.front()).value_or("service");
}

std::optional<Verdict> judge_link(const Failure& link) {
    if (const auto* timeout = std::get_if<Failure::TimeoutInfo>(&link.info)) {
        // A worker that fell silent is lost; one that was heard of all the time has been too slow.
        if (timeout->type == temporal::TimeoutType::Heartbeat) return Verdict{Verdict::Case::Outage, "worker"};
        return Verdict{};
    }
    const auto* info = std::get_if<Failure::ApplicationInfo>(&link.info);
    if (info == nullptr) return std::nullopt;
    if (is_one_of(info->type, {"Unavailable", "Timeout", "unavailable", "timeout"})) {
        return Verdict{Verdict::Case::Outage, dependency_of(*info)};
    }
    return Verdict{info->non_retryable ? Verdict::Case::Hopeless : Verdict::Case::Work, {}};
}

temporal::Task<void> ignore_failure(temporal::Context ctx, activities::Waiting waiting) {
    (void)co_await ctx.run(activities::kNoteWaiting, waiting).settled();
}

}  // namespace

Verdict judge(const Failure& failure) {
    if (temporal::is_cancelled(failure)) return {Verdict::Case::Hopeless, {}};
    for (const auto* link = &failure; link != nullptr; link = link->cause.get()) {
        if (auto found = judge_link(*link)) return *std::move(found);
    }
    return {};
}

std::optional<Duration> Patience::after(const Verdict& verdict, temporal::Time now) {
    if (verdict.what == Verdict::Case::Hopeless) return std::nullopt;
    if (verdict.what == Verdict::Case::Work) {
        away_since_.reset();
        outage_tries_ = 0;
        if (++failures_ >= kMostFailures) return std::nullopt;
        return pause_after(failures_);
    }
    if (!away_since_) away_since_ = now;
    if (now - *away_since_ >= kLongestOutage) {
        parked_for_ = verdict.dependency;
        return std::nullopt;
    }
    return pause_after(++outage_tries_);
}

temporal::Task<void> tell_waiting(temporal::Context ctx, activities::MasterRef master, std::string dependency) {
    activities::Waiting waiting{std::move(master), std::move(dependency)};
    co_await ignore_failure(ctx, std::move(waiting));
}

void throw_last(const Failure& failure, const Patience& patience) {
    if (!patience.parked_for().empty()) {
        throw temporal::ApplicationFailure{temporal::FailureType{activities::kParked},
                                           patience.parked_for() + " was away for 24 hours"}
            .not_retryable()
            .caused_by(temporal::TemporalFailure{failure});
    }
    std::rethrow_exception(temporal::to_exception(failure));
}

}  // namespace acervo::workflows
