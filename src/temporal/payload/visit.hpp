#pragma once

#include <cstddef>
#include <functional>

#include "core/result.hpp"
#include "temporal/model/activation.hpp"
#include "temporal/model/completion.hpp"

namespace acervo::temporal {

using PayloadVisitor = std::function<Result<void>(Payload&)>;

/// Each payload except search attributes, in the order of the fields; stops at the first error.
Result<void> visit_payloads(Job& job, const PayloadVisitor& visitor);
Result<void> visit_payloads(Command& command, const PayloadVisitor& visitor);
Result<void> visit_payloads(Failure& failure, const PayloadVisitor& visitor);

/// Bytes of data and metadata of all payloads of a command, search attributes too.
std::size_t payload_bytes(const Command& command);
/// The same of a failure and its causes.
std::size_t payload_bytes(const Failure& failure);

}  // namespace acervo::temporal
