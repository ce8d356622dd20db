#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/result.hpp"
#include "core/secret.hpp"

namespace acervo::client {

/// The signed-in session that the CLI keeps between its runs, per server: a JSON file that only its owner can read.
class Credentials {
public:
    /// The file named by ACERVO_CREDENTIALS, else `acervo/credentials.json` below the user's configuration folder.
    static Credentials in_default_place();
    explicit Credentials(std::filesystem::path file) : file_{std::move(file)} {}

    /// The token for `server`, empty when nobody is signed in there.
    Result<Secret> token_for(const std::string& server) const;
    /// An empty token forgets the server.
    Result<void> keep(const std::string& server, const Secret& token) const;
    const std::filesystem::path& file() const noexcept { return file_; }

private:
    std::filesystem::path file_;
};

}  // namespace acervo::client
