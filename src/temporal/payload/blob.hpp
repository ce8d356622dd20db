#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace acervo::temporal {

/// Bytes that are no text. Alone they travel as `binary/plain`, inside a struct as base64.
struct Blob {
    std::string data;
    friend bool operator==(const Blob&, const Blob&) = default;
};

/// A protobuf message that was serialised elsewhere: `binary/protobuf`, or `json/protobuf` for its JSON form. This
/// library carries it and does not look inside.
struct ProtoMessage {
    enum class Form { Binary, Json };

    /// Full name: `acme.media.v1.Clip`.
    std::string type_name;
    std::string data;
    Form form = Form::Binary;
    friend bool operator==(const ProtoMessage&, const ProtoMessage&) = default;
};

/// RFC 4648 §4, with padding.
std::string to_base64(const Blob& blob);
Result<Blob> from_base64(std::string_view text);

}  // namespace acervo::temporal
