#include "adapters/smtp/smtp_mailer.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstring>

#include "core/cpu_pool.hpp"
#include "core/id.hpp"

namespace acervo {
namespace {

constexpr std::size_t kWaiting = 16;
/// The answer to DATA: the letter may follow (RFC 5321 §4.2.3).
constexpr long kGoOn = 354;
constexpr long kFirstRefusal = 500;
constexpr long kLastRefusal = 599;

struct EasyEnd {
    void operator()(CURL* curl) const noexcept { curl_easy_cleanup(curl); }
};
struct ListEnd {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, EasyEnd>;
using List = std::unique_ptr<curl_slist, ListEnd>;

bool initialised() {
    static const bool kDone = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return kDone;
}

/// One letter on its way.
struct Sending {
    std::string_view rest;
    const std::atomic<bool>* ends;
    /// Whether the server was told who the letter is for: what it refuses from then on is this letter, not us.
    bool is_addressed{false};
};

std::size_t read_message(char* out, std::size_t size, std::size_t count, void* given) {
    auto& sending = *static_cast<Sending*>(given);
    const auto taken = sending.rest.substr(0, size * count);
    std::memcpy(out, taken.data(), taken.size());
    sending.rest.remove_prefix(taken.size());
    return taken.size();
}

int note_command(CURL* /*curl*/, curl_infotype type, char* text, std::size_t size, void* given) {
    if (type == CURLINFO_HEADER_OUT && std::string_view{text, size}.starts_with("RCPT TO:")) {
        static_cast<Sending*>(given)->is_addressed = true;
    }
    return 0;
}

int is_to_end(void* given, curl_off_t /*to_get*/, curl_off_t /*got*/, curl_off_t /*to_send*/, curl_off_t /*sent*/) {
    return static_cast<Sending*>(given)->ends->load() ? 1 : 0;
}

std::size_t drop(char* /*text*/, std::size_t size, std::size_t count, void* /*given*/) { return size * count; }

/// Sets options one after the other, and knows whether all were taken.
class Setup {
public:
    explicit Setup(CURL* curl) noexcept : curl_{curl} {}
    template <class Value>
    Setup& set(CURLoption option, Value value) {
        all_ = curl_easy_setopt(curl_, option, value) == CURLE_OK && all_;
        return *this;
    }
    bool all() const noexcept { return all_; }

private:
    CURL* curl_;
    bool all_{true};
};

bool set_up(CURL* curl, const SmtpOptions& options) {
    const bool is_tls = options.security == SmtpSecurity::Tls;
    const auto url = fmt::format("{}://{}:{}", is_tls ? "smtps" : "smtp", options.host, options.port);
    Setup setup{curl};
    setup.set(CURLOPT_URL, url.c_str())
        .set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        .set(CURLOPT_PROXY, "")  // none of the environment either
        .set(CURLOPT_NOSIGNAL, 1L)
        .set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()))
        .set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(options.answer_timeout.count()))
        .set(CURLOPT_TIMEOUT_MS, static_cast<long>(options.timeout.count()))
        .set(CURLOPT_MAIL_FROM, options.from.address.c_str());
    if (options.security != SmtpSecurity::None) setup.set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    if (!options.ca_file.empty()) setup.set(CURLOPT_CAINFO, options.ca_file.c_str());
    if (!options.user.empty()) {
        setup.set(CURLOPT_USERNAME, options.user.c_str()).set(CURLOPT_PASSWORD, options.password.reveal().c_str());
    }
    return setup.all();
}

bool set_up(CURL* curl, Sending* sending, curl_slist* recipients) {
    Setup setup{curl};
    setup.set(CURLOPT_MAIL_RCPT, recipients)
        .set(CURLOPT_UPLOAD, 1L)
        .set(CURLOPT_READFUNCTION, read_message)
        .set(CURLOPT_READDATA, sending)
        .set(CURLOPT_WRITEFUNCTION, drop)
        .set(CURLOPT_VERBOSE, 1L)  // to `note_command`, nowhere else
        .set(CURLOPT_DEBUGFUNCTION, note_command)
        .set(CURLOPT_DEBUGDATA, sending)
        .set(CURLOPT_NOPROGRESS, 0L)
        .set(CURLOPT_XFERINFOFUNCTION, is_to_end)
        .set(CURLOPT_XFERINFODATA, sending);
    return setup.all();
}

/// The server's words stay out: they may repeat the address.
Error error_of(CURLcode code, long answer, const Sending& sending) {
    const bool has_refused = code != CURLE_OPERATION_TIMEDOUT && answer >= kFirstRefusal && answer <= kLastRefusal;
    if (has_refused && sending.is_addressed) {
        return Error{ErrorKind::InvalidInput, fmt::format("the mail server refused the letter ({})", answer)};
    }
    if (code == CURLE_OPERATION_TIMEDOUT) return Error{ErrorKind::Timeout, "the mail server took too long"};
    const auto last = answer > 0 ? fmt::format(" (its last answer: {})", answer) : std::string{};
    return Error{ErrorKind::Unavailable, fmt::format("mail server: {}{}", curl_easy_strerror(code), last)};
}

Result<void> submit(const SmtpOptions& options, const std::string& to, std::string_view message,
                    const std::atomic<bool>& ends) {
    const Easy curl{curl_easy_init()};
    const List recipients{curl_slist_append(nullptr, to.c_str())};
    Sending sending{.rest = message, .ends = &ends};
    if (!curl || !recipients || !set_up(curl.get(), options) || !set_up(curl.get(), &sending, recipients.get())) {
        return fail(ErrorKind::Internal, "libcurl does not take its options");
    }
    const auto code = curl_easy_perform(curl.get());
    if (code == CURLE_OK) return ok();
    long answer = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer);
    auto error = error_of(code, answer, sending);
    if (sending.rest.empty() && answer == kGoOn) return fail(perhaps_taken(std::move(error)));
    return fail(std::move(error));
}

class SmtpMailer final : public Mailer {
public:
    explicit SmtpMailer(SmtpOptions options)
        : options_{std::make_shared<const SmtpOptions>(std::move(options))},
          ends_{std::make_shared<std::atomic<bool>>(false)} {}
    SmtpMailer(const SmtpMailer&) = delete;
    SmtpMailer& operator=(const SmtpMailer&) = delete;
    ~SmtpMailer() override { ends_->store(true); }

    Async<Result<void>> send(Letter letter) override {
        auto message = CO_TRY(smtp::message_of(letter, options_->from, SystemClock{}.now(), Uuid::make().to_string()));
        const auto work = [options = options_, ends = ends_, to = std::move(letter.to), message = std::move(message)] {
            return submit(*options, to, message, *ends);
        };
        co_return co_await pool_.run(work);
    }

private:
    std::shared_ptr<const SmtpOptions> options_;
    std::shared_ptr<std::atomic<bool>> ends_;
    CpuPool pool_{1, kWaiting};
};

}  // namespace

Result<std::unique_ptr<Mailer>> make_smtp_mailer(SmtpOptions options) {
    if (!smtp::is_address(options.from.address)) {
        return fail(ErrorKind::InvalidInput, "the sender's address of letters is none");
    }
    if (!initialised()) return fail(ErrorKind::InvalidInput, "libcurl cannot be used");
    const Easy curl{curl_easy_init()};
    if (!curl || !set_up(curl.get(), options)) {
        return fail(ErrorKind::InvalidInput, "libcurl does not send mail as it is configured");
    }
    return std::make_unique<SmtpMailer>(std::move(options));
}

}  // namespace acervo
