#include "temporal/payload/convert.hpp"

namespace acervo::temporal {

namespace {

std::unexpected<Error> other_encoding(std::string_view wanted, const Payload& payload) {
    return fail(ErrorKind::InvalidInput,
                "a payload of encoding " + std::string{wanted} + " was expected, not " +
                    (payload.encoding().empty() ? "one without encoding" : std::string{payload.encoding()}));
}

}  // namespace

Payload make_payload(std::string encoding, std::string data) {
    Payload payload;
    payload.metadata.emplace("encoding", std::move(encoding));
    payload.data = std::move(data);
    return payload;
}

Payload null_payload() { return make_payload("binary/null", {}); }
Payload json_payload(std::string text) { return make_payload("json/plain", std::move(text)); }

Payload text_payload(std::string_view text) {
    JsonWriter out;
    out.value(text);
    return json_payload(std::move(out).take());
}

Result<JsonDocument> parse_json(const Payload& payload) {
    // Other libraries write null in a way of its own.
    if (payload.encoding() == "binary/null") return JsonDocument::parse("null");
    if (payload.encoding() != "json/plain" && payload.encoding() != "json/protobuf") {
        return other_encoding("json/plain", payload);
    }
    return JsonDocument::parse(payload.data);
}

Result<Blob> decode_blob(const Payload& payload) {
    if (payload.encoding() == "binary/null") return Blob{};
    if (payload.encoding() != "binary/plain") return other_encoding("binary/plain", payload);
    return Blob{payload.data};
}

Payload encode_proto(const ProtoMessage& message) {
    const bool binary = message.form == ProtoMessage::Form::Binary;
    auto payload = make_payload(binary ? "binary/protobuf" : "json/protobuf", message.data);
    payload.metadata.emplace("messageType", message.type_name);
    return payload;
}

Result<ProtoMessage> decode_proto(const Payload& payload) {
    const bool binary = payload.encoding() == "binary/protobuf";
    if (!binary && payload.encoding() != "json/protobuf") return other_encoding("binary/protobuf", payload);
    ProtoMessage message;
    message.form = binary ? ProtoMessage::Form::Binary : ProtoMessage::Form::Json;
    if (const auto name = payload.metadata.find("messageType"); name != payload.metadata.end()) {
        message.type_name = name->second;
    }
    message.data = payload.data;
    return message;
}

}  // namespace acervo::temporal
