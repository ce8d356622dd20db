#include "app/identity/login_key.hpp"

#include <algorithm>

#include "core/digest.hpp"

namespace acervo {
namespace {

constexpr std::size_t kDigits = 32;

}  // namespace

std::string login_key(std::string login) {
    std::ranges::transform(login, login.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return sha256_hex(login).substr(0, kDigits);
}

}  // namespace acervo
