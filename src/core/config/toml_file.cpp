#include "core/config/toml_file.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace acervo::config {
namespace {

constexpr std::size_t kLargestFile = std::size_t{1024} * 1024;

Raw raw_of(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return number->get();
    if (const auto* truth = node.as_boolean()) return truth->get();
    if (node.is_floating_point()) return Unfit{"a number with a fraction"};
    if (node.is_table()) return Unfit{"a table"};
    if (!node.is_array()) return Unfit{"a date or time"};
    std::vector<std::string> list;
    for (const auto& item : *node.as_array()) {
        if (!item.is_string()) return Unfit{"a list with something else than texts"};
        list.push_back(item.as_string()->get());
    }
    return list;
}

std::string origin_of(const std::string& path, const toml::source_region& region) {
    return fmt::format("{}:{}", path, region.begin.line);
}

/// The parser's own words without long quotations: they could be a piece of a secret.
std::string without_quotations(std::string_view text) {
    constexpr std::size_t kLongestShown = 4;
    std::string shown;
    while (!text.empty()) {
        const auto open = std::min(text.find('\''), text.size());
        const auto close = open == text.size() ? text.size() : std::min(text.find('\'', open + 1), text.size());
        shown += text.substr(0, open);
        if (open == text.size()) break;
        const auto quoted = text.substr(open + 1, close - open - 1);
        shown += quoted.size() <= kLongestShown ? fmt::format("'{}'", quoted) : "'…'";
        text.remove_prefix(std::min(close + 1, text.size()));
    }
    return shown;
}

FileContent flatten(const toml::table& root, const std::string& path) {
    FileContent content;
    for (const auto& [name, node] : root) {
        const std::string word{name.str()};
        const auto* section = node.as_table();
        if (section == nullptr) {
            content.entries.push_back({"", word, raw_of(node), origin_of(path, node.source())});
            continue;
        }
        content.sections.push_back({word, origin_of(path, section->source())});
        for (const auto& [key, value] : *section) {
            content.entries.push_back({word, std::string{key.str()}, raw_of(value), origin_of(path, value.source())});
        }
    }
    return content;
}

}  // namespace

std::expected<std::string, std::string> read_small_file(const std::string& path) {
    const auto reason = [&path] {
        return std::unexpected{fmt::format("{}: {}", path, std::generic_category().message(errno))};
    };
    errno = 0;
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(path.c_str(), "rbe"), &std::fclose};
    if (!file) return reason();
    std::string text(kLargestFile + 1, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), file.get()));
    if (std::ferror(file.get()) != 0) return reason();
    if (text.size() > kLargestFile) return std::unexpected{fmt::format("{}: larger than 1 MiB", path)};
    return text;
}

std::expected<FileContent, std::string> read_toml_file(const std::string& path) {
    const auto text = read_small_file(path);
    if (!text) return std::unexpected{text.error()};
    try {
        return flatten(toml::parse(*text), path);
    } catch (const toml::parse_error& problem) {
        return std::unexpected{
            fmt::format("{}:{}: {}", path, problem.source().begin.line, without_quotations(problem.description()))};
    }
}

}  // namespace acervo::config
