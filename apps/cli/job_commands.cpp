#include "job_commands.hpp"

#include <memory>

#include "client/jobs.hpp"

namespace client = acervo::client;

namespace {

void add_selection(CLI::App& command, client::SelectionCommand& edit) {
    command.add_option("asset", edit.assets, "Asset ids; or else filters");
    command.add_flag("--all", edit.all, "Every asset that one may see");
    command.add_option("--type", edit.type)->check(CLI::IsMember({"video", "audio", "image"}));
    command.add_option("--status", edit.status)
        ->check(CLI::IsMember({"uploading", "processing", "ready", "failed", "archived"}));
    command.add_option("--collection", edit.collection, "Id of a collection: what lies in it and below");
    command.add_option("--created-from", edit.created_from, "2026-01-31T08:00:00Z");
    command.add_option("--created-to", edit.created_to, "2026-02-28T08:00:00Z");
    command.add_option("--tagged", edit.tag, "Those that have this tag");
    command.add_option("--exclude", edit.excluded, "An asset id that the filters find and that stays as it is");
}

void add_change(CLI::App& command, client::BulkEditCommand& edit) {
    command.add_option("--title", edit.change.title);
    command.add_option("--description", edit.change.description);
    command.add_option("--add-tag", edit.add_tags, "Give it once for each");
    command.add_option("--remove-tag", edit.remove_tags, "Give it once for each");
    auto* tags = command.add_option("--tag", edit.change.tags, "In place of all there were; give it once for each");
    command.add_flag("--no-tags", edit.change.no_tags, "Take all tags away")->excludes(tags);
    command.add_option("--set", edit.change.set, "field=value of the editorial metadata; the value is JSON or text");
    command.add_option("--unset", edit.change.unset, "A field of the editorial metadata to take away");
}

}  // namespace

void add_bulk_edit_command(CLI::App& assets, client::Settings& settings, Command& chosen) {
    const auto edit = std::make_shared<client::BulkEditCommand>();
    auto* command = assets.add_subcommand("bulk-edit", "Change what is said about many assets, as a job");
    add_selection(*command, edit->selection);
    add_change(*command, *edit);
    command->add_flag("--wait", edit->wait, "Until the job has ended");
    command->callback(
        [&settings, &chosen, edit] { chosen = [&settings, edit] { return client::bulk_edit(settings, *edit); }; });
}

void add_cache_commands(CLI::App& assets, client::Settings& settings, Command& chosen) {
    auto* cache = assets.add_subcommand("cache", "Large metadata kept beside the database")->require_subcommand(1);
    const auto order = std::make_shared<client::CacheCommand>();
    const auto add = [&](const char* name, const char* what, auto run) {
        auto* command = cache->add_subcommand(name, what);
        add_selection(*command, order->selection);
        command->add_flag("--wait", order->wait, "Until the job has ended");
        command->callback(
            [&settings, &chosen, order, run] { chosen = [&settings, order, run] { return run(settings, *order); }; });
    };
    add("warm", "Fill the cache with these assets, as a job", client::warm_cache);
    add("invalidate", "Take these assets out of the cache, as a job", client::invalidate_cache);
}

void add_job_commands(CLI::App& app, client::Settings& settings, Command& chosen) {
    auto* jobs = app.add_subcommand("jobs", "Work on many assets")->require_subcommand(1);
    const auto job = std::make_shared<client::JobCommand>();
    const auto add = [&](const char* name, const char* what, auto run) {
        auto* command = jobs->add_subcommand(name, what);
        command->add_option("job", job->job_id, "Job id")->required();
        command->callback(
            [&settings, &chosen, job, run] { chosen = [&settings, job, run] { return run(settings, *job); }; });
        return command;
    };
    auto* show = add("show", "How far a job is", client::show_job);
    show->add_flag("--wait", job->wait, "Until the job has ended");
    show->add_flag("--assets", job->assets, "Every asset with its outcome, too");
    show->add_option("--outcome", job->outcome, "Assets with this outcome, too")
        ->check(CLI::IsMember(
            {"edited", "unchanged", "not_found", "forbidden", "edited_since", "invalid", "cached", "dropped"}));
    add("cancel", "Do nothing more; what was done stays", client::cancel_job);
    add("undo", "Give assets back what they had before, as another job", client::undo_job)
        ->add_flag("--wait", job->wait, "Until that job has ended");
}
