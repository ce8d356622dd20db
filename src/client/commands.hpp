#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "client/credentials.hpp"
#include "core/async.hpp"
#include "core/result.hpp"

/// What the command line can do, one function per command. Data goes to standard output, as a table or as JSON;
/// progress and remarks go to standard error.
namespace acervo::client {

struct Settings {
    /// `http://127.0.0.1:17000`
    std::string server;
    Credentials credentials;
    bool json{false};
    /// Progress lines that overwrite themselves; off when standard error is not a terminal.
    bool live_progress{false};
    std::string ca_file;
};

struct LoginCommand {
    std::string username;
    /// Empty: asked for at the terminal, without echo, or read as one line from standard input.
    std::string password_file;
};
Async<Result<void>> login(Settings settings, LoginCommand command);
/// Signs in for tokens, and prints the server's answer: for scripts. Nothing is kept.
Async<Result<void>> open_tokens(Settings settings, LoginCommand command);
/// The next tokens for a refresh token, read as one line from a file, or from standard input where none is given.
Async<Result<void>> refresh_tokens(Settings settings, std::string token_file);
Async<Result<void>> logout(Settings settings);
Async<Result<void>> whoami(Settings settings);

struct UploadCommand {
    /// Files, folders, or `-` for standard input.
    std::vector<std::filesystem::path> paths;
    /// What standard input is called; its ending says what it is.
    std::string name;
    std::string title;
    std::string description;
    std::optional<std::string> external_id;
    int parallel_parts{4};
    bool with_hash{true};
    bool force{false};
    /// The asset whose new master the one file is; a new asset when empty.
    std::string version_of{};
    /// How long to wait until the asset is processed; zero: not at all.
    std::chrono::seconds wait{0};
};
/// All files are tried; the first error is answered at the end. An upload that was interrupted is gone on with when the
/// same command is given again.
Async<Result<void>> upload(Settings settings, UploadCommand command);

struct ListCommand {
    std::string type;
    std::string status;
    std::string collection;
    std::string created_from;
    std::string created_to;
    std::string tag;
    std::string sha256;
    std::string sort;
    std::string shelf;
    int limit{50};
};
/// As a query, without `limit`; empty when nothing is asked for.
std::string query_of(const ListCommand& command);
Async<Result<void>> list_assets(Settings settings, ListCommand command);
Async<Result<void>> show_asset(Settings settings, std::string asset_id);
Async<Result<void>> download_asset(Settings settings, std::string asset_id, std::optional<int> version,
                                   std::filesystem::path target);

}  // namespace acervo::client
