#include <fmt/format.h>

#include <map>

#include "app/storage/storage_move.hpp"
#include "domain/upload/part_plan.hpp"

namespace acervo {
namespace {

/// Up to here an object goes in one request.
constexpr std::uint64_t kOnePiece = std::uint64_t{8} << 20;

struct Sent {
    ObjectInfo info;
    std::string sha256;
};

Passage passage_of(StorageMove& move, Sha256Stream& hash) {
    return Passage{.pace = move.pace, .hash = hash, .count = move.count};
}

/// A range of the source, or all of it; only of the bytes that are to be copied, whatever lies there meanwhile.
Async<Result<ObjectStream>> read_source(StorageMove& move, PendingCopy copy, std::optional<ByteRange> range) {
    auto stream = CO_TRY(co_await move.source.get(copy.object, range));
    const auto& info = stream.info;
    const bool other = info.size != copy.size || (!copy.source_etag.empty() && info.etag != copy.source_etag) ||
                       (!copy.source_version_id.empty() && info.version_id != copy.source_version_id);
    if (other) co_return fail(ErrorKind::Conflict, "the source has not what the ledger names; reconcile tells more");
    co_return stream;
}

/// SHA-256 of a whole object.
Async<Result<std::string>> hash_stream(StorageMove& move, ObjectStream stream) {
    Sha256Stream hash;
    auto source = passing(std::move(stream.body), passage_of(move, hash));
    const auto count = CO_TRY(co_await read_through(std::move(source)));
    if (count != stream.info.size) co_return fail(ErrorKind::Unavailable, "the object ended before its size");
    co_return hash.finish();
}

Async<Result<std::string>> hash_source(StorageMove& move, PendingCopy copy) {
    auto stream = CO_TRY(co_await read_source(move, std::move(copy), std::nullopt));
    co_return co_await hash_stream(move, std::move(stream));
}

Async<Result<Sent>> send_in_one(StorageMove& move, PendingCopy copy) {
    auto stream = CO_TRY(co_await read_source(move, copy, std::nullopt));
    Sha256Stream hash;
    auto body = passing(std::move(stream.body), passage_of(move, hash));
    Sent sent;
    sent.info = CO_TRY(co_await move.target.put(copy.object, std::move(body), stream.info.content_type));
    sent.sha256 = hash.finish();
    co_return sent;
}

using Parts = std::map<int, UploadedPart>;

/// Nothing when the target does not know the upload any more.
Async<Result<std::optional<Parts>>> parts_there(StorageMove& move, PendingCopy copy) {
    Parts parts;
    for (int after = 0;;) {
        auto page = co_await move.target.list_parts(copy.object, copy.multipart_id, after);
        if (!page && page.error().kind() == ErrorKind::NotFound) co_return std::nullopt;
        if (!page) co_return fail(page.error());
        for (auto& part : page->parts) parts.emplace(part.part_number, std::move(part));
        if (page->next == 0) co_return parts;
        after = page->next;
    }
}

/// An upload to the target with the parts it has: the one that was begun, or a new one.
Async<Result<Parts>> begin_parts(StorageMove& move, PendingCopy* copy) {
    if (!copy->multipart_id.empty()) {
        auto parts = CO_TRY(co_await parts_there(move, *copy));
        if (parts) co_return *std::move(parts);
    }
    const auto there = CO_TRY(co_await move.source.head(copy->object));
    copy->multipart_id = CO_TRY(co_await move.target.create_multipart(copy->object, there.content_type));
    CO_TRY(co_await note_multipart_of_copy(move.database, move.row.id, copy->object, copy->multipart_id));
    co_return Parts{};
}

Async<Result<UploadedPart>> send_part(StorageMove& move, PendingCopy copy, ByteRange range, int number,
                                      Sha256Stream& hash) {
    auto stream = CO_TRY(co_await read_source(move, copy, range));
    auto body = passing(std::move(stream.body), passage_of(move, hash));
    co_return co_await move.target.upload_part(copy.object, copy.multipart_id, number, std::move(body));
}

Async<Result<Sent>> send_in_parts(StorageMove& move, PendingCopy copy) {
    const auto plan = CO_TRY(PartPlan::make(copy.size));
    auto there = CO_TRY(co_await begin_parts(move, &copy));
    const bool goes_on = !there.empty();
    std::vector<UploadedPart> parts;
    Sha256Stream hash;
    for (int number = 1; number <= plan.part_count(); ++number) {
        const auto size = plan.size_of(number);
        const auto found = there.find(number);
        if (found != there.end() && found->second.size == size) {
            parts.push_back(found->second);
            continue;
        }
        const ByteRange range{.first = plan.offset_of(number), .last = plan.offset_of(number) + size - 1};
        parts.push_back(CO_TRY(co_await send_part(move, copy, range, number, hash)));
    }
    Sent sent;
    sent.info = CO_TRY(co_await move.target.complete_multipart(copy.object, copy.multipart_id, std::move(parts)));
    if (!goes_on) {
        sent.sha256 = hash.finish();
    } else {
        sent.sha256 = CO_TRY(co_await hash_source(move, copy));
    }
    co_return sent;
}

/// What the target has already, when it has these bytes: sent before a death, or in a move the other way.
Async<Result<std::optional<Sent>>> find_at_target(StorageMove& move, PendingCopy copy) {
    auto found = co_await move.target.head(copy.object);
    if (!found && found.error().kind() == ErrorKind::NotFound) co_return std::nullopt;
    if (!found) co_return fail(found.error());
    if (found->size != copy.size) co_return std::nullopt;
    auto stream = CO_TRY(co_await move.target.get(copy.object, std::nullopt));
    Sent there{.info = *std::move(found), .sha256 = {}};
    there.sha256 = CO_TRY(co_await hash_stream(move, std::move(stream)));
    const auto wanted = CO_TRY(co_await hash_source(move, std::move(copy)));
    if (there.sha256 != wanted) co_return std::nullopt;
    co_return there;
}

/// What was sent, once it was read back and is the same.
Async<Result<Sent>> send_and_read_back(StorageMove& move, PendingCopy copy) {
    Sent sent;
    if (copy.size <= kOnePiece) {
        sent = CO_TRY(co_await send_in_one(move, copy));
    } else {
        sent = CO_TRY(co_await send_in_parts(move, copy));
    }
    auto stream = CO_TRY(co_await move.target.get(copy.object, std::nullopt));
    // A put tells no ETag in every store, and no version where there are none.
    const auto info = stream.info;
    const auto kept = CO_TRY(co_await hash_stream(move, std::move(stream)));
    if (kept != sent.sha256) {
        CO_TRY(co_await note_multipart_of_copy(move.database, move.row.id, copy.object, ""));
        co_return fail(ErrorKind::Conflict, "the target did not keep what was sent");
    }
    sent.info = info;
    co_return sent;
}

}  // namespace

Async<Result<void>> copy_object(StorageMove& move, PendingCopy copy) {
    auto sent = CO_TRY(co_await find_at_target(move, copy));
    if (!sent) sent = CO_TRY(co_await send_and_read_back(move, copy));
    if (copy.declared_sha256 && *copy.declared_sha256 != sent->sha256 && move.tell) {
        // The copy is as good as its source: what is wrong there is not mended by moving it.
        move.tell(copy.object, "copied, but its bytes are not those that were declared");
    }
    co_return co_await mark_copy_verified(move.database, move.row.id, copy.object, sent->info, sent->sha256);
}

Async<Result<std::uint64_t>> verify_copies(StorageMove& move) {
    std::uint64_t wrong = 0;
    for (ObjectAddress after{"", ""};;) {
        const auto copies = CO_TRY(co_await list_verified_copies(move.database, move.row.id, after));
        if (copies.empty()) co_return wrong;
        after = copies.back().object;
        for (const auto& copy : copies) {
            auto stream = co_await move.target.get(copy.object, std::nullopt);
            if (!stream && stream.error().kind() != ErrorKind::NotFound) co_return fail(stream.error());
            std::string kept;
            if (stream) kept = CO_TRY(co_await hash_stream(move, *std::move(stream)));
            if (kept == copy.sha256) continue;
            ++wrong;
            const std::string reason = kept.empty() ? "the copy is gone" : "the copy has other bytes";
            CO_TRY(co_await mark_copy_wrong(move.database, move.row.id, copy.object, reason));
            if (move.tell) move.tell(copy.object, reason);
        }
    }
}

}  // namespace acervo
