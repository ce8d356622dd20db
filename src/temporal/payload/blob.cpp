#include "temporal/payload/blob.hpp"

#include <openssl/evp.h>

namespace acervo::temporal {

std::string to_base64(const Blob& blob) {
    std::string text((blob.data.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock writes a zero behind the text
    const int length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(blob.data.data()), static_cast<int>(blob.data.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

Result<Blob> from_base64(std::string_view text) {
    Blob blob;
    blob.data.resize(text.size() / 4 * 3 + 3);
    const int length = text.size() % 4 != 0 ? -1
                                            : EVP_DecodeBlock(reinterpret_cast<unsigned char*>(blob.data.data()),
                                                              reinterpret_cast<const unsigned char*>(text.data()),
                                                              static_cast<int>(text.size()));
    if (length < 0) return fail(ErrorKind::InvalidInput, "not base64 (RFC 4648)");
    // EVP_DecodeBlock counts padding as bytes.
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
    blob.data.resize(static_cast<std::size_t>(length) - padding);
    if (to_base64(blob) != text) return fail(ErrorKind::InvalidInput, "not base64 (RFC 4648)");
    return blob;
}

}  // namespace acervo::temporal
