#include "adapters/webhook/http_webhook_sender.hpp"

#include "core/byte_source.hpp"
#include "net/http_client.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;

HttpClientOptions options_of(NetworkList allowed) {
    HttpClientOptions options;
    options.connect_timeout = 5s;
    options.stall_timeout = 10s;
    options.max_idle_connections = 1;
    options.max_header_bytes = std::size_t{16} * 1024;
    options.may_connect = [allowed = std::move(allowed)](const boost::asio::ip::address& address) {
        return is_public(address) || allowed.contains(address);
    };
    return options;
}

class HttpWebhookSender final : public WebhookSender {
public:
    HttpWebhookSender(boost::asio::any_io_executor executor, NetworkList allowed)
        : client_{std::move(executor), options_of(std::move(allowed))} {}

    Async<Result<int>> send(WebhookCall call) override {
        HttpRequest request{Method::Post, std::move(call.url)};
        request.timeout = 10s;
        request.headers.set("Content-Type", "application/json");
        request.headers.set("webhook-id", std::move(call.id));
        request.headers.set("webhook-timestamp", std::move(call.timestamp));
        request.headers.set("webhook-signature", std::move(call.signature));
        request.body = std::make_unique<StringSource>(std::move(call.body));
        // Nobody wants its body: it is dropped, and the connection with it unless it was short.
        const auto response = CO_TRY(co_await client_.send(std::move(request)));
        co_return response.status;
    }

private:
    HttpClient client_;
};

}  // namespace

std::unique_ptr<WebhookSender> make_http_webhook_sender(boost::asio::any_io_executor executor, NetworkList allowed) {
    return std::make_unique<HttpWebhookSender>(std::move(executor), std::move(allowed));
}

}  // namespace acervo
