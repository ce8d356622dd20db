#include "testkit/certificates.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace acervo::testkit {

Certificates::Certificates()
    : folder_{std::filesystem::temp_directory_path() / fmt::format("acervo-tls-{}", ::getpid())} {
    std::filesystem::create_directories(folder_);
    make_authority("ca");
    make_authority("other");
    make_certificate("server", "subjectAltName=DNS:localhost");
    make_certificate("client", "extendedKeyUsage=clientAuth");
}

Certificates::~Certificates() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::string Certificates::text(const std::string& file) const {
    std::ostringstream text;
    text << std::ifstream{path(file)}.rdbuf();
    return text.str();
}

void Certificates::make_authority(const std::string& name) const {
    run(
        fmt::format("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
                    "-subj /CN={0}-authority -keyout {0}.key -out {0}.pem",
                    name));
}

/// Version 3, and no authority: some libraries refuse others.
void Certificates::make_certificate(const std::string& name, const std::string& extensions) const {
    run(
        fmt::format("openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN={0} -keyout {0}.key "
                    "-out {0}.csr",
                    name));
    run(
        fmt::format("printf 'basicConstraints=critical,CA:FALSE\\n{1}\\n' > {0}.ext && openssl x509 -req -in {0}.csr "
                    "-CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile {0}.ext -out {0}.pem",
                    name, extensions));
}

void Certificates::run(const std::string& command) const {
    const auto line = fmt::format("cd '{}' && {{ {}; }} 2>/dev/null", folder_.string(), command);
    if (std::system(line.c_str()) != 0) {  // NOLINT(concurrency-mt-unsafe,cert-env33-c): before any thread
        throw std::runtime_error{"openssl could not make the certificates"};
    }
}

}  // namespace acervo::testkit
