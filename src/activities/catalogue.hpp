#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "activities/queues.hpp"
#include "temporal/payload/fields.hpp"
#include "temporal/workflow/declarations.hpp"
#include "temporal/workflow/search_attribute.hpp"

/// Names and types of the activities and workflows of the platform: all that workflows see of the world, and all that
/// those who start them need to know. Ids travel as text, so that histories are readable.
namespace acervo::activities {

using namespace std::chrono_literals;
using temporal::Activity;
using temporal::field;
using temporal::Workflow;

/// Between two heartbeats that reach the server: so soon a worker hears that it shall stop.
inline constexpr std::chrono::milliseconds kHeartbeatThrottle{500};

// Priorities, as Temporal counts them: from 1, the most urgent, to 5; urgent work overtakes normal work on every
/// queue.
inline constexpr int kUrgentKey = 1;
inline constexpr int kNormalKey = 3;

// Search attributes of all workflows.
inline const auto kAssetId = temporal::keyword("AssetId");
inline const auto kAssetType = temporal::keyword("AssetType");
inline const auto kFileName = temporal::full_text("FileName");
inline const auto kFileSizeBytes = temporal::whole_number("FileSizeBytes");
inline const auto kUserId = temporal::keyword("UserId");
inline const auto kErrorType = temporal::keyword("ErrorType");

// Types of failures, as histories and search show them. Beside them stand the names of `ErrorKind`.
/// Something that the work needs is away; details: its name (`object_storage`). Counted by nobody, waited for.
inline constexpr auto kOutage = "Unavailable";
/// The file is not what it says, or nothing can read it.
inline constexpr auto kUnsupportedFormat = "UnsupportedFormatError";
/// A tool was ended because it took longer than it may.
inline constexpr auto kTooLong = "TookTooLongError";
/// A virus was found.
inline constexpr auto kInfected = "InfectedError";
/// A rendition without which the asset is not ready could not be made.
inline constexpr auto kRenditionFailed = "RenditionFailedError";
/// What it needs was away for too long; a retry goes on.
inline constexpr auto kParked = "ParkedError";
/// The bytes are not those that the client announced.
inline constexpr auto kWrongBytes = "WrongBytesError";
/// A newer master has come meanwhile.
inline constexpr auto kSuperseded = "SupersededError";
/// The asset was put into the trash; when it comes out, its ingest goes on.
inline constexpr auto kTrashed = "TrashedError";
inline constexpr auto kCancelled = "cancelled";

/// One master: an asset, and the upload that brought the bytes.
struct MasterRef {
    std::string asset_id;
    std::string upload_id;

    static constexpr auto fields() {
        return std::tuple{field("asset_id", &MasterRef::asset_id), field("upload_id", &MasterRef::upload_id)};
    }
};

/// Renditions that come out of one reading of the master.
struct PlannedPass {
    /// Unique within the asset: `film`, `light`.
    std::string name;
    std::string queue;
    std::vector<std::string> profiles;

    static constexpr auto fields() {
        return std::tuple{field("name", &PlannedPass::name), field("queue", &PlannedPass::queue),
                          field("profiles", &PlannedPass::profiles)};
    }
};

/// What an inspection found.
struct Inspection {
    std::string asset_type;
    std::string filename;
    std::int64_t file_size_bytes = 0;
    std::string user_id;
    /// Of the master.
    std::string sha256;
    bool urgent = false;
    std::vector<PlannedPass> passes;

    static constexpr auto fields() {
        return std::tuple{field("asset_type", &Inspection::asset_type),
                          field("filename", &Inspection::filename),
                          field("file_size_bytes", &Inspection::file_size_bytes),
                          field("user_id", &Inspection::user_id),
                          field("sha256", &Inspection::sha256),
                          field("urgent", &Inspection::urgent).may_be_missing(),
                          field("passes", &Inspection::passes)};
    }
};

/// One pass over one master.
struct PassOrder {
    MasterRef master;
    std::string sha256;
    PlannedPass pass;
    bool urgent = false;
    /// The one that a person asked for; empty: those of the ingest with these profiles.
    std::string rendition_id{};
    /// The workflow id of the ingest that it belongs to; empty: of none.
    std::string ingest_id{};

    static constexpr auto fields() {
        return std::tuple{field("master", &PassOrder::master),
                          field("sha256", &PassOrder::sha256),
                          field("pass", &PassOrder::pass),
                          field("urgent", &PassOrder::urgent).may_be_missing(),
                          field("rendition_id", &PassOrder::rendition_id).may_be_missing(),
                          field("ingest_id", &PassOrder::ingest_id).may_be_missing()};
    }
};

/// Renditions that are ready; those that were before are among them.
struct PassMade {
    std::vector<std::string> profiles;

    static constexpr auto fields() { return std::tuple{field("profiles", &PassMade::profiles)}; }
};

/// Why an ingest, or one of its passes, has ended without success.
struct Ending {
    MasterRef master;
    /// Of the failure: `UnsupportedFormatError`, `cancelled` …
    std::string type;
    /// For people.
    std::string reason;
    /// Empty: all that is not ready.
    std::vector<std::string> profiles{};
    /// As in `PassOrder`.
    std::string rendition_id{};
    std::string ingest_id{};

    static constexpr auto fields() {
        return std::tuple{field("master", &Ending::master),
                          field("type", &Ending::type),
                          field("reason", &Ending::reason),
                          field("profiles", &Ending::profiles).may_be_missing(),
                          field("rendition_id", &Ending::rendition_id).may_be_missing(),
                          field("ingest_id", &Ending::ingest_id).may_be_missing()};
    }
};

/// What an asset waits for.
struct Waiting {
    MasterRef master;
    /// `object_storage`, `database`, `scratch`, `worker` …; empty: it waits no more.
    std::string dependency;

    static constexpr auto fields() {
        return std::tuple{field("master", &Waiting::master), field("dependency", &Waiting::dependency)};
    }
};

/// How an ingest ended well.
struct IngestSummary {
    std::vector<std::string> ready;
    /// Renditions that could not be made, and without which the asset is ready all the same.
    std::vector<std::string> failed;

    static constexpr auto fields() {
        return std::tuple{field("ready", &IngestSummary::ready), field("failed", &IngestSummary::failed)};
    }
};

// Workflows repeat activities themselves (workflows/patience.hpp), so no server repeats them: its count of attempts
// would take an outage for a failure of the work.
inline temporal::ActivityOptions once(const char* queue, temporal::Duration longest) {
    return {.start_to_close_timeout = longest,
            .heartbeat_timeout = 30s,
            .retry_policy = temporal::RetryPolicy{.maximum_attempts = 1},
            .cancellation_type = temporal::ActivityCancellationType::WaitCancellationCompleted,
            .task_queue = queue};
}

/// Brings the master to this host, hashing it on the way, and finds out what it is; plans its renditions.
inline const Activity<Inspection(MasterRef)> kInspectMaster{"inspect_master", once(kIngestQueue, 24h)};
/// Makes, verifies and stores the renditions of one pass that are not ready yet. On the queue of its pass.
inline const Activity<PassMade(PassOrder)> kMakePass{"make_pass", once(kTranscodeQueue, 48h)};
/// Makes the asset ready when every mandatory rendition is; RenditionFailedError otherwise.
inline const Activity<IngestSummary(MasterRef)> kFinishIngest{"finish_ingest", once(kIngestQueue, 5min)};
/// Removes what is half done; the asset is failed.
inline const Activity<void(Ending)> kGiveUpIngest{"give_up_ingest", once(kIngestQueue, 10min)};
/// The renditions of a pass that are not ready are failed.
inline const Activity<void(Ending)> kGiveUpPass{"give_up_pass", once(kIngestQueue, 10min)};
/// Where nobody may be there to do it: then it is left out.
inline temporal::ActivityOptions at_once(const char* queue, temporal::Duration longest) {
    auto options = once(queue, longest);
    options.schedule_to_close_timeout = longest;
    return options;
}
/// Shows people what an asset waits for.
inline const Activity<void(Waiting)> kNoteWaiting{"note_waiting", at_once(kIngestQueue, 1min)};

inline const Workflow<IngestSummary(MasterRef)> kIngestWorkflow{"IngestWorkflow"};
inline const Workflow<PassMade(PassOrder)> kTranscodeWorkflow{"TranscodeWorkflow"};

}  // namespace acervo::activities
