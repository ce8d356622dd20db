#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "temporal/model/payload.hpp"

namespace acervo::temporal {

/// A payload in the wire form of temporal.api.common.v1.Payload (https://protobuf.dev/programming-guides/encoding/):
/// field 1 is the map of metadata, field 2 the data. Written by hand, for two fields need no library; it is what other
/// languages' codecs encrypt, so that each can read the other's payloads.
std::string to_wire(const Payload& payload);
/// InvalidInput for bytes that are no such message. Fields that are not known are skipped.
Result<Payload> from_wire(std::string_view bytes);

}  // namespace acervo::temporal
