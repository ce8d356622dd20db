#include "storage_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace acervo::admin {
namespace {

Result<std::uint64_t> number_of(std::string_view option, const std::string& text, std::uint64_t most) {
    std::uint64_t value = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (wrong != std::errc{} || end != text.data() + text.size() || value > most) {
        return fail(ErrorKind::InvalidInput, fmt::format("{} takes a number up to {}", option, most));
    }
    return value;
}

/// The store that the file's section [s3] names. The environment is not asked: it speaks of the other one.
Result<S3Section> target_of(const std::string& file) {
    Settings settings;
    HttpSection http;
    RedisSection redis;
    config::Document document;
    document.section("http", http)
        .section("redis", redis)
        .section("database", settings.database)
        .section("s3", settings.s3);
    if (const auto loaded = document.load({.file = file, .environment = {}, .settings = {}}); !loaded) {
        return fail(loaded.error());
    }
    return settings.s3;
}

constexpr std::array<std::pair<std::string_view, MoveStep>, 5> kSteps{{{"--copy", MoveStep::Copy},
                                                                       {"--verify", MoveStep::Verify},
                                                                       {"--switch", MoveStep::Switch},
                                                                       {"--finish", MoveStep::Finish},
                                                                       {"--undo", MoveStep::Undo}}};

/// Whether the word is one that stands alone.
bool take_flag(MoveOrder* order, std::string_view word) {
    const auto step = std::ranges::find(kSteps, word, &std::pair<std::string_view, MoveStep>::first);
    if (step != kSteps.end()) order->step = step->second;
    if (word == "--end-uploads") order->end_uploads = true;
    return step != kSteps.end() || word == "--end-uploads";
}

Result<void> take_number(MoveOrder* order, std::string_view option, const std::string& text) {
    constexpr std::uint64_t kMostAtATime = 64;
    constexpr std::uint64_t kMostMebibytes = 1 << 20;
    constexpr std::uint64_t kMostSeconds = 7 * 86'400;
    const auto most = option == "--parallel" ? kMostAtATime : option == "--limit" ? kMostMebibytes : kMostSeconds;
    const auto value = number_of(option, text, most);
    if (!value) return fail(value.error());
    if (option == "--parallel") order->parallel = std::max(1, static_cast<int>(*value));
    if (option == "--limit") order->mebibytes_per_second = *value;
    if (option == "--drain") order->drain = std::chrono::seconds{*value};
    return ok();
}

Result<void> take_value(MoveOrder* order, std::string_view option, const std::string& value) {
    if (option != "--to") return take_number(order, option, value);
    auto target = target_of(value);
    if (!target) return fail(target.error());
    order->target = *std::move(target);
    return ok();
}

Result<MoveOrder> order_of(const std::vector<std::string>& words) {
    constexpr std::array<std::string_view, 4> kWithValue{"--to", "--parallel", "--limit", "--drain"};
    MoveOrder order;
    int steps = 0;
    for (auto word = words.begin(); word != words.end(); ++word) {
        if (take_flag(&order, *word)) {
            steps += *word == "--end-uploads" ? 0 : 1;
            continue;
        }
        if (std::ranges::find(kWithValue, *word) == kWithValue.end() || std::next(word) == words.end()) {
            return fail(ErrorKind::InvalidInput,
                        fmt::format("storage migrate does not know '{}', or its value is missing", *word));
        }
        if (const auto taken = take_value(&order, *word, *std::next(word)); !taken) return fail(taken.error());
        ++word;
    }
    if (steps > 1) return fail(ErrorKind::InvalidInput, "storage migrate does one step at a time");
    return order;
}

}  // namespace

Result<std::string> storage_command(const Settings& settings, std::vector<std::string> words) {
    if (words.empty() || words.front() != "migrate") {
        return fail(ErrorKind::InvalidInput, "there is `storage migrate` and nothing else");
    }
    words.erase(words.begin());
    auto order = order_of(words);
    if (!order) return fail(order.error());
    return migrate_storage(settings, *order);
}

}  // namespace acervo::admin
