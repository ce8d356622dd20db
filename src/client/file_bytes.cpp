#include "client/file_bytes.hpp"

#include <vector>

namespace acervo::client {

ContentHash finished(Sha256Stream& digest) { return ContentHash::parse(digest.finish()).value(); }

Result<ContentHash> hash_of(const InputFile& file, const std::stop_token& stop) {
    constexpr std::size_t kChunk = 1 << 20;
    Sha256Stream digest;
    std::vector<char> chunk(kChunk);
    for (std::uint64_t offset = 0; offset < file.size();) {
        if (stop.stop_requested()) return fail(ErrorKind::Unavailable, "nobody waits for the hash any more");
        const auto count = file.read_at(offset, chunk);
        if (!count) return fail(count.error());
        if (*count == 0) return fail(ErrorKind::Internal, "the file became shorter while it was read");
        digest.add(std::span<const char>{chunk}.first(*count));
        offset += *count;
    }
    return finished(digest);
}

}  // namespace acervo::client
