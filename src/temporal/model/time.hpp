#pragma once

#include <chrono>

namespace acervo::temporal {

/// Lengths and moments as the protocol carries them (google.protobuf.Duration and Timestamp): whole nanoseconds, UTC.
using Duration = std::chrono::nanoseconds;
using Time = std::chrono::sys_time<std::chrono::nanoseconds>;

}  // namespace acervo::temporal
