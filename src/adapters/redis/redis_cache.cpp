#include "adapters/redis/redis_cache.hpp"

#include <array>
#include <optional>
#include <vector>

namespace acervo {
namespace {

// One round trip, and no moment in which the key counts without an end.
constexpr auto kCount =
    "local count = redis.call('INCR', KEYS[1]) "
    "if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end "
    "return {count, redis.call('PTTL', KEYS[1])}";

constexpr std::chrono::milliseconds kPause{500};

enum class Operation { Get, Set, Add, Remove, Count };
constexpr std::array kNames{"get", "set", "add", "remove", "count"};

class CacheMetrics {
public:
    explicit CacheMetrics(Metrics& metrics)
        : miss_{counter(metrics, "get", "miss")},
          latency_{metrics.histogram("acervo_cache_request_seconds", "From a command to Redis to its answer",
                                     latency_buckets())} {
        for (const auto* name : kNames) {
            done_.push_back(counter(metrics, name, name == kNames.front() ? "hit" : "ok"));
            failed_.push_back(counter(metrics, name, "failed"));
            skipped_.push_back(counter(metrics, name, "skipped"));
        }
    }

    void skipped(Operation operation) noexcept { skipped_[static_cast<std::size_t>(operation)].add(); }
    void answered(Operation operation, const Result<RedisReply>& reply, std::chrono::nanoseconds took) noexcept {
        latency_.observe(took);
        const bool is_miss = operation == Operation::Get && reply && reply->kind == RedisReply::Kind::Null;
        auto& counters = reply ? done_ : failed_;
        (is_miss ? miss_ : counters[static_cast<std::size_t>(operation)]).add();
    }

private:
    static Counter counter(Metrics& metrics, const char* operation, const char* outcome) {
        return metrics.counter("acervo_cache_requests_total", "Uses of the cache",
                               {{"operation", operation}, {"outcome", outcome}});
    }

    /// By operation.
    std::vector<Counter> done_;
    std::vector<Counter> failed_;
    std::vector<Counter> skipped_;
    Counter miss_;
    Histogram latency_;
};

class RedisCache final : public Cache {
public:
    RedisCache(boost::asio::any_io_executor executor, RedisRouter::Options options, Metrics* metrics)
        : router_{std::move(executor), std::move(options)} {
        if (metrics != nullptr) metrics_.emplace(*metrics);
    }

    Async<Result<std::optional<std::string>>> get(std::string key) override {
        RedisCommand command{"GET", key};
        const auto reply = CO_TRY(co_await call(Operation::Get, std::move(key), std::move(command)));
        if (reply.kind == RedisReply::Kind::Null) co_return std::nullopt;
        co_return reply.text;
    }

    Async<Result<void>> set(std::string key, std::string value, std::chrono::milliseconds time_to_live) override {
        RedisCommand command{"SET", key, std::move(value), "PX", std::to_string(time_to_live.count())};
        CO_TRY(co_await call(Operation::Set, std::move(key), std::move(command)));
        co_return ok();
    }

    Async<Result<bool>> add(std::string key, std::string value, std::chrono::milliseconds time_to_live) override {
        RedisCommand command{"SET", key, std::move(value), "NX", "PX", std::to_string(time_to_live.count())};
        const auto reply = CO_TRY(co_await call(Operation::Add, std::move(key), std::move(command)));
        co_return reply.kind != RedisReply::Kind::Null;
    }

    Async<Result<void>> remove(std::string key) override {
        RedisCommand command{"DEL", key};
        CO_TRY(co_await call(Operation::Remove, std::move(key), std::move(command)));
        co_return ok();
    }

    Async<Result<WindowCount>> count_in_window(std::string key, std::chrono::milliseconds window) override {
        RedisCommand command{"EVAL", kCount, "1", key, std::to_string(window.count())};
        const auto reply = CO_TRY(co_await call(Operation::Count, std::move(key), std::move(command)));
        if (reply.elements.size() != 2) co_return fail(ErrorKind::Internal, "redis: an unexpected answer to a script");
        co_return WindowCount{.count = reply.elements[0].integer,
                              .resets_in = std::chrono::milliseconds{reply.elements[1].integer}};
    }

    bool is_up() const noexcept override { return up_; }

private:
    Async<Result<RedisReply>> call(Operation operation, std::string key, RedisCommand command) {
        const auto now = std::chrono::steady_clock::now();
        // A server that hangs must cost one caller its patience, not every one.
        if (!up_ && now < ask_again_at_) {
            if (metrics_) metrics_->skipped(operation);
            co_return fail(ErrorKind::Unavailable, "redis is away");
        }
        ask_again_at_ = now + kPause;
        auto reply = co_await router_.execute(std::move(key), std::move(command));
        if (metrics_) metrics_->answered(operation, reply, std::chrono::steady_clock::now() - now);
        up_ = reply.has_value() || reply.error().kind() == ErrorKind::Internal;
        co_return reply;
    }

    RedisRouter router_;
    std::optional<CacheMetrics> metrics_;
    bool up_{true};
    std::chrono::steady_clock::time_point ask_again_at_;
};

}  // namespace

std::unique_ptr<Cache> make_redis_cache(boost::asio::any_io_executor executor, RedisRouter::Options options,
                                        Metrics* metrics) {
    return std::make_unique<RedisCache>(std::move(executor), std::move(options), metrics);
}

}  // namespace acervo
