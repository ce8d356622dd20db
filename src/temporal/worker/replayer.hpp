#pragma once

#include <memory>
#include <string>
#include <utility>

#include "core/async.hpp"
#include "core/result.hpp"
#include "temporal/engine/runtime.hpp"
#include "temporal/payload/codec.hpp"
#include "temporal/workflow/registry.hpp"

namespace acervo::temporal {

struct RecordedRun;

/// A workflow's history, as `temporal workflow show --output json` writes it.
struct RecordedHistory {
    /// For reports; also the workflow's id where the history does not tell it.
    std::string name;
    std::string json;
};

/// A workflow's history as the server gave it: a serialized temporal.api.history.v1.History, of all its pages
/// (`fetch_history` of the client).
struct FetchedHistory {
    std::string name;
    std::string bytes;
};

/// Plays recorded histories to the workflows of today, without a server: what the code asks for must be what it asked
/// for then. Run it in a test over the histories of real runs, before code that changed meets them.
///
///   const auto fits = co_await Replayer{runtime, workflows}.replay(std::move(recorded));
class Replayer {
public:
    /// `workflows` outlives it. The codec is that of the worker that wrote the histories.
    Replayer(Runtime runtime, const Registry& workflows, std::shared_ptr<const PayloadCodec> codec = nullptr)
        : runtime_{std::move(runtime)}, workflows_{&workflows}, codec_{std::move(codec)} {}

    /// PreconditionFailed when the code does not fit, with the first command that differs, from both sides, and the
    /// engine's own words; or when the code fails, with its failure. InvalidInput when it is no history. Workflow code
    /// runs on the caller's thread.
    Async<Result<void>> replay(RecordedHistory recorded) const;
    Async<Result<void>> replay_fetched(FetchedHistory fetched) const;

private:
    Async<Result<void>> play(std::string name, Result<RecordedRun> recorded) const;

    Runtime runtime_;
    const Registry* workflows_;
    std::shared_ptr<const PayloadCodec> codec_;
};

}  // namespace acervo::temporal
