// acervo-sandbox: takes rights away from itself and becomes another program. Between the worker, which holds
// credentials, and programs that read hostile bytes.
//
//   acervo-sandbox --parent PID --cpu SECONDS --memory BYTES --file BYTES --files COUNT --write DIR [--read PATH]… \
//                  -- PROGRAM ARGUMENT…
//
// Limits by setrlimit(2); no new privileges; files by Landlock (landlock(7)) where the kernel has it; no sockets, no
// namespaces, no processes of others by seccomp(2). Exit code 125 when it cannot.
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

namespace {

constexpr int kCannot = 125;

[[noreturn]] void die(const char* what) {
    std::fprintf(stderr, "acervo-sandbox: %s: %s\n", what, std::strerror(errno));
    std::_Exit(kCannot);
}

struct Order {
    pid_t parent = 0;
    rlim_t cpu_s = 60;
    rlim_t memory = RLIM_INFINITY;
    rlim_t file = RLIM_INFINITY;
    rlim_t files = 256;
    const char* write = nullptr;
    std::vector<const char*> read;
    char** command = nullptr;
};

rlim_t number(const char* text) { return std::strtoull(text, nullptr, 10); }

Order order_of(int count, char** arguments) {
    Order order;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string_view name{arguments[i]};
        const char* value = arguments[i + 1];
        if (name == "--") {
            order.command = arguments + i + 1;
            break;
        }
        if (name == "--parent") order.parent = static_cast<pid_t>(number(value));
        if (name == "--cpu") order.cpu_s = number(value);
        if (name == "--memory") order.memory = number(value);
        if (name == "--file") order.file = number(value);
        if (name == "--files") order.files = number(value);
        if (name == "--write") order.write = value;
        if (name == "--read") order.read.push_back(value);
    }
    if (order.command == nullptr || order.write == nullptr) {
        errno = EINVAL;
        die("usage: acervo-sandbox --write DIR … -- PROGRAM ARGUMENT…");
    }
    return order;
}

/// Ends with who started it: it would write for nobody.
void end_with_parent(pid_t parent) {
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) die("prctl");
    if (parent != 0 && ::getppid() != parent) std::_Exit(kCannot);
}

void limit(__rlimit_resource resource, rlim_t soft, rlim_t hard) {
    const rlimit both{soft, hard};
    if (::setrlimit(resource, &both) != 0) die("setrlimit");
}

void set_limits(const Order& order) {
    limit(RLIMIT_CPU, order.cpu_s, order.cpu_s + 1);  // SIGXCPU, then SIGKILL
    limit(RLIMIT_AS, order.memory, order.memory);
    limit(RLIMIT_FSIZE, order.file, order.file);
    limit(RLIMIT_NOFILE, order.files, order.files);
    limit(RLIMIT_CORE, 0, 0);
}

/// Those that a program started as root would have: to raise its limits again, or to read what is others'.
void drop_capabilities() {
    for (unsigned long each = 0; ::prctl(PR_CAPBSET_READ, each) >= 0; ++each) {
        ::prctl(PR_CAPBSET_DROP, each);  // refused to an account that has none to give up
    }
}

// --- files -----------------------------------------------------------------------------------------------------------

constexpr std::uint64_t kRead = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
/// ABI 2 and 3; the headers of Debian 12 know neither the second of them.
constexpr std::uint64_t kRefer = 1ULL << 13U;
constexpr std::uint64_t kTruncate = 1ULL << 14U;
constexpr std::uint64_t kAbi1 = (1ULL << 13U) - 1;
constexpr std::uint64_t kOfOneFile =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | kTruncate;

/// Not even where it may write: no devices, no sockets, nothing that it wrote is run, and no links or pipes, which the
/// worker would follow with its own rights.
constexpr std::uint64_t kNeverGiven = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                                      LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                                      LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_MAKE_FIFO;

/// What is not there needs no rule.
void allow(int rules, const char* path, std::uint64_t access, std::uint64_t handled) {
    const int place = ::open(path, O_PATH | O_CLOEXEC);
    if (place < 0) return;
    landlock_path_beneath_attr rule{};
    rule.allowed_access = access & handled;
    rule.parent_fd = place;
    long added = ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    if (added != 0 && errno == EINVAL) {  // a file has no rights of folders
        rule.allowed_access &= kOfOneFile;
        added = ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    }
    if (added != 0) die("landlock_add_rule");
    ::close(place);
}

void confine_files(const Order& order) {
    const long abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1) {  // an older kernel: limits and seccomp are what there is
        std::fputs("acervo-sandbox: this kernel has no Landlock, files are not confined\n", stderr);
        return;
    }
    const std::uint64_t handled = kAbi1 | (abi >= 2 ? kRefer : 0) | (abi >= 3 ? kTruncate : 0);
    landlock_ruleset_attr attributes{};
    attributes.handled_access_fs = handled;
    const int rules = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, sizeof(attributes), 0));
    if (rules < 0) die("landlock_create_ruleset");
    for (const char* path : {"/usr", "/lib", "/lib64", "/bin", "/etc/fonts", "/etc/ld.so.cache", "/etc/alternatives",
                             "/etc/perl", "/var/cache/fontconfig", "/dev/urandom", "/dev/zero", "/proc/self",
                             "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu"}) {
        allow(rules, path, kRead, handled);
    }
    allow(rules, "/dev/null", kRead | LANDLOCK_ACCESS_FS_WRITE_FILE | kTruncate, handled);
    allow(rules, order.command[0], kRead, handled);
    for (const char* path : order.read) allow(rules, path, kRead, handled);
    allow(rules, order.write, handled & ~kNeverGiven, handled);
    if (::syscall(SYS_landlock_restrict_self, rules, 0) != 0) die("landlock_restrict_self");
    ::close(rules);
}

// --- system calls ----------------------------------------------------------------------------------------------------

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "which architecture is this?"
#endif

/// CLONE_NEWNS, CGROUP, UTS, IPC, USER, PID, NET: namespaces of one's own.
constexpr std::uint32_t kNamespaces = 0x7E020000U;

/// Those from `symlinkat` on change files in ways that Landlock does not look at.
constexpr std::array kForbidden{
#if defined(__x86_64__)
    SYS_symlink,
    SYS_mknod,
    SYS_chmod,
    SYS_chown,
    SYS_lchown,
#endif
    SYS_symlinkat,
    SYS_mknodat,
    SYS_fchmodat,
    SYS_fchownat,
    SYS_setxattr,
    SYS_lsetxattr,
    SYS_truncate,
    SYS_setpriority,
    SYS_sched_setaffinity,
    SYS_socket,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_unshare,
    SYS_setns,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_io_uring_setup,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_setsid,
    SYS_setpgid,
    SYS_open_by_handle_at,
    SYS_pidfd_getfd,
    SYS_pidfd_send_signal,
    SYS_tkill,
    SYS_rt_sigqueueinfo,
    SYS_rt_tgsigqueueinfo,
    SYS_acct,
    SYS_quotactl};

sock_filter statement(std::uint16_t code, std::uint32_t value) { return {code, 0, 0, value}; }
sock_filter jump(std::uint16_t code, std::uint32_t value, std::uint8_t yes, std::uint8_t no) {
    return {code, yes, no, value};
}

/// The call's first argument names a process: its own number, or 0, which says the same. The worker has the same
/// account.
void allow_on_itself(std::vector<sock_filter>& program, long call) {
    program.push_back(jump(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 5));
    program.push_back(statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args)));
    program.push_back(jump(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0));
    program.push_back(jump(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(::getpid()), 0, 1));
    program.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    program.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
}

void confine_calls() {
    constexpr std::uint32_t kRefuse = SECCOMP_RET_ERRNO | EPERM;
    std::vector<sock_filter> program{
        statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
        jump(BPF_JMP | BPF_JEQ | BPF_K, kArchitecture, 1, 0),
        statement(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
    };
#if defined(__x86_64__)
    // The x32 numbers of the same calls would pass by all that follows.
    program.push_back(jump(BPF_JMP | BPF_JGE | BPF_K, 0x40000000U, 0, 1));
    program.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
#endif
    for (const auto call : kForbidden) {
        program.push_back(jump(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 1));
        program.push_back(statement(BPF_RET | BPF_K, kRefuse));
    }
    for (const auto call : {SYS_kill, SYS_tgkill, SYS_prlimit64}) allow_on_itself(program, call);
    // clone3 hides its flags behind a pointer: libc falls back to clone, which shows them.
    program.push_back(jump(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1));
    program.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS));
    program.push_back(jump(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3));
    program.push_back(statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args)));
    program.push_back(jump(BPF_JMP | BPF_JSET | BPF_K, kNamespaces, 0, 1));
    program.push_back(statement(BPF_RET | BPF_K, kRefuse));
    program.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    if (::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) die("seccomp");
}

}  // namespace

int main(int count, char** arguments) {
    const auto order = order_of(count, arguments);
    end_with_parent(order.parent);
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) die("prctl");
    if (::chdir(order.write) != 0) die(order.write);
    drop_capabilities();
    confine_files(order);
    confine_calls();
    set_limits(order);
    ::execv(order.command[0], order.command);
    die(order.command[0]);
}
