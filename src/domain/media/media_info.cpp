#include "domain/media/media_info.hpp"

#include <tuple>

namespace acervo {

const MediaStream* MediaInfo::main_video() const noexcept {
    const auto rank = [](const MediaStream& stream) {
        return std::tuple{static_cast<std::int64_t>(stream.video->width) * stream.video->height, stream.is_default};
    };
    const MediaStream* best = nullptr;
    for (const auto& stream : streams) {
        if (!stream.video || stream.video->is_attached_picture || stream.codec.empty() || stream.video->width <= 0 ||
            stream.video->height <= 0) {
            continue;
        }
        if (best == nullptr || rank(stream) > rank(*best)) best = &stream;
    }
    return best;
}

std::vector<const MediaStream*> MediaInfo::audio_streams() const {
    std::vector<const MediaStream*> found;
    for (const auto& stream : streams) {
        if (stream.audio && !stream.codec.empty() && stream.audio->channels > 0) found.push_back(&stream);
    }
    return found;
}

}  // namespace acervo
