#include "core/config.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <ranges>

#include "core/config/toml_file.hpp"
#include "core/config/value.hpp"

namespace acervo::config {
namespace {

constexpr std::string_view kPrefix = "ACERVO_";
constexpr std::string_view kFileSuffix = "_file";

/// The value that is in force for a key so far, not yet understood.
struct Candidate {
    std::variant<Raw, std::string> value;  // from the file | from a variable or flag
    bool is_path{false};
    std::string origin;
};

std::string upper(std::string_view text) {
    std::string result{text};
    for (auto& c : result) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return result;
}

std::vector<std::string> names_of(const auto& things) {
    std::vector<std::string> names;
    names.reserve(things.size());
    for (const auto& thing : things) names.push_back(thing.name);
    return names;
}

/// Collects the winning value of every key and all problems on the way.
class Loading {
public:
    Loading(std::deque<SectionInfo>& sections, const Sources& sources) : sections_{sections}, sources_{sources} {}

    Result<void> run() {
        if (sources_.file) take_file(*sources_.file);
        take_other_variables();
        take_own_variables();
        for (const auto& setting : sources_.settings) take_setting(setting);
        auto values = read_all();
        if (problems_.empty()) {
            for (auto& [key, value] : values) key->assign(std::move(value));
            check_sections();
        }
        return outcome();
    }

private:
    struct Place {
        SectionInfo* section;
        KeyInfo* key;
        bool is_path;
    };

    void problem(std::string pointer, std::string_view origin, std::string_view reason) {
        problems_.push_back(
            {std::move(pointer), origin.empty() ? std::string{reason} : fmt::format("{} ({})", reason, origin)});
    }

    SectionInfo* find_section(std::string_view name, std::string_view origin) {
        const auto found = std::ranges::find(sections_, name, &SectionInfo::name);
        if (found != sections_.end()) return &*found;
        const auto near = nearest(name, names_of(sections_));
        problem(std::string{name}, origin, "unknown section" + (near ? fmt::format(", is `{}` meant?", *near) : ""));
        return nullptr;
    }

    std::optional<Place> find_key(SectionInfo& section, std::string_view name, std::string_view origin) {
        for (auto& key : section.keys) {
            if (key.name == name) return Place{&section, &key, false};
            if (key.is_secret() && key.name + std::string{kFileSuffix} == name) return Place{&section, &key, true};
        }
        const auto near = nearest(name, names_of(section.keys));
        problem(fmt::format("{}.{}", section.name, name), origin,
                "unknown key" + (near ? fmt::format(", is `{}.{}` meant?", section.name, *near) : ""));
        return std::nullopt;
    }

    void take(const Place& place, std::variant<Raw, std::string> value, std::string_view origin) {
        winners_[place.key] = {std::move(value), place.is_path, std::string{origin}};
    }

    void take_file(const std::string& path) {
        auto content = read_toml_file(path);
        if (!content) {
            problem(path, "", content.error());
            return;
        }
        for (const auto& section : content->sections) find_section(section.name, section.origin);
        for (auto& entry : content->entries) {
            if (entry.section.empty()) {
                problem(entry.key, entry.origin, "stands outside of a section");
                continue;
            }
            const auto section = std::ranges::find(sections_, entry.section, &SectionInfo::name);
            if (section == sections_.end()) continue;  // told above
            const auto place = find_key(*section, entry.key, entry.origin);
            if (!place) continue;
            const auto before = winners_.find(place->key);
            if (before != winners_.end() && before->second.is_path != place->is_path) {
                problem(fmt::format("{}.{}", section->name, place->key->name), entry.origin,
                        "is given both as a value and as a file");
            }
            take(*place, std::move(entry.value), entry.origin);
        }
    }

    void take_variable(const Place& place, const std::string& variable) {
        const auto found = sources_.environment.find(variable);
        if (found != sources_.environment.end() && !found->second.empty()) {
            take(place, found->second, variable);
        }
    }

    /// The names that others gave, such as AWS_REGION: weaker than our own, the first named of a key wins.
    void take_other_variables() {
        for (auto& section : sections_) {
            for (auto& key : section.keys) {
                for (const auto& variable : std::views::reverse(key.variables)) {
                    if (key.is_secret()) take_variable({&section, &key, true}, variable + upper(kFileSuffix));
                    take_variable({&section, &key, false}, variable);
                }
            }
        }
    }

    void take_own_variables() {
        for (const auto& [variable, value] : sources_.environment) {
            if (!variable.starts_with(kPrefix) || value.empty()) continue;
            const std::string_view rest{std::string_view{variable}.substr(kPrefix.size())};
            // The longest section whose name it begins with: `S3_ARCHIVE_KEY` may be `s3_archive.key`, not `s3.…`.
            SectionInfo* section = nullptr;
            for (auto& candidate : sections_) {
                if (!rest.starts_with(upper(candidate.name) + '_')) continue;
                if (section == nullptr || candidate.name.size() > section->name.size()) section = &candidate;
            }
            if (section == nullptr) continue;
            std::string key;
            for (const char c : rest.substr(section->name.size() + 1)) {
                key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            }
            if (const auto place = find_key(*section, key, variable)) take(*place, value, variable);
        }
    }

    void take_setting(const Setting& setting) {
        constexpr std::string_view kOrigin = "--set";
        const auto dot = setting.key.find('.');
        if (dot == std::string::npos) {
            problem(setting.key, kOrigin, "expected section.key=value");
            return;
        }
        auto* section = find_section(std::string_view{setting.key}.substr(0, dot), kOrigin);
        if (section == nullptr) return;
        const auto place = find_key(*section, std::string_view{setting.key}.substr(dot + 1), kOrigin);
        if (!place) return;
        if (place->key->is_secret() && !place->is_path) {
            problem(setting.key, kOrigin,
                    fmt::format("a secret on the command line is seen by every user: use `{}{}`, a file or a variable",
                                place->key->name, kFileSuffix));
            return;
        }
        take(*place, setting.value, kOrigin);
    }

    Reading read(const KeyInfo& key, const Candidate& candidate) {
        if (candidate.is_path) {
            const auto* raw = std::get_if<Raw>(&candidate.value);
            const auto* path =
                raw != nullptr ? std::get_if<std::string>(raw) : std::get_if<std::string>(&candidate.value);
            if (path == nullptr) return std::unexpected{std::string{"expected the path of a file"}};
            auto text = read_small_file(*path);
            if (!text) return std::unexpected{std::move(text).error()};
            if (text->ends_with('\n')) text->pop_back();
            if (text->ends_with('\r')) text->pop_back();
            if (text->empty()) return std::unexpected{fmt::format("{}: the file is empty", *path)};
            return *std::move(text);
        }
        if (const auto* raw = std::get_if<Raw>(&candidate.value)) return read_typed(key, *raw);
        return read_text(key, std::get<std::string>(candidate.value));
    }

    std::vector<std::pair<KeyInfo*, Value>> read_all() {
        std::vector<std::pair<KeyInfo*, Value>> values;
        for (auto& section : sections_) {
            for (auto& key : section.keys) {
                const auto pointer = fmt::format("{}.{}", section.name, key.name);
                auto value = key.fallback;
                if (const auto winner = winners_.find(&key); winner != winners_.end()) {
                    auto reading = read(key, winner->second);
                    if (!reading) {
                        problem(pointer, winner->second.origin, reading.error());
                        continue;
                    }
                    value = *std::move(reading);
                }
                if (key.required && is_empty(value)) problem(pointer, "", "is required, " + ways_to_set(section, key));
                values.emplace_back(&key, std::move(value));
            }
        }
        return values;
    }

    static bool is_empty(const Value& value) {
        const auto* list = std::get_if<std::vector<std::string>>(&value);
        const auto* text = std::get_if<std::string>(&value);
        return list != nullptr ? list->empty() : text != nullptr && text->empty();
    }

    static std::string ways_to_set(const SectionInfo& section, const KeyInfo& key) {
        std::vector<std::string> variables{fmt::format("{}{}_{}", kPrefix, upper(section.name), upper(key.name))};
        variables.insert(variables.end(), key.variables.begin(), key.variables.end());
        return fmt::format("set it in the file or by {}", fmt::join(variables, " or "));
    }

    void check_sections() {
        for (const auto& section : sections_) {
            for (const auto& check : section.checks) {
                if (const auto held = check(); !held) problem(section.name, "", held.error().message());
            }
        }
    }

    Result<void> outcome() {
        if (problems_.empty()) return {};
        std::vector<std::string> lines;
        lines.reserve(problems_.size());
        for (const auto& p : problems_) lines.push_back(fmt::format("{}: {}", p.pointer, p.detail));
        return fail(
            Error{ErrorKind::InvalidInput, fmt::format("configuration: {}", fmt::join(lines, "; "))}.with_fields(
                std::move(problems_)));
    }

    std::deque<SectionInfo>& sections_;
    const Sources& sources_;
    std::map<KeyInfo*, Candidate> winners_;
    std::vector<FieldError> problems_;
};

}  // namespace

Result<void> Document::load(const Sources& sources) { return Loading{sections_, sources}.run(); }

}  // namespace acervo::config
