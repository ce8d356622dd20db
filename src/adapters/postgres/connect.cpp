#include "adapters/postgres/connect.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/cancel_at.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/this_coro.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/postgres/database_error.hpp"

namespace acervo::postgres {
namespace {

namespace asio = boost::asio;
using Deadline = std::chrono::steady_clock::time_point;
using Settings = std::map<std::string, std::string>;

struct FreeOptions {
    void operator()(PQconninfoOption* options) const noexcept { PQconninfoFree(options); }
};

Result<Settings> read_url(const std::string& url) {
    const std::unique_ptr<PQconninfoOption, FreeOptions> options{PQconninfoParse(url.c_str(), nullptr)};
    // libpq's own message may repeat the URL, and with it a password.
    if (!options) return fail(ErrorKind::InvalidInput, "the database URL cannot be read");
    Settings settings;
    for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val != nullptr) settings.emplace(option->keyword, option->val);
    }
    return settings;
}

void add_our_own(Settings& settings, const DatabaseOptions& options, std::chrono::milliseconds statement_timeout) {
    if (!options.password.empty()) settings["password"] = options.password.reveal();
    settings["client_encoding"] = "UTF8";
    // A server that vanished without a word is noticed within some 20 s even when nothing is asked of it.
    settings.emplace("keepalives_idle", "10");
    settings.emplace("keepalives_interval", "3");
    settings.emplace("keepalives_count", "3");
    settings.emplace("tcp_user_timeout", "10000");
    settings.emplace("application_name", "acervo");
    // Looking for a Kerberos ticket costs a round trip and may block; a site that has one says so in the URL.
    settings.emplace("gssencmode", "disable");
    // client_connection_check_interval: a statement whose client is gone ends within a second.
    auto& server_options = settings["options"];
    server_options += fmt::format(
        " -c TimeZone=UTC -c DateStyle=ISO -c jit=off -c client_connection_check_interval=1000"
        " -c statement_timeout={0} -c idle_in_transaction_session_timeout={0}",
        statement_timeout.count());
}

std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> parts{""};
    for (const char c : list) {
        if (c == ',') {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

/// Every address of one host; empty text for what needs no address (a socket folder, or the default).
Async<Result<std::vector<std::string>>> addresses_of(std::string host) {
    if (host.empty() || host.starts_with('/') || host.starts_with('@')) co_return std::vector<std::string>{""};
    boost::system::error_code not_numeric;
    asio::ip::make_address(host, not_numeric);
    if (!not_numeric) co_return std::vector<std::string>{host};

    asio::ip::tcp::resolver resolver{co_await asio::this_coro::executor};
    auto [error, found] = co_await resolver.async_resolve(host, "", asio::as_tuple(asio::deferred));
    if (error) co_return fail(unavailable(fmt::format("no address for host {}: {}", host, error.message())));
    std::vector<std::string> addresses;
    for (const auto& entry : found) addresses.push_back(entry.endpoint().address().to_string());
    co_return addresses;
}

/// One set of settings for each address: libpq looks names up with a call that blocks, and would wait for a host that
/// does not answer until all our time is over. A host without an address is left out while there are others.
Async<Result<std::vector<Settings>>> with_addresses(Settings settings) {
    if (!settings.contains("host") || settings.contains("hostaddr")) co_return std::vector<Settings>{settings};
    const auto hosts = split(settings["host"]);
    const auto ports = split(settings["port"]);
    std::vector<Settings> all;
    std::optional<Error> unknown;
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        const auto addresses = co_await addresses_of(hosts[i]);
        if (!addresses) unknown = addresses.error();
        for (const auto& address : addresses.value_or(std::vector<std::string>{})) {
            auto& one = all.emplace_back(settings);
            one["host"] = hosts[i];
            one["hostaddr"] = address;
            one["port"] = ports.size() > i ? ports[i] : ports.front();
        }
    }
    if (all.empty() && unknown) co_return fail(*unknown);
    co_return all;
}

ConnectionHandle start(const Settings& settings) {
    std::vector<const char*> keywords;
    std::vector<const char*> values;
    for (const auto& [keyword, value] : settings) {
        keywords.push_back(keyword.c_str());
        values.push_back(value.c_str());
    }
    keywords.push_back(nullptr);
    values.push_back(nullptr);
    ConnectionHandle handle{PQconnectStartParams(keywords.data(), values.data(), 0)};
    // Notices would go to stderr.
    if (handle) PQsetNoticeProcessor(handle.get(), [](void*, const char*) {}, nullptr);
    return handle;
}

/// libpq's socket, lent to Asio for one wait: libpq may close it and open another one at each step.
class BorrowedSocket {
public:
    BorrowedSocket(const asio::any_io_executor& executor, int socket) : descriptor_{executor, socket} {}
    BorrowedSocket(const BorrowedSocket&) = delete;
    BorrowedSocket& operator=(const BorrowedSocket&) = delete;
    ~BorrowedSocket() { descriptor_.release(); }
    asio::posix::stream_descriptor& get() noexcept { return descriptor_; }

private:
    asio::posix::stream_descriptor descriptor_;
};

Async<bool> is_ready(int socket, PostgresPollingStatusType step, Deadline deadline) {
    BorrowedSocket borrowed{co_await asio::this_coro::executor, socket};
    const auto direction = step == PGRES_POLLING_READING ? asio::posix::stream_descriptor::wait_read
                                                         : asio::posix::stream_descriptor::wait_write;
    auto [error] =
        co_await borrowed.get().async_wait(direction, asio::cancel_at(deadline, asio::as_tuple(asio::deferred)));
    co_return !error;
}

Async<Result<ConnectionHandle>> connect_to(Settings settings, Deadline deadline) {
    auto handle = start(settings);
    if (!handle) co_return fail(unavailable("no memory for a connection"));
    auto step = PQstatus(handle.get()) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
    while (step == PGRES_POLLING_READING || step == PGRES_POLLING_WRITING) {
        if (!co_await is_ready(PQsocket(handle.get()), step, deadline)) {
            co_return fail(ErrorKind::Timeout, "no connection in time");
        }
        step = PQconnectPoll(handle.get());
    }
    if (step != PGRES_POLLING_OK) co_return fail(unavailable(PQerrorMessage(handle.get())));
    if (PQsetnonblocking(handle.get(), 1) != 0 || PQenterPipelineMode(handle.get()) != 1) {
        co_return fail(unavailable(PQerrorMessage(handle.get())));
    }
    co_return handle;
}

}  // namespace

std::chrono::milliseconds silence_of(std::chrono::milliseconds statement_timeout) {
    constexpr std::chrono::milliseconds kGrace{2000};
    return statement_timeout == std::chrono::milliseconds::zero() ? statement_timeout : statement_timeout + kGrace;
}

void FinishConnection::operator()(pg_conn* connection) const noexcept { PQfinish(connection); }

Async<Result<ConnectionHandle>> connect(DatabaseOptions options, std::chrono::milliseconds statement_timeout) {
    const auto deadline = std::chrono::steady_clock::now() + options.connect_timeout;
    auto settings = CO_TRY(read_url(options.url));
    add_our_own(settings, options, statement_timeout);
    auto candidates = CO_TRY(co_await with_addresses(std::move(settings)));
    Result<ConnectionHandle> handle = fail(unavailable("the database URL names no host"));
    const auto fair = options.connect_timeout / std::max<std::ptrdiff_t>(std::ssize(candidates), 1);
    for (auto left = candidates.size(); left > 0; --left) {
        // Each gets its share of the time that is left, so that one that does not answer keeps nobody from the next.
        const auto now = std::chrono::steady_clock::now();
        const auto share = (deadline - now) / static_cast<int>(left);
        handle = co_await connect_to(std::move(candidates[candidates.size() - left]), now + share);
        const auto state = co_await asio::this_coro::cancellation_state;
        if (handle || state.cancelled() != asio::cancellation_type::none) break;
        if (handle.error().kind() == ErrorKind::Timeout) {
            handle = fail(unavailable(fmt::format("no connection within {} ms", fair.count())));
        }
    }
    co_return handle;
}

}  // namespace acervo::postgres
