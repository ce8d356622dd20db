#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "net/network_list.hpp"
#include "ports/webhook_sender.hpp"

namespace acervo {

/// By HTTP, at public addresses (`is_public`) and those of `allowed`. What a name stands for is asked for once, and
/// that very address is called: who answers with another one the next time gains nothing. Follows no redirect.
std::unique_ptr<WebhookSender> make_http_webhook_sender(boost::asio::any_io_executor executor, NetworkList allowed);

}  // namespace acervo
