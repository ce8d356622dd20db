// CPU of one look at an access token, to be read beside golang-jwt's (bench/peers/jwt_go) and openssl's bare check of
// a signature.
//   acervo-bench-token-checks new|seen COUNT    prints CPU in microseconds for each
// `new`: the signature and all claims; `seen`: a token that was good before, one of a thousand.
#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <string_view>
#include <vector>

#include "app/identity/checked_tokens.hpp"

namespace {

constexpr std::size_t kPeople = 1'000;

double cpu_seconds() { return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC); }

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return EXIT_FAILURE;
    const bool seen = std::string_view{argv[1]} == "seen";
    const auto count = static_cast<std::size_t>(std::atoi(argv[2]));
    const acervo::Secret secret{"a secret that is long enough for this"};
    const acervo::AccessTokens tokens{acervo::jose::TokenKeys::make(secret, acervo::Secret{}).value(), {}};
    const auto now = acervo::SystemClock{}.now();
    acervo::CheckedTokens checked;
    std::vector<acervo::Secret> all;
    for (std::size_t i = 0; i < kPeople; ++i) {
        all.push_back(tokens.issue(acervo::SessionId::make(), acervo::UserId::make(), now));
        if (seen && !checked.check(tokens, all.back(), now)) return EXIT_FAILURE;
    }
    std::size_t good = 0;
    const double began = cpu_seconds();
    for (std::size_t i = 0; i < count; ++i) {
        const auto& token = all[i % kPeople];
        good += (seen ? checked.check(tokens, token, now) : tokens.check(token, now)).has_value() ? 1 : 0;
    }
    fmt::print("{:.3f}\n", (cpu_seconds() - began) * 1e6 / static_cast<double>(count));
    return good == count ? EXIT_SUCCESS : EXIT_FAILURE;
}
