#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "core/trace_context.hpp"
#include "temporal/client/client_core.hpp"
#include "temporal/client/outbound.hpp"

namespace acervo::temporal {

/// What a client and its handles call with; copies are cheap.
struct ClientContext {
    Core core;
    std::shared_ptr<ClientOutbound> outbound;
    std::chrono::milliseconds timeout{};
    std::optional<TraceContext> trace;

    Deadline deadline() const noexcept { return Deadline::after(timeout); }
    CallTerms terms() const { return CallTerms{deadline(), trace}; }
};

}  // namespace acervo::temporal
