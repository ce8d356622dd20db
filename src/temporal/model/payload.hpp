#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace acervo::temporal {

/// One value as the server stores it: bytes, and what they are. Source: temporal.api.common.v1.Payload.
///
/// `metadata["encoding"]` names the encoding: `json/plain`, `binary/plain`, `binary/null`, `json/protobuf`,
/// `binary/protobuf`, or `binary/encrypted` once a codec went over it.
struct Payload {
    std::map<std::string, std::string> metadata;
    std::string data;

    /// The encoding, or an empty text where none is written.
    std::string_view encoding() const noexcept {
        const auto found = metadata.find("encoding");
        return found == metadata.end() ? std::string_view{} : std::string_view{found->second};
    }
    friend bool operator==(const Payload&, const Payload&) = default;
};

/// The arguments of a call, in order.
using Payloads = std::vector<Payload>;
/// Named values: headers, memo, search attributes. Ordered, for commands are made from it.
using PayloadMap = std::map<std::string, Payload>;

}  // namespace acervo::temporal
