#include "administration.hpp"

#include <memory>
#include <string>
#include <vector>

#include "client/administration.hpp"
#include "client/follow_events.hpp"
#include "client/webhooks.hpp"

namespace {

namespace client = acervo::client;

/// What was typed. One for all commands, of which only one is chosen; the callbacks keep it alive.
struct Words {
    std::string id;
    std::string name;
    std::string parent;
    bool to_top{false};
    client::Grantee grantee;
    std::vector<std::string> list;
    client::UserOrder user;
    bool disable{false};
    bool enable{false};
    bool by_mail{false};
    std::string language{"es"};
    client::NewWebhookCommand webhook;
    std::int64_t after{0};
    int limit{50};
};
using Shared = std::shared_ptr<Words>;

/// Commands of one noun.
struct Noun {
    CLI::App* app;
    client::Settings& settings;
    Command& chosen;
    Shared words;

    template <class Run>
    CLI::App* add(const std::string& name, const std::string& what, Run run) const {
        auto* command = app->add_subcommand(name, what);
        command->callback([words = words, run, &chosen = chosen, &settings = settings] {
            chosen = [words, run, &settings] { return run(settings, *words); };
        });
        return command;
    }
};

CLI::App* needs_id(CLI::App* command, const Shared& words, const std::string& name, const std::string& what) {
    command->add_option(name, words->id, what)->required();
    return command;
}

void add_collections(const Noun& noun) {
    const auto& words = noun.words;
    auto* list = noun.add("list", "The tops of what you may view, or what lies below a collection",
                          [](auto& s, auto& w) { return client::list_collections(s, w.parent); });
    list->add_option("--parent", words->parent, "Id of the collection to look into");
    auto* create = noun.add("create", "Make a collection",
                            [](auto& s, auto& w) { return client::create_collection(s, w.name, w.parent); });
    create->add_option("name", words->name, "Its name")->required();
    create->add_option("--parent", words->parent, "What it lies in; only administrators make one without");
    auto* rename = needs_id(noun.add("rename", "Give a collection another name",
                                     [](auto& s, auto& w) {
                                         client::CollectionChange change{.id = w.id, .name = w.name, .parent = {}};
                                         return client::change_collection(s, std::move(change));
                                     }),
                            words, "collection", "Collection id");
    rename->add_option("name", words->name, "The new name")->required();
    auto* move = needs_id(noun.add("move", "Move a collection with all below it",
                                   [](auto& s, auto& w) {
                                       client::CollectionChange change{
                                           .id = w.id, .name = {}, .parent = w.parent, .to_top = w.to_top};
                                       return client::change_collection(s, std::move(change));
                                   }),
                          words, "collection", "Collection id");
    auto* to = move->add_option_group("where")->require_option(1);
    to->add_option("--parent", words->parent, "Where it goes");
    to->add_flag("--top", words->to_top, "To the top, for administrators");
    needs_id(noun.add("remove", "Remove an empty collection",
                      [](auto& s, auto& w) { return client::remove_collection(s, w.id); }),
             words, "collection", "Collection id");
}

void add_grants(const Noun& noun) {
    const auto& words = noun.words;
    needs_id(noun.add("grants", "Who may do what in a collection",
                      [](auto& s, auto& w) { return client::list_grants(s, w.id); }),
             words, "collection", "Collection id");
    const auto grantee = [&words](CLI::App* command) {
        auto* whom = command->add_option_group("whom")->require_option(1);
        whom->add_option("--user", words->grantee.user, "Name or id of a user");
        whom->add_option("--group", words->grantee.group, "Name or id of a group");
    };
    auto* grant = needs_id(noun.add("grant", "Say what somebody may do in a collection and below",
                                    [](auto& s, auto& w) { return client::grant(s, w.id, w.grantee, w.list); }),
                           words, "collection", "Collection id");
    grantee(grant);
    grant->add_option("right", words->list, "In place of what was granted before")
        ->required()
        ->check(CLI::IsMember({"view", "download_proxy", "download_master", "edit", "distribute", "manage"}));
    grantee(needs_id(noun.add("revoke", "Take back what somebody was granted",
                              [](auto& s, auto& w) { return client::revoke(s, w.id, w.grantee); }),
                     words, "collection", "Collection id"));
    needs_id(noun.add("add", "Show assets in a collection too",
                      [](auto& s, auto& w) { return client::link_assets(s, w.id, w.list); }),
             words, "collection", "Collection id")
        ->add_option("asset", words->list, "Asset ids")
        ->required();
    needs_id(noun.add("take-out", "Take assets out of a collection that is not their home",
                      [](auto& s, auto& w) { return client::unlink_assets(s, w.id, w.list); }),
             words, "collection", "Collection id")
        ->add_option("asset", words->list, "Asset ids")
        ->required();
}

void add_user_options(CLI::App* command, const Shared& words, bool is_new) {
    command->add_option("--role", words->user.role)
        ->required(is_new)
        ->check(CLI::IsMember({"viewer", "producer", "editor", "admin", "service"}));
    command->add_option("--display-name", words->user.display_name);
    command->add_option("--email", words->user.email);
    command->add_option("--password-file", words->user.password_file,
                        "Read the password from the first line of a file; - asks for it");
}

void add_language(CLI::App* command, const Shared& words) {
    command->add_option("--language", words->language, "What the letter is written in")
        ->check(CLI::IsMember({"es", "en"}))
        ->capture_default_str();
}

void add_users(const Noun& noun) {
    const auto& words = noun.words;
    noun.add("list", "All users", [](auto& s, auto&) { return client::list_users(s); });
    auto* create = noun.add("create", "Make a user", [](auto& s, auto& w) { return client::create_user(s, w.user); });
    create->add_option("username", words->user.user, "What is typed to sign in")->required();
    add_user_options(create, words, true);
    auto* reset =
        noun.add("reset", "Print a link by which a user sets a new password, once within a day", [](auto& s, auto& w) {
            return w.by_mail ? client::mail_password_reset(s, w.user.user, w.language)
                             : client::create_password_reset(s, w.user.user);
        });
    reset->add_option("user", words->user.user, "Name or id")->required();
    reset->add_flag("--mail", words->by_mail, "Send it to the user's e-mail address instead");
    add_language(reset, words);
    auto* forgot = noun.add("forgot", "Have such a link sent to your e-mail address; nobody needs to be signed in",
                            [](auto& s, auto& w) { return client::ask_password_reset(s, w.user.user, w.language); });
    forgot->add_option("login", words->user.user, "Name or e-mail address")->required();
    add_language(forgot, words);
    auto* set = noun.add("set-password", "Set a new password by such a link; nobody needs to be signed in",
                         [](auto& s, auto& w) { return client::reset_password(s, w.id, w.user.password_file); });
    set->add_option("link", words->id, "The link, or what stands behind its #")->required();
    set->add_option("--password-file", words->user.password_file, "Read it from the first line of a file");
    auto* change = noun.add("change", "Change a user; a new role, a new password and --disable sign the user out",
                            [](auto& s, auto& w) {
                                if (w.disable || w.enable) w.user.disabled = w.disable;
                                return client::change_user(s, w.user);
                            });
    change->add_option("user", words->user.user, "Name or id")->required();
    add_user_options(change, words, false);
    auto* disable = change->add_flag("--disable", words->disable, "Nobody can sign in under the name");
    change->add_flag("--enable", words->enable)->excludes(disable);
}

void add_groups(const Noun& noun) {
    const auto& words = noun.words;
    noun.add("list", "All groups", [](auto& s, auto&) { return client::list_groups(s); });
    noun.add("create", "Make a group", [](auto& s, auto& w) { return client::create_group(s, w.name); })
        ->add_option("name", words->name, "Its name")
        ->required();
    needs_id(noun.add("rename", "Give a group another name",
                      [](auto& s, auto& w) { return client::rename_group(s, w.id, w.name); }),
             words, "group", "Name or id")
        ->add_option("name", words->name, "The new name")
        ->required();
    needs_id(noun.add("remove", "Remove a group and what it was granted",
                      [](auto& s, auto& w) { return client::remove_group(s, w.id); }),
             words, "group", "Name or id");
    needs_id(noun.add("members", "Who is in a group", [](auto& s, auto& w) { return client::list_members(s, w.id); }),
             words, "group", "Name or id");
    needs_id(noun.add("add", "Take users into a group",
                      [](auto& s, auto& w) { return client::add_members(s, w.id, w.list); }),
             words, "group", "Name or id")
        ->add_option("user", words->list, "Names or ids")
        ->required();
    needs_id(noun.add("take-out", "Take users out of a group",
                      [](auto& s, auto& w) { return client::remove_members(s, w.id, w.list); }),
             words, "group", "Name or id")
        ->add_option("user", words->list, "Names or ids")
        ->required();
}

void add_keys(const Noun& noun) {
    const auto order = std::make_shared<client::KeyOrder>();
    const auto& words = noun.words;
    const auto service = [](CLI::App* command, std::string& into) {
        command->add_option("service", into, "Name or id of a user of the role service")->required();
    };
    service(noun.add("list", "The keys of a service", [](auto& s, auto& w) { return client::list_keys(s, w.id); }),
            words->id);
    auto* create = noun.add("create", "Make a key and print its token, which is shown this once",
                            [order](auto& s, auto&) { return client::create_key(s, *order); });
    service(create, order->user);
    create->add_option("name", order->name, "What it is for")->required();
    create->add_option("scope", order->scopes, "asset.view asset.create …")->required();
    create->add_option("--expires", order->expires_at, "2027-01-31T00:00:00Z; by default it has no end");
    auto* revoke =
        noun.add("revoke", "Take a key back", [](auto& s, auto& w) { return client::revoke_key(s, w.id, w.name); });
    service(revoke, words->id);
    revoke->add_option("key", words->name, "Key id")->required();
}

void add_audit(CLI::App& app, client::Settings& settings, Command& chosen) {
    const auto query = std::make_shared<client::AuditQuery>();
    auto* audit = app.add_subcommand("audit", "Who did what, newest first; for administrators");
    audit->add_option("--actor", query->actor, "Name or id of a user");
    audit->add_option("--action", query->action, "An action, or with a full stop at its end all that begin so: asset.");
    audit->add_option("--object", query->object_id, "Id of the thing it was done to");
    audit->add_option("--since", query->since, "2026-01-31T08:00:00Z");
    audit->add_option("--until", query->until, "2026-02-28T08:00:00Z");
    audit->add_option("--limit", query->limit)->check(CLI::Range(1, 200))->capture_default_str();
    audit->add_flag("--all", query->all, "Everything, for an export: with --json one entry a line");
    audit->callback(
        [query, &settings, &chosen] { chosen = [query, &settings] { return client::show_audit(settings, *query); }; });
}

void add_webhooks(const Noun& noun) {
    const auto& words = noun.words;
    noun.add("list", "Who is told of events, and how that goes",
             [](auto& s, auto&) { return client::list_webhooks(s); });
    auto* add = noun.add("add", "Have events sent to a program",
                         [](auto& s, auto& w) { return client::add_webhook(s, w.webhook); });
    add->add_option("url", words->webhook.url, "Where to")->required();
    add->add_option("--type", words->webhook.type, "A type, or with a full stop at its end all that begin so: asset.");
    add->add_option("--description", words->webhook.description, "What it is for");
    const auto about_one = [&](const char* name, const char* what, auto run) {
        return needs_id(noun.add(name, what, run), words, "webhook", "Webhook id");
    };
    about_one("remove", "Tell it no more", [](auto& s, auto& w) { return client::remove_webhook(s, w.id); });
    about_one("enable", "Switch it on: it goes on where it was",
              [](auto& s, auto& w) { return client::switch_webhook(s, w.id, true); });
    about_one("disable", "Switch it off", [](auto& s, auto& w) { return client::switch_webhook(s, w.id, false); });
    about_one("secret", "Give it another secret",
              [](auto& s, auto& w) { return client::renew_webhook_secret(s, w.id); });
    about_one("replay", "Send events again", [](auto& s, auto& w) { return client::replay_webhook(s, w.id, w.after); })
        ->add_option("--after", words->after, "All behind the event of this number")
        ->required()
        ->check(CLI::NonNegativeNumber);
    about_one("log", "What was sent, and what it answered, the newest first",
              [](auto& s, auto& w) { return client::show_webhook_log(s, w.id, w.limit); })
        ->add_option("--limit", words->limit)
        ->check(CLI::Range(1, 200))
        ->capture_default_str();
}

void add_events(CLI::App& app, client::Settings& settings, Command& chosen) {
    const auto command = std::make_shared<client::FollowCommand>();
    auto* events = app.add_subcommand("events", "What happens to assets, as it happens, until it is interrupted");
    events->add_option("--asset", command->asset_id, "Only of this asset; with how far its ingest is");
    events->add_option("--type", command->type, "A type, or with a full stop at its end all that begin so: asset.");
    events->add_option("--after", command->after, "Go on behind the event of this number")
        ->check(CLI::NonNegativeNumber);
    events->add_option("--seconds", command->seconds, "For how long; 0: until it is interrupted")
        ->check(CLI::Range(0, 31'536'000))
        ->capture_default_str();
    events->callback([command, &settings, &chosen] {
        chosen = [command, &settings] { return client::follow_events(settings, *command); };
    });
}

}  // namespace

void add_administration_commands(CLI::App& app, client::Settings& settings, Command& chosen) {
    const auto words = std::make_shared<Words>();
    const auto noun = [&](const std::string& name, const std::string& what) {
        return Noun{app.add_subcommand(name, what)->require_subcommand(1), settings, chosen, words};
    };
    const auto collections = noun("collections", "Places for assets, and who may do what there");
    add_collections(collections);
    add_grants(collections);
    add_users(noun("users", "People and services"));
    add_groups(noun("groups", "People who are granted rights together"));
    add_keys(noun("keys", "Keys by which programs act for services"));
    add_webhooks(noun("webhooks", "Programs that are told of events"));
    add_audit(app, settings, chosen);
    add_events(app, settings, chosen);
}
