/* Temporal's core (Rust) behind a C interface: serialized protobuf messages in, serialized protobuf messages out.
 *
 * Threads. Any function may be called from any thread. Functions that take a callback return at once; the callback comes
 * exactly once, whatever happens: on a thread of the runtime, or, where a call fails before it begins, on the calling
 * thread before the function returns. A callback copies what it is given and hands it over; it neither blocks nor runs
 * the program's own code, because it holds up the engine.
 *
 * Memory. What the caller passes in (bytes, text, arrays) is read before the function returns and stays the caller's.
 * What a callback is given lives until the callback returns, except `handle`, which then belongs to the caller, who gives
 * it back with the matching `_free`. Text is UTF-8 with a zero at its end; NULL is the empty text.
 *
 * Order. Workers are freed before their client, clients before their runtime; frees may happen inside of callbacks. When
 * a runtime is freed, calls that still wait are answered ATB_ABANDONED.
 *
 * Panics of the engine do not cross: they are answered ATB_BROKEN.
 */
#pragma once

/* NOLINTBEGIN: read by C as well */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct AtbRuntime AtbRuntime;
typedef struct AtbClient AtbClient;
typedef struct AtbCancel AtbCancel;
typedef struct AtbWorker AtbWorker;

typedef struct AtbBytes {
    const uint8_t* data; /* may be NULL when size is 0 */
    size_t size;
} AtbBytes;

/* One entry of gRPC metadata. A key that ends in "-bin" carries any bytes, every other printable ASCII. */
typedef struct AtbPair {
    const char* key;
    AtbBytes value;
} AtbPair;

enum {
    ATB_OK = 0,
    ATB_SHUTDOWN = 1,    /* a poll: the worker is shut down and has no more tasks of this kind */
    ATB_RPC = 2,         /* the server refused or could not be asked: see grpc_code */
    ATB_INVALID = 3,     /* what was passed in cannot be used: the message says what */
    ATB_CANCELLED = 4,   /* the caller's AtbCancel was fired */
    ATB_TIMEOUT = 5,     /* the caller's time was over */
    ATB_UNREACHABLE = 6, /* no connection to the server could be made */
    ATB_BROKEN = 7,      /* the engine panicked: a mistake in it or in here */
    ATB_ABANDONED = 8    /* the runtime or the replay ended before there was an answer */
};

typedef struct AtbAnswer {
    int32_t kind;      /* one of the above */
    int32_t grpc_code; /* for ATB_RPC: https://grpc.io/docs/guides/status-codes/, else -1 */
    AtbBytes data;     /* for ATB_OK: the response message, where there is one */
    AtbBytes message;  /* for failures: text for people */
    AtbBytes details;  /* for ATB_RPC: a serialized google.rpc.Status, may be empty */
    void* handle;      /* for ATB_OK of functions that make something: the thing */
} AtbAnswer;

typedef void (*AtbCallback)(void* context, const AtbAnswer* answer);

/* --- runtime ----------------------------------------------------------------------------------------------------- */

/* One line of the engine's log. level: 0 debug and finer, 1 info, 2 warning, 3 error. `fields` is a JSON object. Called on
 * threads of the runtime, possibly on several at once, and on threads that call into the bridge. */
typedef void (*AtbLog)(void* context, int32_t level, uint64_t unix_ms, AtbBytes target, AtbBytes message, AtbBytes fields);

typedef struct AtbRuntimeOptions {
    uint32_t threads;             /* of the engine; 0: as many as there are cores */
    uint64_t worker_heartbeat_ms; /* how often workers tell the server that they live; 1 to 60 s, 0: never */
    const char* log_filter;       /* as of tracing-subscriber's EnvFilter: "warn,temporalio_sdk_core=info" */
    AtbLog log;                   /* NULL: no log */
    void* log_context;            /* must outlive the runtime */
} AtbRuntimeOptions;

/* handle: AtbRuntime*. Calls back before it returns. */
void atb_runtime_new(const AtbRuntimeOptions* options, void* context, AtbCallback callback);
/* data: all metrics of the engine in Prometheus' text format 0.0.4, durations in seconds. Calls back before it returns. */
void atb_runtime_metrics(const AtbRuntime* runtime, void* context, AtbCallback callback);
/* Stops the threads. Waits for callbacks that run, and up to a second for workers that were freed before they were
 * finalized; does neither when it is called on a thread of the runtime. */
void atb_runtime_free(AtbRuntime* runtime);

/* --- client ------------------------------------------------------------------------------------------------------ */

typedef struct AtbConnectOptions {
    const char* url; /* http://host:port, or https:// for TLS */
    const char* identity;
    const char* client_name; /* of the SDK, and its version: told to the server with each call */
    const char* client_version;
    const char* api_key; /* sent as "authorization: Bearer …" */
    bool tls;            /* TLS although the URL does not say so; a CA or a certificate implies it */
    bool gzip;           /* compress requests and accept compressed answers */
    AtbBytes tls_ca_pem; /* empty: the system's roots */
    AtbBytes tls_cert_pem;
    AtbBytes tls_key_pem;
    const char* tls_domain; /* the name that the server's certificate must carry, when it is not the URL's */
    const AtbPair* metadata;
    size_t metadata_count;
    uint64_t connect_ms; /* how long to try; 0: one attempt */
    uint64_t keep_alive_interval_ms; /* 0: no keep-alive */
    uint64_t keep_alive_timeout_ms;
    uint64_t retry_initial_ms; /* of calls that may be repeated; 0 keeps the engine's choice, as in those below */
    uint64_t retry_max_interval_ms;
    uint64_t retry_max_elapsed_ms;
    uint32_t retry_max_attempts;
} AtbConnectOptions;

/* handle: AtbClient*. Asks the server once what it can do, so an answer means that it is there. */
void atb_client_connect(const AtbRuntime* runtime, const AtbConnectOptions* options, void* context, AtbCallback callback);
/* For calls that begin later. */
void atb_client_set_api_key(const AtbClient* client, const char* api_key);
void atb_client_free(AtbClient* client);

/* Fired once, by any thread, at any time. A call keeps what it needs of it, so it may be freed while the call runs. */
AtbCancel* atb_cancel_new(void);
void atb_cancel_fire(const AtbCancel* cancel);
void atb_cancel_free(AtbCancel* cancel);

typedef struct AtbCallOptions {
    uint64_t timeout_ms; /* for the call with all its repeats; 0: the engine's limits */
    bool retry;          /* repeat what failed for a passing reason */
    const AtbPair* metadata;
    size_t metadata_count;
} AtbCallOptions;

/* `rpc` is a name of temporal.api.workflowservice.v1.WorkflowService, …operatorservice.v1.OperatorService, the test
 * server's TestService or "Check" of gRPC's health service; src/rpc.rs lists them. `request` is its request message; data:
 * its response message. `cancel` may be NULL. */
void atb_client_call(const AtbClient* client, const char* rpc, AtbBytes request, const AtbCallOptions* options,
                     const AtbCancel* cancel, void* context, AtbCallback callback);

/* --- worker ------------------------------------------------------------------------------------------------------ */

enum { ATB_POLLERS_DEFAULT = 0, ATB_POLLERS_FIXED = 1, ATB_POLLERS_AUTOSCALING = 2 };

typedef struct AtbPollers {
    int32_t kind;
    uint32_t minimum; /* autoscaling only, as is `initial` */
    uint32_t maximum; /* fixed: how many; at least 2 for workflows with a cache */
    uint32_t initial;
} AtbPollers;

enum { ATB_VERSIONING_NONE = 0, ATB_VERSIONING_DEPLOYMENT = 1, ATB_VERSIONING_BUILD_ID = 2 };

typedef struct AtbWorkerOptions {
    const char* namespace_name;
    const char* task_queue;
    const char* identity;    /* empty: the client's */
    int32_t versioning;      /* none: the build id is told to the server and decides nothing */
    const char* build_id;
    const char* deployment_name;         /* for deployments, as is the next */
    int32_t default_versioning_behavior; /* temporal.api.enums.v1.VersioningBehavior; 0: each workflow says it */
    bool workflows;                      /* with local activities */
    bool activities;
    uint32_t max_cached_workflows; /* 0: every task replays from the beginning */
    uint32_t max_workflow_tasks;   /* at a time, as are the next two; at least 2 with a cache */
    uint32_t max_activities;
    uint32_t max_local_activities;
    AtbPollers workflow_pollers;
    AtbPollers activity_pollers;
    double worker_activities_per_second;     /* 0: no limit */
    double task_queue_activities_per_second; /* held by the server for all workers of the queue; 0: no limit */
    uint64_t graceful_shutdown_ms;           /* then activities that still run are told to cancel */
    uint64_t sticky_timeout_ms;              /* a cached workflow's task goes to other workers after it */
    uint64_t max_heartbeat_throttle_ms;
    uint64_t default_heartbeat_throttle_ms; /* for activities without a heartbeat timeout */
    bool fail_workflow_on_nondeterminism;   /* else its task fails, and is tried again */
} AtbWorkerOptions;

/* handle: AtbWorker*. Calls back before it returns. */
void atb_worker_new(const AtbRuntime* runtime, const AtbClient* client, const AtbWorkerOptions* options, void* context,
                    AtbCallback callback);
/* Whether the server knows the namespace. data: coresdk.NamespaceInfo, with its limits. */
void atb_worker_validate(const AtbWorker* worker, void* context, AtbCallback callback);

/* data: coresdk.workflow_activation.WorkflowActivation. Each must be completed, also one that only says "remove". A poll
 * cannot be taken back, its task would be lost; it ends when the worker is shut down. */
void atb_worker_poll_workflow(const AtbWorker* worker, void* context, AtbCallback callback);
/* completion: coresdk.workflow_completion.WorkflowActivationCompletion. */
void atb_worker_complete_workflow(const AtbWorker* worker, AtbBytes completion, void* context, AtbCallback callback);
/* data: coresdk.activity_task.ActivityTask. */
void atb_worker_poll_activity(const AtbWorker* worker, void* context, AtbCallback callback);
/* completion: coresdk.ActivityTaskCompletion. */
void atb_worker_complete_activity(const AtbWorker* worker, AtbBytes completion, void* context, AtbCallback callback);
/* heartbeat: coresdk.ActivityHeartbeat. Never blocks: the engine sends as often as the throttle allows. False when the
 * bytes are no heartbeat or the worker is finalized. */
bool atb_worker_heartbeat(const AtbWorker* worker, AtbBytes heartbeat);
/* The run leaves the cache: a poll brings an activation that says so. */
void atb_worker_evict(const AtbWorker* worker, const char* run_id);

/* To end a worker: initiate_shutdown; go on polling both kinds until ATB_SHUTDOWN; wait for completions that are on their
 * way; finalize; free. Freeing without the rest drops what the server does not know yet. */
void atb_worker_initiate_shutdown(const AtbWorker* worker);
/* ATB_INVALID while another call of this worker runs. */
void atb_worker_finalize(const AtbWorker* worker, void* context, AtbCallback callback);
void atb_worker_free(AtbWorker* worker);

/* A worker that is fed with recorded histories and speaks to no server. handle: AtbWorker*. Calls back before it returns.
 * Each history's end is seen as an activation that removes its run: its reason tells whether the code fitted. */
void atb_replay_new(const AtbRuntime* runtime, const AtbWorkerOptions* options, void* context, AtbCallback callback);
/* history: temporal.api.history.v1.History, complete from its first event. Answers when there is room for the next. */
void atb_replay_push(const AtbWorker* worker, const char* workflow_id, AtbBytes history, void* context, AtbCallback callback);
/* No more histories: polls say ATB_SHUTDOWN after the last. */
void atb_replay_close(const AtbWorker* worker);

#ifdef __cplusplus
}
#endif
/* NOLINTEND */
