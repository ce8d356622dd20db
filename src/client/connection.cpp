#include "client/connection.hpp"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <boost/asio/this_coro.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>

namespace acervo::client {
namespace {

HttpClientOptions options_of(const Settings& settings) {
    HttpClientOptions options;
    options.ca_file = settings.ca_file;
    return options;
}

/// One line of standard input; nothing is echoed when that is a terminal.
Result<Secret> ask_password() {
    const bool terminal = ::isatty(STDIN_FILENO) == 1;
    termios before{};
    if (terminal) {
        std::fputs("Password: ", stderr);
        ::tcgetattr(STDIN_FILENO, &before);
        auto silent = before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    std::string line;
    const bool read = static_cast<bool>(std::getline(std::cin, line));
    if (terminal) {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        std::fputs("\n", stderr);
    }
    if (!read) return fail(ErrorKind::InvalidInput, "no password was given");
    return Secret{std::move(line)};
}

}  // namespace

Connection::Connection(boost::asio::any_io_executor executor, const Settings& settings, Secret token)
    : http_{std::move(executor), options_of(settings)}, api_{http_, settings.server, std::move(token)} {}

Async<Result<std::unique_ptr<Connection>>> connect(Settings settings) {
    auto token = CO_TRY(settings.credentials.token_for(settings.server));
    if (token.empty()) {
        co_return fail(ErrorKind::Unauthenticated,
                       fmt::format("nobody is signed in at {}: use `login`", settings.server));
    }
    co_return std::make_unique<Connection>(co_await boost::asio::this_coro::executor, settings, std::move(token));
}

Result<Secret> password_from(const std::string& file) {
    if (file.empty()) return ask_password();
    std::ifstream stream{file};
    std::string line;
    if (!std::getline(stream, line)) return fail(ErrorKind::NotFound, "cannot read a password from " + file);
    return Secret{std::move(line)};
}

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || c == '-' || c == '.' || c == '_' || c == '~') {
            out += c;
        } else {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return out;
}

void print_line(const std::string& line) { fmt::print("{}\n", line); }

}  // namespace acervo::client
