// The second half of an exchange: from the response to the bytes of the answer.
#include <fmt/format.h>

#include "http/problem/problem.hpp"
#include "http/server/exchange.hpp"

namespace acervo::http {
namespace {

namespace asio = boost::asio;

/// What one stream keeps in memory.
constexpr std::size_t kStreamBytes = 32 * 1024;
constexpr std::string_view kLastChunk = "0\r\n\r\n";
constexpr std::string_view kLineEnd = "\r\n";

}  // namespace

/// Gives a failure its document, and tells of those whose reason the client does not get.
void Exchange::render(Response& response) {
    // The handler sees Timeout, as from any source; that it was the client who was slow is for us to say.
    if (body_ && body_->has_timed_out()) response = refusal(Refusal{408, "the body came too slowly"});
    // A body that will not be read to its end leaves the connection where no next request can be found.
    if (site_.is_closing || (body_ && !body_->may_be_discarded())) keep_alive_ = false;
    status_ = response.status;
    if (!response.failure) return;
    if (span_ && response.status >= 500) span_->fail(response.failure->message());
    if (response.failure->hides_something()) site_.observer->request_failed(summary(), *response.failure);
    response.body = problem_document(*response.failure, identity_.request_id());
    response.stream.reset();
}

void Exchange::write_head(Response& response, BodyFraming framing, std::uint64_t size) {
    ResponseFrame frame;
    frame.status = response.status;
    frame.framing = framing_ = framing;
    frame.size = size;
    frame.keep_alive = keep_alive_;
    frame.is_http_1_1 = is_http_1_1_;
    frame.request_id = identity_.request_id();
    const bool has_sane_status = response.status >= 200 && response.status <= 599;
    if (has_sane_status && write_response_head(frame, response.headers, head_)) return;
    response = problem(Error{ErrorKind::Internal, "the answer had a malformed field or status"});
    render(response);
    frame.status = response.status;
    frame.framing = framing_ = BodyFraming::Sized;
    frame.size = response.body.size();
    write_response_head(frame, response.headers, head_);
}

IoStatus Exchange::send_text(Response& response, Wire::Parts& parts) {
    auto framing = has_body(response.status) ? BodyFraming::Sized : BodyFraming::None;
    std::uint64_t size = response.body.size();
    if (response.stream) {
        const auto known = response.stream->size();
        size = known.value_or(0);
        if (!known && framing == BodyFraming::Sized) framing = BodyFraming::Chunked;
        response.stream.reset();
    }
    write_head(response, framing, size);
    parts[0] = asio::buffer(head_);
    if (!is_bodiless(response)) parts[1] = asio::buffer(response.body);
    bytes_sent_ = asio::buffer_size(parts);
    return wire_.write_now(parts);
}

Async<bool> Exchange::write(Wire::Parts parts) {
    const auto size = asio::buffer_size(parts);
    const auto status = co_await wire_.write(parts, &pace_);
    if (status == IoStatus::Ok) bytes_sent_ += size;
    co_return status == IoStatus::Ok;
}

Async<Exchange::Next> Exchange::send_stream(Response response) {
    const auto memory = std::make_unique_for_overwrite<char[]>(kStreamBytes);
    const std::span<char> buffer{memory.get(), kStreamBytes};
    // Before the head is sent a failure can still be told.
    const auto first = co_await response.stream->read(buffer);
    if (wire_.is_given_up()) co_return Next::Close;
    if (first) {
        const auto known = response.stream->size();
        auto framing = BodyFraming::Sized;
        if (!known) framing = is_http_1_1_ ? BodyFraming::Chunked : BodyFraming::ToClose;
        if (framing == BodyFraming::ToClose) keep_alive_ = false;
        write_head(response, framing, known.value_or(0));
    } else {
        response = problem(first.error());
        render(response);
        write_head(response, BodyFraming::Sized, response.body.size());
    }
    if (response.stream) {
        complete_ = co_await pump(response.stream.get(), buffer, *first);
        response.stream.reset();
    } else {
        const Wire::Parts parts{asio::buffer(head_), asio::buffer(response.body)};
        complete_ = co_await write(parts);
    }
    co_return co_await conclude();
}

Async<bool> Exchange::pump(ByteSource* source, std::span<char> buffer, std::size_t count) {
    const auto known = source->size();
    std::uint64_t sent = 0;
    for (;;) {
        const bool chunked = framing_ == BodyFraming::Chunked && count > 0;
        if (known && count > *known - sent) count = static_cast<std::size_t>(*known - sent);
        if (chunked) fmt::format_to(std::back_inserter(head_), "{:x}\r\n", count);
        const Wire::Parts parts{asio::buffer(head_), asio::buffer(buffer.data(), count),
                                asio::buffer(chunked ? kLineEnd : std::string_view{})};
        if (!co_await write(parts)) co_return false;
        head_.clear();
        sent += count;
        if (known && sent == *known) co_return true;
        if (count == 0) break;
        const auto next = co_await source->read(buffer);
        if (!next) {
            site_.observer->request_failed(summary(), next.error());
            co_return false;
        }
        count = *next;
        if (count == 0) break;
    }
    if (known) {
        site_.observer->request_failed(summary(), Error{ErrorKind::Internal, "the stream was shorter than its size"});
        co_return false;
    }
    if (framing_ != BodyFraming::Chunked) co_return true;
    const Wire::Parts end{asio::buffer(kLastChunk)};
    co_return co_await write(end);
}

std::optional<Exchange::Next> Exchange::conclude_now() {
    if (!complete_) return Next::Close;
    const bool all_read = !body_ || body_->is_done();
    if (keep_alive_) return all_read ? std::optional{Next::KeepAlive} : std::nullopt;
    return all_read && method_ && !wire_.has_unread_input() ? Next::Close : Next::Linger;
}

Async<Exchange::Next> Exchange::conclude() {
    if (const auto next = conclude_now()) co_return *next;
    const bool discarded = co_await body_->discard();
    co_return discarded ? Next::KeepAlive : Next::Linger;
}

}  // namespace acervo::http
