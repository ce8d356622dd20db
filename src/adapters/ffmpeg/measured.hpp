#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "ports/rendition_maker.hpp"

/// What FFmpeg's filters say of a master.
namespace acervo::ffmpeg {

/// Reads what `metadata=print` wrote of blackdetect, freezedetect and silencedetect. A span that was not ended lasts to
/// `end_ms`. At most 1,000 of each kind.
std::vector<QualityFinding> findings_in(std::string_view text, std::int64_t end_ms);

/// Reads the summary that ebur128 writes at the end of its log; nothing when there is none, or when all was silent.
std::optional<MeasuredLoudness> loudness_in(std::string_view log);

/// One gain that brings the whole to the target, unless a peak would pass its limit; 0 for what is as good as silent.
double gain_db(const MeasuredLoudness& measured, const LoudnessTarget& target);

}  // namespace acervo::ffmpeg
