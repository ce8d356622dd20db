#include "http/routes/idempotency_key.hpp"

#include "core/digest.hpp"

namespace acervo::http {

std::optional<IdempotencyKey> idempotency_key(const Request& request, const api::Operation& operation,
                                              const Caller& caller, std::string_view body) {
    const auto key = request.headers.find("Idempotency-Key");
    if (!key) return std::nullopt;
    // Paths and queries hold no control characters.
    auto told = request.path + '\n';
    for (const auto& [name, value] : request.query) told.append(name).append("\t").append(value).append("\n");
    told.append("\n").append(body);
    return IdempotencyKey{.owner = caller.principal.user,
                          .operation = std::string{operation.id},
                          .key = std::string{*key},
                          .request_hash = sha256_hex(told)};
}

}  // namespace acervo::http
