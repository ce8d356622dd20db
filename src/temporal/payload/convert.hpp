#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "core/result.hpp"
#include "temporal/model/payload.hpp"
#include "temporal/payload/blob.hpp"
#include "temporal/payload/json.hpp"

namespace acervo::temporal {

/// A value as one payload: `Blob` as binary/plain, `ProtoMessage` as (binary|json)/protobuf, an empty optional and
/// `monostate` as binary/null, a `Payload` as it is, everything else as json/plain (json.hpp).
/// InvalidInput for a number that JSON does not have.
template <class T>
Result<Payload> encode(const T& value);

/// And back. InvalidInput names the place: `$.clips[3].frames: a whole number of 64 bits was expected, not a text`.
template <class T>
Result<T> decode(const Payload& payload);

Payload make_payload(std::string encoding, std::string data);
Payload null_payload();
/// `json/plain`, also of a text that is written already.
Payload json_payload(std::string text);
/// A text as the server shows it beside commands and as search attributes carry it.
Payload text_payload(std::string_view text);

/// The JSON text of a payload; InvalidInput, with the encoding's name, for anything else.
Result<JsonDocument> parse_json(const Payload& payload);
Result<Blob> decode_blob(const Payload& payload);
Result<ProtoMessage> decode_proto(const Payload& payload);
Payload encode_proto(const ProtoMessage& message);

template <class T>
Result<Payload> encode(const T& value) {
    if constexpr (std::same_as<T, Payload>) {
        return value;
    } else if constexpr (std::same_as<T, Blob>) {
        return make_payload("binary/plain", value.data);
    } else if constexpr (std::same_as<T, ProtoMessage>) {
        return encode_proto(value);
    } else if constexpr (std::same_as<T, std::monostate>) {
        return null_payload();
    } else {
        if constexpr (json::IsOptional<T>::value) {
            if (!value) return null_payload();
        }
        JsonWriter out;
        json::write(out, value);
        if (out.faulty()) return fail(ErrorKind::InvalidInput, "JSON has neither NaN nor infinity");
        return json_payload(std::move(out).take());
    }
}

template <class T>
Result<T> decode(const Payload& payload) {
    if constexpr (std::same_as<T, Payload>) {
        return payload;
    } else if constexpr (std::same_as<T, Blob>) {
        return decode_blob(payload);
    } else if constexpr (std::same_as<T, ProtoMessage>) {
        return decode_proto(payload);
    } else if constexpr (std::same_as<T, std::monostate>) {
        return std::monostate{};
    } else {
        if constexpr (json::IsOptional<T>::value) {
            if (payload.encoding() == "binary/null") return T{};
        }
        auto document = parse_json(payload);
        if (!document) return fail(std::move(document).error());
        T value{};
        if (auto read = json::read(document->root(), value, json::Path{}); !read) return fail(std::move(read).error());
        return value;
    }
}

}  // namespace acervo::temporal
