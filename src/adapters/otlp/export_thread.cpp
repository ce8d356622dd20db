#include "adapters/otlp/export_thread.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "core/log.hpp"

namespace acervo::otlp {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds kGrace{2};

}  // namespace

class ExportThread::Running {
public:
    Running(Options options, Resource resource, const Clock& clock, Metrics& metrics)
        : ratio_{ratio_of(options)},
          exporter_{loop_.get_executor(), std::move(options), std::move(resource), metrics},
          tracer_{ratio_, clock, exporter_} {
        exporter_.start();
        thread_ = std::jthread{[this] { run(); }};
    }

    void stop() {
        asio::co_spawn(loop_, exporter_.stop(kGrace), [this](const std::exception_ptr&) { loop_.stop(); });
        thread_.join();
    }

    const Tracer& tracer() const noexcept { return tracer_; }

private:
    void run() noexcept {
        while (!loop_.stopped()) {
            try {
                loop_.run();
            } catch (const std::exception& thrown) {
                log::error("trace_export.failed", {{"reason", thrown.what()}});
            }
        }
    }

    double ratio_;
    asio::io_context loop_{1};
    asio::executor_work_guard<asio::io_context::executor_type> guard_{loop_.get_executor()};
    Exporter exporter_;
    Tracer tracer_;
    std::jthread thread_;
};

ExportThread::ExportThread(Options options, Resource resource, const Clock& clock, Metrics& metrics)
    : running_{std::make_unique<Running>(std::move(options), std::move(resource), clock, metrics)} {}

ExportThread::~ExportThread() { running_->stop(); }

const Tracer& ExportThread::tracer() const noexcept { return running_->tracer(); }

}  // namespace acervo::otlp
