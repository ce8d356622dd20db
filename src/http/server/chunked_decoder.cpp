#include "http/server/chunked_decoder.hpp"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace acervo::http {
namespace {

namespace beast_http = boost::beast::http;
using boost::beast::error_code;
using std::string_view;
using BeastText = boost::beast::string_view;

/// Trailer fields together may take up so much.
constexpr std::uint32_t kTrailerBytes = 8 * 1024;
/// Brings Beast's parser to the place where the body begins.
constexpr string_view kHead = "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";

}  // namespace

class ChunkedDecoder::Parser final : public beast_http::basic_parser<true> {
public:
    Parser() {
        header_limit(kTrailerBytes);
        body_limit(boost::none);
        error_code error;
        put(boost::asio::const_buffer{kHead.data(), kHead.size()}, error);
    }

    std::span<char> into;
    std::size_t produced{0};

private:
    std::size_t on_chunk_body_impl(std::uint64_t, BeastText piece, error_code&) override {
        const auto count = std::min(piece.size(), into.size() - produced);
        std::copy_n(piece.data(), count, into.data() + produced);
        produced += count;
        return count;
    }
    void on_request_impl(beast_http::verb, BeastText, BeastText, int, error_code&) override {}
    void on_field_impl(beast_http::field, BeastText, BeastText, error_code&) override {}
    void on_response_impl(int, BeastText, int, error_code&) override {}
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(BeastText, error_code&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, BeastText, error_code&) override {}
    void on_finish_impl(error_code&) override {}
};

ChunkedDecoder::ChunkedDecoder() : parser_{std::make_unique<Parser>()} {}
ChunkedDecoder::~ChunkedDecoder() = default;

ChunkedDecoder::Step ChunkedDecoder::decode(string_view input, std::span<char> into) {
    Step step;
    parser_->into = into;
    parser_->produced = 0;
    while (!parser_->is_done() && parser_->produced < into.size()) {
        error_code error;
        const auto rest = input.substr(step.consumed);
        if (rest.empty()) break;
        const auto consumed = parser_->put(boost::asio::const_buffer{rest.data(), rest.size()}, error);
        step.consumed += consumed;
        if (error == beast_http::error::need_more) break;
        if (error) {
            step.state = State::Malformed;
            break;
        }
    }
    step.produced = parser_->produced;
    if (parser_->is_done()) step.state = State::Done;
    return step;
}

}  // namespace acervo::http
