#include "temporal/engine/runtime.hpp"

#include <acervo_temporal_bridge.h>
#include <signal.h>

#include "core/log.hpp"
#include "temporal/engine/bridge_call.hpp"

namespace acervo::temporal {

namespace {

std::string_view view(const AtbBytes& bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data), bytes.size};
}

extern "C" void write_line(void* /*context*/, std::int32_t level, std::uint64_t /*unix_ms*/, AtbBytes target,
                           AtbBytes message, AtbBytes fields) noexcept {
    constexpr std::array kLevels{log::Level::Debug, log::Level::Info, log::Level::Warn, log::Level::Error};
    const auto known = kLevels.at(static_cast<std::size_t>(std::clamp(level, 0, 3)));
    log::write(known, "temporal.engine", {},
               {{"target", view(target)}, {"message", view(message)}, {"fields", view(fields)}});
}

/// The engine writes to sockets that a server may have closed; the signal's default would end the process. A Rust
/// program ignores it from its start, a library in another program cannot count on that. Who has a handler keeps it.
void survive_closed_sockets() {
    struct sigaction present{};
    if (::sigaction(SIGPIPE, nullptr, &present) != 0 || present.sa_handler != SIG_DFL) return;
    present.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &present, nullptr);
}

void free_runtime(void* runtime) { atb_runtime_free(static_cast<AtbRuntime*>(runtime)); }

}  // namespace

Result<Runtime> Runtime::start(RuntimeOptions options) {
    survive_closed_sockets();
    AtbRuntimeOptions asked{};
    asked.threads = options.threads;
    asked.worker_heartbeat_ms = static_cast<std::uint64_t>(std::max<std::int64_t>(options.worker_heartbeat.count(), 0));
    asked.log_filter = options.log_filter.c_str();
    asked.log = write_line;
    auto answer = bridge::ask_now(
        [&asked](void* context) { atb_runtime_new(&asked, context, bridge::acervo_temporal_answer); }, free_runtime);
    if (!answer.is_ok()) return fail(answer.error("start the engine"));
    return Runtime{{static_cast<AtbRuntime*>(answer.take_handle().release()), atb_runtime_free}};
}

std::string Runtime::metrics() const {
    auto answer = bridge::ask_now([runtime = runtime_.get()](void* context) {
        atb_runtime_metrics(runtime, context, bridge::acervo_temporal_answer);
    });
    return answer.take_data();
}

}  // namespace acervo::temporal
