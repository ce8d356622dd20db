#include "http/server/connection.hpp"

namespace acervo::http {
namespace {

// As much as a gateway hands on for any operation whose body is not a file: one that still writes when we close reads
// no answer, and tells its client of an outage.
constexpr std::size_t kLingerBytes = std::size_t{8} << 20;
constexpr std::chrono::seconds kLingerTime{2};
constexpr std::string_view kLineEnd = "\r\n";

}  // namespace

Connection::Connection(Site& site, Socket socket, const boost::asio::ip::address& peer)
    : site_{site}, wire_{std::move(socket)}, peer_{peer, address_text(peer), site.trusted->contains(peer)} {}

Async<void> Connection::serve() {
    auto next = Exchange::Next::KeepAlive;
    while (next == Exchange::Next::KeepAlive) {
        const auto head = co_await read_head();
        if (head.size == 0 && !head.refusal) break;
        in_exchange_ = true;
        site_.doze.needed_now();
        next = co_await Exchange::serve(&site_, &wire_, &peer_, head);
        in_exchange_ = false;
        ++served_;
    }
    if (next == Exchange::Next::Linger && !wire_.is_given_up()) co_await linger();
    wire_.close();
}

/// What the first bytes of a head already give away, so that nobody waits for the end of something hopeless.
std::optional<Refusal> Connection::check_partial_head() const noexcept {
    const auto text = wire_.buffered();
    const auto& limits = site_.options->limits;
    if (text.front() < 'A' || text.front() > 'Z') return Refusal{400, "the request line does not begin with a method"};
    const auto first_end = text.find('\n');
    if (first_end != std::string_view::npos && text[first_end - 1] != '\r') return kBareLineFeed;
    const bool has_line = text.substr(0, limits.target_bytes + 32).find(kLineEnd) != std::string_view::npos;
    if (!has_line && text.size() > limits.target_bytes + 32) return Refusal{414, "the request target is too long"};
    if (text.size() >= limits.header_bytes) return Refusal{431, "the request header is too large"};
    return std::nullopt;
}

Async<FoundHead> Connection::read_head() {
    const auto& deadlines = site_.options->deadlines;
    const auto most = site_.options->limits.header_bytes;
    wire_.shrink();
    FoundHead result;
    std::size_t scanned = 0;
    std::size_t skipped = 0;
    bool has_begun = false;
    auto deadline = std::chrono::steady_clock::now() + (served_ == 0 ? deadlines.header : deadlines.idle);
    for (;;) {
        // A client may end a body with empty lines too many (RFC 9112 §2.2), but not send them for ever.
        while (skipped < most && wire_.buffered().starts_with(kLineEnd)) {
            wire_.consume(kLineEnd.size());
            skipped += kLineEnd.size();
            scanned = 0;
        }
        const auto text = wire_.buffered();
        const auto size = find_head_end(text, scanned);
        if (size && *size <= most) {
            result.size = *size;
            co_return result;
        }
        if (!text.empty() && text != "\r") {
            if (result.refusal = check_partial_head(); result.refusal) co_return result;
            if (!std::exchange(has_begun, true)) deadline = std::chrono::steady_clock::now() + deadlines.header;
        }
        scanned = text.size();
        is_idle_ = text.empty();
        if (is_idle_) {
            site_.doze.needed_by(deadline);
        } else {
            site_.doze.needed_now();
        }
        const auto status = wire_.filled(co_await wire_.fill(deadline));
        is_idle_ = false;
        if (status == IoStatus::Ok) continue;
        if (status == IoStatus::TimedOut && has_begun) result.refusal = Refusal{408, "the header came too slowly"};
        co_return result;
    }
}

/// Reads what the client still has to say, so that it gets to read our answer.
Async<void> Connection::linger() {
    wire_.shut_down_sending();
    const auto end = std::chrono::steady_clock::now() + kLingerTime;
    wire_.consume(wire_.buffered().size());
    const auto scratch = std::make_unique_for_overwrite<char[]>(4096);
    for (std::size_t read = 0; read < kLingerBytes;) {
        const auto result = co_await wire_.read_some(std::span{scratch.get(), 4096}, end);
        if (result.status != IoStatus::Ok) break;
        read += result.count;
    }
}

void Connection::give_up() {
    wire_.give_up();
    cancellation_.emit(boost::asio::cancellation_type::terminal);
}

void Connection::close_if_idle(Moment newcomers) {
    if (!is_idle_ || wire_.has_unread_input()) return;
    if (served_ > 0) {
        wire_.close();
    } else {
        wire_.wait_until(newcomers);
    }
}

}  // namespace acervo::http
