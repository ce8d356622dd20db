#include "adapters/postgres/migrations.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace acervo {
namespace {

constexpr std::string_view kSuffix = ".sql";
constexpr std::string_view kNoTransaction = "-- no-transaction\n";
constexpr std::size_t kDigits = 4;

std::string sha256(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr);
    std::string hex;
    for (unsigned int i = 0; i < length; ++i) hex += fmt::format("{:02x}", digest[i]);
    return hex;
}

bool is_stem(std::string_view stem) {
    if (stem.size() < kDigits + 2 || stem[kDigits] != '_') return false;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto is_word = [is_digit](char c) { return (c >= 'a' && c <= 'z') || c == '_' || is_digit(c); };
    return std::ranges::all_of(stem.substr(0, kDigits), is_digit) && std::ranges::all_of(stem.substr(kDigits), is_word);
}

std::unexpected<Error> refuse(std::string message) { return fail(ErrorKind::Conflict, std::move(message)); }

}  // namespace

Result<Migration> Migration::make(std::string_view file_name, std::string sql) {
    const auto stem = file_name.substr(0, file_name.size() - std::min(file_name.size(), kSuffix.size()));
    if (!file_name.ends_with(kSuffix) || !is_stem(stem)) {
        return fail(ErrorKind::InvalidInput, fmt::format("{} is not named NNNN_verb_noun.sql", file_name));
    }
    Migration migration;
    std::from_chars(stem.data(), stem.data() + kDigits, migration.version_);
    migration.name_ = stem;
    migration.checksum_ = sha256(sql);
    migration.is_in_transaction_ = !sql.starts_with(kNoTransaction);
    migration.sql_ = std::move(sql);
    return migration;
}

Result<std::vector<Migration>> pending_migrations(std::vector<Migration> all,
                                                  const std::vector<AppliedMigration>& applied) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].version() != static_cast<int>(i) + 1) {
            return refuse(fmt::format("migration {} stands where number {} must be", all[i].name(), i + 1));
        }
    }
    for (std::size_t i = 0; i < applied.size(); ++i) {
        const auto& row = applied[i];
        if (i >= all.size()) {
            return refuse(fmt::format("the database has migration {}, which this program does not know", row.name));
        }
        if (row.version != all[i].version() || row.name != all[i].name()) {
            return refuse(
                fmt::format("the database has migration {} where this program has {}", row.name, all[i].name()));
        }
        if (row.checksum != all[i].checksum()) {
            return refuse(fmt::format("migration {} was changed after it had been applied", row.name));
        }
    }
    all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(applied.size()));
    return all;
}

}  // namespace acervo
