#pragma once

#include <istream>
#include <string>

namespace acervo::client {

struct ForeignCredentials {
    std::string access_key;
    std::string secret_key;
    /// Of temporary credentials; empty for others.
    std::string session_token;
    bool is_complete() const noexcept { return !access_key.empty() && !secret_key.empty(); }
};

/// One profile of the file that tools of S3 share: sections `[name]`, lines `aws_access_key_id = …`,
/// `aws_secret_access_key = …`, `aws_session_token = …`; `#` and `;` begin comments. Empty when it is not there.
ForeignCredentials read_foreign_credentials(std::istream& file, const std::string& profile);

}  // namespace acervo::client
