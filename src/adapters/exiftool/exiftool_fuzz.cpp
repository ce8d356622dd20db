#include <boost/json/parse.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "adapters/exiftool/exiftool.hpp"
#include "core/utf8.hpp"

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

void check_text(const std::string& text, std::size_t most) {
    const auto length = acervo::valid_code_points(text);
    must(length && *length <= most);
    must(!text.starts_with(' ') && !text.ends_with(' ') && text.find('\0') == std::string::npos);
}

}  // namespace

// Whatever ExifTool writes about whatever file, what is kept is small, valid and plain.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto reading = acervo::reading_from_exiftool({reinterpret_cast<const char*>(data), size});  // NOLINT
    if (!reading) return 0;
    must(reading->raw.size() <= 256UL * 1024 && acervo::is_utf8(reading->raw));
    must(boost::json::parse(reading->raw).is_object());
    const auto said = acervo::embedded_metadata(reading->values);
    for (const auto* text :
         {&said.title, &said.headline, &said.credit, &said.copyright, &said.city, &said.camera.make}) {
        check_text(*text, 1'000);
    }
    check_text(said.caption, 10'000);
    must(said.keywords.size() <= 500 && said.creators.size() <= 50);
    for (const auto& word : said.keywords) check_text(word, 100);
    must(said.captured_at.empty() || said.captured_at.size() >= 10);
    if (said.position) must(said.position->latitude >= -90 && said.position->latitude <= 90);
    return 0;
}
