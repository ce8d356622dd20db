#include "wiring.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <initializer_list>

#include "adapters/s3/s3_object_store.hpp"
#include "client/foreign_credentials.hpp"

namespace acervo::cli {
namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any other thread
    return value == nullptr ? std::string{} : std::string{value};
}

/// The first that is not empty.
std::string first_of(std::initializer_list<std::string> values) {
    for (const auto& value : values) {
        if (!value.empty()) return value;
    }
    return {};
}

Result<client::ForeignCredentials> credentials_of(const ForeignStore& store) {
    client::ForeignCredentials found{.access_key = variable("AWS_ACCESS_KEY_ID"),
                                     .secret_key = variable("AWS_SECRET_ACCESS_KEY"),
                                     .session_token = variable("AWS_SESSION_TOKEN")};
    if (found.is_complete()) return found;
    const auto path = first_of({variable("AWS_SHARED_CREDENTIALS_FILE"), variable("HOME") + "/.aws/credentials"});
    std::ifstream file{path};
    if (file) found = client::read_foreign_credentials(file, store.profile);
    if (found.is_complete()) return found;
    return fail(
        ErrorKind::Unauthenticated,
        fmt::format("no credentials for the store: neither AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set, "
                    "nor has {} a profile {}",
                    path, store.profile));
}

}  // namespace

ForeignStore completed(ForeignStore store) {
    store.region = first_of({store.region, variable("AWS_REGION"), variable("AWS_DEFAULT_REGION"), "us-east-1"});
    store.endpoint = first_of({store.endpoint, variable("AWS_ENDPOINT_URL_S3"), variable("AWS_ENDPOINT_URL"),
                               fmt::format("https://s3.{}.amazonaws.com", store.region)});
    store.profile = first_of({store.profile, variable("AWS_PROFILE"), "default"});
    return store;
}

Result<std::unique_ptr<ObjectStore>> open_foreign_store(boost::asio::any_io_executor executor, ForeignStore store) {
    const auto credentials = credentials_of(store);
    if (!credentials) return fail(credentials.error());
    return make_s3_object_store(std::move(executor), {.endpoint = store.endpoint,
                                                      .region = store.region,
                                                      .access_key = credentials->access_key,
                                                      .secret_key = Secret{credentials->secret_key},
                                                      .session_token = Secret{credentials->session_token},
                                                      .ca_file = store.ca_file});
}

}  // namespace acervo::cli
