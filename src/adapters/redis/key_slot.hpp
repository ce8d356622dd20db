#pragma once

#include <cstdint>
#include <string_view>

namespace acervo {

constexpr int kRedisSlots = 16384;

/// The hash slot of a key: CRC16 (XMODEM) of its hash tag, the text between the first `{` and the next `}` when there
/// is some, else of all of it, modulo 16384 (Redis cluster specification, "Key distribution model" and "Hash tags").
int key_slot(std::string_view key) noexcept;

}  // namespace acervo
