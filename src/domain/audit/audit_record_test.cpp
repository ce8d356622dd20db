#include "domain/audit/audit_record.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "core/digest.hpp"

namespace acervo {
namespace {

AuditRecord record() {
    AuditRecord made;
    made.id = 7;
    made.actor = UserId::parse("01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11").value();
    made.action = "asset.download_master";
    made.object_type = "asset";
    made.object_id = "01981f81-7c00-7a10-b1c2-3d4e5f607182";
    made.request_id = "r-1";
    made.details = R"({"size": 10})";
    made.created_at = Timestamp{std::chrono::microseconds{1'742'205'600'123'456}};
    return made;
}

TEST(AuditLink, is_the_hash_of_the_array_that_the_header_describes) {
    const std::string text =
        R"([3,")" + std::string{kAuditGenesis} +
        R"(",7,1742205600123456,"01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11","asset.download_master","asset",)"
        R"("01981f81-7c00-7a10-b1c2-3d4e5f607182","r-1","{\"size\": 10}"])";
    EXPECT_EQ(audit_link(3, kAuditGenesis, record()), sha256_hex(text));
}

TEST(AuditLink, changes_with_everything_it_covers) {
    const auto original = record();
    std::set<std::string> seen{audit_link(1, kAuditGenesis, original), audit_link(2, kAuditGenesis, original),
                               audit_link(1, sha256_hex("other"), original)};
    const std::vector<std::function<void(AuditRecord&)>> changes{
        [](AuditRecord& one) { one.id = 8; },
        [](AuditRecord& one) { one.actor.reset(); },
        [](AuditRecord& one) { one.action += "x"; },
        [](AuditRecord& one) { one.object_type += "x"; },
        [](AuditRecord& one) { one.object_id += "x"; },
        [](AuditRecord& one) { one.request_id += "x"; },
        [](AuditRecord& one) { one.details = "{}"; },
        [](AuditRecord& one) { one.created_at += std::chrono::microseconds{1}; },
        [](AuditRecord& one) { std::swap(one.object_type, one.object_id); },
    };
    for (const auto& change : changes) {
        auto changed = original;
        change(changed);
        EXPECT_TRUE(seen.insert(audit_link(1, kAuditGenesis, changed)).second) << seen.size();
    }
}

}  // namespace
}  // namespace acervo
