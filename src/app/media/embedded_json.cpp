#include "app/media/embedded_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace acervo {
namespace {

namespace json = boost::json;

void add(json::object& object, std::string_view name, const std::string& text) {
    if (!text.empty()) object[name] = text;
}

void add(json::object& object, std::string_view name, const std::vector<std::string>& texts) {
    if (!texts.empty()) object[name] = json::array(texts.begin(), texts.end());
}

template <class Number>
void add(json::object& object, std::string_view name, const std::optional<Number>& number) {
    if (number) object[name] = *number;
}

json::object object_of(const CameraSettings& camera) {
    json::object object;
    add(object, "make", camera.make);
    add(object, "model", camera.model);
    add(object, "lens", camera.lens);
    add(object, "iso", camera.iso);
    add(object, "exposure_time_s", camera.exposure_time_s);
    add(object, "f_number", camera.f_number);
    add(object, "focal_length_mm", camera.focal_length_mm);
    return object;
}

}  // namespace

std::string to_json(const EmbeddedMetadata& embedded) {
    json::object object;
    add(object, "title", embedded.title);
    add(object, "headline", embedded.headline);
    add(object, "caption", embedded.caption);
    add(object, "keywords", embedded.keywords);
    add(object, "creators", embedded.creators);
    add(object, "credit", embedded.credit);
    add(object, "source", embedded.source);
    add(object, "copyright", embedded.copyright);
    add(object, "usage_terms", embedded.usage_terms);
    add(object, "instructions", embedded.instructions);
    add(object, "job_id", embedded.job_id);
    add(object, "category", embedded.category);
    add(object, "genre", embedded.genre);
    add(object, "album", embedded.album);
    add(object, "language", embedded.language);
    add(object, "sublocation", embedded.sublocation);
    add(object, "city", embedded.city);
    add(object, "region", embedded.region);
    add(object, "country", embedded.country);
    add(object, "country_code", embedded.country_code);
    add(object, "captured_at", embedded.captured_at);
    if (embedded.position) {
        auto& gps = object["gps"].emplace_object();
        gps["latitude"] = embedded.position->latitude;
        gps["longitude"] = embedded.position->longitude;
        add(gps, "altitude_m", embedded.position->altitude_m);
    }
    if (auto camera = object_of(embedded.camera); !camera.empty()) object["camera"] = std::move(camera);
    add(object, "orientation", embedded.orientation);
    add(object, "rating", embedded.rating);
    add(object, "software", embedded.software);
    add(object, "color_profile", embedded.color_profile);
    return json::serialize(object);
}

}  // namespace acervo
