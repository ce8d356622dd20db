#include "adapters/ffmpeg/measured.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <ranges>
#include <string>
#include <utility>

namespace acervo::ffmpeg {
namespace {

constexpr std::ptrdiff_t kMostOfAKind = 1'000;

struct Words {
    QualityFinding::Kind kind;
    std::string_view start;
    std::string_view end;
};
constexpr std::array kWords{
    Words{QualityFinding::Kind::Black, "lavfi.black_start", "lavfi.black_end"},
    Words{QualityFinding::Kind::Frozen, "lavfi.freezedetect.freeze_start", "lavfi.freezedetect.freeze_end"},
    Words{QualityFinding::Kind::Silent, "lavfi.silence_start", "lavfi.silence_end"},
};

std::optional<double> number_in(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || !std::isfinite(value)) return {};
    return value;
}

std::optional<std::int64_t> ms_in(std::string_view text) {
    const auto seconds = number_in(text);
    if (!seconds) return {};
    return std::max<std::int64_t>(0, std::llround(*seconds * 1000));
}

/// Spans of one kind, in the order in which they were found.
void collect(std::string_view text, std::int64_t end_ms, const Words& words, std::vector<QualityFinding>& into) {
    std::optional<std::int64_t> start;
    std::ptrdiff_t count = 0;
    const auto close = [&](std::int64_t end) {
        if (start && end > *start && count++ < kMostOfAKind) into.push_back({words.kind, *start, end});
        start.reset();
    };
    for (const auto part : std::views::split(text, '\n')) {
        const std::string_view line{part};
        const auto equals = line.find('=');
        if (equals == std::string_view::npos) continue;
        const auto name = line.substr(0, equals);
        if (name == words.start) start = ms_in(line.substr(equals + 1));
        if (name == words.end) close(ms_in(line.substr(equals + 1)).value_or(end_ms));
    }
    close(end_ms);
}

/// The number after the last `label` in the log.
std::optional<double> after_last(std::string_view log, std::string_view label) {
    const auto at = log.rfind(label);
    if (at == std::string_view::npos) return {};
    return number_in(log.substr(at + label.size()));
}

}  // namespace

std::vector<QualityFinding> findings_in(std::string_view text, std::int64_t end_ms) {
    std::vector<QualityFinding> found;
    for (const auto& words : kWords) collect(text, end_ms, words, found);
    return found;
}

std::optional<MeasuredLoudness> loudness_in(std::string_view log) {
    /// Below its gate, at -70 LUFS, BS.1770 measures nothing.
    constexpr double kGate = -69.9;
    const auto summary = log.rfind("Integrated loudness:");
    if (summary == std::string_view::npos) return {};
    log.remove_prefix(summary);
    const auto loudness = after_last(log, "I: ");
    const auto range = after_last(log, "LRA: ");
    const auto peak = after_last(log, "Peak: ");
    if (!loudness || !range || !peak || *loudness < kGate) return {};
    return MeasuredLoudness{.integrated_lufs = *loudness, .range_lu = *range, .true_peak_dbtp = *peak};
}

double gain_db(const MeasuredLoudness& measured, const LoudnessTarget& target) {
    /// Softer than this is a room in which nobody speaks: no reason to make its noise loud.
    constexpr double kRoom = -50;
    if (measured.integrated_lufs < kRoom) return 0;
    return std::min(target.integrated_lufs - measured.integrated_lufs, target.true_peak_dbtp - measured.true_peak_dbtp);
}

}  // namespace acervo::ffmpeg
