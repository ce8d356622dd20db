// CPU of one presigned part address, to be read beside boto3's and the Go SDK's for the same call
// (bench/peers/s3_go, bench/peers/s3_boto3).
//   acervo-bench-presign-urls [COUNT]    prints CPU in microseconds for each
#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <ctime>

#include "adapters/s3/s3_object_store.hpp"

namespace {

constexpr int kMostParts = 10'000;  // of one upload

double cpu_seconds() { return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC); }

}  // namespace

int main(int argc, char** argv) {
    const int count = argc > 1 ? std::atoi(argv[1]) : kMostParts;
    boost::asio::io_context context;
    const auto store = acervo::make_s3_object_store(context.get_executor(),
                                                    {.endpoint = "http://127.0.0.1:8333",
                                                     .access_key = "AKIDEXAMPLE",
                                                     .secret_key = acervo::Secret{"an example of a secret key"}})
                           .value();
    const acervo::ObjectAddress master{
        "dam-archive",
        "masters/0190a1b2-0000-7000-8000-000000000001/u-0190a1b2-0000-7000-8000-000000000002/original.mxf"};
    std::size_t bytes = 0;
    const double began = cpu_seconds();
    for (int i = 0; i < count; ++i) {
        const int part = i % kMostParts + 1;
        bytes += store->presign_part(master, "2~abcdefghijklmnopqrstuvwxyz0123456789", part, std::chrono::minutes{15})
                     .size();
    }
    fmt::print("{:.3f}\n", (cpu_seconds() - began) * 1e6 / count);
    return bytes > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
