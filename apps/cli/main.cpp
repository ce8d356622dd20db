#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>

#include "administration.hpp"
#include "asset_commands.hpp"
#include "client/commands.hpp"
#include "client/import_bucket.hpp"
#include "client/import_folder.hpp"
#include "job_commands.hpp"
#include "wiring.hpp"

// acervo-cli: what a person or a script does against the HTTP API. It holds a session of one user and no credential of
// any server.
namespace {

using acervo::Async;
using acervo::Result;
namespace client = acervo::client;

/// As that of `./acervo`.
constexpr int kWrongArguments = 2;

// Exit codes, so that scripts can tell what happened; 64 and up as in sysexits.h.
int exit_code_of(acervo::ErrorKind kind) {
    switch (kind) {
        case acervo::ErrorKind::InvalidInput:
        case acervo::ErrorKind::UnsupportedType:
        case acervo::ErrorKind::TooLarge:
            return 65;
        case acervo::ErrorKind::NotFound:
            return 66;
        case acervo::ErrorKind::Unavailable:
        case acervo::ErrorKind::Timeout:
        case acervo::ErrorKind::RateLimited:
            return 69;
        case acervo::ErrorKind::Unauthenticated:
        case acervo::ErrorKind::Forbidden:
            return 77;
        default:
            return 1;
    }
}

/// For the completion of shells: a line for each path of verbs, then a tab and what may follow it.
void print_commands(const CLI::App& app, const std::string& path) {
    fmt::print("{}\t", path);
    const auto verbs = app.get_subcommands([](const CLI::App*) { return true; });
    for (const auto* verb : verbs) fmt::print("{} ", verb->get_name());
    for (const auto* option : app.get_options()) {
        for (const auto& name : option->get_lnames()) fmt::print("--{} ", name);
    }
    fmt::print("\n");
    for (const auto* verb : verbs) print_commands(*verb, path + " " + verb->get_name());
}

int run(Async<Result<void>> command) {
    boost::asio::io_context context;
    int code = 0;
    auto ended = [&](const std::exception_ptr& thrown, Result<void> result) {
        // What is left belongs to idle connections: nobody shall wait for their timers.
        context.stop();
        if (thrown) std::rethrow_exception(thrown);
        if (result) return;
        fmt::print(stderr, "acervo: {}\n", result.error().message());
        code = exit_code_of(result.error().kind());
    };
    boost::asio::co_spawn(context, std::move(command), std::move(ended));
    context.run();
    return code;
}

void add_session_commands(CLI::App& app, client::Settings& settings, client::LoginCommand& login, Command& chosen) {
    auto* sign_in = app.add_subcommand("login", "Sign in and keep the session for the next commands");
    sign_in->add_option("username", login.username, "User name or e-mail address")->required();
    sign_in->add_option("--password-file", login.password_file, "Read the password from the first line of a file");
    sign_in->callback([&] { chosen = [&] { return client::login(settings, login); }; });
    auto* tokens = app.add_subcommand("tokens", "Short-lived tokens for scripts, as JSON")->require_subcommand(1);
    auto* open = tokens->add_subcommand("open", "Sign in for an access token and a refresh token");
    open->add_option("username", login.username, "User name or e-mail address")->required();
    open->add_option("--password-file", login.password_file, "Read the password from the first line of a file");
    open->callback([&] { chosen = [&] { return client::open_tokens(settings, login); }; });
    auto* refresh =
        tokens->add_subcommand("refresh", "Exchange a refresh token, read from standard input, for the next");
    refresh->add_option("--token-file", login.password_file, "Read it from the first line of a file");
    refresh->callback([&] { chosen = [&] { return client::refresh_tokens(settings, login.password_file); }; });
    app.add_subcommand("logout", "End the session")->callback([&] {
        chosen = [&] { return client::logout(settings); };
    });
    app.add_subcommand("whoami", "Show who is signed in")->callback([&] {
        chosen = [&] { return client::whoami(settings); };
    });
}

void add_upload_command(CLI::App& app, client::Settings& settings, client::UploadCommand& upload, Command& chosen) {
    auto* command = app.add_subcommand("upload", "Send files straight to object storage, in parallel parts");
    command->add_option("path", upload.paths, "Files, folders, or - for standard input")
        ->required()
        ->check(CLI::ExistingPath | CLI::IsMember({"-"}));
    command->add_option("--name", upload.name, "What standard input is called, as take.mxf");
    command->add_option("--title", upload.title, "Title (default: the file's name)");
    command->add_option("--description", upload.description, "Description");
    command->add_option("--external-id", upload.external_id, "Unique id in another system");
    command->add_option("--parallel", upload.parallel_parts, "Parts on their way at once")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command->add_flag("!--no-hash", upload.with_hash, "Do not compute the SHA-256, and send what the server may have");
    command->add_flag("--force", upload.force, "A new asset even where the server has the same bytes");
    command->add_option("--version-of", upload.version_of, "Id of the asset whose new master the file is");
    command->add_option_function<int>(
        "--wait", [&upload](int seconds) { upload.wait = std::chrono::seconds{seconds}; },
        "Seconds to wait until the asset is processed");
    command->callback([&] { chosen = [&] { return client::upload(settings, upload); }; });
}

struct ImportArguments {
    std::string source;
    int parallel_parts{4};
    acervo::cli::ForeignStore store;
};

Async<Result<void>> import_from(const client::Settings& settings, ImportArguments arguments) {
    if (!arguments.source.starts_with("s3://")) {
        return client::import_folder(settings,
                                     {.folder = arguments.source, .parallel_parts = arguments.parallel_parts});
    }
    auto store = acervo::cli::completed(std::move(arguments.store));
    client::ImportBucketCommand command{.address = std::move(arguments.source),
                                        .endpoint = store.endpoint,
                                        .open_store = {},
                                        .parallel_parts = arguments.parallel_parts};
    command.open_store = [store = std::move(store)](const boost::asio::any_io_executor& executor) {
        return acervo::cli::open_foreign_store(executor, store);
    };
    return client::import_bucket(settings, std::move(command));
}

void add_import_command(CLI::App& app, client::Settings& settings, Command& chosen) {
    const auto given = std::make_shared<ImportArguments>();
    auto* all = app.add_subcommand(
        "import", "Send every master below a folder or s3://bucket/prefix, with its side-car NAME.json; resumable");
    const auto is_s3 = CLI::Validator(
        [](const std::string& text) { return text.starts_with("s3://") ? "" : "is not s3://bucket/prefix"; }, "S3");
    all->add_option("source", given->source, "Folder, or s3://bucket/prefix of another store")
        ->required()
        ->check(CLI::ExistingDirectory | is_s3);
    all->add_option("--parallel", given->parallel_parts, "Parts on their way at once")->check(CLI::Range(1, 64));
    all->add_option("--s3-endpoint", given->store.endpoint,
                    "Address of that store (AWS_ENDPOINT_URL; credentials: AWS_ACCESS_KEY_ID and "
                    "AWS_SECRET_ACCESS_KEY, or ~/.aws/credentials)");
    all->add_option("--s3-region", given->store.region, "Its region (AWS_REGION)");
    all->add_option("--s3-profile", given->store.profile, "Section of the file of credentials (AWS_PROFILE)");
    all->add_option("--s3-ca-file", given->store.ca_file, "Certificate authorities to trust for it, PEM");
    all->callback(
        [given, &settings, &chosen] { chosen = [given, &settings] { return import_from(settings, *given); }; });
}

void add_import_commands(CLI::App& app, client::Settings& settings, Command& chosen) {
    add_import_command(app, settings, chosen);
    const auto watch = std::make_shared<client::WatchCommand>();
    auto* arriving = app.add_subcommand("watch", "Send masters as they arrive in a folder and stand still");
    arriving->add_option("folder", watch->folder, "Folder")->required()->check(CLI::ExistingDirectory);
    arriving->add_option("--parallel", watch->parallel_parts, "Parts on their way at once")->check(CLI::Range(1, 64));
    const auto seconds = [arriving](const std::string& name, std::chrono::seconds& into, const std::string& what) {
        arriving->add_option_function<int>(
                    name, [&into](int value) { into = std::chrono::seconds{value}; }, what)
            ->check(CLI::Range(1, 86'400));
    };
    seconds("--settle", watch->settle, "Seconds for which a file must not have changed (10)");
    seconds("--pause", watch->pause, "Seconds between two looks (2)");
    arriving->add_flag("--once", watch->once, "End when nothing is left to take");
    arriving->callback([watch, &settings, &chosen] {
        chosen = [watch, &settings] { return client::watch_folder(settings, *watch); };
    });
}

struct AssetArguments {
    client::ListCommand list;
    std::string asset_id;
    std::optional<int> version{};
    std::string target{"."};
};

void add_asset_commands(CLI::App& app, client::Settings& settings, AssetArguments& arguments, Command& chosen) {
    auto* assets = app.add_subcommand("assets", "Look at assets and fetch their masters")->require_subcommand(1);
    auto* list = assets->add_subcommand("list", "Newest first, or as --sort says");
    list->add_option("--type", arguments.list.type)->check(CLI::IsMember({"video", "audio", "image"}));
    list->add_option("--status", arguments.list.status)
        ->check(CLI::IsMember({"uploading", "processing", "ready", "failed", "archived"}));
    list->add_option("--collection", arguments.list.collection, "Id of a collection: what lies in it and below");
    list->add_option("--created-from", arguments.list.created_from, "2026-01-31T08:00:00Z");
    list->add_option("--created-to", arguments.list.created_to, "2026-02-28T08:00:00Z");
    list->add_option("--tag", arguments.list.tag);
    list->add_option("--sha256", arguments.list.sha256, "Of the master");
    list->add_option("--sort", arguments.list.sort)->check(CLI::IsMember({"newest", "oldest", "updated", "title"}));
    list->add_flag_callback("--trash", [&] { arguments.list.shelf = "trash"; }, "What lies in the trash");
    list->add_option("--limit", arguments.list.limit)->check(CLI::Range(1, 200))->capture_default_str();
    list->callback([&] { chosen = [&] { return client::list_assets(settings, arguments.list); }; });

    auto* show = assets->add_subcommand("show", "One asset");
    show->add_option("asset", arguments.asset_id, "Asset id")->required();
    show->callback([&] { chosen = [&] { return client::show_asset(settings, arguments.asset_id); }; });

    auto* download = assets->add_subcommand("download", "Fetch the master");
    download->add_option("asset", arguments.asset_id, "Asset id")->required();
    download->add_option("target", arguments.target, "File or folder")->capture_default_str();
    download->add_option("--number", arguments.version, "An earlier master, by its number")
        ->check(CLI::Range(1, 2'147'483'647));
    add_asset_edit_commands(*assets, settings, chosen);
    download->callback([&] {
        chosen = [&] {
            return client::download_asset(settings, arguments.asset_id, arguments.version, arguments.target);
        };
    });
}

int main_checked(int argc, char** argv) {
    client::Settings settings{.server = "http://127.0.0.1:17000",
                              .credentials = client::Credentials::in_default_place(),
                              .json = false,
                              .live_progress = ::isatty(STDERR_FILENO) == 1,
                              .ca_file = {}};
    client::LoginCommand login;
    client::UploadCommand upload;
    AssetArguments arguments;
    Command chosen;

    CLI::App app{"Acervo on the command line", "acervo"};
    app.set_version_flag("--version", "acervo " ACERVO_VERSION);
    app.require_subcommand(1);
    app.fallthrough();
    app.add_option("--server", settings.server, "Address of the API")->envname("ACERVO_URL")->capture_default_str();
    app.add_option("--ca-file", settings.ca_file, "Certificate authorities to trust, PEM")->envname("ACERVO_CA_FILE");
    app.add_flag("--json", settings.json, "Print data as JSON");
    add_session_commands(app, settings, login, chosen);
    add_upload_command(app, settings, upload, chosen);
    add_import_commands(app, settings, chosen);
    add_asset_commands(app, settings, arguments, chosen);
    add_job_commands(app, settings, chosen);
    add_metadata_commands(app, settings, chosen);
    add_administration_commands(app, settings, chosen);
    if (argc == 2 && std::string_view{argv[1]} == "--print-commands") {
        print_commands(app, app.get_name());
        return 0;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        return app.exit(wrong) == 0 ? 0 : kWrongArguments;  // it prints help, or what is wrong
    }
    return run(chosen());
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    // A line is read when it was written, also by a program: `watch` and `events` may never end.
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    try {
        return main_checked(argc, argv);
    } catch (const std::exception& error) {
        fmt::print(stderr, "acervo: {}\n", error.what());
        return 70;
    }
}
