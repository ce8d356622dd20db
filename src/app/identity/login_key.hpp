#pragma once

#include <string>

namespace acervo {

/// A name or an address as a part of a key: of any length, in any case, and nothing to read for who looks into the
/// cache.
std::string login_key(std::string login);

}  // namespace acervo
