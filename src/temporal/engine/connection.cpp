#include "temporal/engine/connection.hpp"

#include <acervo_temporal_bridge.h>
#include <fmt/format.h>

#include "temporal/engine/bridge_call.hpp"

namespace acervo::temporal {

namespace {

constexpr const char* kSdkName = "temporal-acervo-cpp";
constexpr const char* kSdkVersion = "0.1.0";

AtbBytes bytes_of(const std::string& text) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::uint64_t count_of(std::chrono::milliseconds duration) noexcept {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0));
}

/// Zero stands for no limit in the bridge, so what is left is at least 1.
std::uint64_t left_of(Deadline deadline) noexcept {
    const auto left = deadline.remaining();
    if (left == Deadline::Clock::duration::max()) return 0;
    return std::max<std::uint64_t>(count_of(std::chrono::duration_cast<std::chrono::milliseconds>(left)), 1);
}

std::vector<AtbPair> pairs_of(const RpcMetadata& metadata) {
    std::vector<AtbPair> pairs;
    pairs.reserve(metadata.size());
    for (const auto& [key, value] : metadata) pairs.push_back({key.c_str(), bytes_of(value)});
    return pairs;
}

void begin_connect(const Runtime& runtime, const ConnectOptions& options, std::uint64_t limit_ms, void* context) {
    const auto metadata = pairs_of(options.metadata);
    AtbConnectOptions asked{};
    asked.url = options.url.c_str();
    asked.identity = options.identity.c_str();
    asked.client_name = kSdkName;
    asked.client_version = kSdkVersion;
    asked.api_key = options.api_key.reveal().c_str();
    asked.gzip = options.gzip;
    if (options.tls) {
        asked.tls = true;
        asked.tls_ca_pem = bytes_of(options.tls->ca_pem);
        asked.tls_cert_pem = bytes_of(options.tls->certificate_pem);
        asked.tls_key_pem = bytes_of(options.tls->key_pem.reveal());
        asked.tls_domain = options.tls->domain.c_str();
    }
    asked.metadata = metadata.data();
    asked.metadata_count = metadata.size();
    asked.connect_ms = limit_ms;
    asked.keep_alive_interval_ms = count_of(options.keep_alive_interval);
    asked.keep_alive_timeout_ms = count_of(options.keep_alive_timeout);
    asked.retry_initial_ms = count_of(options.retry.first_pause);
    asked.retry_max_interval_ms = count_of(options.retry.longest_pause);
    asked.retry_max_elapsed_ms = count_of(options.retry.longest_time);
    asked.retry_max_attempts = options.retry.attempts;
    atb_client_connect(runtime.handle().get(), &asked, context, bridge::acervo_temporal_answer);
}

void fire_and_free(AtbCancel* cancel) {
    atb_cancel_fire(cancel);
    atb_cancel_free(cancel);
}

void free_client(void* client) { atb_client_free(static_cast<AtbClient*>(client)); }

}  // namespace

Async<Result<Connection>> Connection::connect(Runtime runtime, ConnectOptions options, Deadline deadline) {
    const auto what = fmt::format("connect to {}", options.url);
    if (deadline.passed()) co_return fail(ErrorKind::Timeout, fmt::format("{}: no time left", what));
    // It holds the runtime until it has begun, which is before this coroutine can go.
    bridge::Begin begin = [runtime, options = std::move(options), limit = left_of(deadline)](void* context) {
        begin_connect(runtime, options, limit, context);
    };
    auto answer = co_await bridge::ask(std::move(begin), free_client);
    if (!answer.is_ok()) co_return fail(answer.error(what));
    // The client goes before its runtime.
    std::shared_ptr<AtbClient> client{static_cast<AtbClient*>(answer.take_handle().release()),
                                      [runtime](AtbClient* old) { atb_client_free(old); }};
    co_return Connection{std::move(runtime), std::move(client)};
}

Async<Result<std::string>> Connection::call(std::string rpc, std::string request, CallOptions options) const {
    return call_with(client_, std::move(rpc), std::move(request), std::move(options));
}

Async<Result<std::string>> Connection::call_with(std::shared_ptr<AtbClient> client, std::string rpc,
                                                 std::string request, CallOptions options) {
    if (options.deadline.passed()) co_return fail(ErrorKind::Timeout, fmt::format("{}: no time left", rpc));
    // Fired when the last holder goes, so that a call whose caller was destroyed ends too.
    const std::shared_ptr<AtbCancel> cancel{atb_cancel_new(), fire_and_free};
    bridge::Begin begin = [&](void* context) {
        const auto metadata = pairs_of(options.metadata);
        AtbCallOptions asked{};
        asked.timeout_ms = left_of(options.deadline);
        asked.retry = options.retry;
        asked.metadata = metadata.data();
        asked.metadata_count = metadata.size();
        atb_client_call(client.get(), rpc.c_str(), bytes_of(request), &asked, cancel.get(), context,
                        bridge::acervo_temporal_answer);
    };
    bridge::Cancel stop = [cancel] { atb_cancel_fire(cancel.get()); };
    auto answer = co_await bridge::ask(std::move(begin), nullptr, std::move(stop));
    if (!answer.is_ok()) co_return fail(answer.error(rpc));
    co_return answer.take_data();
}

void Connection::set_api_key(const Secret& key) const { atb_client_set_api_key(client_.get(), key.reveal().c_str()); }

}  // namespace acervo::temporal
