// Made from api/openapi.yaml by tools/gen_api.py. Do not edit.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/secret.hpp"
#include "domain/asset/asset.hpp"
#include "domain/asset/relation.hpp"
#include "domain/identity/language.hpp"
#include "domain/identity/rights.hpp"
#include "domain/identity/user.hpp"
#include "domain/job/job.hpp"
#include "domain/metadata/field.hpp"
#include "domain/rendition/rendition.hpp"
#include "domain/upload/upload.hpp"
#include "domain/webhook/webhook.hpp"

/// The bodies of the API: what api/openapi.yaml calls schemas.
namespace acervo::http::api {

using acervo::AbandonedAsset;
using acervo::AssetShelf;
using acervo::AssetSort;
using acervo::AssetStatus;
using acervo::AssetType;
using acervo::FieldType;
using acervo::JobKind;
using acervo::JobOutcome;
using acervo::JobState;
using acervo::Language;
using acervo::Priority;
using acervo::RelationDirection;
using acervo::RelationType;
using acervo::RenditionStatus;
using acervo::Right;
using acervo::Role;
using acervo::UploadStatus;

/// How the token is sent.
enum class TokenType { Bearer };
std::string_view name_of(TokenType value) noexcept;

/// What a key may ask for at most; the names are those of `x-permission`.
enum class Scope {
    AssetView,
    AssetCreate,
    AssetEdit,
    AssetDownloadMaster,
    AssetTrash,
    CollectionView,
    CollectionManage,
    UserView
};
std::string_view name_of(Scope value) noexcept;

/// `warm` fills it, `invalidate` empties it.
enum class CacheAction { Warm, Invalidate };
std::string_view name_of(CacheAction value) noexcept;

/// Whether a table is only checked or changes what it names.
enum class ImportMode { DryRun, Apply };
std::string_view name_of(ImportMode value) noexcept;

/// What became of a row, or would become of it.
enum class ImportOutcome { Changed, Unchanged, Refused };
std::string_view name_of(ImportOutcome value) noexcept;

/// There is only one good answer.
enum class LivenessStatus { Live };
std::string_view name_of(LivenessStatus value) noexcept;

/// `degraded` serves everything, some of it slower; `unavailable` lacks something it cannot do without.
enum class ReadinessStatus { Ready, Degraded, Unavailable };
std::string_view name_of(ReadinessStatus value) noexcept;

/// How a dependency was when last asked.
enum class DependencyStatus { Up, Down };
std::string_view name_of(DependencyStatus value) noexcept;

/// What a person types to sign in.
struct SignIn {
    /// User name or e-mail address.
    std::string login;
    Secret password;
};

/// A person or a service.
struct User {
    UserId user_id;
    std::string username;
    std::string display_name;
    Role role{Role::Viewer};
    std::optional<std::string> email;

    friend bool operator==(const User&, const User&) = default;
};

/// A session that was just opened.
struct Session {
    /// Opaque; shown this once.
    Secret access_token;
    TokenType token_type{TokenType::Bearer};
    /// Seconds from now.
    std::int32_t expires_in{};
    User user;
};

/// A refresh token to exchange.
struct RefreshTokens {
    Secret refresh_token;
};

/// Tokens that were just made.
struct Tokens {
    /// A JWT; clients need not look into it.
    Secret access_token;
    TokenType token_type{TokenType::Bearer};
    /// Seconds from now that the access token is good for.
    std::int32_t expires_in{};
    /// Opaque; shown this once, good once.
    Secret refresh_token;
    /// Seconds from now that the refresh token is good for.
    std::int32_t refresh_expires_in{};
    User user;
};

/// A link that was just made.
struct PasswordReset {
    /// What the link holds; shown this once, good once.
    Secret token;
    Timestamp expires_at;
};

/// A new password, by a link.
struct ResetPassword {
    Secret token;
    /// At least 12 characters.
    Secret password;
};

/// Who cannot sign in.
struct AskPasswordReset {
    /// A name or an e-mail address.
    std::string login;
    std::optional<Language> language;

    friend bool operator==(const AskPasswordReset&, const AskPasswordReset&) = default;
};

/// How somebody shall be written to.
struct MailPasswordReset {
    std::optional<Language> language;

    friend bool operator==(const MailPasswordReset&, const MailPasswordReset&) = default;
};

/// A place for assets.
struct CollectionView {
    CollectionId collection_id;
    /// What it lies in; left out at the top.
    std::optional<CollectionId> parent_id;
    std::string name;
    /// Whose uploads lie here that name no other place; left out for ordinary collections.
    std::optional<UserId> inbox_of;
    /// What the caller may do here, as far as the caller's role goes.
    std::vector<Right> rights;
    UserId created_by;
    Timestamp created_at;

    friend bool operator==(const CollectionView&, const CollectionView&) = default;
};

/// Some collections, by name.
struct CollectionPage {
    std::vector<CollectionView> collections;
    /// The `cursor` of the next page; left out on the last.
    std::optional<std::string> next;

    friend bool operator==(const CollectionPage&, const CollectionPage&) = default;
};

/// A new place.
struct CreateCollection {
    std::string name;
    /// What it shall lie in.
    std::optional<CollectionId> parent_id;

    friend bool operator==(const CreateCollection&, const CreateCollection&) = default;
};

/// What shall change; members that are left out stay as they are.
struct UpdateCollection {
    std::optional<std::string> name;
    /// Where it shall go.
    std::optional<CollectionId> parent_id;
    /// True moves it to the top; for administrators, and not together with `parent_id`.
    bool top_level{false};

    friend bool operator==(const UpdateCollection&, const UpdateCollection&) = default;
};

/// What somebody may do.
struct Grant {
    std::optional<UserId> user_id;
    std::optional<GroupId> group_id;
    /// Of the user or the group.
    std::string name;
    std::vector<Right> rights;

    friend bool operator==(const Grant&, const Grant&) = default;
};

/// All grants of a collection.
struct GrantList {
    std::vector<Grant> grants;

    friend bool operator==(const GrantList&, const GrantList&) = default;
};

/// What somebody shall be able to do.
struct PutGrant {
    std::vector<Right> rights;

    friend bool operator==(const PutGrant&, const PutGrant&) = default;
};

/// People who are granted rights together.
struct Group {
    GroupId group_id;
    std::string name;
    Timestamp created_at;

    friend bool operator==(const Group&, const Group&) = default;
};

/// Some groups, by name.
struct GroupPage {
    std::vector<Group> groups;
    /// The `cursor` of the next page; left out on the last.
    std::optional<std::string> next;

    friend bool operator==(const GroupPage&, const GroupPage&) = default;
};

/// The name of a group; taken once, whatever its case.
struct CreateGroup {
    std::string name;

    friend bool operator==(const CreateGroup&, const CreateGroup&) = default;
};

/// A person or a service, as administrators see it.
struct UserView {
    UserId user_id;
    std::string username;
    std::string display_name;
    Role role{Role::Viewer};
    std::optional<std::string> email;
    bool disabled{};
    Timestamp created_at;

    friend bool operator==(const UserView&, const UserView&) = default;
};

/// Some users, by name.
struct UserPage {
    std::vector<UserView> users;
    /// The `cursor` of the next page; left out on the last.
    std::optional<std::string> next;

    friend bool operator==(const UserPage&, const UserPage&) = default;
};

/// Users by name.
struct UserList {
    std::vector<UserView> users;

    friend bool operator==(const UserList&, const UserList&) = default;
};

/// A new person or service.
struct CreateUser {
    /// What is typed to sign in; compared without case.
    std::string username;
    std::optional<std::string> display_name;
    std::optional<std::string> email;
    Role role{Role::Viewer};
    /// At least 12 characters. Without one nobody can sign in under the name.
    std::optional<Secret> password;
};

/// What shall change; members that are left out stay as they are.
struct UpdateUser {
    std::optional<std::string> display_name;
    std::optional<std::string> email;
    std::optional<Role> role;
    std::optional<bool> disabled;
    /// At least 12 characters.
    std::optional<Secret> password;
};

/// A key of a service.
struct Key {
    ApiKeyId key_id;
    std::string name;
    std::vector<Scope> scopes;
    UserId created_by;
    Timestamp created_at;
    std::optional<Timestamp> expires_at;
    /// To the minute; left out when it never was.
    std::optional<Timestamp> last_used_at;
    std::optional<Timestamp> revoked_at;

    friend bool operator==(const Key&, const Key&) = default;
};

/// The keys of a service.
struct KeyList {
    std::vector<Key> keys;

    friend bool operator==(const KeyList&, const KeyList&) = default;
};

/// What a new key shall be.
struct CreateKey {
    /// What it is for.
    std::string name;
    std::vector<Scope> scopes;
    /// Left out for a key without an end.
    std::optional<Timestamp> expires_at;

    friend bool operator==(const CreateKey&, const CreateKey&) = default;
};

/// A key that was just made.
struct CreatedKey {
    Key key;
    /// What the program sends as `Authorization`, scheme Bearer; shown this once.
    Secret token;
};

/// A program that is told of events.
struct WebhookView {
    WebhookId webhook_id;
    std::string url;
    /// Only events of this type, or that begin so; left out for all.
    std::optional<std::string> type;
    std::optional<std::string> description;
    bool enabled{};
    /// Why it was switched off by itself.
    std::optional<std::string> disabled_reason;
    /// Events up to this one were delivered.
    std::int64_t after{};
    /// How often the next event was tried.
    std::int32_t attempts{};
    std::optional<Timestamp> failing_since;
    /// Left out when nothing has failed.
    std::optional<Timestamp> next_try_at;
    UserId created_by;
    Timestamp created_at;

    friend bool operator==(const WebhookView&, const WebhookView&) = default;
};

/// All webhooks.
struct WebhookList {
    std::vector<WebhookView> webhooks;

    friend bool operator==(const WebhookList&, const WebhookList&) = default;
};

/// Where events go to.
struct CreateWebhook {
    /// An absolute address, `https` or `http`, without a user name.
    std::string url;
    /// Only events of this type; with a full stop at its end, of all that begin so: `asset.`
    std::optional<std::string> type;
    std::optional<std::string> description;

    friend bool operator==(const CreateWebhook&, const CreateWebhook&) = default;
};

/// What changes of a webhook.
struct UpdateWebhook {
    std::optional<std::string> url;
    std::optional<bool> enabled;

    friend bool operator==(const UpdateWebhook&, const UpdateWebhook&) = default;
};

/// From where on events are sent again.
struct ReplayWebhook {
    /// The number behind which to begin.
    std::int64_t after{};

    friend bool operator==(const ReplayWebhook&, const ReplayWebhook&) = default;
};

/// A webhook with its secret.
struct CreatedWebhook {
    WebhookView webhook;
    /// What signs its calls; shown this once.
    Secret secret;
};

/// One attempt to tell a webhook of an event.
struct WebhookDelivery {
    std::int64_t delivery_id{};
    std::int64_t sequence{};
    std::string type;
    AssetId asset_id;
    Timestamp attempted_at;
    std::int32_t duration_ms{};
    /// Left out when nothing was answered.
    std::optional<std::int32_t> status_code;
    /// Why it was no success.
    std::optional<std::string> error;

    friend bool operator==(const WebhookDelivery&, const WebhookDelivery&) = default;
};

/// Some of the log, newest first.
struct WebhookDeliveryPage {
    std::vector<WebhookDelivery> deliveries;
    /// What to ask for the next page with; left out behind the last one.
    std::optional<std::int64_t> next;

    friend bool operator==(const WebhookDeliveryPage&, const WebhookDeliveryPage&) = default;
};

/// Something that somebody did.
struct AuditEntry {
    std::int64_t audit_id{};
    /// Who did it; left out for strangers.
    std::optional<UserId> actor_id;
    std::string action;
    std::string object_type;
    std::string object_id;
    /// Finds the request in the logs.
    std::string request_id;
    /// More about it, as the text of a JSON object.
    std::string details;
    Timestamp created_at;

    friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

/// Some of the audit log, newest first.
struct AuditPage {
    std::vector<AuditEntry> entries;
    /// The `before` of the next page; left out on the last.
    std::optional<std::int64_t> next;

    friend bool operator==(const AuditPage&, const AuditPage&) = default;
};

/// The file that shall become an asset.
struct OpenUpload {
    /// The file's own name. Kept to be shown and for downloads, never used as a path or key.
    std::string filename;
    /// Bytes, 1 to 5 TiB.
    std::int64_t size{};
    /// As the client believes, in lower case; the ingest looks at the bytes.
    std::string mime_type;
    /// For people; the file name stands in when there is none.
    std::optional<std::string> title;
    std::optional<std::string> description;
    /// The asset's name in another system; unique.
    std::optional<std::string> external_id;
    /// SHA-256 of the file, where the client knows it.
    std::optional<std::string> sha256;
    /// The home collection; by default the uploader's inbox.
    std::optional<CollectionId> collection_id;
    Priority priority{Priority::Normal};
    /// Make a new asset even where the caller may see one with this `sha256`; without it the answer is that one.
    std::optional<bool> force;

    friend bool operator==(const OpenUpload&, const OpenUpload&) = default;
};

/// The file that shall become an asset's master.
struct OpenVersion {
    /// The file's own name. Kept to be shown and for downloads, never used as a path or key.
    std::string filename;
    /// Bytes, 1 to 5 TiB.
    std::int64_t size{};
    /// As the client believes, in lower case; the ingest looks at the bytes.
    std::string mime_type;
    /// SHA-256 of the file, where the client knows it.
    std::optional<std::string> sha256;
    /// Also when the asset has had a master with this `sha256`.
    std::optional<bool> force;

    friend bool operator==(const OpenVersion&, const OpenVersion&) = default;
};

/// One master of an asset.
struct Version {
    std::int32_t version_number{};
    bool current{};
    std::string filename;
    std::string mime_type;
    /// Bytes.
    std::int64_t size{};
    /// Left out while nobody has told or computed it.
    std::optional<std::string> sha256;
    /// Who sent it.
    UserId created_by;
    /// When its upload was complete.
    Timestamp created_at;

    friend bool operator==(const Version&, const Version&) = default;
};

/// Some versions of one asset, newest first.
struct VersionPage {
    std::vector<Version> versions;
    /// The `before` of the next page; left out on the last.
    std::optional<std::int32_t> next;

    friend bool operator==(const VersionPage&, const VersionPage&) = default;
};

/// One file that is made from a master.
struct RenditionView {
    RenditionId rendition_id;
    std::string profile_name;
    std::int32_t profile_version{};
    /// Counts from 1 how often this version of the profile was made.
    std::int32_t revision{};
    RenditionStatus status{RenditionStatus::Pending};
    /// The one of its profile that is shown.
    bool active{};
    /// Made from the master that the asset has now, not from an earlier one.
    bool of_present_master{};
    std::optional<std::string> mime_type;
    /// Bytes.
    std::optional<std::int64_t> size;
    /// Pixels.
    std::optional<std::int32_t> width;
    /// Pixels.
    std::optional<std::int32_t> height;
    std::optional<std::int64_t> duration_ms;
    std::optional<std::int32_t> bitrate_kbps;
    /// Of a part, frames from `first_frame` to before `end_frame` of the master at its own rate.
    std::optional<std::int64_t> first_frame;
    std::optional<std::int64_t> end_frame;
    /// How far it is while it is made.
    std::optional<std::int32_t> progress_percent;
    std::optional<std::string> failure_reason;
    /// When the file goes, unless it is used.
    std::optional<Timestamp> expires_at;
    Timestamp created_at;
    std::optional<std::string> url;
    std::optional<Timestamp> url_expires_at;

    friend bool operator==(const RenditionView&, const RenditionView&) = default;
};

/// Frames of a film at its own rate.
struct FrameRange {
    /// The first one; that of the film is 0.
    std::int64_t first_frame{};
    /// The first one that is not of the part any more.
    std::int64_t end_frame{};

    friend bool operator==(const FrameRange&, const FrameRange&) = default;
};

/// What shall be made of the asset's present master.
struct OrderRendition {
    std::string profile_name;
    std::optional<FrameRange> part;

    friend bool operator==(const OrderRendition&, const OrderRendition&) = default;
};

/// Some renditions of one asset, by profile.
struct RenditionPage {
    std::vector<RenditionView> renditions;
    /// The `cursor` of the next page; left out on the last.
    std::optional<std::string> next;

    friend bool operator==(const RenditionPage&, const RenditionPage&) = default;
};

/// One file that can be played or shown by itself.
struct PlayableFile {
    std::string profile_name;
    /// Takes ranges.
    std::string url;
    std::string mime_type;
    /// Bytes.
    std::int64_t size{};
    /// Pixels.
    std::optional<std::int32_t> width;
    /// Pixels.
    std::optional<std::int32_t> height;
    std::optional<std::int32_t> bitrate_kbps;

    friend bool operator==(const PlayableFile&, const PlayableFile&) = default;
};

/// Where an asset can be played. Addresses are absolute where the site has configured how it is reached, else paths at
/// the API's own host. What there is not is left out.
struct PlaybackView {
    AssetId asset_id;
    /// Until when the addresses are good.
    Timestamp expires_at;
    std::optional<std::int64_t> duration_ms;
    /// The master playlist (RFC 8216).
    std::optional<std::string> hls_url;
    /// The manifest (ISO/IEC 23009-1), over the same segments.
    std::optional<std::string> dash_url;
    std::optional<std::string> poster_url;
    /// Small pictures of the whole film in one.
    std::optional<std::string> sprite_url;
    /// WebVTT that tells which of them is of when.
    std::optional<std::string> sprite_track_url;
    /// Peaks, as JSON in the form of audiowaveform.
    std::optional<std::string> waveform_url;
    /// Films and sounds in one file each, by profile.
    std::vector<PlayableFile> files;
    /// Smallest first.
    std::vector<PlayableFile> thumbnails;

    friend bool operator==(const PlaybackView&, const PlaybackView&) = default;
};

/// How far one rendition is.
struct RenditionProgress {
    std::string profile_name;
    RenditionStatus status{RenditionStatus::Pending};
    /// The asset is not ready without it.
    bool mandatory{};
    std::int32_t progress_percent{};
    std::optional<std::string> failure_reason;

    friend bool operator==(const RenditionProgress&, const RenditionProgress&) = default;
};

/// How far the ingest of an asset is.
struct ProcessingView {
    AssetId asset_id;
    AssetStatus status{AssetStatus::Uploading};
    std::optional<std::string> failure_reason;
    /// What it needed was away for too long; a retry goes on.
    bool parked{};
    /// What it needs and is away, such as `object_storage`, `database`, `scratch` or `worker`.
    std::optional<std::string> waiting_for;
    std::optional<Timestamp> waiting_since;
    std::vector<RenditionProgress> renditions;

    friend bool operator==(const ProcessingView&, const ProcessingView&) = default;
};

/// What two assets are to each other.
struct RelationView {
    RelationType type{RelationType::DerivedFrom};
    RelationDirection direction{RelationDirection::Outgoing};
    /// The other one.
    AssetId asset_id;
    AssetType asset_type{AssetType::Video};
    std::string title;
    /// Who said so.
    UserId created_by;
    Timestamp created_at;

    friend bool operator==(const RelationView&, const RelationView&) = default;
};

/// Some relations of one asset, oldest first.
struct RelationPage {
    std::vector<RelationView> relations;
    /// The `after` of the next page; left out on the last.
    std::optional<Uuid> next;

    friend bool operator==(const RelationPage&, const RelationPage&) = default;
};

/// Where to PUT one part.
struct PartAddress {
    std::int32_t part_number{};
    std::string url;
    Timestamp expires_at;

    friend bool operator==(const PartAddress&, const PartAddress&) = default;
};

/// A part the object store has.
struct StoredPart {
    std::int32_t part_number{};
    std::string etag;
    std::int64_t size{};

    friend bool operator==(const StoredPart&, const StoredPart&) = default;
};

/// An upload that waits for its parts.
struct OpenedUpload {
    AssetId asset_id;
    UploadId upload_id;
    /// Bytes of every part but the last.
    std::int64_t part_size{};
    /// At most 10,000.
    std::int32_t part_count{};
    /// Addresses of the first parts.
    std::vector<PartAddress> parts;
    /// What to give `get_upload` as `after` for more addresses; left out when all are here.
    std::optional<std::int32_t> next_parts;
    /// True where nothing is to be sent: this asset has the bytes already. There are no `parts` then.
    std::optional<bool> existing;

    friend bool operator==(const OpenedUpload&, const OpenedUpload&) = default;
};

/// What is stored and what is missing.
struct UploadProgress {
    AssetId asset_id;
    UploadId upload_id;
    UploadStatus state{UploadStatus::Open};
    /// Bytes of the whole file.
    std::int64_t size{};
    std::int64_t part_size{};
    std::int32_t part_count{};
    /// Parts that are there.
    std::vector<StoredPart> stored;
    /// Addresses of parts that are missing.
    std::vector<PartAddress> parts;
    /// The part number to go on after; left out at the end.
    std::optional<std::int32_t> next_parts;

    friend bool operator==(const UploadProgress&, const UploadProgress&) = default;
};

/// A part the client sent, and the ETag it was answered.
struct CompletedPart {
    std::int32_t part_number{};
    /// With or without its quotes.
    std::string etag;

    friend bool operator==(const CompletedPart&, const CompletedPart&) = default;
};

/// All parts of an upload.
struct CompleteUpload {
    /// In any order.
    std::vector<CompletedPart> parts;
    /// SHA-256 of the file, where the client knows it only now; the ingest compares it. Once declared it stays:
    /// another one is a 400.
    std::optional<std::string> sha256;

    friend bool operator==(const CompleteUpload&, const CompleteUpload&) = default;
};

/// A master that is stored.
struct CompletedUpload {
    AssetId asset_id;
    /// The ingest.
    std::string workflow_id;
    AssetStatus status{AssetStatus::Uploading};

    friend bool operator==(const CompletedUpload&, const CompletedUpload&) = default;
};

/// An asset as the API shows it.
struct AssetView {
    AssetId asset_id;
    AssetType type{AssetType::Video};
    AssetStatus status{AssetStatus::Uploading};
    std::string title;
    /// The name the file came with.
    std::string filename;
    std::string mime_type;
    /// Bytes of the master.
    std::int64_t size{};
    Priority priority{Priority::Normal};
    /// Seen only by people with `manage` on its home collection and those named on it.
    bool restricted{};
    /// The user who opened the upload.
    UserId created_by;
    Timestamp created_at;
    Timestamp updated_at;
    /// Changes with what a person edits; the ETag.
    std::int64_t edit_version{};
    /// Changes with anything that can be seen.
    std::int64_t version{};
    std::optional<std::string> description;
    std::optional<std::vector<std::string>> tags;
    /// What the site's metadata schema asks of assets of this type; left out in listings.
    std::optional<std::string> editorial_metadata;
    /// Who last edited it; left out before the first edit, and when that was its file.
    std::optional<UserId> edited_by;
    std::optional<Timestamp> edited_at;
    /// Since when it lies in the trash; left out elsewhere.
    std::optional<Timestamp> trashed_at;
    /// It is not purged as long as this holds; left out when it does not.
    std::optional<bool> legal_hold;
    std::optional<std::string> external_id;
    /// Of the master, once known.
    std::optional<std::string> sha256;
    /// The home collection.
    std::optional<CollectionId> collection_id;
    /// What the master is and says about itself; left out in listings, in answers to changes, and before anybody has
    /// looked into it.
    std::optional<std::string> technical_metadata;
    /// Why the asset is `failed`.
    std::optional<std::string> failure_reason;

    friend bool operator==(const AssetView&, const AssetView&) = default;
};

/// A merge patch of what people say about an asset.
struct EditAsset {
    std::optional<std::string> title;
    std::optional<std::string> description;
    /// All of them; one that comes twice is taken once.
    std::optional<std::vector<std::string>> tags;
    /// Merged member by member.
    std::optional<std::string> editorial_metadata;

    friend bool operator==(const EditAsset&, const EditAsset&) = default;
};

/// The filters of `list_assets`; all that are given must hold. Without any, all assets that one may see.
struct SelectionQuery {
    std::optional<std::vector<AssetType>> type;
    std::optional<std::vector<AssetStatus>> status;
    /// In this collection or below it.
    std::optional<CollectionId> collection_id;
    std::optional<Timestamp> created_from;
    /// Created before.
    std::optional<Timestamp> created_to;
    std::optional<std::string> tag;

    friend bool operator==(const SelectionQuery&, const SelectionQuery&) = default;
};

/// Some assets; by `query` or by `asset_ids`.
struct AssetSelection {
    std::optional<SelectionQuery> query;
    /// Of those that the query finds, all but these.
    std::optional<std::vector<Uuid>> excluded;
    std::optional<std::vector<Uuid>> asset_ids;

    friend bool operator==(const AssetSelection&, const AssetSelection&) = default;
};

/// A merge patch of what people say about each asset.
struct BulkChange {
    std::optional<std::string> title;
    std::optional<std::string> description;
    /// In place of all there were.
    std::optional<std::vector<std::string>> tags;
    std::optional<std::vector<std::string>> remove_tags;
    /// Behind those that there are; an asset has at most 100.
    std::optional<std::vector<std::string>> add_tags;
    /// Merged member by member.
    std::optional<std::string> editorial_metadata;

    friend bool operator==(const BulkChange&, const BulkChange&) = default;
};

/// What shall be said about which assets.
struct BulkEdit {
    AssetSelection selection;
    BulkChange change;

    friend bool operator==(const BulkEdit&, const BulkEdit&) = default;
};

/// What shall be done with the asset cache, for which assets.
struct CacheOrder {
    CacheAction action{CacheAction::Warm};
    AssetSelection selection;

    friend bool operator==(const CacheOrder&, const CacheOrder&) = default;
};

/// How many assets a job did this with.
struct JobCount {
    JobOutcome outcome{JobOutcome::Edited};
    std::int64_t assets{};

    friend bool operator==(const JobCount&, const JobCount&) = default;
};

/// Work on many assets.
struct JobView {
    JobId job_id;
    JobKind kind{JobKind::BulkEdit};
    JobState state{JobState::Queued};
    /// The job that this one undoes.
    std::optional<JobId> undoes;
    UserId created_by;
    Timestamp created_at;
    /// When its selection was pinned.
    std::optional<Timestamp> started_at;
    std::optional<Timestamp> ended_at;
    /// Why it failed.
    std::optional<std::string> error;
    /// Assets in the selection; 0 until that is pinned.
    std::int64_t total{};
    /// Assets that were edited, cached or dropped from the cache.
    std::int64_t done{};
    std::int64_t skipped{};
    std::int64_t failed{};
    /// The three counts in detail.
    std::vector<JobCount> outcomes;

    friend bool operator==(const JobView&, const JobView&) = default;
};

/// What a job did with one asset.
struct JobAsset {
    AssetId asset_id;
    JobOutcome outcome{JobOutcome::Edited};
    /// The edit that the job made.
    std::optional<std::int64_t> edit_version;
    /// What is wrong.
    std::optional<std::string> detail;

    friend bool operator==(const JobAsset&, const JobAsset&) = default;
};

/// Some assets of a job.
struct JobAssetPage {
    std::vector<JobAsset> assets;
    /// The `after` of the next page; left out on the last.
    std::optional<Uuid> next;

    friend bool operator==(const JobAssetPage&, const JobAssetPage&) = default;
};

/// What was said about an asset at one time.
struct Edit {
    std::int64_t edit_version{};
    std::string title;
    std::string description;
    std::vector<std::string> tags;
    std::string editorial_metadata;
    /// Who said so; left out for what the asset was created with, and for what its file says.
    std::optional<UserId> edited_by;
    Timestamp edited_at;
    /// Its file said so, when ingest looked into it; left out when it did not.
    std::optional<bool> from_file;

    friend bool operator==(const Edit&, const Edit&) = default;
};

/// Some edits of one asset, newest first.
struct EditPage {
    std::vector<Edit> edits;
    /// The `before` of the next page; left out on the last.
    std::optional<std::int64_t> next;

    friend bool operator==(const EditPage&, const EditPage&) = default;
};

/// Why an asset must not be purged.
struct HoldAsset {
    std::string reason;

    friend bool operator==(const HoldAsset&, const HoldAsset&) = default;
};

/// A word for people in one language.
struct FieldLabel {
    /// BCP 47.
    std::string language;
    std::string text;

    friend bool operator==(const FieldLabel&, const FieldLabel&) = default;
};

/// One value of a vocabulary.
struct FieldChoice {
    std::string value;
    std::optional<std::vector<FieldLabel>> labels;

    friend bool operator==(const FieldChoice&, const FieldChoice&) = default;
};

/// A field that assets of a type may have.
struct Field {
    std::string name;
    FieldType type{FieldType::Text};
    /// A list of such values.
    bool list{false};
    bool required{false};
    std::optional<std::vector<FieldLabel>> labels;
    /// Of a text, in characters.
    std::optional<std::int32_t> min_length;
    std::optional<std::int32_t> max_length;
    /// Of an integer or a number, included.
    std::optional<std::int64_t> minimum;
    std::optional<std::int64_t> maximum;
    /// Of a list.
    std::optional<std::int32_t> max_items;
    /// The vocabulary of a choice.
    std::optional<std::vector<FieldChoice>> choices;

    friend bool operator==(const Field&, const Field&) = default;
};

/// A schema to try.
struct PreviewMetadataSchema {
    std::vector<Field> fields;

    friend bool operator==(const PreviewMetadataSchema&, const PreviewMetadataSchema&) = default;
};

/// A schema that shall be in force.
struct PutMetadataSchema {
    /// The revision whose place it takes; 412 when another one is in force.
    std::int64_t after{};
    std::vector<Field> fields;
    bool accept_breaking{false};

    friend bool operator==(const PutMetadataSchema&, const PutMetadataSchema&) = default;
};

/// What editorial metadata of assets of one type may hold.
struct MetadataSchema {
    AssetType asset_type{AssetType::Video};
    std::int64_t revision{};
    std::optional<std::vector<Field>> fields;

    friend bool operator==(const MetadataSchema&, const MetadataSchema&) = default;
};

/// One place that is wrong.
struct ProblemField {
    /// JSON Pointer (RFC 6901) into the body, or the name of a parameter.
    std::string pointer;
    std::string detail;

    friend bool operator==(const ProblemField&, const ProblemField&) = default;
};

/// An asset that would not be as a schema says.
struct BreakingAsset {
    AssetId asset_id;
    std::string title;
    std::vector<ProblemField> errors;

    friend bool operator==(const BreakingAsset&, const BreakingAsset&) = default;
};

/// What a schema would mean for the assets there are.
struct SchemaImpact {
    std::int64_t assets{};
    std::int64_t breaking{};
    std::vector<BreakingAsset> examples;

    friend bool operator==(const SchemaImpact&, const SchemaImpact&) = default;
};

/// What is wrong with a row.
struct ImportFault {
    /// Left out where it is the row as a whole.
    std::optional<std::string> column;
    std::string detail;

    friend bool operator==(const ImportFault&, const ImportFault&) = default;
};

/// One row of a table.
struct ImportedRow {
    /// In which the row begins; the first line of the table is 1.
    std::int64_t line{};
    std::optional<AssetId> asset_id;
    ImportOutcome outcome{ImportOutcome::Changed};
    /// Those that change something.
    std::vector<std::string> columns;
    std::vector<ImportFault> errors;

    friend bool operator==(const ImportedRow&, const ImportedRow&) = default;
};

/// What became of a table, row by row.
struct ImportReport {
    ImportMode mode{ImportMode::DryRun};
    std::int32_t changed{};
    std::int32_t unchanged{};
    std::int32_t refused{};
    std::vector<ImportedRow> rows;

    friend bool operator==(const ImportReport&, const ImportReport&) = default;
};

/// Some assets.
struct AssetPage {
    std::vector<AssetView> assets;
    /// The `cursor` of the next page; left out on the last.
    std::optional<std::string> next;

    friend bool operator==(const AssetPage&, const AssetPage&) = default;
};

/// Where a master can be read for a while.
struct DownloadAddress {
    std::string url;
    Timestamp expires_at;
    std::string filename;
    /// Bytes.
    std::int64_t size{};
    /// What the bytes must be, as hexadecimal digits; left out until it is known.
    std::optional<std::string> sha256;

    friend bool operator==(const DownloadAddress&, const DownloadAddress&) = default;
};

/// The process answers.
struct Liveness {
    LivenessStatus status{LivenessStatus::Live};

    friend bool operator==(const Liveness&, const Liveness&) = default;
};

/// One server this process talks to.
struct DependencyHealth {
    std::string name;
    DependencyStatus status{DependencyStatus::Up};
    /// Whether the process is unavailable without it.
    bool required{};
    /// What is wrong, without addresses or credentials.
    std::optional<std::string> detail;

    friend bool operator==(const DependencyHealth&, const DependencyHealth&) = default;
};

/// Whether the process can serve.
struct Readiness {
    ReadinessStatus status{ReadinessStatus::Ready};
    std::vector<DependencyHealth> dependencies;

    friend bool operator==(const Readiness&, const Readiness&) = default;
};

/// Why a request failed (RFC 9457).
struct Problem {
    /// Stable name of the kind of failure: /problems/ and one of invalid-input, unauthenticated, forbidden, not-found,
    /// conflict, precondition-failed, precondition-required, too-large, unsupported-type, idempotency-mismatch, rate-
    /// limited, unavailable, timeout, internal, or of what HTTP itself can get wrong.
    std::string type;
    /// The kind in a few words.
    std::string title;
    /// The status code of the answer.
    std::int32_t status{};
    /// What went wrong this time.
    std::string detail;
    /// Finds the request in the logs.
    std::string request_id;
    /// For invalid-input, the places that are wrong; at most 100.
    std::optional<std::vector<ProblemField>> errors;

    friend bool operator==(const Problem&, const Problem&) = default;
};

}  // namespace acervo::http::api
