#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/rendition/plan.hpp"

namespace acervo {

struct MadeFile {
    /// As the profile says it, with folders: the end of its key.
    std::string filename{};
    /// Where it lies, below the work folder.
    std::filesystem::path path{};
    std::string mime_type{};
    std::uint64_t size_bytes{0};
};

/// A rendition whose files were looked at again: they are there, of the planned size and of the right length.
struct MadeRendition {
    std::string profile_name{};
    int profile_version{1};
    /// The first is the one that stands for the rendition.
    std::vector<MadeFile> files{};
    std::optional<int> width{};
    std::optional<int> height{};
    std::optional<std::int64_t> duration_ms{};
    std::optional<int> bitrate_kbps{};
};

/// Something in a master that somebody should know of (EBU R 128 has its own words for loudness).
struct QualityFinding {
    enum class Kind { Black, Frozen, Silent };
    Kind kind{Kind::Black};
    std::int64_t start_ms{0};
    std::int64_t end_ms{0};
};

/// Of the first sound of a master.
struct MeasuredLoudness {
    double integrated_lufs{0};
    double range_lu{0};
    double true_peak_dbtp{0};
};

struct MadePass {
    std::vector<MadeRendition> renditions{};
    /// At most 1,000 of each kind.
    std::vector<QualityFinding> findings{};
    /// Nothing for what is silent.
    std::optional<MeasuredLoudness> loudness{};
};

struct PassRequest {
    std::filesystem::path master{};
    /// Empty, and the maker's own until it answers.
    std::filesystem::path work_folder{};
    PassPlan plan{};
};

/// How much is done, from 0 to 1, never less than before.
using ProgressSink = std::function<void(double)>;

/// Makes renditions of a local master. The master is hostile.
class RenditionMaker {
public:
    virtual ~RenditionMaker() = default;
    /// UnsupportedType when the master is to blame (it cannot be decoded, or it ends before its time), with a reason
    /// for people; TooLarge when what is made of it would pass a limit; Timeout when it took too long; Unavailable when
    /// the disk is full; Internal when we are to blame. Cancelling ends the work at once; what lies in the work folder
    /// then is the caller's to remove.
    virtual Async<Result<MadePass>> make(PassRequest request, ProgressSink progress) = 0;
};

}  // namespace acervo
