#include "http/json/place.hpp"

#include <utility>

namespace acervo::http::json {
namespace {

/// A client chooses the names of unknown members: they are told back, but not at any length.
constexpr std::size_t kLongestName = 100;

std::string_view shortened(std::string_view name) {
    if (name.size() <= kLongestName) return name;
    auto end = kLongestName;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
    return name.substr(0, end);
}

}  // namespace

void FieldErrors::add(std::string pointer, std::string reason) {
    ++count_;
    if (count_ > kMost) return;
    errors_.push_back(FieldError{std::move(pointer), std::move(reason)});
}

Error FieldErrors::take() && {
    const auto& first = errors_.front();
    auto message = (first.pointer.empty() ? std::string{"the body"} : first.pointer) + " " + first.detail;
    if (count_ > 1) message += " (and " + std::to_string(count_ - 1) + " more)";
    return Error{ErrorKind::InvalidInput, std::move(message)}.with_fields(std::move(errors_));
}

void Place::refuse(std::string reason) const {
    std::string pointer;
    if (!errors_.full()) append_pointer(pointer);
    errors_.add(std::move(pointer), std::move(reason));
}

void Place::append_pointer(std::string& out) const {
    if (parent_ == nullptr) return;
    parent_->append_pointer(out);
    out += '/';
    if (kind_ == Kind::Element) {
        out += std::to_string(index_);
        return;
    }
    for (const char c : shortened(name_)) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
}

}  // namespace acervo::http::json
