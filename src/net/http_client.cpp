#include "net/http_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/ssl/context.hpp>
#include <map>
#include <optional>

#include "net/http_exchange.hpp"
#include "net/url.hpp"
#include "net/wire.hpp"

namespace acervo {
namespace asio = boost::asio;
namespace {

using Clock = std::chrono::steady_clock;

/// RFC 9110 §5.6.2: the characters of a token, which a field's name is.
bool is_token(std::string_view text) {
    constexpr std::string_view kSigns = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || kSigns.contains(c);
    });
}

/// Neither a line's end nor another control character (RFC 9110 §5.5): nothing that begins a field of its own.
bool is_field_value(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == '\x7f'; });
}

/// RFC 9110 §9.2.2: doing it twice is doing it once.
bool is_idempotent(Method method) { return method != Method::Post && method != Method::Patch; }

/// The request line and all fields, with the empty line behind them.
Result<std::string> head_of(const HttpRequest& request, const Url& url) {
    auto head = fmt::format("{} {} HTTP/1.1\r\n", name_of(request.method), url.target());
    if (!request.headers.find("Host")) head += fmt::format("Host: {}\r\n", url.authority());
    if (!request.headers.find("User-Agent")) head += "User-Agent: acervo\r\n";
    for (const auto& [name, value] : request.headers) {
        if (!is_token(name) || !is_field_value(value)) {
            return fail(ErrorKind::InvalidInput, fmt::format("the header field {:?} has an illegal character", name));
        }
        head += fmt::format("{}: {}\r\n", name, value);
    }
    if (request.headers.find("Content-Length") || request.headers.find("Transfer-Encoding")) {
        return fail(ErrorKind::InvalidInput, "Content-Length and Transfer-Encoding follow from the body");
    }
    if (request.body && !request.body->size()) {
        head += "Transfer-Encoding: chunked\r\n";
    } else if (request.body || !is_idempotent(request.method) || request.method == Method::Put) {
        head += fmt::format("Content-Length: {}\r\n", request.body ? request.body->size().value_or(0) : 0);
    }
    return head += "\r\n";
}

}  // namespace

class HttpClient::Connections : public std::enable_shared_from_this<Connections> {
public:
    Connections(asio::any_io_executor executor, HttpClientOptions options)
        : executor_{std::move(executor)}, options_{std::move(options)} {}

    Async<Result<HttpResponse>> send(HttpRequest request);
    /// Keeps the connection for the next request, where it can be kept.
    void keep(Wire wire);
    Clock::time_point stall_deadline() const { return Clock::now() + options_.stall_timeout; }

private:
    class Body;
    using Attempt = std::unique_ptr<HttpExchange>;

    std::optional<Wire> take(const std::string& origin);
    Async<Result<Wire>> connect(Url url, Clock::time_point deadline);
    Result<asio::ssl::context*> trust();
    HttpResponse response_of(Attempt exchange);

    asio::any_io_executor executor_;
    HttpClientOptions options_;
    std::map<std::string, std::vector<Wire>> idle_;
    std::optional<asio::ssl::context> trust_;
};

/// The rest of an answer. It keeps the pool alive no longer than the client does.
class HttpClient::Connections::Body final : public ByteSource {
public:
    Body(Attempt exchange, std::weak_ptr<Connections> pool, std::chrono::milliseconds stall)
        : size_{exchange->length()}, exchange_{std::move(exchange)}, pool_{std::move(pool)}, stall_{stall} {
        settle();
    }

    Async<Result<std::size_t>> read(std::span<char> into) override {
        if (!exchange_) co_return 0U;
        exchange_->wire().expire_at(Clock::now() + stall_);
        auto count = co_await exchange_->read_body(into);
        if (!count) {
            exchange_.reset();
        } else {
            settle();
        }
        co_return count;
    }

    std::optional<std::uint64_t> size() const noexcept override { return size_; }

private:
    /// At the end the connection goes back at once, not when the reader drops the body.
    void settle() {
        exchange_->wire().never_expire();
        if (!exchange_->finished()) return;
        const auto pool = pool_.lock();
        if (pool && exchange_->reusable()) pool->keep(std::move(exchange_->wire()));
        exchange_.reset();
    }

    std::optional<std::uint64_t> size_;
    Attempt exchange_;
    std::weak_ptr<Connections> pool_;
    std::chrono::milliseconds stall_;
};

Async<Result<HttpResponse>> HttpClient::Connections::send(HttpRequest request) {
    const auto url = CO_TRY(Url::parse(request.url));
    const auto head = CO_TRY(head_of(request, url));
    const auto deadline = Clock::now() + request.timeout;
    for (bool may_reuse = true;; may_reuse = false) {
        auto kept = may_reuse ? take(url.origin()) : std::nullopt;
        const bool reused = kept.has_value();
        auto wire = reused ? *std::move(kept) : CO_TRY(co_await connect(url, deadline));
        auto exchange = std::make_unique<HttpExchange>(std::move(wire), request.method, options_.max_header_bytes);

        exchange->wire().expire_at(deadline);
        CO_TRY(co_await exchange->send(head, request.body.get(), options_.stall_timeout));
        // The time in which a body was sent does not count: that is bounded by its progress.
        if (request.body) exchange->wire().expire_at(Clock::now() + request.timeout);
        auto answered = co_await exchange->read_header();
        if (answered) co_return response_of(std::move(exchange));

        const bool was_stale = reused && exchange->unanswered() && answered.error().kind() == ErrorKind::Unavailable;
        if (!was_stale || !is_idempotent(request.method)) co_return fail(std::move(answered).error());
    }
}

HttpResponse HttpClient::Connections::response_of(Attempt exchange) {
    HttpResponse response;
    response.status = exchange->status();
    response.headers = exchange->headers();
    response.body = std::make_unique<Body>(std::move(exchange), weak_from_this(), options_.stall_timeout);
    return response;
}

std::optional<Wire> HttpClient::Connections::take(const std::string& origin) {
    auto& idle = idle_[origin];
    while (!idle.empty()) {
        auto wire = std::move(idle.back());
        idle.pop_back();
        if (wire.idle_and_open()) return wire;
    }
    return std::nullopt;
}

void HttpClient::Connections::keep(Wire wire) {
    auto& idle = idle_[wire.origin()];
    std::erase_if(idle, [](const Wire& kept) { return !kept.idle_and_open(); });
    if (idle.size() >= options_.max_idle_connections) return;
    wire.expire_at(Clock::now() + options_.keep_idle);
    idle.push_back(std::move(wire));
}

Async<Result<Wire>> HttpClient::Connections::connect(Url url, Clock::time_point deadline) {
    asio::ssl::context* tls = url.secure() ? CO_TRY(trust()) : nullptr;
    const auto connected_by = std::min(deadline, Clock::now() + options_.connect_timeout);
    co_return co_await Wire::open(executor_, std::move(url), {.tls = tls, .may_connect = &options_.may_connect},
                                  connected_by);
}

/// Made at the first https request: reading the system's authorities takes milliseconds.
Result<asio::ssl::context*> HttpClient::Connections::trust() {
    if (trust_) return &*trust_;
    asio::ssl::context context{asio::ssl::context::tls_client};
    boost::system::error_code error;
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    context.set_verify_mode(asio::ssl::verify_peer, error);
    if (!error && options_.ca_file.empty()) context.set_default_verify_paths(error);
    if (!error && !options_.ca_file.empty()) context.load_verify_file(options_.ca_file, error);
    if (error) {
        return fail(ErrorKind::Unavailable, fmt::format("the certificate authorities in {:?} cannot be read: {}",
                                                        options_.ca_file, error.message()));
    }
    return &trust_.emplace(std::move(context));
}

HttpClient::HttpClient(asio::any_io_executor executor, HttpClientOptions options)
    : connections_{std::make_shared<Connections>(std::move(executor), std::move(options))} {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

// The coroutine holds the connections for as long as it runs, whatever becomes of the client.
Async<Result<HttpResponse>> HttpClient::send(HttpRequest request) {
    const auto connections = connections_;
    co_return co_await connections->send(std::move(request));
}

}  // namespace acervo
