#include "adapters/redis/redis_cache.hpp"

#include <array>
#include <optional>
#include <vector>

namespace acervo {
namespace {

// One round trip, and no moment in which a key counts without an end. ARGV: the limit and the length of each window.
// Answers whether all had room, then the count and the milliseconds left of each.
constexpr auto kSpend =
    "local out = {1} "
    "for i, key in ipairs(KEYS) do "
    "  if tonumber(redis.call('GET', key) or '0') >= tonumber(ARGV[2 * i - 1]) then out[1] = 0 end "
    "end "
    "for i, key in ipairs(KEYS) do "
    "  local used = tonumber(redis.call('GET', key) or '0') "
    "  if out[1] == 1 then "
    "    used = redis.call('INCR', key) "
    "    if used == 1 then redis.call('PEXPIRE', key, ARGV[2 * i]) end "
    "  end "
    "  out[2 * i] = used "
    "  out[2 * i + 1] = math.max(redis.call('PTTL', key), 0) "
    "end "
    "return out";

constexpr std::chrono::milliseconds kPause{500};

enum class Operation { Get, Set, Add, Remove, Spend };
constexpr std::array kNames{"get", "set", "add", "remove", "spend"};

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

    Async<Result<Spent>> spend(std::string principal, std::vector<RateLimit> limits) override {
        // The braces keep all windows of one principal on one node of a cluster.
        const auto prefix = "limit:{" + principal + "}:";
        RedisCommand command{"EVAL", kSpend, std::to_string(limits.size())};
        for (const auto& limit : limits) command.push_back(prefix + std::to_string(limit.window.count()));
        for (const auto& limit : limits) {
            command.push_back(std::to_string(limit.allowed));
            command.push_back(std::to_string(limit.window.count()));
        }
        auto key = prefix;
        const auto reply = CO_TRY(co_await call(Operation::Spend, std::move(key), std::move(command)));
        if (reply.elements.size() != 1 + (2 * limits.size())) {
            co_return fail(ErrorKind::Internal, "redis: an unexpected answer to a script");
        }
        Spent spent;
        spent.admitted = reply.elements[0].integer == 1;
        for (std::size_t i = 1; i < reply.elements.size(); i += 2) {
            spent.windows.push_back({.count = reply.elements[i].integer,
                                     .resets_in = std::chrono::milliseconds{reply.elements[i + 1].integer}});
        }
        co_return spent;
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
