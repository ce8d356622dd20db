#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "http/server/target.hpp"

// What is accepted is decoded: no control character, no dot segment, and the segments make up the path.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text{reinterpret_cast<const char*>(data), size};  // NOLINT: bytes are what a socket gives
    auto target = acervo::http::Target::parse(text);
    if (!target) return 0;
    std::string joined;
    for (std::size_t i = 0; i < target->segment_count(); ++i) {
        const auto segment = target->segment(i);
        if (segment == "." || segment == "..") std::abort();
        joined.append("/").append(segment);
    }
    if (joined != target->path()) std::abort();
    for (const char c : joined) {
        if (static_cast<unsigned char>(c) < 0x20) std::abort();
    }
    if (target->query().size() > size) std::abort();
    return 0;
}
