#pragma once

#include <optional>

#include "app/playback/playback.hpp"
#include "http/server/request.hpp"
#include "http/server/response.hpp"
#include "http/stream/range.hpp"

namespace acervo::http {

/// The fields that every answer to a player has: any page may read it, no page runs it.
void add_player_fields(Headers& headers);

/// What a request for a file gets, before a byte of it is fetched.
class FileAnswer {
public:
    explicit FileAnswer(Response made_head) : head{std::move(made_head)} {}

    /// Status and fields of 200, 206, 304 or 416.
    Response head;
    /// How many bytes the body has; nothing where it has none, or where a HEAD asked.
    std::optional<std::uint64_t> body_bytes{};
    /// Which part of the file that is; nothing for the whole.
    std::optional<ByteRange> part{};
};

/// RFC 9110: Range with If-Range for GET (several ranges are answered with the whole), If-None-Match for both.
FileAnswer answer_file(const Request& request, const PlayableFile& file);

}  // namespace acervo::http
