#include "client/foreign_credentials.hpp"

#include <string_view>

namespace acervo::client {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r";
    const auto first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

}  // namespace

ForeignCredentials read_foreign_credentials(std::istream& file, const std::string& profile) {
    ForeignCredentials found;
    bool is_inside = false;
    for (std::string line; std::getline(file, line);) {
        const auto text = trimmed(line);
        if (text.empty() || text.front() == '#' || text.front() == ';') continue;
        if (text.front() == '[') {
            is_inside = text.ends_with(']') && trimmed(text.substr(1, text.size() - 2)) == profile;
            continue;
        }
        const auto equals = text.find('=');
        if (!is_inside || equals == std::string_view::npos) continue;
        const auto name = trimmed(text.substr(0, equals));
        const std::string value{trimmed(text.substr(equals + 1))};
        if (name == "aws_access_key_id") found.access_key = value;
        if (name == "aws_secret_access_key") found.secret_key = value;
        if (name == "aws_session_token") found.session_token = value;
    }
    return found;
}

}  // namespace acervo::client
