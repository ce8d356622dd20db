#include "adapters/oidc/http_key_source.hpp"

#include "net/http_client.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostBytes = std::size_t{256} * 1024;
constexpr int kOk = 200;

HttpClientOptions options_of(std::string ca_file) {
    HttpClientOptions options;
    options.connect_timeout = 2s;
    options.stall_timeout = 3s;
    options.max_idle_connections = 1;
    options.ca_file = std::move(ca_file);
    return options;
}

class HttpKeySource final : public KeySource {
public:
    HttpKeySource(boost::asio::any_io_executor executor, std::string url, std::string ca_file)
        : client_{std::move(executor), options_of(std::move(ca_file))}, url_{std::move(url)} {}

    Async<Result<std::string>> fetch() override {
        HttpRequest request{Method::Get, url_};
        request.timeout = 3s;
        request.headers.set("Accept", "application/json");
        auto response = CO_TRY(co_await client_.send(std::move(request)));
        if (response.status != kOk) {
            co_return fail(ErrorKind::Unavailable,
                           "the provider's keys: it answered " + std::to_string(response.status));
        }
        co_return co_await read_all(*response.body, kMostBytes);
    }

private:
    HttpClient client_;
    std::string url_;
};

}  // namespace

std::unique_ptr<KeySource> make_http_key_source(boost::asio::any_io_executor executor, std::string url,
                                                std::string ca_file) {
    return std::make_unique<HttpKeySource>(std::move(executor), std::move(url), std::move(ca_file));
}

}  // namespace acervo
