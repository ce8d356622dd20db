#pragma once

#include <filesystem>
#include <string>

namespace acervo::testkit {

/// Authorities and certificates for TLS on this machine, made by the openssl program: `ca.pem`, `other.pem` (an
/// authority that has signed nothing), `server.pem` with `server.key` (localhost), `client.pem` with
/// `client.key`; the first signed both. They lie in a folder of their own until the end.
class Certificates {
public:
    /// std::runtime_error when openssl cannot make them.
    Certificates();
    ~Certificates();
    Certificates(const Certificates&) = delete;
    Certificates& operator=(const Certificates&) = delete;

    std::string path(const std::string& file) const { return (folder_ / file).string(); }
    /// What is in it: PEM.
    std::string text(const std::string& file) const;

private:
    void run(const std::string& command) const;
    void make_authority(const std::string& name) const;
    void make_certificate(const std::string& name, const std::string& extensions) const;
    std::filesystem::path folder_;
};

}  // namespace acervo::testkit
