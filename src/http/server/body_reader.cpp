#include "http/server/body_reader.hpp"

#include <algorithm>
#include <cstring>

namespace acervo::http {
namespace {

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
/// A chunk's size line with its extensions may take up so much.
constexpr std::size_t kChunkLineBytes = 16 * 1024;

}  // namespace

BodyReader::BodyReader(Wire& wire, const RequestHead& head, const ServerOptions& options)
    : wire_{&wire},
      options_{&options},
      pace_{options.deadlines.body, options.deadlines.bytes_per_second},
      must_ask_{head.expects_continue} {
    if (head.is_chunked) {
        decoder_.emplace();
    } else {
        size_ = head.content_length;
        done_ = head.content_length == 0;
    }
}

std::unexpected<Error> BodyReader::broken(ErrorKind kind, const char* reason) {
    broken_ = true;
    timed_out_ = kind == ErrorKind::Timeout;
    return fail(kind, reason);
}

Async<Result<std::size_t>> BodyReader::read(std::span<char> into) {
    if (done_ || into.empty()) co_return 0;
    if (wire_ == nullptr) co_return fail(ErrorKind::Internal, "the body was read after its request had been answered");
    if (broken_) co_return fail(ErrorKind::InvalidInput, "the body broke off before");
    if (must_ask_) {
        must_ask_ = false;
        const Wire::Parts parts{boost::asio::buffer(kContinue)};
        if (co_await wire_->write(parts, &pace_) != IoStatus::Ok) {
            co_return broken(ErrorKind::InvalidInput, "the client went away");
        }
    }
    auto count = decoder_ ? co_await read_chunked(into) : co_await read_sized(into);
    if (count) received_ += *count;
    co_return count;
}

/// At least one more byte in the buffer.
Async<IoStatus> BodyReader::await_input() {
    const auto began = std::chrono::steady_clock::now();
    const auto before = wire_->buffered().size();
    const auto status = wire_->filled(co_await wire_->fill(began + pace_.allowance()));
    pace_.waited(std::chrono::steady_clock::now() - began);
    pace_.moved(wire_->buffered().size() - before);
    co_return status;
}

Async<Result<std::size_t>> BodyReader::read_sized(std::span<char> into) {
    into = into.first(static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), *size_ - received_)));
    std::size_t count = 0;
    if (const auto early = wire_->buffered(); !early.empty()) {
        count = std::min(early.size(), into.size());
        std::memcpy(into.data(), early.data(), count);
        wire_->consume(count);
    } else {
        const auto began = std::chrono::steady_clock::now();
        const auto result = co_await wire_->read_some(into, began + pace_.allowance());
        pace_.waited(std::chrono::steady_clock::now() - began);
        pace_.moved(result.count);
        if (result.status == IoStatus::TimedOut) co_return broken(ErrorKind::Timeout, "the body came too slowly");
        if (result.status != IoStatus::Ok) co_return broken(ErrorKind::InvalidInput, "the body ended too early");
        count = result.count;
    }
    done_ = received_ + count == *size_;
    co_return count;
}

Async<Result<std::size_t>> BodyReader::read_chunked(std::span<char> into) {
    for (;;) {
        const auto step = decoder_->decode(wire_->buffered(), into);
        wire_->consume(step.consumed);
        if (step.state == ChunkedDecoder::State::Malformed) {
            co_return broken(ErrorKind::InvalidInput, "the chunked coding of the body is malformed");
        }
        if (received_ + step.produced > limit_) {
            co_return broken(ErrorKind::TooLarge, "the body is larger than this operation takes");
        }
        done_ = step.state == ChunkedDecoder::State::Done;
        if (done_ || step.produced > 0) co_return step.produced;
        if (wire_->buffered().size() >= kChunkLineBytes) {
            co_return broken(ErrorKind::InvalidInput, "the chunked coding of the body is malformed");
        }
        const auto status = co_await await_input();
        if (status == IoStatus::TimedOut) co_return broken(ErrorKind::Timeout, "the body came too slowly");
        if (status != IoStatus::Ok) co_return broken(ErrorKind::InvalidInput, "the body ended too early");
    }
}

bool BodyReader::may_be_discarded() const noexcept {
    if (done_) return true;
    // A client that waits to be asked may send its body or not: only a new connection is unambiguous.
    if (broken_ || must_ask_) return false;
    return !size_ || *size_ - received_ <= options_->limits.drained_bytes;
}

Async<bool> BodyReader::discard() {
    if (!may_be_discarded()) co_return false;
    const auto most = received_ + options_->limits.drained_bytes;
    limit_ = std::max(limit_, most);
    const auto scratch = std::make_unique_for_overwrite<char[]>(4096);
    while (!done_) {
        const auto count = co_await read(std::span{scratch.get(), 4096});
        if (!count || received_ > most) co_return false;
    }
    co_return true;
}

}  // namespace acervo::http
