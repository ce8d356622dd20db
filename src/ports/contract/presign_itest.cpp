
#include "core/sleep.hpp"
#include "ports/contract/object_store_fixture.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;

TEST_P(ObjectStoreContract, gives_an_address_that_needs_nothing_else) {
    const auto object = plain("a ñ+b%20c.txt");
    put(object, "the content");
    auto answer = run(browser_.send(HttpRequest{Method::Get, store_->presign_get(object, {})}));
    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->headers.find("Content-Type"), "text/plain");
    EXPECT_EQ(text_of(*answer), "the content");

    HttpRequest ranged{Method::Get, store_->presign_get(object, {})};
    ranged.headers.set("Range", "bytes=4-6");
    auto part = run(browser_.send(std::move(ranged)));
    ASSERT_TRUE(part);
    EXPECT_EQ(part->status, 206);
    EXPECT_EQ(text_of(*part), "con");
}

TEST_P(ObjectStoreContract, names_the_download_as_the_address_says) {
    put(plain("a"), "x");
    PresignOptions options;
    options.content_disposition = "attachment; filename=\"a b.mp4\"; filename*=UTF-8''canci%C3%B3n.mp4";
    options.content_type = "video/mp4";
    const auto answer = run(browser_.send(HttpRequest{Method::Get, store_->presign_get(plain("a"), options)}));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->headers.find("Content-Disposition"), options.content_disposition);
    EXPECT_EQ(answer->headers.find("Content-Type"), "video/mp4");
}

TEST_P(ObjectStoreContract, reads_an_older_version_by_its_address) {
    const auto first = put(versioned("a"), "first");
    put(versioned("a"), "second");
    PresignOptions options;
    options.version_id = first.version_id;
    auto answer = run(browser_.send(HttpRequest{Method::Get, store_->presign_get(versioned("a"), options)}));
    ASSERT_TRUE(answer);
    EXPECT_EQ(text_of(*answer), "first");
}

TEST_P(ObjectStoreContract, takes_an_address_no_longer_than_it_is_valid) {
    put(plain("a"), "x");
    PresignOptions options;
    options.expires = 1s;
    const auto address = store_->presign_get(plain("a"), options);
    int status = 200;
    for (int tries = 0; tries < 100 && status == 200; ++tries) {
        run([]() -> Async<int> {
            co_await sleep_for(200ms);
            co_return 0;
        }());
        status = run(browser_.send(HttpRequest{Method::Get, address}))->status;
    }
    EXPECT_EQ(status, 403);
}

TEST_P(ObjectStoreContract, takes_an_address_for_nothing_but_what_was_signed) {
    put(plain("a"), "x");
    put(plain("b"), "y");
    const auto address = store_->presign_get(plain("a"), {});
    const auto status_of = [&](Method method, std::string url) {
        HttpRequest request{method, std::move(url)};
        if (method == Method::Put) request.body = std::make_unique<StringSource>("evil");
        return run(browser_.send(std::move(request)))->status;
    };
    EXPECT_EQ(status_of(Method::Get, address), 200);
    auto other = address;
    other.replace(other.find("/a?"), 3, "/b?");
    EXPECT_EQ(status_of(Method::Get, other), 403);
    auto longer = address;
    longer.replace(longer.find("Expires=900"), 11, "Expires=9000");
    EXPECT_EQ(status_of(Method::Get, longer), 403);
    auto signature = address;
    signature.back() = signature.back() == '0' ? '1' : '0';
    EXPECT_EQ(status_of(Method::Get, signature), 403);
    EXPECT_EQ(status_of(Method::Put, address), 403);
    EXPECT_EQ(text_of(plain("a")), "x");
}

TEST_P(ObjectStoreContract, names_the_public_endpoint_in_addresses) {
    auto seen = options();
    seen.public_endpoint = "https://media.example";
    const auto store = store_of(seen);
    EXPECT_TRUE(store->presign_get(plain("a"), {}).starts_with("https://media.example/acervo-contract-plain/"));
    EXPECT_TRUE(store->presign_part(plain("a"), "u", 1, 1s).starts_with("https://media.example/"));
}

}  // namespace
}  // namespace acervo
