#include "adapters/redis/redis_node.hpp"

#include <fmt/format.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/redis/connection.hpp>
#include <charconv>

namespace acervo {
namespace {

namespace asio = boost::asio;
namespace redis = boost::redis;
namespace resp3 = boost::redis::resp3;

/// From the beginning of an attempt to the first answer.
constexpr std::chrono::seconds kPatience{5};

RedisReply scalar_of(const resp3::node& node) {
    RedisReply reply;
    reply.text = node.value;
    switch (node.data_type) {
        case resp3::type::null:
            reply.kind = RedisReply::Kind::Null;
            break;
        case resp3::type::number: {
            reply.kind = RedisReply::Kind::Integer;
            std::from_chars(node.value.data(), node.value.data() + node.value.size(), reply.integer);
            break;
        }
        case resp3::type::simple_error:
        case resp3::type::blob_error:
            reply.kind = RedisReply::Kind::Error;
            break;
        default:
            reply.kind = RedisReply::Kind::Text;
            break;
    }
    return reply;
}

/// The tree of a RESP3 answer comes as a list of nodes in pre-order with their depths.
std::vector<RedisReply> replies_of(const std::vector<resp3::node>& nodes) {
    std::vector<RedisReply> replies;
    std::vector<RedisReply*> path;
    for (const auto& node : nodes) {
        const bool aggregate = resp3::is_aggregate(node.data_type);
        auto reply = aggregate ? RedisReply{.kind = RedisReply::Kind::Array, .text = {}, .integer = 0, .elements = {}}
                               : scalar_of(node);
        // Only the elements of the last array still grow, so that the pointers to its ancestors hold.
        path.resize(node.depth);
        auto& siblings = path.empty() ? replies : path.back()->elements;
        path.push_back(&siblings.emplace_back(std::move(reply)));
    }
    return replies;
}

/// One write and its answers. It outlives the caller who gave it up, because the connection still refers to it.
struct Call {
    explicit Call(const asio::any_io_executor& executor) : answered{executor} {}
    redis::request request;
    redis::generic_response response;
    asio::steady_timer answered;
    bool done{false};
    boost::system::error_code error;
};

redis::request request_of(const std::vector<RedisCommand>& commands) {
    redis::request request;
    request.get_config().cancel_on_connection_lost = true;
    request.get_config().cancel_if_unresponded = true;
    for (const auto& command : commands) {
        // push_range leaves a command without arguments out.
        if (command.size() == 1) {
            request.push(command.front());
        } else {
            request.push_range(command.front(), std::next(command.begin()), command.end());
        }
    }
    return request;
}

}  // namespace

class RedisNode::Connection {
public:
    Connection(const asio::any_io_executor& executor, Options options)
        : link_{executor}, pause_{executor}, patience_{executor}, options_{std::move(options)} {}

    /// Keeps the link up until `stop`. Boost.Redis ends its own attempts at the first refused connection, so the next
    /// one is begun here.
    static void run(const std::shared_ptr<Connection>& self) {
        if (self->stopped_) return;
        greet(self);
        give_up_when_silent(self);
        const auto lost = [self](boost::system::error_code) {
            self->answers_ = false;
            self->patience_.cancel();
            pause(self);
        };
        self->link_.async_run(self->config(), redis::logger{redis::logger::level::disabled}, lost);
    }
    /// Since the link was made, and until it is lost. Boost.Redis takes a socket that is only open for a connection.
    bool answers() const noexcept { return answers_; }
    void stop() {
        stopped_ = true;
        pause_.cancel();
        patience_.cancel();
        link_.cancel();
    }

    std::shared_ptr<Call> start(const asio::any_io_executor& executor, const std::vector<RedisCommand>& commands) {
        auto call = std::make_shared<Call>(executor);
        call->request = request_of(commands);
        call->answered.expires_after(options_.call_timeout);
        link_.async_exec(call->request, call->response, [call](boost::system::error_code error, std::size_t) {
            call->error = error;
            call->done = true;
            call->answered.cancel();
        });
        return call;
    }
    std::string name() const { return fmt::format("redis at {}:{}", options_.host, options_.port); }

private:
    /// A PING that waits for the link: who answers it is there, which an accepted connection alone does not say.
    static void greet(const std::shared_ptr<Connection>& self) {
        if (self->greeting_) return;
        const auto ping = std::make_shared<Call>(self->pause_.get_executor());
        self->greeting_ = true;
        ping->request.push("PING");
        ping->request.get_config().cancel_on_connection_lost = true;
        self->link_.async_exec(ping->request, ping->response,
                               [self, ping](boost::system::error_code error, std::size_t) {
                                   self->greeting_ = false;
                                   self->answers_ = !error;
                               });
    }
    /// What was written into a network that swallows it is never answered, and Boost.Redis asks whether the server
    /// lives only once it has been greeted: a link that is made and stays silent is given up here.
    static void give_up_when_silent(const std::shared_ptr<Connection>& self) {
        self->patience_.expires_after(kPatience);
        self->patience_.async_wait([self](boost::system::error_code ended) {
            if (!ended && !self->answers_) self->link_.cancel(redis::operation::run);
        });
    }
    static void pause(const std::shared_ptr<Connection>& self) {
        self->pause_.expires_after(std::chrono::milliseconds{250});
        self->pause_.async_wait([self](boost::system::error_code) { run(self); });
    }

    redis::config config() const {
        redis::config config;
        config.addr = {options_.host, options_.port};
        config.password = options_.password.reveal();
        if (config.password.empty()) config.username.clear();
        config.clientname = "acervo";
        config.connect_timeout = std::chrono::seconds{2};
        config.health_check_interval = std::chrono::seconds{2};
        config.reconnect_wait_interval = std::chrono::seconds::zero();
        return config;
    }

    redis::connection link_;
    asio::steady_timer pause_;
    asio::steady_timer patience_;
    Options options_;
    bool stopped_{false};
    bool greeting_{false};
    bool answers_{false};
};

RedisNode::RedisNode(asio::any_io_executor executor, Options options)
    : connection_{std::make_shared<Connection>(executor, std::move(options))} {
    Connection::run(connection_);
}

RedisNode::~RedisNode() { connection_->stop(); }

Async<Result<std::vector<RedisReply>>> RedisNode::execute(std::vector<RedisCommand> commands) {
    const auto connection = connection_;
    // Nobody pays for a server that is known to be away.
    if (!connection->answers()) co_return fail(ErrorKind::Unavailable, connection->name() + " is away");
    const auto call = connection->start(co_await asio::this_coro::executor, commands);
    if (!call->done) {
        boost::system::error_code woken;
        co_await call->answered.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
    if (!call->done) co_return fail(ErrorKind::Timeout, connection->name() + " does not answer in time");
    if (call->error) co_return fail(ErrorKind::Unavailable, connection->name() + ": " + call->error.message());
    if (call->response.has_error()) {
        RedisReply refused{
            .kind = RedisReply::Kind::Error, .text = call->response.error().diagnostic, .integer = 0, .elements = {}};
        co_return std::vector<RedisReply>(commands.size(), refused);
    }
    co_return replies_of(call->response.value());
}

}  // namespace acervo
