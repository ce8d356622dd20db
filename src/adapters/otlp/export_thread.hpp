#pragma once

#include <memory>

#include "adapters/otlp/otlp_exporter.hpp"
#include "core/clock.hpp"

namespace acervo::otlp {

/// An exporter with a thread of its own and the tracer that feeds it: nothing that happens to the collector can hold up
/// a thread that answers requests.
class ExportThread {
public:
    /// `clock` and `metrics` outlive it.
    ExportThread(Options options, Resource resource, const Clock& clock, Metrics& metrics);
    /// Sends what is left, for at most two seconds. By then nobody uses the tracer any more.
    ~ExportThread();
    ExportThread(const ExportThread&) = delete;
    ExportThread& operator=(const ExportThread&) = delete;

    const Tracer& tracer() const noexcept;

private:
    class Running;
    std::unique_ptr<Running> running_;
};

}  // namespace acervo::otlp
