#include <fmt/format.h>
#include <unistd.h>

#include "core/config.hpp"

namespace acervo::config {
namespace {

/// Walks over the words of a command line.
class Words {
public:
    explicit Words(std::vector<std::string> words) : words_{std::move(words)} {}

    bool more() const noexcept { return next_ < words_.size(); }
    std::string take() { return std::move(words_[next_++]); }

private:
    std::vector<std::string> words_;
    std::size_t next_{0};
};

/// The value of `option` when `word` is that option: `--set=value`, or the word after it.
std::optional<Result<std::string>> value_of(std::string_view option, std::string_view word, Words& words) {
    if (!word.starts_with(option)) return std::nullopt;
    word.remove_prefix(option.size());
    if (word.starts_with('=')) return std::string{word.substr(1)};
    if (!word.empty()) return std::nullopt;
    if (!words.more()) return fail(ErrorKind::InvalidInput, fmt::format("{} needs a value", option));
    return words.take();
}

}  // namespace

Result<Arguments> parse_arguments(std::vector<std::string> arguments, const Environment& environment) {
    Arguments parsed;
    if (const auto named = environment.find("ACERVO_CONFIG"); named != environment.end() && !named->second.empty()) {
        parsed.file = named->second;
    }
    Words words{std::move(arguments)};
    while (words.more()) {
        auto word = words.take();
        if (word == "--") {
            while (words.more()) parsed.rest.push_back(words.take());
        } else if (auto file = value_of("--config", word, words)) {
            if (!*file) return fail(std::move(*file).error());
            parsed.file = **std::move(file);
        } else if (auto setting = value_of("--set", word, words)) {
            if (!*setting) return fail(std::move(*setting).error());
            const auto sign = (*setting)->find('=');
            // The text is not repeated: it may be a secret put where it does not belong.
            if (sign == std::string::npos) return fail(ErrorKind::InvalidInput, "--set needs section.key=value");
            parsed.settings.push_back({(*setting)->substr(0, sign), (*setting)->substr(sign + 1)});
        } else if (word == "--print-config-schema") {
            parsed.print_config_schema = true;
        } else {
            parsed.rest.push_back(std::move(word));
        }
    }
    return parsed;
}

Environment environment_of_process() {
    Environment environment;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text{*entry};
        const auto sign = text.find('=');
        if (sign != std::string_view::npos) environment.emplace(text.substr(0, sign), text.substr(sign + 1));
    }
    return environment;
}

}  // namespace acervo::config
