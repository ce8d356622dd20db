#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "domain/media/media_info.hpp"
#include "domain/rendition/plan.hpp"
#include "ports/rendition_maker.hpp"

namespace acervo {

/// What a pass found out about its master, as a JSON object: `loudness` {integrated_lufs, range_lu, true_peak_dbtp}
/// (EBU R 128), `black`, `frozen`, `silent` [[start_ms, end_ms] …]. Nothing when it looked for nothing and found
/// nothing.
std::optional<std::string> quality_json(const MadePass& made);

/// How many bytes the files of a pass may need on the disk, generously.
std::uint64_t most_bytes(const PassPlan& plan, const MediaInfo& media);

}  // namespace acervo
