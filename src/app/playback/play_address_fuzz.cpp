#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "app/playback/playback_tokens.hpp"
#include "domain/playback/play_path.hpp"

// `token/set/make/name`. Whatever comes: no token is believed, and a path that is understood is one that its own key
// leads back to.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace acervo;
    static const auto kTokens = PlaybackTokens::make(Secret{std::string(43, 'k')}, Secret{}).value();
    static const auto kAsset = AssetId::make();
    static const auto kMaster = ContentHash::parse(std::string(64, 'c')).value();
    std::string_view text{reinterpret_cast<const char*>(data), size};  // NOLINT
    const auto next = [&text] {
        const auto end = text.find('/');
        const auto segment = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        return segment;
    };
    if (kTokens.check(next(), Timestamp{})) std::abort();
    const auto set = next();
    const auto make = next();
    const auto path = PlayPath::parse(set, make, text);
    if (!path) return 0;
    const auto key = path->key(kAsset, kMaster);
    if (key.find("..") != std::string::npos || key.find("//") != std::string::npos) std::abort();
    const auto again = PlayPath::of_key(key, kAsset, kMaster);
    if (!again || again->text() != path->text()) std::abort();
    if (again->text() != std::string{set} + "/" + std::string{make} + "/" + std::string{text}) std::abort();
    return 0;
}
