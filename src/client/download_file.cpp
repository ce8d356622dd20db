#include "client/download_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <vector>

#include "client/file_bytes.hpp"
#include "http/generated/decode.hpp"

namespace acervo::client {
namespace {

constexpr std::size_t kChunk = 256 * 1024;

/// The last component of a name that somebody else chose.
std::string safe_name(const std::string& name) {
    auto last = name.substr(name.find_last_of("/\\") + 1);
    std::erase_if(last, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    return last.empty() || last == "." || last == ".." ? std::string{"master"} : last;
}

Async<Result<void>> write_body(ByteSource& body, std::ofstream& out, std::uint64_t total,
                               std::function<void(std::uint64_t, std::uint64_t)> progress) {
    std::vector<char> chunk(kChunk);
    std::uint64_t written = 0;
    for (;;) {
        const auto count = CO_TRY(co_await body.read(chunk));
        if (count == 0) break;
        if (!out.write(chunk.data(), static_cast<std::streamsize>(count))) {
            co_return fail(ErrorKind::Internal, "the disk does not take the file");
        }
        written += count;
        progress(written, total);
    }
    if (!out.flush()) co_return fail(ErrorKind::Internal, "the disk does not take the file");
    if (written != total) co_return fail(ErrorKind::Unavailable, fmt::format("{} of {} bytes arrived", written, total));
    co_return ok();
}

Async<Result<void>> fetch(HttpClient& client, http::api::DownloadAddress address, std::filesystem::path draft,
                          std::function<void(std::uint64_t, std::uint64_t)> progress) {
    HttpRequest request{Method::Get, address.url};
    auto response = CO_TRY(co_await client.send(std::move(request)));
    if (response.status != 200) {
        co_return fail(ErrorKind::Unavailable, fmt::format("the object store answered {}", response.status));
    }
    std::ofstream out{draft, std::ios::binary | std::ios::trunc};
    if (!out) co_return fail(ErrorKind::Internal, "cannot write " + draft.string());
    co_return co_await write_body(*response.body, out, static_cast<std::uint64_t>(address.size), std::move(progress));
}

Result<ContentHash> hash_of_file(const std::filesystem::path& path) {
    auto file = InputFile::open(path);
    if (!file) return fail(std::move(file).error());
    return hash_of(**file);
}

}  // namespace

Async<Result<DownloadedFile>> download_file(ApiClient& server, std::string path, std::filesystem::path target,
                                            std::function<void(std::uint64_t, std::uint64_t)> progress) {
    const auto answer = CO_TRY(co_await server.call(Method::Get, path + "/download"));
    const auto address = CO_TRY(http::api::decode_download_address(answer));
    if (std::filesystem::is_directory(target)) target /= safe_name(address.filename);
    if (std::filesystem::exists(target)) co_return fail(ErrorKind::Conflict, target.string() + " is there already");

    const std::filesystem::path draft{target.string() + ".part"};
    const auto fetched = co_await fetch(server.http(), address, draft, std::move(progress));
    auto hash = fetched ? hash_of_file(draft) : fail(fetched.error());
    if (hash && address.sha256 && *address.sha256 != hash->to_string()) {
        hash = fail(ErrorKind::Internal, fmt::format("what came has the SHA-256 {} and should have {}: it is not kept",
                                                     hash->to_string(), *address.sha256));
    }
    std::error_code error;
    if (!hash) {
        std::filesystem::remove(draft, error);
        co_return fail(hash.error());
    }
    std::filesystem::rename(draft, target, error);
    if (error)
        co_return fail(ErrorKind::Internal, fmt::format("cannot write {}: {}", target.string(), error.message()));
    co_return DownloadedFile{
        .file = target, .size = static_cast<std::uint64_t>(address.size), .hash = *std::move(hash)};
}

}  // namespace acervo::client
