#include "asset_commands.hpp"

#include <memory>

#include "client/asset_edits.hpp"
#include "client/asset_keeping.hpp"
#include "client/asset_tables.hpp"
#include "client/order_rendition.hpp"
#include "job_commands.hpp"

namespace client = acervo::client;

namespace {

void add_keeping_commands(CLI::App& assets, client::Settings& settings, Command& chosen) {
    const auto ids = std::make_shared<std::vector<std::string>>();
    const auto reason = std::make_shared<std::string>();
    const auto add = [&](const char* name, const char* what, auto run) {
        auto* command = assets.add_subcommand(name, what);
        command->add_option("asset", *ids, "Asset ids")->required();
        command->callback(
            [&settings, &chosen, ids, run] { chosen = [&settings, ids, run] { return run(settings, *ids); }; });
        return command;
    };
    add("trash", "Put assets into the trash", client::trash_assets);
    add("restore", "Take assets out of the trash", client::restore_assets);
    add("archive", "Archive assets that are ready", client::archive_assets);
    add("unarchive", "Take assets out of the archive", client::unarchive_assets);
    add("hold", "Keep assets from being purged",
        [reason](client::Settings& s, std::vector<std::string>& of) { return client::hold_assets(s, of, *reason); })
        ->add_option("--reason", *reason, "For the audit log")
        ->required();
    add("release", "End a hold", client::release_assets);
    add("restrict", "Let assets be seen only by who manages their home, and their readers", client::restrict_assets);
    add("unrestrict", "Let everybody see assets again who may see their places", client::unrestrict_assets);
    add("retry", "Ingest assets again that failed", client::retry_ingests);
    add("cancel", "Stop the ingest of assets", client::cancel_ingests);
}

void add_version_commands(CLI::App& assets, client::Settings& settings, Command& chosen) {
    const auto asset = std::make_shared<std::string>();
    const auto version = std::make_shared<int>(1);
    auto* list = assets.add_subcommand("versions", "The masters an asset has had; * is the current one");
    list->add_option("asset", *asset, "Asset id")->required();
    list->callback([&settings, &chosen, asset] {
        chosen = [&settings, asset] { return client::show_versions(settings, *asset); };
    });
    auto* processing = assets.add_subcommand("processing", "How far the ingest of an asset is");
    processing->add_option("asset", *asset, "Asset id")->required();
    processing->callback([&settings, &chosen, asset] {
        chosen = [&settings, asset] { return client::show_processing(settings, *asset); };
    });
    auto* play = assets.add_subcommand("play", "The addresses at which an asset can be played");
    play->add_option("asset", *asset, "Asset id")->required();
    play->callback([&settings, &chosen, asset] {
        chosen = [&settings, asset] { return client::show_playback(settings, *asset); };
    });
    auto* restore = assets.add_subcommand("restore-version", "Make an earlier master the current one again");
    restore->add_option("asset", *asset, "Asset id")->required();
    restore->add_option("version", *version, "Its number")->required()->check(CLI::Range(1, 2'147'483'647));
    restore->callback([&settings, &chosen, asset, version] {
        chosen = [&settings, asset, version] { return client::restore_version(settings, *asset, *version); };
    });
}

void add_relation_commands(CLI::App& assets, client::Settings& settings, Command& chosen) {
    const auto of = std::make_shared<client::RelationCommand>();
    const auto add = [&](const char* name, const char* what, auto run) {
        auto* command = assets.add_subcommand(name, what);
        command->add_option("asset", of->source, "Asset id")->required();
        command->callback(
            [&settings, &chosen, of, run] { chosen = [&settings, of, run] { return run(settings, *of); }; });
        return command;
    };
    const auto ends = [&of](CLI::App* command) {
        command->add_option("type", of->type, "What it is to the other")
            ->required()
            ->check(CLI::IsMember({"derived_from", "part_of", "references", "replaces", "translation_of"}));
        command->add_option("target", of->target, "Id of the other asset")->required();
    };
    add("renditions", "What was made of an asset; * is the one that is shown",
        [](client::Settings& s, client::RelationCommand& c) { return client::show_renditions(s, c.source); });
    add("relations", "What an asset is to others (->), and others to it (<-)",
        [](client::Settings& s, client::RelationCommand& c) { return client::show_relations(s, c.source); });
    ends(add("relate", "Say what an asset is to another", client::relate_assets));
    ends(add("unrelate", "Take it back", client::unrelate_assets));
}

void add_render_command(CLI::App& assets, client::Settings& settings, Command& chosen) {
    const auto order = std::make_shared<client::OrderRenditionCommand>();
    const auto seconds = std::make_shared<std::int64_t>(order->wait.count());
    auto* render = assets.add_subcommand("render", "Have a rendition made, of the whole master or a part of it");
    render->add_option("asset", order->asset_id, "Asset id")->required();
    render->add_option("profile", order->profile_name, "clip_mp4, prores_hq …")->required();
    auto* first = render->add_option("--first-frame", order->first_frame, "Of the part; the film's first is 0");
    auto* end = render->add_option("--end-frame", order->end_frame, "The first one behind the part")->needs(first);
    first->needs(end);
    render->add_option("--wait", *seconds, "Seconds; 0 = answer at once")->capture_default_str();
    render->callback([&settings, &chosen, order, seconds] {
        order->wait = std::chrono::seconds{*seconds};
        chosen = [&settings, order] { return client::order_rendition(settings, *order); };
    });
}

void add_table_commands(CLI::App& assets, client::Settings& settings, Command& chosen) {
    const auto table = std::make_shared<client::ExportCommand>();
    auto* out = assets.add_subcommand("export", "What is said about assets, as CSV");
    out->add_option("file", table->file, "Standard output where none is given");
    out->add_option("--type", table->filter.type)->check(CLI::IsMember({"video", "audio", "image"}));
    out->add_option("--status", table->filter.status)
        ->check(CLI::IsMember({"uploading", "processing", "ready", "failed", "archived"}));
    out->add_option("--collection", table->filter.collection, "Id of a collection: what lies in it and below");
    out->add_option("--created-from", table->filter.created_from, "2026-01-31T08:00:00Z");
    out->add_option("--created-to", table->filter.created_to, "2026-02-28T08:00:00Z");
    out->add_option("--tag", table->filter.tag);
    out->callback([&settings, &chosen, table] {
        chosen = [&settings, table] { return client::export_assets(settings, *table); };
    });

    const auto changes = std::make_shared<client::ImportMetadataCommand>();
    auto* in = assets.add_subcommand("import-metadata",
                                     "Change what is said about assets by a table; only checks without --apply");
    in->add_option("file", changes->file, "CSV, as export writes it")->required()->check(CLI::ExistingFile);
    in->add_flag("--apply", changes->apply, "Change it");
    in->callback([&settings, &chosen, changes] {
        chosen = [&settings, changes] { return client::import_metadata(settings, *changes); };
    });
}

}  // namespace

void add_metadata_commands(CLI::App& app, client::Settings& settings, Command& chosen) {
    auto* metadata = app.add_subcommand("metadata", "What editorial metadata may hold")->require_subcommand(1);
    const auto order = std::make_shared<client::SchemaCommand>();
    const auto add = [&](const char* name, const char* what, auto run) {
        auto* command = metadata->add_subcommand(name, what);
        command->add_option("type", order->type)->required()->check(CLI::IsMember({"video", "audio", "image"}));
        command->callback(
            [&settings, &chosen, order, run] { chosen = [&settings, order, run] { return run(settings, *order); }; });
        return command;
    };
    const auto from_file = [order](CLI::App* command) {
        command->add_option("file", order->file, "JSON, as show prints it")->required()->check(CLI::ExistingFile);
    };
    add("show", "The schema in force, as JSON",
        [](client::Settings& s, client::SchemaCommand& of) { return client::show_metadata_schema(s, of.type); });
    from_file(add("preview", "Which assets would break", client::preview_metadata_schema));
    auto* put = add("put", "Put a schema in force", client::put_metadata_schema);
    from_file(put);
    put->add_flag("--accept-breaking", order->accept_breaking, "Also when assets break; they stay as they are");
}

void add_asset_edit_commands(CLI::App& assets, client::Settings& settings, Command& chosen) {
    const auto edit = std::make_shared<client::EditCommand>();
    const auto version = std::make_shared<std::string>();
    const auto add = [&](const char* name, const char* what, auto run) {
        auto* command = assets.add_subcommand(name, what);
        command->add_option("asset", edit->asset_id, "Asset id")->required();
        command->callback([&settings, &chosen, run] { chosen = [&settings, run] { return run(settings); }; });
        return command;
    };
    auto* change = add("edit", "Change what is said about an asset",
                       [edit](client::Settings& s) { return client::edit_asset(s, *edit); });
    change->add_option("--title", edit->title);
    change->add_option("--description", edit->description);
    auto* tags = change->add_option("--tag", edit->tags, "In place of all there were; give it once for each");
    change->add_flag("--no-tags", edit->no_tags, "Take all tags away")->excludes(tags);
    change->add_option("--set", edit->set, "field=value of the editorial metadata; the value is JSON or text");
    change->add_option("--unset", edit->unset, "A field of the editorial metadata to take away");
    change->add_flag("--force", edit->force, "Whatever others did since");

    add("history", "What was said about an asset, newest first",
        [edit](client::Settings& s) { return client::show_history(s, edit->asset_id); });
    add("restore-edit", "Say again what was said at an earlier edit",
        [edit, version](client::Settings& s) { return client::restore_edit(s, edit->asset_id, *version); })
        ->add_option("edit", *version, "Its number in the history")
        ->required();
    add_keeping_commands(assets, settings, chosen);
    add_table_commands(assets, settings, chosen);
    add_bulk_edit_command(assets, settings, chosen);
    add_cache_commands(assets, settings, chosen);
    add_version_commands(assets, settings, chosen);
    add_render_command(assets, settings, chosen);
    add_relation_commands(assets, settings, chosen);
}
