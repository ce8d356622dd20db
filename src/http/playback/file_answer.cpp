#include "http/playback/file_answer.hpp"

#include <fmt/format.h>

#include "http/routes/etag.hpp"

namespace acervo::http {
namespace {

/// The token is good for longer than what it plays, by this; the bytes of a key never change.
constexpr auto kCacheControl = "private, max-age=43200, immutable";

/// Says how long a body would be, to a HEAD.
class LengthOnly final : public ByteSource {
public:
    explicit LengthOnly(std::uint64_t bytes) : bytes_{bytes} {}
    Async<Result<std::size_t>> read(std::span<char> /*into*/) override {
        co_return fail(ErrorKind::Internal, "the length of an answer to HEAD was read");
    }
    std::optional<std::uint64_t> size() const noexcept override { return bytes_; }

private:
    std::uint64_t bytes_;
};

FileAnswer not_satisfiable(std::uint64_t size) {
    Response head{416};
    head.headers.set("Content-Range", unsatisfied_content_range(size));
    head.headers.set("Cache-Control", "no-store");
    return FileAnswer{std::move(head)};
}

}  // namespace

void add_player_fields(Headers& headers) {
    headers.set("Access-Control-Allow-Origin", "*");
    headers.set("Access-Control-Expose-Headers", "Accept-Ranges, Content-Length, Content-Range, ETag");
    headers.set("Cross-Origin-Resource-Policy", "cross-origin");
    headers.set("Content-Security-Policy", "sandbox; default-src 'none'");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
}

FileAnswer answer_file(const Request& request, const PlayableFile& file) {
    const auto size = file.object.size;
    const auto etag = fmt::format("\"{}\"", file.object.etag);
    const auto chosen = answer_range(request.method, request.headers, size, RangeValidators{etag, {}});
    std::optional<std::string> none_match;
    if (const auto given = request.headers.find("If-None-Match")) none_match = *given;
    FileAnswer answer{Response{200}};
    if (is_named(none_match, etag)) {
        answer.head.status = 304;
    } else if (chosen.outcome == RangeOutcome::NotSatisfiable) {
        answer = not_satisfiable(size);
    } else if (chosen.outcome == RangeOutcome::Partial && chosen.ranges.size() == 1) {
        const auto& range = chosen.ranges.front();
        answer.head.status = 206;
        answer.head.headers.set("Content-Range", content_range(range, size));
        answer.part = range;
        answer.body_bytes = range.length();
    } else {
        answer.body_bytes = size;
    }
    auto& headers = answer.head.headers;
    add_player_fields(headers);
    headers.set("Accept-Ranges", "bytes");
    if (answer.head.status == 416) return answer;
    headers.set("ETag", etag);
    headers.set("Cache-Control", kCacheControl);
    if (answer.head.status == 304) return answer;
    headers.set("Content-Type", std::string{file.path.content_type()});
    if (request.method == Method::Head) {
        answer.head.stream = std::make_unique<LengthOnly>(*answer.body_bytes);
        answer.body_bytes.reset();
    }
    return answer;
}

}  // namespace acervo::http
