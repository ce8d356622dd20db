#include "core/byte_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace acervo {

Async<Result<std::size_t>> StringSource::read(std::span<char> into) {
    const auto count = std::min(into.size(), text_.size() - offset_);
    std::memcpy(into.data(), text_.data() + offset_, count);
    offset_ += count;
    co_return count;
}

Async<Result<std::string>> read_all(ByteSource& source, std::size_t limit) {
    constexpr std::size_t kChunk = 16 * 1024;
    const auto too_large = [limit] {
        return fail(ErrorKind::TooLarge, fmt::format("body is larger than {} bytes", limit));
    };
    if (source.size().value_or(0) > limit) co_return too_large();

    std::string text;
    for (;;) {
        const auto filled = text.size();
        text.resize(filled + kChunk);
        const auto count = CO_TRY(co_await source.read(std::span{text}.subspan(filled)));
        text.resize(filled + count);
        if (count == 0) co_return text;
        if (text.size() > limit) co_return too_large();
    }
}

}  // namespace acervo
