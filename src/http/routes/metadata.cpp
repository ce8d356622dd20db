#include "app/metadata/metadata_schemas.hpp"
#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"
#include "http/generated/parameters.hpp"
#include "http/routes/answers.hpp"
#include "http/routes/routes.hpp"

namespace acervo::http {
namespace {

std::vector<FieldLabel> labels_from(const std::optional<std::vector<api::FieldLabel>>& given) {
    std::vector<FieldLabel> labels;
    if (!given) return labels;
    for (const auto& label : *given) labels.push_back({.language = label.language, .text = label.text});
    return labels;
}

std::optional<std::vector<api::FieldLabel>> labels_of(const std::vector<FieldLabel>& labels) {
    if (labels.empty()) return std::nullopt;
    std::vector<api::FieldLabel> views;
    for (const auto& label : labels) views.push_back({.language = label.language, .text = label.text});
    return views;
}

Field field_from(const api::Field& given) {
    Field field{.name = given.name,
                .type = given.type,
                .list = given.list,
                .required = given.required,
                .labels = labels_from(given.labels),
                .min_length = given.min_length,
                .max_length = given.max_length,
                .minimum = given.minimum,
                .maximum = given.maximum,
                .max_items = given.max_items};
    if (!given.choices) return field;
    for (const auto& choice : *given.choices) {
        field.choices.push_back({.value = choice.value, .labels = labels_from(choice.labels)});
    }
    return field;
}

api::Field view_of(const Field& field) {
    api::Field view{.name = field.name,
                    .type = field.type,
                    .list = field.list,
                    .required = field.required,
                    .labels = labels_of(field.labels),
                    .min_length = field.min_length,
                    .max_length = field.max_length,
                    .minimum = field.minimum,
                    .maximum = field.maximum,
                    .max_items = field.max_items,
                    .choices = std::nullopt};
    if (field.choices.empty()) return view;
    auto& choices = view.choices.emplace();
    for (const auto& choice : field.choices) {
        choices.push_back({.value = choice.value, .labels = labels_of(choice.labels)});
    }
    return view;
}

std::vector<Field> fields_from(const std::vector<api::Field>& given) {
    std::vector<Field> fields;
    for (const auto& one : given) fields.push_back(field_from(one));
    return fields;
}

Response schema_answer(const Result<MetadataSchema>& schema, AssetType type) {
    return answer(schema, [type](const MetadataSchema& found) {
        api::MetadataSchema view{.asset_type = type, .revision = found.revision, .fields = std::nullopt};
        if (!found.fields) return view;
        auto& fields = view.fields.emplace();
        for (const auto& field : *found.fields) fields.push_back(view_of(field));
        return view;
    });
}

api::SchemaImpact impact_view(const SchemaImpact& impact) {
    api::SchemaImpact view{.assets = impact.assets, .breaking = impact.breaking, .examples = {}};
    for (const auto& asset : impact.examples) {
        api::BreakingAsset example{.asset_id = asset.id, .title = asset.title, .errors = {}};
        for (const auto& fault : asset.faults) {
            example.errors.push_back({.pointer = fault.pointer, .detail = fault.detail});
        }
        view.examples.push_back(std::move(example));
    }
    return view;
}

Async<Response> get_schema_route(Database& database, Request request, Caller /*caller*/) {
    const auto asked = api::decode_get_metadata_schema_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto type = asked->asset_type;
    co_return schema_answer(co_await show_metadata_schema(database, type), type);
}

Async<Response> put_schema_route(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_put_metadata_schema_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto body = co_await read_body(request, api::kPutMetadataSchema, api::decode_put_metadata_schema);
    if (!body) co_return problem(body.error());
    SchemaOrder order{.type = asked->asset_type,
                      .fields = fields_from(body->fields),
                      .after = body->after,
                      .accept_breaking = body->accept_breaking};
    const auto type = asked->asset_type;
    co_return schema_answer(co_await change_metadata_schema(database, std::move(caller), std::move(order)), type);
}

Async<Response> preview_schema_route(Database& database, Request request, Caller /*caller*/) {
    const auto asked = api::decode_preview_metadata_schema_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto body = co_await read_body(request, api::kPreviewMetadataSchema, api::decode_preview_metadata_schema);
    if (!body) co_return problem(body.error());
    auto fields = fields_from(body->fields);
    co_return answer(co_await preview_metadata_schema(database, asked->asset_type, std::move(fields)), impact_view);
}

}  // namespace

void add_metadata_routes(Router& router, Identity& identity, Database& database) {
    const auto add = routes_on(router, identity, database);
    add(api::kGetMetadataSchema, get_schema_route);
    add(api::kPutMetadataSchema, put_schema_route);
    add(api::kPreviewMetadataSchema, preview_schema_route);
}

}  // namespace acervo::http
