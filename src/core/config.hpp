#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/config/key.hpp"
#include "core/result.hpp"

/// Configuration: one plain struct per section, owned by the module that uses it and described once.
///
///   struct HttpSection {
///       std::string address{"127.0.0.1"};
///       std::uint16_t port{8080};
///       std::chrono::milliseconds header_timeout{std::chrono::seconds{10}};
///       ByteSize max_body{mebibytes(1)};
///   };
///   void describe(config::Section<HttpSection>& s) {
///       s.doc("The server of the API");
///       s.key("port", &HttpSection::port, "TCP port to listen on").range(1, 65535);
///   }
///
/// and read once, at the start of a program:
///
///   HttpSection http;
///   config::Document document;
///   document.section("http", http);
///   auto loaded = document.load({arguments.file, config::environment_of_process(), arguments.settings});
///
/// Where a value comes from, each beating the ones before it: the struct's own initialiser, the file (TOML 1.0), the
/// environment (`ACERVO_HTTP_PORT`, and before it the key's other names, such as `AWS_REGION`), `--set http.port=8081`.
/// Only the winner is looked at. An environment variable that is empty counts as not set.
/// In the environment and on the command line a list is separated by commas.
///
/// A secret may also be given as the path of a file that holds it (`password_file`, `ACERVO_DATABASE_PASSWORD_FILE`;
/// one line end at its end is cut), and never by `--set`, which every user of the machine can see.
namespace acervo::config {

/// The description of one section while it is made; `describe(Section<S>&)` beside the struct fills it.
template <class S>
class Section {
public:
    Section(SectionInfo& info, S& target) : info_{&info}, target_{&target} {}

    void doc(std::string_view text) { info_->doc = text; }

    template <class T>
    Key<T> key(std::string_view name, T S::* member, std::string_view doc) {
        auto& row = info_->keys.emplace_back(name, doc, target_->*member);
        row.assign = [target = target_, member](Value value) { target->*member = from_value<T>(std::move(value)); };
        return Key<T>{row};
    }

    /// A rule over several keys: called when each key by itself is in order. Its error names what is wrong.
    void check(std::function<Result<void>(const S&)> rule) {
        info_->checks.push_back([target = target_, rule = std::move(rule)] { return rule(*target); });
    }

private:
    SectionInfo* info_;
    S* target_;
};

/// `--set section.key=value`, not yet understood.
struct Setting {
    std::string key;
    std::string value;
};

using Environment = std::map<std::string, std::string, std::less<>>;

/// Where values come from.
struct Sources {
    std::optional<std::string> file;
    Environment environment;
    std::vector<Setting> settings;
};

/// All sections of one program. The structs given to `section` must outlive it.
class Document {
public:
    template <class S>
    Document& section(std::string_view name, S& target) {
        auto& info = sections_.emplace_back();
        info.name = name;
        Section<S> section{info, target};
        describe(section);
        return *this;
    }

    /// Fills the structs, or InvalidInput with every problem found: where (file and line, variable, flag), which key,
    /// and why, also as `fields()` with `section.key` as pointer. An unknown section or key is a problem, and the
    /// nearest known one is named. Of variables only those whose name begins with that of a known section are looked
    /// at. No message holds the value of a secret. On failure of single keys no struct is changed.
    Result<void> load(const Sources& sources);

    /// A JSON Schema (2020-12) of the file.
    std::string schema() const;

private:
    std::deque<SectionInfo> sections_;
};

/// What every program of the house takes on its command line; `rest` is for the program itself.
struct Arguments {
    std::optional<std::string> file;
    std::vector<Setting> settings;
    bool print_config_schema{false};
    std::vector<std::string> rest;
};

/// Understands `--config FILE`, `--set section.key=value` (again and again) and `--print-config-schema`, also written
/// with `=`; what follows `--` is not looked at. Without `--config` the file is the one named by ACERVO_CONFIG, if any.
/// `arguments` has no program name.
Result<Arguments> parse_arguments(std::vector<std::string> arguments, const Environment& environment);

/// The variables of this process; call it before other threads start.
Environment environment_of_process();

}  // namespace acervo::config
