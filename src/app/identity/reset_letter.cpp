#include "app/identity/reset_letter.hpp"

#include <fmt/format.h>

#include "core/utf8.hpp"

namespace acervo {
namespace {

constexpr std::string_view kSpanish = R"(Hola:

Se ha pedido una contraseña nueva para la cuenta «{0}» de Acervo.

Este enlace sirve para elegirla, una sola vez, hasta el {1}:

{2}

También vale en la línea de órdenes: acervo users set-password 'ENLACE'

Si llegan varias cartas, solo sirve el enlace de la última.
Si no la ha pedido usted, no tiene que hacer nada: la contraseña no ha cambiado.
No pase el enlace a nadie: quien lo tiene puede entrar en la cuenta.
)";

constexpr std::string_view kEnglish = R"(Hello,

A new password was asked for, for the account "{0}" of Acervo.

Choose it by this link, which is good once, until {1}:

{2}

It can be used on the command line, too: acervo users set-password 'LINK'

If several letters arrive, only the link of the last one is good.
If it was not you who asked, do nothing: the password has not changed.
Give the link to nobody: whoever has it can sign in to the account.
)";

/// To the minute.
std::string moment(Timestamp when) {
    const auto text = format_rfc3339(when);
    return fmt::format("{} {} UTC", text.substr(0, 10), text.substr(11, 5));
}

}  // namespace

Letter write_reset_letter(const ResetLetter& about) {
    const bool is_spanish = about.language == Language::Es;
    Letter letter;
    letter.to = about.email;
    letter.subject = is_spanish ? "Acervo: contraseña nueva" : "Acervo: a new password";
    letter.text = fmt::format(fmt::runtime(is_spanish ? kSpanish : kEnglish), without_controls(about.username),
                              moment(about.expires_at), about.link.reveal());
    return letter;
}

}  // namespace acervo
