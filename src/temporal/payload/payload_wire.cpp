#include "temporal/payload/payload_wire.hpp"

#include <cstdint>
#include <optional>

namespace acervo::temporal {

namespace {

enum WireType : std::uint64_t { Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5 };

void append_varint(std::string& out, std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
    out += static_cast<char>(number);
}

void append_field(std::string& out, std::uint64_t number, std::string_view bytes) {
    append_varint(out, number << 3 | WireType::Delimited);
    append_varint(out, bytes.size());
    out += bytes;
}

/// Takes fields off the front of a message.
class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_{bytes} {}

    struct Part {
        std::uint64_t number;
        std::string_view bytes;
    };
    bool done() const noexcept { return rest_.empty(); }
    /// Empty for bytes that are no field; the bytes of a field that is not delimited are empty.
    std::optional<Part> next() {
        const auto tag = varint();
        if (!tag) return std::nullopt;
        const auto number = *tag >> 3;
        switch (*tag & 7) {
            case WireType::Varint:
                return varint() ? std::optional{Part{number, {}}} : std::nullopt;
            case WireType::Fixed64:
                return take(8) ? std::optional{Part{number, {}}} : std::nullopt;
            case WireType::Fixed32:
                return take(4) ? std::optional{Part{number, {}}} : std::nullopt;
            case WireType::Delimited:
                break;
            default:
                return std::nullopt;
        }
        const auto length = varint();
        const auto bytes = length ? take(*length) : std::nullopt;
        return bytes ? std::optional{Part{number, *bytes}} : std::nullopt;
    }

private:
    std::optional<std::uint64_t> varint() {
        std::uint64_t number = 0;
        for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
            const auto byte = static_cast<std::uint8_t>(rest_.front());
            rest_.remove_prefix(1);
            number |= std::uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80) return number;
        }
        return std::nullopt;
    }
    std::optional<std::string_view> take(std::uint64_t length) {
        if (length > rest_.size()) return std::nullopt;
        const auto bytes = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return bytes;
    }
    std::string_view rest_;
};

bool read_entry(std::string_view bytes, Payload& payload) {
    std::string_view key;
    std::string_view value;
    for (Reader reader{bytes}; !reader.done();) {
        const auto part = reader.next();
        if (!part) return false;
        if (part->number == 1) key = part->bytes;
        if (part->number == 2) value = part->bytes;
    }
    payload.metadata[std::string{key}] = value;
    return true;
}

}  // namespace

std::string to_wire(const Payload& payload) {
    std::string out;
    for (const auto& [key, value] : payload.metadata) {
        std::string entry;
        append_field(entry, 1, key);
        append_field(entry, 2, value);
        append_field(out, 1, entry);
    }
    if (!payload.data.empty()) append_field(out, 2, payload.data);
    return out;
}

Result<Payload> from_wire(std::string_view bytes) {
    Payload payload;
    for (Reader reader{bytes}; !reader.done();) {
        const auto part = reader.next();
        if (!part || (part->number == 1 && !read_entry(part->bytes, payload))) {
            return fail(ErrorKind::InvalidInput, "these bytes are no payload");
        }
        if (part->number == 2) payload.data = part->bytes;
    }
    return payload;
}

}  // namespace acervo::temporal
