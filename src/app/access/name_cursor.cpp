#include "app/access/name_cursor.hpp"

#include "core/encoding.hpp"

namespace acervo {
namespace {

constexpr std::size_t kIdCharacters = 36;

}  // namespace

std::string write_name_cursor(const NamePosition& position) {
    return to_base64url(bytes_of(position.id.to_string() + position.name));
}

Result<NamePosition> read_name_cursor(std::string_view cursor) {
    const auto bytes = from_base64url(cursor);
    const std::string text = bytes ? std::string{bytes->begin(), bytes->end()} : std::string{};
    const auto id = Uuid::parse(std::string_view{text}.substr(0, kIdCharacters));
    if (!id) return fail(ErrorKind::InvalidInput, "the cursor is not one that a listing gave");
    return NamePosition{.name = text.substr(kIdCharacters), .id = *id};
}

Result<std::optional<NamePosition>> read_name_cursor(const std::optional<std::string>& cursor) {
    if (!cursor) return std::nullopt;
    auto position = read_name_cursor(std::string_view{*cursor});
    if (!position) return fail(std::move(position).error());
    return *std::move(position);
}

}  // namespace acervo
