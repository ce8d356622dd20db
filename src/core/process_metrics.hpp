#pragma once

#include <cstdint>

#include "core/metrics.hpp"

namespace acervo {

/// What the kernel says of this process (Linux: proc(5)). A number that cannot be read is 0.
struct ProcessReading {
    std::uint64_t resident_bytes{0};
    double cpu_seconds{0.0};
    std::uint64_t open_fds{0};
    double start_time_seconds{0.0};
};

ProcessReading read_process();

/// process_resident_memory_bytes, process_cpu_seconds_total, process_open_fds, process_start_time_seconds: the names
/// that every client library of Prometheus uses.
void add_process_metrics(Metrics& metrics);

}  // namespace acervo
