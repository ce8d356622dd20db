// The example runs, ends by a signal, and is what the README shows.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "net/http_client.hpp"
#include "testkit/run.hpp"

namespace acervo::http {
namespace {

/// The example as a process of its own.
class Program {
public:
    Program() {
        std::array<int, 2> pipe{};
        if (::pipe(pipe.data()) != 0) throw std::runtime_error{"no pipe"};
        pid_ = ::fork();
        if (pid_ == 0) {
            ::dup2(pipe[1], STDOUT_FILENO);
            ::execl(ACERVO_HELLO, ACERVO_HELLO, nullptr);
            ::_exit(127);
        }
        ::close(pipe[1]);
        auto* out = ::fdopen(pipe[0], "r");
        std::array<char, 200> line{};
        if (std::fgets(line.data(), line.size(), out) != nullptr) address_ = line.data();
        std::fclose(out);
        if (!address_.empty()) address_.pop_back();
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    ~Program() {
        if (pid_ > 0) ::kill(pid_, SIGKILL);
        end();
    }

    const std::string& address() const { return address_; }
    /// Sends a signal once the program listens to signals, which it does soon after it has told its address.
    void signal(int number) const {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
        while (!hears(number) && std::chrono::steady_clock::now() < end) ::usleep(2'000);
        ::kill(pid_, number);
    }
    /// Waits for its end; its exit code, or -1 when it did not end by itself.
    int end() {
        int status = -1;
        if (pid_ > 0) ::waitpid(std::exchange(pid_, -1), &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    bool hears(int number) const {
        std::ifstream status{"/proc/" + std::to_string(pid_) + "/status"};
        for (std::string word; status >> word;) {
            if (word != "SigCgt:") continue;
            status >> word;
            return (std::stoull(word, nullptr, 16) >> static_cast<unsigned>(number - 1) & 1U) != 0;
        }
        return true;
    }

    pid_t pid_{-1};
    std::string address_;
};

std::string text_of(const char* path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(Hello, answers_until_it_is_told_to_stop) {
    Program program;
    ASSERT_THAT(program.address(), testing::StartsWith("http://127.0.0.1:"));
    boost::asio::io_context context;
    HttpClient client{context.get_executor(), {}};
    auto answer = testkit::run(context, client.send(HttpRequest{Method::Get, program.address()}));
    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(testkit::run(context, read_all(*answer->body, 100)), "Hello, you!\n");
    program.signal(SIGTERM);
    EXPECT_EQ(program.end(), 0);
}

TEST(Hello, ends_at_once_by_a_second_signal) {
    Program program;
    ASSERT_FALSE(program.address().empty());
    program.signal(SIGINT);
    program.signal(SIGTERM);
    EXPECT_EQ(program.end(), 0);
}

TEST(Hello, stands_in_the_readme) {
    const auto source = text_of(ACERVO_HELLO_SOURCE);
    ASSERT_FALSE(source.empty());
    EXPECT_THAT(text_of(ACERVO_HTTP_README), testing::HasSubstr("```cpp\n" + source + "```\n"));
}

}  // namespace
}  // namespace acervo::http
