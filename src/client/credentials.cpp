#include "client/credentials.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace acervo::client {
namespace {

namespace json = boost::json;

std::string environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): the CLI reads it before it starts anything
    return value == nullptr ? std::string{} : std::string{value};
}

Result<json::object> read_file(const std::filesystem::path& file) {
    std::ifstream stream{file};
    if (!stream) return json::object{};
    std::ostringstream text;
    text << stream.rdbuf();
    boost::system::error_code not_json;
    auto value = json::parse(text.str(), not_json);
    if (not_json || !value.is_object()) {
        return fail(ErrorKind::InvalidInput,
                    fmt::format("{} is not a credentials file; remove it and sign in again", file.string()));
    }
    return std::move(value.get_object());
}

/// Written beside and renamed, so that a crash leaves the old file or the new one.
Result<void> replace_file(const std::filesystem::path& file, const std::string& text) {
    const auto cannot = [&file] { return fail(ErrorKind::Internal, fmt::format("cannot write {}", file.string())); };
    std::error_code ignored;
    std::filesystem::create_directories(file.parent_path(), ignored);
    const auto draft = file.string() + ".new";
    const int descriptor = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) return cannot();
    const auto written = ::write(descriptor, text.data(), text.size());
    const bool closed = ::close(descriptor) == 0;
    if (!closed || written != static_cast<ssize_t>(text.size())) return cannot();
    if (::rename(draft.c_str(), file.c_str()) != 0) return cannot();
    return ok();
}

}  // namespace

Credentials Credentials::in_default_place() {
    if (const auto named = environment("ACERVO_CREDENTIALS"); !named.empty()) return Credentials{named};
    auto folder = environment("XDG_CONFIG_HOME");
    if (folder.empty()) folder = environment("HOME") + "/.config";
    return Credentials{std::filesystem::path{folder} / "acervo" / "credentials.json"};
}

Result<Secret> Credentials::token_for(const std::string& server) const {
    const auto servers = read_file(file_);
    if (!servers) return fail(servers.error());
    const auto* token = servers->if_contains(server);
    if (token == nullptr || !token->is_string()) return Secret{};
    return Secret{std::string{token->get_string()}};
}

Result<void> Credentials::keep(const std::string& server, const Secret& token) const {
    auto servers = read_file(file_);
    if (!servers) return fail(servers.error());
    if (token.empty()) {
        servers->erase(server);
    } else {
        (*servers)[server] = token.reveal();
    }
    return replace_file(file_, json::serialize(*servers) + "\n");
}

}  // namespace acervo::client
