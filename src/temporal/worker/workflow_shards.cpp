#include "temporal/worker/workflow_shards.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "temporal/worker/workflow_shard.hpp"

namespace acervo::temporal {

namespace asio = boost::asio;

namespace {

using Handler = asio::any_completion_handler<void(WorkflowShards::Answer)>;

/// Brings an answer to who waits for it, on its own loop, which is held running until then.
class AnswerCarrier {
public:
    AnswerCarrier(Handler handler, const asio::any_io_executor& executor)
        : handler_{std::move(handler)}, loop_{executor} {}

    void operator()(WorkflowShards::Answer answer) {
        const asio::any_io_executor executor =
            asio::prefer(loop_.get_executor(), asio::execution::outstanding_work.untracked);
        asio::post(executor,
                   [handler = std::move(handler_), guard = std::move(loop_), answer = std::move(answer)]() mutable {
                       guard.reset();
                       std::move(handler)(std::move(answer));
                   });
    }

private:
    Handler handler_;
    asio::executor_work_guard<asio::any_io_executor> loop_;
};

}  // namespace

WorkflowShards::WorkflowShards(Setup setup, std::size_t threads)
    : setup_{std::make_shared<const Setup>(std::move(setup))} {
    for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i) {
        shards_.push_back(std::make_shared<Shard>(setup_));
        shards_.back()->start();
    }
}

WorkflowShards::~WorkflowShards() {
    for (const auto& shard : shards_) shard->stop();
}

Async<WorkflowShards::Answer> WorkflowShards::apply(Activation activation) {
    const auto place = std::hash<std::string>{}(activation.run_id) % shards_.size();
    auto begin = [shard = shards_[place]](Handler handler, Activation taken, const asio::any_io_executor& executor) {
        shard->take(std::move(taken), AnswerCarrier{std::move(handler), executor});
    };
    const auto executor = co_await asio::this_coro::executor;
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Answer)>(
        std::move(begin), asio::use_awaitable, std::move(activation), executor);
}

void WorkflowShards::give_up_overdue(Clock::time_point now, Clock::duration limit) {
    for (const auto& shard : shards_) shard->give_up_overdue(now, limit);
}

std::size_t WorkflowShards::cached() const {
    std::size_t sum = 0;
    for (const auto& shard : shards_) sum += shard->cached();
    return sum;
}

}  // namespace acervo::temporal
