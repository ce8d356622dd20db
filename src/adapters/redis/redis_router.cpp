#include "adapters/redis/redis_router.hpp"

#include <fmt/format.h>

#include <boost/asio/this_coro.hpp>
#include <optional>

#include "core/traced_work.hpp"

namespace acervo {
namespace {

constexpr int kMostRedirections = 5;

struct Redirection {
    bool ask{false};
    std::string address;
};

/// `MOVED 3999 127.0.0.1:6381` and `ASK 3999 127.0.0.1:6381`; an empty host means the one that answered.
std::optional<Redirection> redirection_of(const RedisReply& reply, const std::string& asked) {
    if (reply.kind != RedisReply::Kind::Error) return std::nullopt;
    const bool ask = reply.text.starts_with("ASK ");
    if (!ask && !reply.text.starts_with("MOVED ")) return std::nullopt;
    auto address = reply.text.substr(reply.text.rfind(' ') + 1);
    if (address.starts_with(":")) address = asked.substr(0, asked.rfind(':')) + address;
    return Redirection{.ask = ask, .address = std::move(address)};
}

bool loading_or_down(const RedisReply& reply) {
    return reply.kind == RedisReply::Kind::Error &&
           (reply.text.starts_with("CLUSTERDOWN") || reply.text.starts_with("LOADING") ||
            reply.text.starts_with("TRYAGAIN") || reply.text.starts_with("MASTERDOWN"));
}

/// One entry of CLUSTER SLOTS: first, last, [host, port, id …] of the master, replicas after it.
std::optional<std::pair<int, std::string>> range_of(const RedisReply& entry, const std::string& asked) {
    if (entry.elements.size() < 3 || entry.elements[2].elements.size() < 2) return std::nullopt;
    const auto& master = entry.elements[2].elements;
    const auto host = master[0].text.empty() ? asked.substr(0, asked.rfind(':')) : master[0].text;
    return std::pair{static_cast<int>(entry.elements[0].integer), fmt::format("{}:{}", host, master[1].integer)};
}

}  // namespace

RedisRouter::RedisRouter(boost::asio::any_io_executor executor, Options options)
    : executor_{std::move(executor)}, options_{std::move(options)} {
    // Connecting takes a moment: begin now, so that the first call finds a server.
    for (const auto& seed : options_.seeds) node_at(seed);
}

RedisNode& RedisRouter::node_at(const std::string& address) {
    auto& node = nodes_[address];
    if (!node) {
        const auto colon = address.rfind(':');
        RedisNode::Options options{.host = address.substr(0, colon),
                                   .port = address.substr(colon + 1),
                                   .password = options_.password,
                                   .call_timeout = options_.call_timeout};
        node = std::make_unique<RedisNode>(executor_, std::move(options));
    }
    return *node;
}

const std::string& RedisRouter::address_of(const std::string& key) const {
    if (slots_.empty()) return options_.seeds[next_seed_ % options_.seeds.size()];
    auto after = slots_.upper_bound(key_slot(key));
    return after == slots_.begin() ? after->second : std::prev(after)->second;
}

Async<Result<void>> RedisRouter::learn_slots() {
    // The next seed each time: one that is away must not keep us from asking the others.
    const auto seed = options_.seeds[next_seed_ % options_.seeds.size()];
    std::vector<RedisCommand> question{{"CLUSTER", "SLOTS"}};
    const auto replies = co_await node_at(seed).execute(std::move(question));
    if (!replies) {
        ++next_seed_;
        co_return fail(replies.error());
    }
    std::map<int, std::string> slots;
    for (const auto& entry : replies->front().elements) {
        if (auto range = range_of(entry, seed)) slots.insert(*std::move(range));
    }
    // A server without cluster mode answers an error: all slots are its own.
    slots_ = std::move(slots);
    slots_known_ = true;
    co_return ok();
}

Async<Result<RedisReply>> RedisRouter::follow(std::string key, RedisCommand command) {
    auto address = address_of(key);
    bool asking = false;
    for (int hop = 0; hop <= kMostRedirections; ++hop) {
        std::vector<RedisCommand> commands;
        if (asking) commands.push_back({"ASKING"});
        commands.push_back(command);
        const auto replies = CO_TRY(co_await node_at(address).execute(std::move(commands)));
        const auto& reply = replies.back();
        const auto redirection = redirection_of(reply, address);
        if (!redirection) co_return reply;
        // The whole map is read again before the next call; this one goes where it was told.
        if (!redirection->ask) slots_known_ = false;
        asking = redirection->ask;
        address = redirection->address;
    }
    co_return fail(ErrorKind::Unavailable, "redis: the cluster sends us round in circles");
}

Async<Result<RedisReply>> RedisRouter::execute(std::string key, RedisCommand command) {
    TracedCall call{co_await boost::asio::this_coro::executor, command.front()};
    call.set("db.system.name", "redis");
    auto reply = co_await ask(std::move(key), std::move(command));
    call.settle(reply);
    co_return reply;
}

Async<Result<RedisReply>> RedisRouter::ask(std::string key, RedisCommand command) {
    if (!slots_known_) CO_TRY(co_await learn_slots());
    auto reply = co_await follow(std::move(key), std::move(command));
    // A lost master has been replaced, or will be: ask again who it is.
    if (!reply) slots_known_ = false;
    if (!reply) co_return reply;
    if (loading_or_down(*reply)) co_return fail(ErrorKind::Unavailable, "redis: " + reply->text);
    if (reply->kind == RedisReply::Kind::Error) co_return fail(ErrorKind::Internal, "redis: " + reply->text);
    co_return reply;
}

}  // namespace acervo
