#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <exception>
#include <fstream>
#include <functional>

#include "storage_command.hpp"
#include "wiring.hpp"

// acervo-admin: prepares what the other programs find: the schema, the buckets, the first account. It is the only
// program that has the owner's credentials, it runs one step and ends.
namespace {

using acervo::ErrorKind;
using acervo::Result;
using acervo::Secret;
namespace config = acervo::config;
namespace admin = acervo::admin;

constexpr auto kUsage =
    "usage: acervo-admin COMMAND --config FILE [--set section.key=value …]\n"
    "  migrate                bring the schema of the database up to date\n"
    "  bootstrap-storage      create the buckets and apply their rules\n"
    "  create-administrator --name NAME --password-file FILE\n"
    "  verify-audit [--head HASH]  recompute the chain of the audit log; HASH is what an earlier look printed\n"
    "  reconcile [--repair] [--remove-unknown] [--grace SECONDS] [--json]  compare the ledger with the object store; "
    "without\n"
    "                         --repair nothing is changed. Objects that no row tells of go only with "
    "--remove-unknown:\n"
    "                         a database that was restored does not know what came after its backup\n"
    "  storage migrate --to FILE [--copy | --verify | --switch] [--parallel N] [--limit MIB_PER_SECOND]\n"
    "                         copy all objects to the store that section [s3] of FILE names, or, without a step, tell "
    "what there is\n"
    "                         to copy; --switch [--drain SECONDS] [--end-uploads]: from then on the ledger names the "
    "new store\n"
    "  storage migrate --finish | --undo  uploads go on at the new store, or at the old one\n"
    "  --print-config-schema  print a JSON Schema of the configuration file\n";

/// The value behind `--name`, taken out of `words`.
Result<std::string> take_option(std::vector<std::string>& words, const std::string& name) {
    for (auto word = words.begin(); word != words.end(); ++word) {
        if (*word != name || std::next(word) == words.end()) continue;
        auto value = *std::next(word);
        words.erase(word, word + 2);
        return value;
    }
    return acervo::fail(ErrorKind::InvalidInput, fmt::format("{} and its value are missing", name));
}

Result<Secret> first_line_of(const std::string& file) {
    std::ifstream stream{file};
    std::string line;
    if (!std::getline(stream, line) || line.empty()) {
        return acervo::fail(ErrorKind::NotFound, fmt::format("cannot read a password from {}", file));
    }
    return Secret{std::move(line)};
}

Result<std::string> create_administrator(const admin::Settings& settings, std::vector<std::string>& words) {
    const auto name = take_option(words, "--name");
    if (!name) return acervo::fail(name.error());
    const auto file = take_option(words, "--password-file");
    if (!file) return acervo::fail(file.error());
    const auto password = first_line_of(*file);
    if (!password) return acervo::fail(password.error());
    return admin::create_administrator(settings, *name, *password);
}

/// Whether `--name` is among the words, out of which it is taken.
bool take_flag(std::vector<std::string>& words, std::string_view name) { return std::erase(words, name) > 0; }

Result<std::string> reconcile(const admin::Settings& settings, std::vector<std::string>& words) {
    admin::ReconcileOrder order;
    order.repair = take_flag(words, "--repair");
    order.remove_unknown = take_flag(words, "--remove-unknown");
    order.json = take_flag(words, "--json");
    if (std::ranges::find(words, "--grace") != words.end()) {
        const auto grace = take_option(words, "--grace");
        if (!grace) return acervo::fail(grace.error());
        std::uint32_t seconds = 0;
        const auto [end, wrong] = std::from_chars(grace->data(), grace->data() + grace->size(), seconds);
        if (wrong != std::errc{} || end != grace->data() + grace->size()) {
            return acervo::fail(ErrorKind::InvalidInput, "--grace takes a number of seconds");
        }
        order.grace = std::chrono::seconds{seconds};
    }
    if (!words.empty()) {
        return acervo::fail(ErrorKind::InvalidInput, fmt::format("reconcile does not know '{}'", words.front()));
    }
    return admin::reconcile_storage(settings, order);
}

Result<std::string> run(const admin::Settings& settings, std::vector<std::string>& words) {
    if (words.empty()) return acervo::fail(ErrorKind::InvalidInput, fmt::format("no command\n{}", kUsage));
    const auto command = words.front();
    words.erase(words.begin());
    if (command == "migrate") return admin::migrate_schema(settings);
    if (command == "bootstrap-storage") return admin::bootstrap_storage(settings);
    if (command == "create-administrator") return create_administrator(settings, words);
    if (command == "verify-audit") {
        const auto head = words.empty() ? Result<std::string>{std::string{}} : take_option(words, "--head");
        if (!head) return acervo::fail(head.error());
        return admin::verify_audit_log(settings, *head);
    }
    if (command == "reconcile") return reconcile(settings, words);
    if (command == "storage") return admin::storage_command(settings, words);
    return acervo::fail(ErrorKind::InvalidInput, fmt::format("there is no command '{}'\n{}", command, kUsage));
}

int failed(const acervo::Error& error) {
    fmt::print(stderr, "acervo-admin: {}\n", error.message());
    constexpr int kUsageError = 64;
    return error.kind() == ErrorKind::InvalidInput ? kUsageError : 1;
}

int main_checked(std::vector<std::string> words) {
    if (!words.empty() && (words.front() == "--help" || words.front() == "-h")) {
        fmt::print("{}", kUsage);
        return 0;
    }
    const auto environment = config::environment_of_process();
    auto arguments = config::parse_arguments(std::move(words), environment);
    if (!arguments) return failed(arguments.error());

    admin::Settings settings;
    // The file is that of the API with other credentials: the sections this program does not need are read and left
    // alone.
    acervo::HttpSection http;
    acervo::RedisSection redis;
    config::Document document;
    document.section("http", http)
        .section("redis", redis)
        .section("database", settings.database)
        .section("s3", settings.s3);
    if (arguments->print_config_schema) {
        fmt::print("{}\n", document.schema());
        return 0;
    }
    const config::Sources sources{.file = arguments->file, .environment = environment, .settings = arguments->settings};
    if (const auto loaded = document.load(sources); !loaded) return failed(loaded.error());

    const auto done = run(settings, arguments->rest);
    if (!done) return failed(done.error());
    if (!done->empty()) fmt::print("{}\n", *done);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return main_checked({argv + 1, argv + argc});
    } catch (const std::exception& error) {
        fmt::print(stderr, "acervo-admin: {}\n", error.what());
        return 70;  // EX_SOFTWARE
    }
}
