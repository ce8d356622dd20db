#pragma once

#include <cstdint>

namespace acervo::testkit {

/// Whether a sanitiser is built in: then memory and time are many times what they are otherwise, and tests of large
/// sizes take smaller ones.
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

/// Bytes of memory this process uses now: what is resident; under AddressSanitizer, which keeps freed memory for a
/// while, what is allocated.
std::uint64_t memory_in_use();

}  // namespace acervo::testkit
