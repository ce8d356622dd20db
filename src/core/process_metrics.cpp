#include "core/process_metrics.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace acervo {
namespace {

constexpr int kStateField = 3;
constexpr int kStartTimeField = 22;  // of /proc/self/stat, in ticks since the machine started

std::uint64_t resident_bytes() {
    std::uint64_t all_pages = 0;
    std::uint64_t resident_pages = 0;
    std::ifstream{"/proc/self/statm"} >> all_pages >> resident_pages;
    return resident_pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

double cpu_seconds() {
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) != 0) return 0.0;
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::uint64_t open_fds() {
    std::error_code problem;
    const std::filesystem::directory_iterator entries{"/proc/self/fd", problem};
    if (problem) return 0;
    const auto count = std::distance(begin(entries), end(entries));
    return count > 0 ? static_cast<std::uint64_t>(count) - 1 : 0;  // one is that of the listing itself
}

double boot_time_seconds() {
    std::ifstream file{"/proc/stat"};
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("btime ")) return std::stod(line.substr(6));
    }
    return 0.0;
}

double start_time_seconds() {
    std::string text;
    std::ifstream file{"/proc/self/stat"};
    std::getline(file, text);
    // The second field is the program's name in parentheses, and may itself hold blanks and parentheses.
    const auto name_end = text.rfind(')');
    if (name_end == std::string::npos) return 0.0;
    std::istringstream fields{text.substr(name_end + 1)};
    std::string field;
    for (int i = kStateField; i <= kStartTimeField; ++i) fields >> field;
    double ticks = 0.0;
    if (std::from_chars(field.data(), field.data() + field.size(), ticks).ec != std::errc{}) return 0.0;
    return boot_time_seconds() + ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace

ProcessReading read_process() { return {resident_bytes(), cpu_seconds(), open_fds(), start_time_seconds()}; }

void add_process_metrics(Metrics& metrics) {
    metrics.gauge_from("process_resident_memory_bytes", "Resident memory size in bytes.", {},
                       [] { return static_cast<double>(resident_bytes()); });
    metrics.counter_from("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.", {},
                         [] { return cpu_seconds(); });
    metrics.gauge_from("process_open_fds", "Number of open file descriptors.", {},
                       [] { return static_cast<double>(open_fds()); });
    metrics.gauge_from("process_start_time_seconds", "Start time of the process since the Unix epoch in seconds.", {},
                       [started = start_time_seconds()] { return started; });
}

}  // namespace acervo
