// Made from api/openapi.yaml by tools/gen_api.py. Do not edit.
#include "http/generated/encode.hpp"

#include "http/json/write.hpp"

namespace acervo::http::api {
namespace {

void append(std::string& out, const SignIn& value) {
    out += R"({"login":)";
    json::append_text(out, value.login);
    out += R"(,"password":)";
    json::append_text(out, value.password);
    out += '}';
}

void append(std::string& out, const User& value) {
    out += R"({"user_id":)";
    json::append_uuid(out, value.user_id);
    out += R"(,"username":)";
    json::append_text(out, value.username);
    out += R"(,"display_name":)";
    json::append_text(out, value.display_name);
    out += R"(,"role":)";
    json::append_text(out, name_of(value.role));
    if (value.email) {
        out += R"(,"email":)";
        json::append_text(out, *value.email);
    }
    out += '}';
}

void append(std::string& out, const Session& value) {
    out += R"({"access_token":)";
    json::append_text(out, value.access_token);
    out += R"(,"token_type":)";
    json::append_text(out, name_of(value.token_type));
    out += R"(,"expires_in":)";
    json::append_integer(out, value.expires_in);
    out += R"(,"user":)";
    append(out, value.user);
    out += '}';
}

void append(std::string& out, const RefreshTokens& value) {
    out += R"({"refresh_token":)";
    json::append_text(out, value.refresh_token);
    out += '}';
}

void append(std::string& out, const Tokens& value) {
    out += R"({"access_token":)";
    json::append_text(out, value.access_token);
    out += R"(,"token_type":)";
    json::append_text(out, name_of(value.token_type));
    out += R"(,"expires_in":)";
    json::append_integer(out, value.expires_in);
    out += R"(,"refresh_token":)";
    json::append_text(out, value.refresh_token);
    out += R"(,"refresh_expires_in":)";
    json::append_integer(out, value.refresh_expires_in);
    out += R"(,"user":)";
    append(out, value.user);
    out += '}';
}

void append(std::string& out, const PasswordReset& value) {
    out += R"({"token":)";
    json::append_text(out, value.token);
    out += R"(,"expires_at":)";
    json::append_timestamp(out, value.expires_at);
    out += '}';
}

void append(std::string& out, const ResetPassword& value) {
    out += R"({"token":)";
    json::append_text(out, value.token);
    out += R"(,"password":)";
    json::append_text(out, value.password);
    out += '}';
}

void append(std::string& out, const AskPasswordReset& value) {
    out += R"({"login":)";
    json::append_text(out, value.login);
    if (value.language) {
        out += R"(,"language":)";
        json::append_text(out, name_of(*value.language));
    }
    out += '}';
}

void append(std::string& out, const MailPasswordReset& value) {
    char separator = '{';
    if (value.language) {
        out += separator;
        separator = ',';
        out += R"("language":)";
        json::append_text(out, name_of(*value.language));
    }
    out += separator == '{' ? "{}" : "}";
}

void append(std::string& out, const CollectionView& value) {
    out += R"({"collection_id":)";
    json::append_uuid(out, value.collection_id);
    out += R"(,"name":)";
    json::append_text(out, value.name);
    out += R"(,"rights":)";
    out += '[';
    for (const auto& element : value.rights) {
        if (&element != &(value.rights).front()) out += ',';
        json::append_text(out, name_of(element));
    }
    out += ']';
    out += R"(,"created_by":)";
    json::append_uuid(out, value.created_by);
    out += R"(,"created_at":)";
    json::append_timestamp(out, value.created_at);
    if (value.parent_id) {
        out += R"(,"parent_id":)";
        json::append_uuid(out, *value.parent_id);
    }
    if (value.inbox_of) {
        out += R"(,"inbox_of":)";
        json::append_uuid(out, *value.inbox_of);
    }
    out += '}';
}

void append(std::string& out, const CollectionPage& value) {
    out += R"({"collections":)";
    out += '[';
    for (const auto& element : value.collections) {
        if (&element != &(value.collections).front()) out += ',';
        append(out, element);
    }
    out += ']';
    if (value.next) {
        out += R"(,"next":)";
        json::append_text(out, *value.next);
    }
    out += '}';
}

void append(std::string& out, const CreateCollection& value) {
    out += R"({"name":)";
    json::append_text(out, value.name);
    if (value.parent_id) {
        out += R"(,"parent_id":)";
        json::append_uuid(out, *value.parent_id);
    }
    out += '}';
}

void append(std::string& out, const UpdateCollection& value) {
    out += R"({"top_level":)";
    json::append_boolean(out, value.top_level);
    if (value.name) {
        out += R"(,"name":)";
        json::append_text(out, *value.name);
    }
    if (value.parent_id) {
        out += R"(,"parent_id":)";
        json::append_uuid(out, *value.parent_id);
    }
    out += '}';
}

void append(std::string& out, const Grant& value) {
    out += R"({"name":)";
    json::append_text(out, value.name);
    out += R"(,"rights":)";
    out += '[';
    for (const auto& element : value.rights) {
        if (&element != &(value.rights).front()) out += ',';
        json::append_text(out, name_of(element));
    }
    out += ']';
    if (value.user_id) {
        out += R"(,"user_id":)";
        json::append_uuid(out, *value.user_id);
    }
    if (value.group_id) {
        out += R"(,"group_id":)";
        json::append_uuid(out, *value.group_id);
    }
    out += '}';
}

void append(std::string& out, const GrantList& value) {
    out += R"({"grants":)";
    out += '[';
    for (const auto& element : value.grants) {
        if (&element != &(value.grants).front()) out += ',';
        append(out, element);
    }
    out += ']';
    out += '}';
}

void append(std::string& out, const PutGrant& value) {
    out += R"({"rights":)";
    out += '[';
    for (const auto& element : value.rights) {
        if (&element != &(value.rights).front()) out += ',';
        json::append_text(out, name_of(element));
    }
    out += ']';
    out += '}';
}

void append(std::string& out, const Group& value) {
    out += R"({"group_id":)";
    json::append_uuid(out, value.group_id);
    out += R"(,"name":)";
    json::append_text(out, value.name);
    out += R"(,"created_at":)";
    json::append_timestamp(out, value.created_at);
    out += '}';
}

void append(std::string& out, const GroupPage& value) {
    out += R"({"groups":)";
    out += '[';
    for (const auto& element : value.groups) {
        if (&element != &(value.groups).front()) out += ',';
        append(out, element);
    }
    out += ']';
    if (value.next) {
        out += R"(,"next":)";
        json::append_text(out, *value.next);
    }
    out += '}';
}

void append(std::string& out, const CreateGroup& value) {
    out += R"({"name":)";
    json::append_text(out, value.name);
    out += '}';
}

void append(std::string& out, const UserView& value) {
    out += R"({"user_id":)";
    json::append_uuid(out, value.user_id);
    out += R"(,"username":)";
    json::append_text(out, value.username);
    out += R"(,"display_name":)";
    json::append_text(out, value.display_name);
    out += R"(,"role":)";
    json::append_text(out, name_of(value.role));
    out += R"(,"disabled":)";
    json::append_boolean(out, value.disabled);
    out += R"(,"created_at":)";
    json::append_timestamp(out, value.created_at);
    if (value.email) {
        out += R"(,"email":)";
        json::append_text(out, *value.email);
    }
    out += '}';
}

void append(std::string& out, const UserPage& value) {
    out += R"({"users":)";
    out += '[';
    for (const auto& element : value.users) {
        if (&element != &(value.users).front()) out += ',';
        append(out, element);
    }
    out += ']';
    if (value.next) {
        out += R"(,"next":)";
        json::append_text(out, *value.next);
    }
    out += '}';
}

void append(std::string& out, const UserList& value) {
    out += R"({"users":)";
    out += '[';
    for (const auto& element : value.users) {
        if (&element != &(value.users).front()) out += ',';
        append(out, element);
    }
    out += ']';
    out += '}';
}

void append(std::string& out, const CreateUser& value) {
    out += R"({"username":)";
    json::append_text(out, value.username);
    out += R"(,"role":)";
    json::append_text(out, name_of(value.role));
    if (value.display_name) {
        out += R"(,"display_name":)";
        json::append_text(out, *value.display_name);
    }
    if (value.email) {
        out += R"(,"email":)";
        json::append_text(out, *value.email);
    }
    if (value.password) {
        out += R"(,"password":)";
        json::append_text(out, *value.password);
    }
    out += '}';
}

void append(std::string& out, const UpdateUser& value) {
    char separator = '{';
    if (value.display_name) {
        out += separator;
        separator = ',';
        out += R"("display_name":)";
        json::append_text(out, *value.display_name);
    }
    if (value.email) {
        out += separator;
        separator = ',';
        out += R"("email":)";
        json::append_text(out, *value.email);
    }
    if (value.role) {
        out += separator;
        separator = ',';
        out += R"("role":)";
        json::append_text(out, name_of(*value.role));
    }
    if (value.disabled) {
        out += separator;
        separator = ',';
        out += R"("disabled":)";
        json::append_boolean(out, *value.disabled);
    }
    if (value.password) {
        out += separator;
        separator = ',';
        out += R"("password":)";
        json::append_text(out, *value.password);
    }
    out += separator == '{' ? "{}" : "}";
}

void append(std::string& out, const Key& value) {
    out += R"({"key_id":)";
    json::append_uuid(out, value.key_id);
    out += R"(,"name":)";
    json::append_text(out, value.name);
    out += R"(,"scopes":)";
    out += '[';
    for (const auto& element : value.scopes) {
        if (&element != &(value.scopes).front()) out += ',';
        json::append_text(out, name_of(element));
    }
    out += ']';
    out += R"(,"created_by":)";
    json::append_uuid(out, value.created_by);
    out += R"(,"created_at":)";
    json::append_timestamp(out, value.created_at);
    if (value.expires_at) {
        out += R"(,"expires_at":)";
        json::append_timestamp(out, *value.expires_at);
    }
    if (value.last_used_at) {
        out += R"(,"last_used_at":)";
        json::append_timestamp(out, *value.last_used_at);
    }
    if (value.revoked_at) {
        out += R"(,"revoked_at":)";
        json::append_timestamp(out, *value.revoked_at);
    }
    out += '}';
}

void append(std::string& out, const KeyList& value) {
    out += R"({"keys":)";
    out += '[';
    for (const auto& element : value.keys) {
        if (&element != &(value.keys).front()) out += ',';
        append(out, element);
    }
    out += ']';
    out += '}';
}

void append(std::string& out, const CreateKey& value) {
    out += R"({"name":)";
    json::append_text(out, value.name);
    out += R"(,"scopes":)";
    out += '[';
    for (const auto& element : value.scopes) {
        if (&element != &(value.scopes).front()) out += ',';
        json::append_text(out, name_of(element));
    }
    out += ']';
    if (value.expires_at) {
        out += R"(,"expires_at":)";
        json::append_timestamp(out, *value.expires_at);
    }
    out += '}';
}

void append(std::string& out, const CreatedKey& value) {
    out += R"({"key":)";
    append(out, value.key);
    out += R"(,"token":)";
    json::append_text(out, value.token);
    out += '}';
}

void append(std::string& out, const WebhookView& value) {
    out += R"({"webhook_id":)";
    json::append_uuid(out, value.webhook_id);
    out += R"(,"url":)";
    json::append_text(out, value.url);
    out += R"(,"enabled":)";
    json::append_boolean(out, value.enabled);
    out += R"(,"after":)";
    json::append_integer(out, value.after);
    out += R"(,"attempts":)";
    json::append_integer(out, value.attempts);
    out += R"(,"created_by":)";
    json::append_uuid(out, value.created_by);
    out += R"(,"created_at":)";
    json::append_timestamp(out, value.created_at);
    if (value.type) {
        out += R"(,"type":)";
        json::append_text(out, *value.type);
    }
    if (value.description) {
        out += R"(,"description":)";
        json::append_text(out, *value.description);
    }
    if (value.disabled_reason) {
        out += R"(,"disabled_reason":)";
        json::append_text(out, *value.disabled_reason);
    }
    if (value.failing_since) {
        out += R"(,"failing_since":)";
        json::append_timestamp(out, *value.failing_since);
    }
    if (value.next_try_at) {
        out += R"(,"next_try_at":)";
        json::append_timestamp(out, *value.next_try_at);
    }
    out += '}';
}

void append(std::string& out, const WebhookList& value) {
    out += R"({"webhooks":)";
    out += '[';
    for (const auto& element : value.webhooks) {
        if (&element != &(value.webhooks).front()) out += ',';
        append(out, element);
    }
    out += ']';
    out += '}';
}

void append(std::string& out, const CreateWebhook& value) {
    out += R"({"url":)";
    json::append_text(out, value.url);
    if (value.type) {
        out += R"(,"type":)";
        json::append_text(out, *value.type);
    }
    if (value.description) {
        out += R"(,"description":)";
        json::append_text(out, *value.description);
    }
    out += '}';
}

void append(std::string& out, const UpdateWebhook& value) {
    char separator = '{';
    if (value.url) {
        out += separator;
        separator = ',';
        out += R"("url":)";
        json::append_text(out, *value.url);
    }
    if (value.enabled) {
        out += separator;
        separator = ',';
        out += R"("enabled":)";
        json::append_boolean(out, *value.enabled);
    }
    out += separator == '{' ? "{}" : "}";
}

void append(std::string& out, const ReplayWebhook& value) {
    out += R"({"after":)";
    json::append_integer(out, value.after);
    out += '}';
}

void append(std::string& out, const CreatedWebhook& value) {
    out += R"({"webhook":)";
    append(out, value.webhook);
    out += R"(,"secret":)";
    json::append_text(out, value.secret);
    out += '}';
}

void append(std::string& out, const WebhookDelivery& value) {
    out += R"({"delivery_id":)";
    json::append_integer(out, value.delivery_id);
    out += R"(,"sequence":)";
    json::append_integer(out, value.sequence);
    out += R"(,"type":)";
    json::append_text(out, value.type);
    out += R"(,"asset_id":)";
    json::append_uuid(out, value.asset_id);
    out += R"(,"attempted_at":)";
    json::append_timestamp(out, value.attempted_at);
    out += R"(,"duration_ms":)";
    json::append_integer(out, value.duration_ms);
    if (value.status_code) {
        out += R"(,"status_code":)";
        json::append_integer(out, *value.status_code);
    }
    if (value.error) {
        out += R"(,"error":)";
        json::append_text(out, *value.error);
    }
    out += '}';
}

void append(std::string& out, const WebhookDeliveryPage& value) {
    out += R"({"deliveries":)";
    out += '[';
    for (const auto& element : value.deliveries) {
        if (&element != &(value.deliveries).front()) out += ',';
        append(out, element);
    }
    out += ']';
    if (value.next) {
        out += R"(,"next":)";
        json::append_integer(out, *value.next);
    }
    out += '}';
}

void append(std::string& out, const AuditEntry& value) {
    out += R"({"audit_id":)";
    json::append_integer(out, value.audit_id);
    out += R"(,"action":)";
    json::append_text(out, value.action);
    out += R"(,"object_type":)";
    json::append_text(out, value.object_type);
    out += R"(,"object_id":)";
    json::append_text(out, value.object_id);
    out += R"(,"request_id":)";
    json::append_text(out, value.request_id);
    out += R"(,"details":)";
    json::append_text(out, value.details);
    out += R"(,"created_at":)";
    json::append_timestamp(out, value.created_at);
    if (value.actor_id) {
        out += R"(,"actor_id":)";
        json::append_uuid(out, *value.actor_id);
    }
    out += '}';
}

void append(std::string& out, const AuditPage& value) {
    out += R"({"entries":)";
    out += '[';
    for (const auto& element : value.entries) {
        if (&element != &(value.entries).front()) out += ',';
        append(out, element);
    }
    out += ']';
    if (value.next) {
        out += R"(,"next":)";
        json::append_integer(out, *value.next);
    }
    out += '}';
}

void append(std::string& out, const OpenUpload& value) {
    out += R"({"filename":)";
    json::append_text(out, value.filename);
    out += R"(,"size":)";
    json::append_integer(out, value.size);
    out += R"(,"mime_type":)";
    json::append_text(out, value.mime_type);
    out += R"(,"priority":)";
    json::append_text(out, name_of(value.priority));
    if (value.title) {
        out += R"(,"title":)";
        json::append_text(out, *value.title);
    }
    if (value.description) {
        out += R"(,"description":)";
        json::append_text(out, *value.description);
    }
    if (value.external_id) {
        out += R"(,"external_id":)";
        json::append_text(out, *value.external_id);
    }
    if (value.sha256) {
        out += R"(,"sha256":)";
        json::append_text(out, *value.sha256);
    }
    if (value.collection_id) {
        out += R"(,"collection_id":)";
        json::append_uuid(out, *value.collection_id);
    }
    if (value.force) {
        out += R"(,"force":)";
        json::append_boolean(out, *value.force);
    }
    out += '}';
}

void append(std::string& out, const OpenVersion& value) {
    out += R"({"filename":)";
    json::append_text(out, value.filename);
    out += R"(,"size":)";
    json::append_integer(out, value.size);
    out += R"(,"mime_type":)";
    json::append_text(out, value.mime_type);
    if (value.sha256) {
        out += R"(,"sha256":)";
        json::append_text(out, *value.sha256);
    }
    if (value.force) {
        out += R"(,"force":)";
        json::append_boolean(out, *value.force);
    }
    out += '}';
}

void append(std::string& out, const Version& value) {
    out += R"({"version_number":)";
    json::append_integer(out, value.version_number);
    out += R"(,"current":)";
    json::append_boolean(out, value.current);
    out += R"(,"filename":)";
    json::append_text(out, value.filename);
    out += R"(,"mime_type":)";
    json::append_text(out, value.mime_type);
    out += R"(,"size":)";
    json::append_integer(out, value.size);
    out += R"(,"created_by":)";
    json::append_uuid(out, value.created_by);
    out += R"(,"created_at":)";
    json::append_timestamp(out, value.created_at);
    if (value.sha256) {
        out += R"(,"sha256":)";
        json::append_text(out, *value.sha256);
    }
    out += '}';
}

void append(std::string& out, const VersionPage& value) {
    out += R"({"versions":)";
    out += '[';
    for (const auto& element : value.versions) {
        if (&element != &(value.versions).front()) out += ',';
        append(out, element);
    }
    out += ']';
    if (value.next) {
        out += R"(,"next":)";
        json::append_integer(out, *value.next);
    }
    out += '}';
}

void append(std::string& out, const RenditionView& value) {
    out += R"({"rendition_id":)";
    json::append_uuid(out, value.rendition_id);
    out += R"(,"profile_name":)";
    json::append_text(out, value.profile_name);
    out += R"(,"profile_version":)";
    json::append_integer(out, value.profile_version);
    out += R"(,"revision":)";
    json::append_integer(out, value.revision);
    out += R"(,"status":)";
    json::append_text(out, name_of(value.status));
    out += R"(,"active":)";
    json::append_boolean(out, value.active);
    out += R"(,"of_present_master":)";
    json::append_boolean(out, value.of_present_master);
    out += R"(,"created_at":)";
    json::append_timestamp(out, value.created_at);
    if (value.mime_type) {
        out += R"(,"mime_type":)";
        json::append_text(out, *value.mime_type);
    }
    if (value.size) {
        out += R"(,"size":)";
        json::append_integer(out, *value.size);
    }
    if (value.width) {
        out += R"(,"width":)";
        json::append_integer(out, *value.width);
    }
    if (value.height) {
        out += R"(,"height":)";
        json::append_integer(out, *value.height);
    }
    if (value.duration_ms) {
        out += R"(,"duration_ms":)";
        json::append_integer(out, *value.duration_ms);
    }
    if (value.bitrate_kbps) {
        out += R"(,"bitrate_kbps":)";
        json::append_integer(out, *value.bitrate_kbps);
    }
    if (value.first_frame) {
        out += R"(,"first_frame":)";
        json::append_integer(out, *value.first_frame);
    }
    if (value.end_frame) {
        out += R"(,"end_frame":)";
        json::append_integer(out, *value.end_frame);
    }
    if (value.progress_percent) {
        out += R"(,"progress_percent":)";
        json::append_integer(out, *value.progress_percent);
    }
    if (value.failure_reason) {
        out += R"(,"failure_reason":)";
        json::append_text(out, *value.failure_reason);
    }
    if (value.expires_at) {
        out += R"(,"expires_at":)";
        json::append_timestamp(out, *value.expires_at);
    }
    if (value.url) {
        out += R"(,"url":)";
        json::append_text(out, *value.url);
    }
    if (value.url_expires_at) {
        out += R"(,"url_expires_at":)";
        json::append_timestamp(out, *value.url_expires_at);
    }
    out += '}';
}

void append(std::string& out, const FrameRange& value) {
    out += R"({"first_frame":)";
    json::append_integer(out, value.first_frame);
    out += R"(,"end_frame":)";
    json::append_integer(out, value.end_frame);
    out += '}';
}

void append(std::string& out, const OrderRendition& value) {
    out += R"({"profile_name":)";
    json::append_text(out, value.profile_name);
    if (value.part) {
        out += R"(,"part":)";
        append(out, *value.part);
    }
    out += '}';
}

void append(std::string& out, const RenditionPage& value) {
    out += R"({"renditions":)";
    out += '[';
    for (const auto& element : value.renditions) {
        if (&element != &(value.renditions).front()) out += ',';
        append(out, element);
    }
    out += ']';
    if (value.next) {
        out += R"(,"next":)";
        json::append_text(out, *value.next);
    }
    out += '}';
}

void append(std::string& out, const PlayableFile& value) {
    out += R"({"profile_name":)";
    json::append_text(out, value.profile_name);
    out += R"(,"url":)";
    json::append_text(out, value.url);
    out += R"(,"mime_type":)";
    json::append_text(out, value.mime_type);
    out += R"(,"size":)";
    json::append_integer(out, value.size);
    if (value.width) {
        out += R"(,"width":)";
        json::append_integer(out, *value.width);
    }
    if (value.height) {
        out += R"(,"height":)";
        json::append_integer(out, *value.height);
    }
    if (value.bitrate_kbps) {
        out += R"(,"bitrate_kbps":)";
        json::append_integer(out, *value.bitrate_kbps);
    }
    out += '}';
}

void append(std::string& out, const PlaybackView& value) {
    out += R"({"asset_id":)";
    json::append_uuid(out, value.asset_id);
    out += R"(,"expires_at":)";
    json::append_timestamp(out, value.expires_at);
    out += R"(,"files":)";
    out += '[';
    for (const auto& element : value.files) {
        if (&element != &(value.files).front()) out += ',';
        append(out, element);
    }
    out += ']';
    out += R"(,"thumbnails":)";
    out += '[';
    for (const auto& element : value.thumbnails) {
        if (&element != &(value.thumbnails).front()) out += ',';
        append(out, element);
    }
    out += ']';
    if (value.duration_ms) {
        out += R"(,"duration_ms":)";
        json::append_integer(out, *value.duration_ms);
    }
    if (value.hls_url) {
        out += R"(,"hls_url":)";
        json::append_text(out, *value.hls_url);
    }
    if (value.dash_url) {
        out += R"(,"dash_url":)";
        json::append_text(out, *value.dash_url);
    }
    if (value.poster_url) {
        out += R"(,"poster_url":)";
        json::append_text(out, *value.poster_url);
    }
    if (value.sprite_url) {
        out += R"(,"sprite_url":)";
        json::append_text(out, *value.sprite_url);
    }
    if (value.sprite_track_url) {
        out += R"(,"sprite_track_url":)";
        json::append_text(out, *value.sprite_track_url);
    }
    if (value.waveform_url) {
        out += R"(,"waveform_url":)";
        json::append_text(out, *value.waveform_url);
    }
    out += '}';
}

void append(std::string& out, const RenditionProgress& value) {
    out += R"({"profile_name":)";
    json::append_text(out, value.profile_name);
    out += R"(,"status":)";
    json::append_text(out, name_of(value.status));
    out += R"(,"mandatory":)";
    json::append_boolean(out, value.mandatory);
    out += R"(,"progress_percent":)";
    json::append_integer(out, value.progress_percent);
    if (value.failure_reason) {
        out += R"(,"failure_reason":)";
        json::append_text(out, *value.failure_reason);
    }
    out += '}';
}

void append(std::string& out, const ProcessingView& value) {
    out += R"({"asset_id":)";
    json::append_uuid(out, value.asset_id);
    out += R"(,"status":)";
    json::append_text(out, name_of(value.status));
    out += R"(,"parked":)";
    json::append_boolean(out, value.parked);
    out += R"(,"renditions":)";
    out += '[';
    for (const auto& element : value.renditions) {
        if (&element != &(value.renditions).front()) out += ',';
        append(out, element);
    }
    out += ']';
    if (value.failure_reason) {
        out += R"(,"failure_reason":)";
        json::append_text(out, *value.failure_reason);
    }
    if (value.waiting_for) {
        out += R"(,"waiting_for":)";
        json::append_text(out, *value.waiting_for);
    }
    if (value.waiting_since) {
        out += R"(,"waiting_since":)";
        json::append_timestamp(out, *value.waiting_since);
    }
    out += '}';
}

void append(std::string& out, const RelationView& value) {
    out += R"({"type":)";
    json::append_text(out, name_of(value.type));
    out += R"(,"direction":)";
    json::append_text(out, name_of(value.direction));
    out += R"(,"asset_id":)";
    json::append_uuid(out, value.asset_id);
    out += R"(,"asset_type":)";
    json::append_text(out, name_of(value.asset_type));
    out += R"(,"title":)";
    json::append_text(out, value.title);
    out += R"(,"created_by":)";
    json::append_uuid(out, value.created_by);
    out += R"(,"created_at":)";
    json::append_timestamp(out, value.created_at);
    out += '}';
}

void append(std::string& out, const RelationPage& value) {
    out += R"({"relations":)";
    out += '[';
    for (const auto& element : value.relations) {
        if (&element != &(value.relations).front()) out += ',';
        append(out, element);
    }
    out += ']';
    if (value.next) {
        out += R"(,"next":)";
        json::append_uuid(out, *value.next);
    }
    out += '}';
}

void append(std::string& out, const PartAddress& value) {
    out += R"({"part_number":)";
    json::append_integer(out, value.part_number);
    out += R"(,"url":)";
    json::append_text(out, value.url);
    out += R"(,"expires_at":)";
    json::append_timestamp(out, value.expires_at);
    out += '}';
}

void append(std::string& out, const StoredPart& value) {
    out += R"({"part_number":)";
    json::append_integer(out, value.part_number);
    out += R"(,"etag":)";
    json::append_text(out, value.etag);
    out += R"(,"size":)";
    json::append_integer(out, value.size);
    out += '}';
}

void append(std::string& out, const OpenedUpload& value) {
    out += R"({"asset_id":)";
    json::append_uuid(out, value.asset_id);
    out += R"(,"upload_id":)";
    json::append_uuid(out, value.upload_id);
    out += R"(,"part_size":)";
    json::append_integer(out, value.part_size);
    out += R"(,"part_count":)";
    json::append_integer(out, value.part_count);
    out += R"(,"parts":)";
    out += '[';
    for (const auto& element : value.parts) {
        if (&element != &(value.parts).front()) out += ',';
        append(out, element);
    }
    out += ']';
    if (value.next_parts) {
        out += R"(,"next_parts":)";
        json::append_integer(out, *value.next_parts);
    }
    if (value.existing) {
        out += R"(,"existing":)";
        json::append_boolean(out, *value.existing);
    }
    out += '}';
}

void append(std::string& out, const UploadProgress& value) {
    out += R"({"asset_id":)";
    json::append_uuid(out, value.asset_id);
    out += R"(,"upload_id":)";
    json::append_uuid(out, value.upload_id);
    out += R"(,"state":)";
    json::append_text(out, name_of(value.state));
    out += R"(,"size":)";
    json::append_integer(out, value.size);
    out += R"(,"part_size":)";
    json::append_integer(out, value.part_size);
    out += R"(,"part_count":)";
    json::append_integer(out, value.part_count);
    out += R"(,"stored":)";
    out += '[';
    for (const auto& element : value.stored) {
        if (&element != &(value.stored).front()) out += ',';
        append(out, element);
    }
    out += ']';
    out += R"(,"parts":)";
    out += '[';
    for (const auto& element : value.parts) {
        if (&element != &(value.parts).front()) out += ',';
        append(out, element);
    }
    out += ']';
    if (value.next_parts) {
        out += R"(,"next_parts":)";
        json::append_integer(out, *value.next_parts);
    }
    out += '}';
}

void append(std::string& out, const CompletedPart& value) {
    out += R"({"part_number":)";
    json::append_integer(out, value.part_number);
    out += R"(,"etag":)";
    json::append_text(out, value.etag);
    out += '}';
}

void append(std::string& out, const CompleteUpload& value) {
    out += R"({"parts":)";
    out += '[';
    for (const auto& element : value.parts) {
        if (&element != &(value.parts).front()) out += ',';
        append(out, element);
    }
    out += ']';
    if (value.sha256) {
        out += R"(,"sha256":)";
        json::append_text(out, *value.sha256);
    }
    out += '}';
}

void append(std::string& out, const CompletedUpload& value) {
    out += R"({"asset_id":)";
    json::append_uuid(out, value.asset_id);
    out += R"(,"workflow_id":)";
    json::append_text(out, value.workflow_id);
    out += R"(,"status":)";
    json::append_text(out, name_of(value.status));
    out += '}';
}

void append(std::string& out, const AssetView& value) {
    out += R"({"asset_id":)";
    json::append_uuid(out, value.asset_id);
    out += R"(,"type":)";
    json::append_text(out, name_of(value.type));
    out += R"(,"status":)";
    json::append_text(out, name_of(value.status));
    out += R"(,"title":)";
    json::append_text(out, value.title);
    out += R"(,"filename":)";
    json::append_text(out, value.filename);
    out += R"(,"mime_type":)";
    json::append_text(out, value.mime_type);
    out += R"(,"size":)";
    json::append_integer(out, value.size);
    out += R"(,"priority":)";
    json::append_text(out, name_of(value.priority));
    out += R"(,"restricted":)";
    json::append_boolean(out, value.restricted);
    out += R"(,"created_by":)";
    json::append_uuid(out, value.created_by);
    out += R"(,"created_at":)";
    json::append_timestamp(out, value.created_at);
    out += R"(,"updated_at":)";
    json::append_timestamp(out, value.updated_at);
    out += R"(,"edit_version":)";
    json::append_integer(out, value.edit_version);
    out += R"(,"version":)";
    json::append_integer(out, value.version);
    if (value.description) {
        out += R"(,"description":)";
        json::append_text(out, *value.description);
    }
    if (value.tags) {
        out += R"(,"tags":)";
        out += '[';
        for (const auto& element : *value.tags) {
            if (&element != &(*value.tags).front()) out += ',';
            json::append_text(out, element);
        }
        out += ']';
    }
    if (value.editorial_metadata) {
        out += R"(,"editorial_metadata":)";
        out += *value.editorial_metadata;
    }
    if (value.edited_by) {
        out += R"(,"edited_by":)";
        json::append_uuid(out, *value.edited_by);
    }
    if (value.edited_at) {
        out += R"(,"edited_at":)";
        json::append_timestamp(out, *value.edited_at);
    }
    if (value.trashed_at) {
        out += R"(,"trashed_at":)";
        json::append_timestamp(out, *value.trashed_at);
    }
    if (value.legal_hold) {
        out += R"(,"legal_hold":)";
        json::append_boolean(out, *value.legal_hold);
    }
    if (value.external_id) {
        out += R"(,"external_id":)";
        json::append_text(out, *value.external_id);
    }
    if (value.sha256) {
        out += R"(,"sha256":)";
        json::append_text(out, *value.sha256);
    }
    if (value.collection_id) {
        out += R"(,"collection_id":)";
        json::append_uuid(out, *value.collection_id);
    }
    if (value.technical_metadata) {
        out += R"(,"technical_metadata":)";
        out += *value.technical_metadata;
    }
    if (value.failure_reason) {
        out += R"(,"failure_reason":)";
        json::append_text(out, *value.failure_reason);
    }
    out += '}';
}

void append(std::string& out, const EditAsset& value) {
    char separator = '{';
    if (value.title) {
        out += separator;
        separator = ',';
        out += R"("title":)";
        json::append_text(out, *value.title);
    }
    if (value.description) {
        out += separator;
        separator = ',';
        out += R"("description":)";
        json::append_text(out, *value.description);
    }
    if (value.tags) {
        out += separator;
        separator = ',';
        out += R"("tags":)";
        out += '[';
        for (const auto& element : *value.tags) {
            if (&element != &(*value.tags).front()) out += ',';
            json::append_text(out, element);
        }
        out += ']';
    }
    if (value.editorial_metadata) {
        out += separator;
        separator = ',';
        out += R"("editorial_metadata":)";
        out += *value.editorial_metadata;
    }
    out += separator == '{' ? "{}" : "}";
}

void append(std::string& out, const SelectionQuery& value) {
    char separator = '{';
    if (value.type) {
        out += separator;
        separator = ',';
        out += R"("type":)";
        out += '[';
        for (const auto& element : *value.type) {
            if (&element != &(*value.type).front()) out += ',';
            json::append_text(out, name_of(element));
        }
        out += ']';
    }
    if (value.status) {
        out += separator;
        separator = ',';
        out += R"("status":)";
        out += '[';
        for (const auto& element : *value.status) {
            if (&element != &(*value.status).front()) out += ',';
            json::append_text(out, name_of(element));
        }
        out += ']';
    }
    if (value.collection_id) {
        out += separator;
        separator = ',';
        out += R"("collection_id":)";
        json::append_uuid(out, *value.collection_id);
    }
    if (value.created_from) {
        out += separator;
        separator = ',';
        out += R"("created_from":)";
        json::append_timestamp(out, *value.created_from);
    }
    if (value.created_to) {
        out += separator;
        separator = ',';
        out += R"("created_to":)";
        json::append_timestamp(out, *value.created_to);
    }
    if (value.tag) {
        out += separator;
        separator = ',';
        out += R"("tag":)";
        json::append_text(out, *value.tag);
    }
    out += separator == '{' ? "{}" : "}";
}

void append(std::string& out, const AssetSelection& value) {
    char separator = '{';
    if (value.query) {
        out += separator;
        separator = ',';
        out += R"("query":)";
        append(out, *value.query);
    }
    if (value.excluded) {
        out += separator;
        separator = ',';
        out += R"("excluded":)";
        out += '[';
        for (const auto& element : *value.excluded) {
            if (&element != &(*value.excluded).front()) out += ',';
            json::append_uuid(out, element);
        }
        out += ']';
    }
    if (value.asset_ids) {
        out += separator;
        separator = ',';
        out += R"("asset_ids":)";
        out += '[';
        for (const auto& element : *value.asset_ids) {
            if (&element != &(*value.asset_ids).front()) out += ',';
            json::append_uuid(out, element);
        }
        out += ']';
    }
    out += separator == '{' ? "{}" : "}";
}

void append(std::string& out, const BulkChange& value) {
    char separator = '{';
    if (value.title) {
        out += separator;
        separator = ',';
        out += R"("title":)";
        json::append_text(out, *value.title);
    }
    if (value.description) {
        out += separator;
        separator = ',';
        out += R"("description":)";
        json::append_text(out, *value.description);
    }
    if (value.tags) {
        out += separator;
        separator = ',';
        out += R"("tags":)";
        out += '[';
        for (const auto& element : *value.tags) {
            if (&element != &(*value.tags).front()) out += ',';
            json::append_text(out, element);
        }
        out += ']';
    }
    if (value.remove_tags) {
        out += separator;
        separator = ',';
        out += R"("remove_tags":)";
        out += '[';
        for (const auto& element : *value.remove_tags) {
            if (&element != &(*value.remove_tags).front()) out += ',';
            json::append_text(out, element);
        }
        out += ']';
    }
    if (value.add_tags) {
        out += separator;
        separator = ',';
        out += R"("add_tags":)";
        out += '[';
        for (const auto& element : *value.add_tags) {
            if (&element != &(*value.add_tags).front()) out += ',';
            json::append_text(out, element);
        }
        out += ']';
    }
    if (value.editorial_metadata) {
        out += separator;
        separator = ',';
        out += R"("editorial_metadata":)";
        out += *value.editorial_metadata;
    }
    out += separator == '{' ? "{}" : "}";
}

void append(std::string& out, const BulkEdit& value) {
    out += R"({"selection":)";
    append(out, value.selection);
    out += R"(,"change":)";
    append(out, value.change);
    out += '}';
}

void append(std::string& out, const CacheOrder& value) {
    out += R"({"action":)";
    json::append_text(out, name_of(value.action));
    out += R"(,"selection":)";
    append(out, value.selection);
    out += '}';
}

void append(std::string& out, const JobCount& value) {
    out += R"({"outcome":)";
    json::append_text(out, name_of(value.outcome));
    out += R"(,"assets":)";
    json::append_integer(out, value.assets);
    out += '}';
}

void append(std::string& out, const JobView& value) {
    out += R"({"job_id":)";
    json::append_uuid(out, value.job_id);
    out += R"(,"kind":)";
    json::append_text(out, name_of(value.kind));
    out += R"(,"state":)";
    json::append_text(out, name_of(value.state));
    out += R"(,"created_by":)";
    json::append_uuid(out, value.created_by);
    out += R"(,"created_at":)";
    json::append_timestamp(out, value.created_at);
    out += R"(,"total":)";
    json::append_integer(out, value.total);
    out += R"(,"done":)";
    json::append_integer(out, value.done);
    out += R"(,"skipped":)";
    json::append_integer(out, value.skipped);
    out += R"(,"failed":)";
    json::append_integer(out, value.failed);
    out += R"(,"outcomes":)";
    out += '[';
    for (const auto& element : value.outcomes) {
        if (&element != &(value.outcomes).front()) out += ',';
        append(out, element);
    }
    out += ']';
    if (value.undoes) {
        out += R"(,"undoes":)";
        json::append_uuid(out, *value.undoes);
    }
    if (value.started_at) {
        out += R"(,"started_at":)";
        json::append_timestamp(out, *value.started_at);
    }
    if (value.ended_at) {
        out += R"(,"ended_at":)";
        json::append_timestamp(out, *value.ended_at);
    }
    if (value.error) {
        out += R"(,"error":)";
        json::append_text(out, *value.error);
    }
    out += '}';
}

void append(std::string& out, const JobAsset& value) {
    out += R"({"asset_id":)";
    json::append_uuid(out, value.asset_id);
    out += R"(,"outcome":)";
    json::append_text(out, name_of(value.outcome));
    if (value.edit_version) {
        out += R"(,"edit_version":)";
        json::append_integer(out, *value.edit_version);
    }
    if (value.detail) {
        out += R"(,"detail":)";
        json::append_text(out, *value.detail);
    }
    out += '}';
}

void append(std::string& out, const JobAssetPage& value) {
    out += R"({"assets":)";
    out += '[';
    for (const auto& element : value.assets) {
        if (&element != &(value.assets).front()) out += ',';
        append(out, element);
    }
    out += ']';
    if (value.next) {
        out += R"(,"next":)";
        json::append_uuid(out, *value.next);
    }
    out += '}';
}

void append(std::string& out, const Edit& value) {
    out += R"({"edit_version":)";
    json::append_integer(out, value.edit_version);
    out += R"(,"title":)";
    json::append_text(out, value.title);
    out += R"(,"description":)";
    json::append_text(out, value.description);
    out += R"(,"tags":)";
    out += '[';
    for (const auto& element : value.tags) {
        if (&element != &(value.tags).front()) out += ',';
        json::append_text(out, element);
    }
    out += ']';
    out += R"(,"editorial_metadata":)";
    out += value.editorial_metadata;
    out += R"(,"edited_at":)";
    json::append_timestamp(out, value.edited_at);
    if (value.edited_by) {
        out += R"(,"edited_by":)";
        json::append_uuid(out, *value.edited_by);
    }
    if (value.from_file) {
        out += R"(,"from_file":)";
        json::append_boolean(out, *value.from_file);
    }
    out += '}';
}

void append(std::string& out, const EditPage& value) {
    out += R"({"edits":)";
    out += '[';
    for (const auto& element : value.edits) {
        if (&element != &(value.edits).front()) out += ',';
        append(out, element);
    }
    out += ']';
    if (value.next) {
        out += R"(,"next":)";
        json::append_integer(out, *value.next);
    }
    out += '}';
}

void append(std::string& out, const HoldAsset& value) {
    out += R"({"reason":)";
    json::append_text(out, value.reason);
    out += '}';
}

void append(std::string& out, const FieldLabel& value) {
    out += R"({"language":)";
    json::append_text(out, value.language);
    out += R"(,"text":)";
    json::append_text(out, value.text);
    out += '}';
}

void append(std::string& out, const FieldChoice& value) {
    out += R"({"value":)";
    json::append_text(out, value.value);
    if (value.labels) {
        out += R"(,"labels":)";
        out += '[';
        for (const auto& element : *value.labels) {
            if (&element != &(*value.labels).front()) out += ',';
            append(out, element);
        }
        out += ']';
    }
    out += '}';
}

void append(std::string& out, const Field& value) {
    out += R"({"name":)";
    json::append_text(out, value.name);
    out += R"(,"type":)";
    json::append_text(out, name_of(value.type));
    out += R"(,"list":)";
    json::append_boolean(out, value.list);
    out += R"(,"required":)";
    json::append_boolean(out, value.required);
    if (value.labels) {
        out += R"(,"labels":)";
        out += '[';
        for (const auto& element : *value.labels) {
            if (&element != &(*value.labels).front()) out += ',';
            append(out, element);
        }
        out += ']';
    }
    if (value.min_length) {
        out += R"(,"min_length":)";
        json::append_integer(out, *value.min_length);
    }
    if (value.max_length) {
        out += R"(,"max_length":)";
        json::append_integer(out, *value.max_length);
    }
    if (value.minimum) {
        out += R"(,"minimum":)";
        json::append_integer(out, *value.minimum);
    }
    if (value.maximum) {
        out += R"(,"maximum":)";
        json::append_integer(out, *value.maximum);
    }
    if (value.max_items) {
        out += R"(,"max_items":)";
        json::append_integer(out, *value.max_items);
    }
    if (value.choices) {
        out += R"(,"choices":)";
        out += '[';
        for (const auto& element : *value.choices) {
            if (&element != &(*value.choices).front()) out += ',';
            append(out, element);
        }
        out += ']';
    }
    out += '}';
}

void append(std::string& out, const PreviewMetadataSchema& value) {
    out += R"({"fields":)";
    out += '[';
    for (const auto& element : value.fields) {
        if (&element != &(value.fields).front()) out += ',';
        append(out, element);
    }
    out += ']';
    out += '}';
}

void append(std::string& out, const PutMetadataSchema& value) {
    out += R"({"after":)";
    json::append_integer(out, value.after);
    out += R"(,"fields":)";
    out += '[';
    for (const auto& element : value.fields) {
        if (&element != &(value.fields).front()) out += ',';
        append(out, element);
    }
    out += ']';
    out += R"(,"accept_breaking":)";
    json::append_boolean(out, value.accept_breaking);
    out += '}';
}

void append(std::string& out, const MetadataSchema& value) {
    out += R"({"asset_type":)";
    json::append_text(out, name_of(value.asset_type));
    out += R"(,"revision":)";
    json::append_integer(out, value.revision);
    if (value.fields) {
        out += R"(,"fields":)";
        out += '[';
        for (const auto& element : *value.fields) {
            if (&element != &(*value.fields).front()) out += ',';
            append(out, element);
        }
        out += ']';
    }
    out += '}';
}

void append(std::string& out, const ProblemField& value) {
    out += R"({"pointer":)";
    json::append_text(out, value.pointer);
    out += R"(,"detail":)";
    json::append_text(out, value.detail);
    out += '}';
}

void append(std::string& out, const BreakingAsset& value) {
    out += R"({"asset_id":)";
    json::append_uuid(out, value.asset_id);
    out += R"(,"title":)";
    json::append_text(out, value.title);
    out += R"(,"errors":)";
    out += '[';
    for (const auto& element : value.errors) {
        if (&element != &(value.errors).front()) out += ',';
        append(out, element);
    }
    out += ']';
    out += '}';
}

void append(std::string& out, const SchemaImpact& value) {
    out += R"({"assets":)";
    json::append_integer(out, value.assets);
    out += R"(,"breaking":)";
    json::append_integer(out, value.breaking);
    out += R"(,"examples":)";
    out += '[';
    for (const auto& element : value.examples) {
        if (&element != &(value.examples).front()) out += ',';
        append(out, element);
    }
    out += ']';
    out += '}';
}

void append(std::string& out, const ImportFault& value) {
    out += R"({"detail":)";
    json::append_text(out, value.detail);
    if (value.column) {
        out += R"(,"column":)";
        json::append_text(out, *value.column);
    }
    out += '}';
}

void append(std::string& out, const ImportedRow& value) {
    out += R"({"line":)";
    json::append_integer(out, value.line);
    out += R"(,"outcome":)";
    json::append_text(out, name_of(value.outcome));
    out += R"(,"columns":)";
    out += '[';
    for (const auto& element : value.columns) {
        if (&element != &(value.columns).front()) out += ',';
        json::append_text(out, element);
    }
    out += ']';
    out += R"(,"errors":)";
    out += '[';
    for (const auto& element : value.errors) {
        if (&element != &(value.errors).front()) out += ',';
        append(out, element);
    }
    out += ']';
    if (value.asset_id) {
        out += R"(,"asset_id":)";
        json::append_uuid(out, *value.asset_id);
    }
    out += '}';
}

void append(std::string& out, const ImportReport& value) {
    out += R"({"mode":)";
    json::append_text(out, name_of(value.mode));
    out += R"(,"changed":)";
    json::append_integer(out, value.changed);
    out += R"(,"unchanged":)";
    json::append_integer(out, value.unchanged);
    out += R"(,"refused":)";
    json::append_integer(out, value.refused);
    out += R"(,"rows":)";
    out += '[';
    for (const auto& element : value.rows) {
        if (&element != &(value.rows).front()) out += ',';
        append(out, element);
    }
    out += ']';
    out += '}';
}

void append(std::string& out, const AssetPage& value) {
    out += R"({"assets":)";
    out += '[';
    for (const auto& element : value.assets) {
        if (&element != &(value.assets).front()) out += ',';
        append(out, element);
    }
    out += ']';
    if (value.next) {
        out += R"(,"next":)";
        json::append_text(out, *value.next);
    }
    out += '}';
}

void append(std::string& out, const DownloadAddress& value) {
    out += R"({"url":)";
    json::append_text(out, value.url);
    out += R"(,"expires_at":)";
    json::append_timestamp(out, value.expires_at);
    out += R"(,"filename":)";
    json::append_text(out, value.filename);
    out += R"(,"size":)";
    json::append_integer(out, value.size);
    if (value.sha256) {
        out += R"(,"sha256":)";
        json::append_text(out, *value.sha256);
    }
    out += '}';
}

void append(std::string& out, const Liveness& value) {
    out += R"({"status":)";
    json::append_text(out, name_of(value.status));
    out += '}';
}

void append(std::string& out, const DependencyHealth& value) {
    out += R"({"name":)";
    json::append_text(out, value.name);
    out += R"(,"status":)";
    json::append_text(out, name_of(value.status));
    out += R"(,"required":)";
    json::append_boolean(out, value.required);
    if (value.detail) {
        out += R"(,"detail":)";
        json::append_text(out, *value.detail);
    }
    out += '}';
}

void append(std::string& out, const Readiness& value) {
    out += R"({"status":)";
    json::append_text(out, name_of(value.status));
    out += R"(,"dependencies":)";
    out += '[';
    for (const auto& element : value.dependencies) {
        if (&element != &(value.dependencies).front()) out += ',';
        append(out, element);
    }
    out += ']';
    out += '}';
}

void append(std::string& out, const Problem& value) {
    out += R"({"type":)";
    json::append_text(out, value.type);
    out += R"(,"title":)";
    json::append_text(out, value.title);
    out += R"(,"status":)";
    json::append_integer(out, value.status);
    out += R"(,"detail":)";
    json::append_text(out, value.detail);
    out += R"(,"request_id":)";
    json::append_text(out, value.request_id);
    if (value.errors) {
        out += R"(,"errors":)";
        out += '[';
        for (const auto& element : *value.errors) {
            if (&element != &(*value.errors).front()) out += ',';
            append(out, element);
        }
        out += ']';
    }
    out += '}';
}

template <class T>
std::string encoded(const T& value) {
    std::string out;
    out.reserve(512);
    append(out, value);
    return out;
}

}  // namespace

std::string encode(const SignIn& value) { return encoded(value); }
std::string encode(const User& value) { return encoded(value); }
std::string encode(const Session& value) { return encoded(value); }
std::string encode(const RefreshTokens& value) { return encoded(value); }
std::string encode(const Tokens& value) { return encoded(value); }
std::string encode(const PasswordReset& value) { return encoded(value); }
std::string encode(const ResetPassword& value) { return encoded(value); }
std::string encode(const AskPasswordReset& value) { return encoded(value); }
std::string encode(const MailPasswordReset& value) { return encoded(value); }
std::string encode(const CollectionView& value) { return encoded(value); }
std::string encode(const CollectionPage& value) { return encoded(value); }
std::string encode(const CreateCollection& value) { return encoded(value); }
std::string encode(const UpdateCollection& value) { return encoded(value); }
std::string encode(const Grant& value) { return encoded(value); }
std::string encode(const GrantList& value) { return encoded(value); }
std::string encode(const PutGrant& value) { return encoded(value); }
std::string encode(const Group& value) { return encoded(value); }
std::string encode(const GroupPage& value) { return encoded(value); }
std::string encode(const CreateGroup& value) { return encoded(value); }
std::string encode(const UserView& value) { return encoded(value); }
std::string encode(const UserPage& value) { return encoded(value); }
std::string encode(const UserList& value) { return encoded(value); }
std::string encode(const CreateUser& value) { return encoded(value); }
std::string encode(const UpdateUser& value) { return encoded(value); }
std::string encode(const Key& value) { return encoded(value); }
std::string encode(const KeyList& value) { return encoded(value); }
std::string encode(const CreateKey& value) { return encoded(value); }
std::string encode(const CreatedKey& value) { return encoded(value); }
std::string encode(const WebhookView& value) { return encoded(value); }
std::string encode(const WebhookList& value) { return encoded(value); }
std::string encode(const CreateWebhook& value) { return encoded(value); }
std::string encode(const UpdateWebhook& value) { return encoded(value); }
std::string encode(const ReplayWebhook& value) { return encoded(value); }
std::string encode(const CreatedWebhook& value) { return encoded(value); }
std::string encode(const WebhookDelivery& value) { return encoded(value); }
std::string encode(const WebhookDeliveryPage& value) { return encoded(value); }
std::string encode(const AuditEntry& value) { return encoded(value); }
std::string encode(const AuditPage& value) { return encoded(value); }
std::string encode(const OpenUpload& value) { return encoded(value); }
std::string encode(const OpenVersion& value) { return encoded(value); }
std::string encode(const Version& value) { return encoded(value); }
std::string encode(const VersionPage& value) { return encoded(value); }
std::string encode(const RenditionView& value) { return encoded(value); }
std::string encode(const FrameRange& value) { return encoded(value); }
std::string encode(const OrderRendition& value) { return encoded(value); }
std::string encode(const RenditionPage& value) { return encoded(value); }
std::string encode(const PlayableFile& value) { return encoded(value); }
std::string encode(const PlaybackView& value) { return encoded(value); }
std::string encode(const RenditionProgress& value) { return encoded(value); }
std::string encode(const ProcessingView& value) { return encoded(value); }
std::string encode(const RelationView& value) { return encoded(value); }
std::string encode(const RelationPage& value) { return encoded(value); }
std::string encode(const PartAddress& value) { return encoded(value); }
std::string encode(const StoredPart& value) { return encoded(value); }
std::string encode(const OpenedUpload& value) { return encoded(value); }
std::string encode(const UploadProgress& value) { return encoded(value); }
std::string encode(const CompletedPart& value) { return encoded(value); }
std::string encode(const CompleteUpload& value) { return encoded(value); }
std::string encode(const CompletedUpload& value) { return encoded(value); }
std::string encode(const AssetView& value) { return encoded(value); }
std::string encode(const EditAsset& value) { return encoded(value); }
std::string encode(const SelectionQuery& value) { return encoded(value); }
std::string encode(const AssetSelection& value) { return encoded(value); }
std::string encode(const BulkChange& value) { return encoded(value); }
std::string encode(const BulkEdit& value) { return encoded(value); }
std::string encode(const CacheOrder& value) { return encoded(value); }
std::string encode(const JobCount& value) { return encoded(value); }
std::string encode(const JobView& value) { return encoded(value); }
std::string encode(const JobAsset& value) { return encoded(value); }
std::string encode(const JobAssetPage& value) { return encoded(value); }
std::string encode(const Edit& value) { return encoded(value); }
std::string encode(const EditPage& value) { return encoded(value); }
std::string encode(const HoldAsset& value) { return encoded(value); }
std::string encode(const FieldLabel& value) { return encoded(value); }
std::string encode(const FieldChoice& value) { return encoded(value); }
std::string encode(const Field& value) { return encoded(value); }
std::string encode(const PreviewMetadataSchema& value) { return encoded(value); }
std::string encode(const PutMetadataSchema& value) { return encoded(value); }
std::string encode(const MetadataSchema& value) { return encoded(value); }
std::string encode(const ProblemField& value) { return encoded(value); }
std::string encode(const BreakingAsset& value) { return encoded(value); }
std::string encode(const SchemaImpact& value) { return encoded(value); }
std::string encode(const ImportFault& value) { return encoded(value); }
std::string encode(const ImportedRow& value) { return encoded(value); }
std::string encode(const ImportReport& value) { return encoded(value); }
std::string encode(const AssetPage& value) { return encoded(value); }
std::string encode(const DownloadAddress& value) { return encoded(value); }
std::string encode(const Liveness& value) { return encoded(value); }
std::string encode(const DependencyHealth& value) { return encoded(value); }
std::string encode(const Readiness& value) { return encoded(value); }
std::string encode(const Problem& value) { return encoded(value); }

}  // namespace acervo::http::api
