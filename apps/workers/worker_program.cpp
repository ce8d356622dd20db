#include "workers/worker_program.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <csignal>
#include <mutex>
#include <thread>

#include "core/log.hpp"
#include "core/process_metrics.hpp"
#include "core/sleep.hpp"
#include "http/health/readiness.hpp"
#include "http/server/server.hpp"
#include "temporal/worker/worker.hpp"

namespace acervo {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto kConnectPatience = 10s;
constexpr auto kPause = 1s;

/// The worker on a thread of its own, so that what it does holds up no answer about how it is.
class Working {
public:
    Working(const WorkerProgram& program, Metrics& metrics) : program_{program}, metrics_{metrics} {
        asio::co_spawn(loop_, work(), [this](const std::exception_ptr& thrown, Result<void> ended) {
            if (thrown) ended = fail(ErrorKind::Internal, "the worker threw what it must not");
            ended_ = std::move(ended);
            if (ended_) return;
            // A worker that cannot work ends, so that whoever looks after it hears of it.
            log::error("worker.failed", {{"error", ended_.error()}});
            std::raise(SIGTERM);
        });
        thread_ = std::jthread{[this] { loop_.run(); }};
    }
    Working(const Working&) = delete;
    Working& operator=(const Working&) = delete;
    ~Working() { (void)end(); }

    /// Drains; the first failure, if there was one.
    Result<void> end() {
        if (!thread_.joinable()) return ended_;
        asio::post(loop_, [this] {
            stopping_ = true;
            if (worker_ != nullptr) worker_->shut_down();
        });
        thread_.join();
        return ended_;
    }
    /// Any thread.
    Result<void> ready() const {
        const std::scoped_lock lock{mutex_};
        if (worker_ == nullptr) return fail(ErrorKind::Unavailable, "Temporal has not been reached yet");
        return worker_->ready();
    }

private:
    void present(temporal::Worker* worker) {
        const std::scoped_lock lock{mutex_};
        worker_ = worker;
    }
    Async<Result<temporal::Connection>> connect(temporal::Runtime runtime) {
        for (;;) {
            temporal::ConnectOptions where;
            where.url = (program_.temporal.tls ? "https://" : "http://") + program_.temporal.address;
            where.identity = program_.name;
            auto connection =
                co_await temporal::Connection::connect(runtime, std::move(where), Deadline::after(kConnectPatience));
            if (connection || connection.error().kind() == ErrorKind::InvalidInput || stopping_) co_return connection;
            log::warn("temporal.away", {{"error", connection.error()}});
            co_await sleep_for(kPause);
        }
    }
    Async<Result<void>> work() {
        const auto runtime = CO_TRY(temporal::Runtime::start());
        auto parts = CO_TRY(program_.assemble(loop_.get_executor(), metrics_));
        auto ended = co_await work_with(runtime, parts.get());
        co_await parts->close();
        co_return ended;
    }
    Async<Result<void>> work_with(temporal::Runtime runtime, WorkerParts* parts) {
        auto connection = CO_TRY(co_await connect(runtime));
        temporal::WorkerOptions options;
        options.name_space = program_.temporal.name_space;
        options.metrics = &metrics_;
        options.graceful_shutdown = program_.grace;
        temporal::Worker worker{std::move(connection), std::move(options)};
        for (auto& queue : parts->queues()) CO_TRY(worker.add(std::move(queue)));
        if (stopping_) co_return ok();
        present(&worker);
        log::info("worker.started", {{"address", program_.temporal.address}});
        auto ended = co_await worker.run();
        present(nullptr);
        co_return ended;
    }

    const WorkerProgram& program_;
    Metrics& metrics_;
    asio::io_context loop_{1};
    bool stopping_{false};
    mutable std::mutex mutex_;
    temporal::Worker* worker_{nullptr};
    Result<void> ended_{};
    std::jthread thread_;
};

Async<Result<void>> ask(const Working* working) { co_return working->ready(); }

}  // namespace

Result<void> run_worker(const WorkerProgram& program) {
    if (program.temporal.address.empty()) return fail(ErrorKind::InvalidInput, "temporal.address is empty");
    Metrics metrics;
    add_process_metrics(metrics);
    Working working{program, metrics};
    const auto factory = [&](const http::ThreadContext& thread) {
        std::vector<http::Dependency> dependencies{
            {.name = "temporal", .required = true, .probe = [&working] { return ask(&working); }}};
        auto readiness = std::make_shared<http::Readiness>(std::move(dependencies), thread.is_draining, metrics);
        http::Router router;
        http::add_health_routes(router, readiness, metrics);
        return router;
    };
    http::Server server{options_of(program.http), factory, nullptr};
    if (const auto started = server.start(); !started) return started;
    log::info("health.started", {{"address", program.http.address}, {"port", server.port()}});
    http::run_until_signal(server);
    const auto ended = working.end();
    log::info("worker.stopped");
    return ended;
}

}  // namespace acervo
