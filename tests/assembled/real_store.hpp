#pragma once

#include "adapters/s3/s3_options.hpp"
#include "testkit/environment.hpp"

namespace acervo {

/// The object store of the suite's stack, as its administrator sees it.
inline S3Options real_store() {
    return {.endpoint = testkit::require_environment("ACERVO_TEST_S3_ENDPOINT"),
            .region = testkit::require_environment("ACERVO_TEST_S3_REGION"),
            .access_key = testkit::require_environment("ACERVO_TEST_S3_ACCESS_KEY"),
            .secret_key = Secret{testkit::require_environment("ACERVO_TEST_S3_SECRET_KEY")}};
}

}  // namespace acervo
