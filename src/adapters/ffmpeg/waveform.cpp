#include "adapters/ffmpeg/waveform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "adapters/ffmpeg/command.hpp"

namespace acervo::ffmpeg {
namespace {

std::int16_t sample_of(unsigned char low, unsigned char high) {
    return static_cast<std::int16_t>(static_cast<std::uint16_t>(low | (high << 8U)));
}

}  // namespace

Waveform::Waveform(const WaveformPeaks& coding)
    : max_peaks_{static_cast<std::size_t>(coding.max_peaks)},
      samples_per_peak_{static_cast<std::uint64_t>(std::max(1, kSampleRate / coding.peaks_per_second))} {}

void Waveform::take(std::span<const unsigned char> bytes) {
    if (!half_.empty() && !bytes.empty()) {
        take_sample(sample_of(half_.front(), bytes.front()));
        half_.clear();
        bytes = bytes.subspan(1);
    }
    for (; bytes.size() >= 2; bytes = bytes.subspan(2)) take_sample(sample_of(bytes[0], bytes[1]));
    if (!bytes.empty()) half_.push_back(bytes.front());
}

void Waveform::take_sample(std::int16_t value) {
    if (in_now_ == 0 && is_left_) now_ = {value, value};
    now_ = {std::min(now_.low, value), std::max(now_.high, value)};
    is_left_ = !is_left_;
    if (!is_left_) return;
    ++samples_;
    if (++in_now_ < samples_per_peak_) return;
    peaks_.push_back(now_);
    in_now_ = 0;
    if (peaks_.size() == max_peaks_) halve();
}

void Waveform::halve() {
    std::vector<Peak> halved;
    halved.reserve(max_peaks_);
    for (std::size_t i = 0; i + 1 < peaks_.size(); i += 2) {
        halved.push_back({std::min(peaks_[i].low, peaks_[i + 1].low), std::max(peaks_[i].high, peaks_[i + 1].high)});
    }
    if (peaks_.size() % 2 == 1) {
        now_ = peaks_.back();
        in_now_ = samples_per_peak_;
    }
    samples_per_peak_ *= 2;
    peaks_ = std::move(halved);
}

std::string Waveform::to_json() const {
    auto peaks = peaks_;
    if (in_now_ > 0) peaks.push_back(now_);
    auto json = fmt::format(
        R"({{"version":2,"channels":1,"sample_rate":{},"samples_per_pixel":{},"bits":8,"length":{},"data":[)",
        kSampleRate, samples_per_peak_, peaks.size());
    const char* comma = "";
    for (const auto& peak : peaks) {
        fmt::format_to(std::back_inserter(json), "{}{},{}", std::exchange(comma, ","), peak.low >> 8, peak.high >> 8);
    }
    return json + "]}\n";
}

}  // namespace acervo::ffmpeg
