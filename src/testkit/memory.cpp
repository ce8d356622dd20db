#include "testkit/memory.hpp"

#if __has_feature(address_sanitizer)
#include <sanitizer/allocator_interface.h>
#else
#include <unistd.h>

#include <fstream>
#endif

namespace acervo::testkit {

std::uint64_t memory_in_use() {
#if __has_feature(address_sanitizer)
    return __sanitizer_get_current_allocated_bytes();
#else
    std::ifstream statm{"/proc/self/statm"};
    std::uint64_t total = 0;
    std::uint64_t resident = 0;
    statm >> total >> resident;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
#endif
}

}  // namespace acervo::testkit
