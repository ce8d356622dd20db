#include "temporal/engine/bridge_call.hpp"

#include <acervo_temporal_bridge.h>
#include <fmt/format.h>

#include <atomic>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <mutex>
#include <set>

#include "temporal/engine/rpc_error.hpp"

namespace acervo::temporal::bridge {

namespace asio = boost::asio;

namespace {

std::string copied(const AtbBytes& bytes) {
    if (bytes.size == 0) return {};
    std::string text(bytes.size, '\0');
    std::copy_n(bytes.data, bytes.size, text.begin());
    return text;
}

/// The coroutine that waits, and the event loop that it waits on.
class Waiter {
public:
    using Handler = asio::any_completion_handler<void(Answer)>;

    Waiter(Handler handler, const asio::any_io_executor& executor) : handler_{std::move(handler)}, loop_{executor} {}

    void resume(Answer answer) && {
        const asio::any_io_executor executor =
            asio::prefer(loop_.get_executor(), asio::execution::outstanding_work.untracked);
        // The guard goes with it: once the waiter runs, its loop may end, and nothing here may count on it.
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

/// A question that is on its way. The bridge holds its address and gives it back with the one answer.
class Question;

/// All questions of one event loop. It outlives the loop as long as answers may come, and knows when the loop is gone:
/// posting to it then would touch freed memory.
class Desk {
public:
    void enter(Question* question) {
        const std::lock_guard lock{mutex_};
        open_.insert(question);
    }
    /// Resumes the waiter, unless the loop went first.
    void answer(Question& question, Answer answer);
    void close();

private:
    std::mutex mutex_;
    std::set<Question*> open_;
};

class Question {
public:
    Question(std::shared_ptr<Desk> desk, Free free) : desk_{std::move(desk)}, free_{free} {}

    void wait(Waiter waiter) {
        waiter_.emplace(std::move(waiter));
        desk_->enter(this);
    }
    Waiter take_waiter() {
        Waiter taken = std::move(*waiter_);
        waiter_.reset();
        return taken;
    }
    void arrive(const AtbAnswer& answer) {
        const auto desk = desk_;
        desk->answer(*this, Answer{answer, free_});
    }

private:
    std::shared_ptr<Desk> desk_;
    Free free_;
    std::optional<Waiter> waiter_;
};

void Desk::answer(Question& question, Answer answer) {
    const std::lock_guard lock{mutex_};
    if (open_.erase(&question) == 0) return;
    question.take_waiter().resume(std::move(answer));
}

void Desk::close() {
    std::vector<Waiter> left;
    {
        const std::lock_guard lock{mutex_};
        left.reserve(open_.size());
        for (auto* question : open_) left.push_back(question->take_waiter());
        open_.clear();
    }
    left.clear();  // outside of the lock: what the coroutines own may ask the bridge to end something
}

/// Tells the desk of an event loop that the loop ends.
class DeskService final : public asio::execution_context::service {
public:
    static inline asio::execution_context::id id;  // NOLINT(readability-identifier-naming): Asio asks for this name

    explicit DeskService(asio::execution_context& context) : service{context} {}
    std::shared_ptr<Desk> desk() const { return desk_; }

private:
    void shutdown() override { desk_->close(); }
    std::shared_ptr<Desk> desk_{std::make_shared<Desk>()};
};

std::shared_ptr<Desk> desk_of(const asio::any_io_executor& executor) {
    return asio::use_service<DeskService>(asio::query(executor, asio::execution::context)).desk();
}

/// Where `ask_now` finds its answer.
class Immediate {
public:
    explicit Immediate(Free free) : free_{free} {}
    void arrive(const AtbAnswer& answer) { answer_.emplace(answer, free_); }
    std::optional<Answer>& answer() noexcept { return answer_; }

private:
    Free free_;
    std::optional<Answer> answer_;
};

/// What the bridge's context points to. The bridge orders what we wrote before what its threads read; the flag says the
/// same in words that ThreadSanitizer sees, which looks into no Rust.
struct Context {
    std::unique_ptr<Question> question;
    Immediate* immediate{nullptr};
    std::atomic<bool> written{false};
};

}  // namespace

extern "C" void acervo_temporal_answer(void* context, const AtbAnswer* answer) noexcept {
    const std::unique_ptr<Context> asked{static_cast<Context*>(context)};
    asked->written.load(std::memory_order_acquire);
    if (asked->immediate != nullptr) {
        asked->immediate->arrive(*answer);
    } else {
        asked->question->arrive(*answer);
    }
}

Answer::Answer(const AtbAnswer& answer, Free free)
    : kind_{answer.kind},
      grpc_code_{answer.grpc_code},
      data_{copied(answer.data)},
      message_{copied(answer.message)},
      details_{copied(answer.details)},
      handle_{answer.handle, free} {}

bool Answer::is_ok() const noexcept { return kind_ == ATB_OK; }
bool Answer::is_shutdown() const noexcept { return kind_ == ATB_SHUTDOWN; }
bool Answer::is_cancelled() const noexcept { return kind_ == ATB_CANCELLED; }

Error Answer::error(std::string_view what) const {
    if (kind_ == ATB_RPC) return rpc_error(RpcStatus{static_cast<RpcCode>(grpc_code_), details_}, message_, what);
    auto message = fmt::format("{}: {}", what, message_);
    switch (kind_) {
        case ATB_INVALID:
            return {ErrorKind::InvalidInput, std::move(message)};
        case ATB_TIMEOUT:
            return {ErrorKind::Timeout, std::move(message)};
        case ATB_SHUTDOWN:
        case ATB_CANCELLED:
        case ATB_UNREACHABLE:
        case ATB_ABANDONED:
            return {ErrorKind::Unavailable, std::move(message)};
        default:
            return {ErrorKind::Internal, std::move(message)};
    }
}

Async<Answer> ask(Begin begin, Free free, Cancel cancel) {
    auto initiate = [free](Waiter::Handler handler, const asio::any_io_executor& executor, Begin start, Cancel stop) {
        auto slot = asio::get_associated_cancellation_slot(handler);
        // Before it begins: afterwards the answer may run on another thread.
        if (stop && slot.is_connected()) {
            slot.assign([stop = std::move(stop)](asio::cancellation_type) { stop(); });
        }
        auto context = std::make_unique<Context>();
        context->question = std::make_unique<Question>(desk_of(executor), free);
        context->question->wait(Waiter{std::move(handler), executor});
        context->written.store(true, std::memory_order_release);
        start(context.release());
    };
    const auto executor = co_await asio::this_coro::executor;
    auto answer = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Answer)>(
        std::move(initiate), asio::use_awaitable, executor, std::move(begin), std::move(cancel));
    if (answer.is_cancelled()) throw boost::system::system_error{asio::error::operation_aborted};
    co_return answer;
}

Answer ask_now(Begin begin, Free free) {
    Immediate immediate{free};
    auto context = std::make_unique<Context>();
    context->immediate = &immediate;
    context->written.store(true, std::memory_order_release);
    begin(context.release());
    return std::move(immediate.answer()).value();
}

}  // namespace acervo::temporal::bridge
