#include "temporal/payload/limits.hpp"

#include "temporal/payload/visit.hpp"

namespace acervo::temporal {

SizeReport check_size(const Command& command, const PayloadLimits& limits) {
    const auto bytes = payload_bytes(command);
    SizeReport report;
    report.bytes = bytes;
    if (bytes <= limits.warn_bytes) return report;
    const bool too_large = bytes > limits.refuse_bytes;
    report.verdict = too_large ? SizeVerdict::TooLarge : SizeVerdict::Large;
    report.text = describe(command) + " carries " + std::to_string(bytes) + " bytes of payload; " +
                  (too_large ? "the limit is " : "the server refuses more than ") +
                  std::to_string(limits.refuse_bytes) + ". Put large data into an object store and pass its key.";
    return report;
}

SizeReport check_task_size(std::size_t count, std::size_t bytes, const PayloadLimits& limits) {
    SizeReport report;
    report.bytes = bytes;
    if (bytes <= limits.refuse_task_bytes) return report;
    report.verdict = SizeVerdict::TooLarge;
    report.text = std::to_string(count) + " commands of one workflow task carry " + std::to_string(bytes) +
                  " bytes of payload; the limit is " + std::to_string(limits.refuse_task_bytes) +
                  ". Let the workflow wait in between, or put large data into an object store and pass its key.";
    return report;
}

}  // namespace acervo::temporal
