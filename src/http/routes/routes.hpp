#pragma once

#include "app/catalogue/catalogue.hpp"
#include "app/identity/identity.hpp"
#include "app/playback/playback.hpp"
#include "app/uploads/uploads.hpp"
#include "app/webhooks/webhooks.hpp"
#include "core/cpu_pool.hpp"
#include "http/router/router.hpp"
#include "http/routes/event_stream.hpp"

namespace acervo::http {

/// The operations of the contract, by resource. Everything given must outlive the router. `documents` decodes bodies
/// that would hold a thread for longer than a millisecond.
void add_session_routes(Router& router, Identity& identity);
void add_token_routes(Router& router, Identity& identity);
void add_password_reset_routes(Router& router, Identity& identity);
void add_upload_routes(Router& router, Identity& identity, Uploads& uploads, CpuPool& documents);
void add_asset_routes(Router& router, Identity& identity, Catalogue& catalogue);
void add_collection_routes(Router& router, Identity& identity, Database& database);
void add_audit_routes(Router& router, Identity& identity, Database& database);
void add_trash_routes(Router& router, Identity& identity, Catalogue& catalogue);
void add_spreadsheet_routes(Router& router, Identity& identity, Catalogue& catalogue);
void add_version_routes(Router& router, Identity& identity, Catalogue& catalogue, Uploads& uploads);
void add_rendition_routes(Router& router, Identity& identity, Catalogue& catalogue);
void add_playback_routes(Router& router, Identity& identity, Playback& playback);
void add_processing_routes(Router& router, Identity& identity, Catalogue& catalogue);
void add_relation_routes(Router& router, Identity& identity, Database& database);
void add_job_routes(Router& router, Identity& identity, Database& database, CpuPool& documents);
void add_metadata_routes(Router& router, Identity& identity, Database& database);
void add_webhook_routes(Router& router, Identity& identity, Webhooks& webhooks);
void add_event_routes(Router& router, EventSources sources);
void add_people_routes(Router& router, Identity& identity);

}  // namespace acervo::http
