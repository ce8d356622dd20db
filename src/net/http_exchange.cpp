#include "net/http_exchange.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <cstring>

namespace acervo {
namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace {

constexpr std::size_t kReadSize = std::size_t{16} * 1024;
constexpr std::size_t kSendSize = std::size_t{64} * 1024;
/// No honest server sends more interim answers than this before the final one.
constexpr int kMaxInterimAnswers = 16;
constexpr int kSwitchingProtocols = 101;
constexpr int kFirstFinalStatus = 200;
constexpr int kFirstErrorStatus = 400;

asio::const_buffer buffer_of(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

struct HttpExchange::Parser : http::response_parser<http::buffer_body> {
    Parser(Method method, std::size_t max_header_bytes) {
        header_limit(static_cast<std::uint32_t>(max_header_bytes));
        body_limit(boost::none);
        skip(method == Method::Head);
    }
};

HttpExchange::HttpExchange(Wire wire, Method method, std::size_t max_header_bytes)
    : wire_{std::move(wire)},
      method_{method},
      max_header_bytes_{max_header_bytes},
      parser_{std::make_unique<Parser>(method, max_header_bytes)} {}

HttpExchange::~HttpExchange() = default;

std::unexpected<Error> HttpExchange::bad_answer(std::string_view reason) const {
    return fail(ErrorKind::Unavailable, fmt::format("{}: bad answer: {}", wire_.origin(), reason));
}

Async<Result<void>> HttpExchange::send(std::string head, ByteSource* body, std::chrono::milliseconds stall) {
    if (body != nullptr) co_return co_await send_body(std::move(head), body, stall);
    const std::array buffers{buffer_of(head)};
    all_sent_ = (co_await wire_.write(buffers)).has_value();
    co_return ok();
}

Async<Result<void>> HttpExchange::send_body(std::string head, ByteSource* body, std::chrono::milliseconds stall) {
    const auto size = body->size();
    const auto left = [size](std::uint64_t taken) {
        return static_cast<std::size_t>(std::min<std::uint64_t>(kSendSize, size.value_or(UINT64_MAX) - taken));
    };
    std::vector<char> piece(left(0));
    std::uint64_t taken = 0;
    while (!all_sent_) {
        const auto room = std::span{piece}.first(left(taken));
        std::size_t count = 0;
        if (!room.empty()) {
            body_taken_ = true;
            wire_.never_expire();  // how fast the source gives is its own affair
            count = CO_TRY(co_await body->read(room));
            taken += count;
        }
        if (const auto told = size.value_or(0); count == 0 && taken < told) {
            co_return fail(ErrorKind::Internal, fmt::format("the body to send ended at {} of {} bytes", taken, told));
        }
        // The head travels with the first piece, so that a small request is one packet. Without a size each piece is a
        // chunk, and an empty one the end (RFC 9112 §7.1).
        auto front = std::exchange(head, {});
        if (!size) front += fmt::format("{:x}\r\n", count);
        const std::array buffers{buffer_of(front), asio::const_buffer{piece.data(), count},
                                 buffer_of(size ? "" : "\r\n")};
        if (wire_.answers_early()) co_return ok();
        wire_.expire_at(std::chrono::steady_clock::now() + stall);
        // A server may refuse and close before it has taken everything: what it said is still to be read.
        if (!co_await wire_.write(buffers)) co_return ok();
        all_sent_ = size ? taken == *size : count == 0;
    }
    co_return ok();
}

Async<Result<void>> HttpExchange::read_header() {
    for (int interim = 0; interim < kMaxInterimAnswers; ++interim) {
        CO_TRY(co_await read_one_header());
        if (status() == kSwitchingProtocols) co_return bad_answer("a change of protocol that nobody asked for");
        if (status() >= kFirstFinalStatus) {
            const auto told = parser_->content_length();
            if (!parser_->chunked() && told) remaining_ = *told;
            co_return ok();
        }
        parser_ = std::make_unique<Parser>(method_, max_header_bytes_);
    }
    co_return bad_answer("too many interim answers");
}

Async<Result<void>> HttpExchange::read_one_header() {
    while (!parser_->is_header_done()) {
        if (!unparsed().empty()) {
            boost::system::error_code error;
            parsed_ += parser_->put(asio::buffer(unparsed()), error);
            if (!error) continue;
            if (error != http::error::need_more) co_return bad_answer(error.message());
        }
        if (CO_TRY(co_await fill()) == 0) {
            co_return bad_answer(answered_ ? "the connection was closed within the header"
                                           : "the connection was closed before an answer");
        }
    }
    co_return ok();
}

Async<Result<std::size_t>> HttpExchange::read_body(std::span<char> into) {
    if (finished() || into.empty()) co_return 0U;
    if (parser_->chunked()) co_return co_await read_chunked(into);
    co_return co_await read_plain(into);
}

/// A body whose length is told, or that ends with the connection.
Async<Result<std::size_t>> HttpExchange::read_plain(std::span<char> into) {
    if (remaining_ && *remaining_ < into.size()) into = into.first(static_cast<std::size_t>(*remaining_));
    auto count = std::min(into.size(), unparsed().size());
    if (count > 0) {
        std::memcpy(into.data(), unparsed().data(), count);
        parsed_ += count;
    } else {
        count = CO_TRY(co_await wire_.read_some(into));
    }
    if (count == 0 && remaining_) {
        co_return bad_answer(fmt::format("the body was cut off {} bytes before its end", *remaining_));
    }
    ended_with_connection_ = count == 0;
    if (remaining_) *remaining_ -= count;
    co_return count;
}

Async<Result<std::size_t>> HttpExchange::read_chunked(std::span<char> into) {
    auto& body = parser_->get().body();
    while (!parser_->is_done()) {
        if (!unparsed().empty()) {
            body.data = into.data();
            body.size = into.size();
            body.more = true;
            boost::system::error_code error;
            parsed_ += parser_->put(asio::buffer(unparsed()), error);
            const auto written = into.size() - body.size;
            if (error && error != http::error::need_more && error != http::error::need_buffer) {
                co_return bad_answer(error.message());
            }
            if (written > 0) co_return written;
            if (!error) continue;
        }
        // What the parser cannot use yet is a chunk's size line or the trailer: both are small.
        if (unparsed().size() > max_header_bytes_) co_return bad_answer("the header of a chunk is too large");
        if (CO_TRY(co_await fill()) == 0) co_return bad_answer("the chunked body was cut off before its end");
    }
    co_return 0U;
}

Async<Result<std::size_t>> HttpExchange::fill() {
    input_.erase(input_.begin(), input_.begin() + static_cast<std::ptrdiff_t>(parsed_));
    parsed_ = 0;
    const auto filled = input_.size();
    input_.resize(filled + kReadSize);
    auto count = co_await wire_.read_some(std::span{input_}.subspan(filled));
    input_.resize(filled + count.value_or(0));
    answered_ = answered_ || count.value_or(0) > 0;
    co_return count;
}

int HttpExchange::status() const { return static_cast<int>(parser_->get().result_int()); }

Headers HttpExchange::headers() const {
    Headers headers;
    for (const auto& field : parser_->get()) headers.add(field.name_string(), std::string{field.value()});
    return headers;
}

std::optional<std::uint64_t> HttpExchange::length() const {
    if (parser_->is_done()) return 0;
    return remaining_;
}

bool HttpExchange::finished() const { return parser_->is_done() || ended_with_connection_ || remaining_ == 0U; }

bool HttpExchange::reusable() const {
    // A server may refuse a request without having read its body (Ceph does), and would take it for the next request.
    const bool body_unread = !all_sent_ || (body_taken_ && status() >= kFirstErrorStatus);
    return !body_unread && finished() && !ended_with_connection_ && parser_->keep_alive() && unparsed().empty();
}

}  // namespace acervo
