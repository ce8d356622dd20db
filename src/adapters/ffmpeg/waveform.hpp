#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "domain/rendition/profile.hpp"

namespace acervo::ffmpeg {

/// Finds the lowest and the highest sample of each stretch of a sound while it comes by, in memory that does not grow
/// with the sound: where there are too many stretches, two become one.
class Waveform {
public:
    explicit Waveform(const WaveformPeaks& coding);

    /// Signed 16-bit numbers, little endian, two channels in turn, 48,000 a second; any piece of them.
    void take(std::span<const unsigned char> bytes);

    /// Of one channel.
    std::uint64_t samples() const noexcept { return samples_; }
    /// The form of BBC audiowaveform, version 2, with 8 bits and one channel.
    std::string to_json() const;

private:
    struct Peak {
        std::int16_t low;
        std::int16_t high;
    };
    void take_sample(std::int16_t value);
    void halve();

    std::size_t max_peaks_;
    std::uint64_t samples_per_peak_;
    std::vector<Peak> peaks_;
    Peak now_{0, 0};
    std::uint64_t in_now_{0};
    std::uint64_t samples_{0};
    bool is_left_{true};
    std::vector<unsigned char> half_;
};

}  // namespace acervo::ffmpeg
