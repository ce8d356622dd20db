// Made from api/openapi.yaml by tools/gen_api.py. Do not edit.
#pragma once

#include <string>

namespace acervo::http::api {

/// api/openapi.yaml as JSON.
std::string openapi_document();

}  // namespace acervo::http::api
