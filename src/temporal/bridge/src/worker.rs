//! Workers: polls and completions of a task queue, or of recorded histories.
use crate::{
    abi::{AtbBytes, AtbCallback, Failure, Kind, Reply, alive, guarded, text},
    client::AtbClient,
    runtime::{AtbRuntime, Endings},
};
use prost::Message;
use std::{
    ffi::{c_char, c_void},
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use temporalio_common::{
    protos::{
        coresdk::{ActivityHeartbeat, ActivityTaskCompletion, workflow_completion::WorkflowActivationCompletion},
        temporal::api::{enums::v1::VersioningBehavior as Behaviour, history::v1::History},
    },
    worker::{VersioningBehavior, WorkerDeploymentOptions, WorkerDeploymentVersion, WorkerTaskTypes},
};
use temporalio_sdk_core::{
    PollError, PollerBehavior, SlotSupplierOptions, TunerHolderOptions, Worker, WorkerConfig, WorkerVersioningStrategy,
    init_replay_worker, init_worker,
    replay::{HistoryForReplay, HistoryInfo, ReplayWorkerInput},
};
use tokio::{runtime::Handle, sync::mpsc};
use tokio_stream::wrappers::ReceiverStream;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct AtbPollers {
    pub kind: i32,
    pub minimum: u32,
    pub maximum: u32,
    pub initial: u32,
}

#[repr(C)]
pub struct AtbWorkerOptions {
    pub namespace_name: *const c_char,
    pub task_queue: *const c_char,
    pub identity: *const c_char,
    pub versioning: i32,
    pub build_id: *const c_char,
    pub deployment_name: *const c_char,
    pub default_versioning_behavior: i32,
    pub workflows: bool,
    pub activities: bool,
    pub max_cached_workflows: u32,
    pub max_workflow_tasks: u32,
    pub max_activities: u32,
    pub max_local_activities: u32,
    pub workflow_pollers: AtbPollers,
    pub activity_pollers: AtbPollers,
    pub worker_activities_per_second: f64,
    pub task_queue_activities_per_second: f64,
    pub graceful_shutdown_ms: u64,
    pub sticky_timeout_ms: u64,
    pub max_heartbeat_throttle_ms: u64,
    pub default_heartbeat_throttle_ms: u64,
    pub fail_workflow_on_nondeterminism: bool,
}

pub struct AtbWorker {
    worker: Mutex<Option<Arc<Worker>>>,
    histories: Mutex<Option<mpsc::Sender<HistoryForReplay>>>,
    tokio: Handle,
    endings: Arc<Endings>,
}

impl AtbWorker {
    fn new(worker: Worker, histories: Option<mpsc::Sender<HistoryForReplay>>, runtime: &AtbRuntime) -> Self {
        Self {
            worker: Mutex::new(Some(Arc::new(worker))),
            histories: Mutex::new(histories),
            tokio: runtime.core.tokio_handle(),
            endings: runtime.endings.clone(),
        }
    }
    fn get(&self) -> Result<Arc<Worker>, Failure> {
        let worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        worker.clone().ok_or_else(|| Failure::invalid("the worker is finalized"))
    }
}

fn pollers(asked: AtbPollers) -> Result<Option<PollerBehavior>, Failure> {
    match asked.kind {
        0 => Ok(None),
        1 => Ok(Some(PollerBehavior::SimpleMaximum(asked.maximum as usize))),
        2 => Ok(Some(PollerBehavior::Autoscaling {
            minimum: asked.minimum as usize,
            maximum: asked.maximum as usize,
            initial: asked.initial as usize,
        })),
        other => Err(Failure::invalid(format!("{other} is no kind of pollers"))),
    }
}

fn versioning(options: &AtbWorkerOptions) -> Result<WorkerVersioningStrategy, Failure> {
    let build_id = unsafe { text(options.build_id, "build_id") }?.to_owned();
    let deployment_name = unsafe { text(options.deployment_name, "deployment_name") }?;
    match options.versioning {
        0 => Ok(WorkerVersioningStrategy::None { build_id }),
        1 => {
            let behaviour = match Behaviour::try_from(options.default_versioning_behavior) {
                Ok(Behaviour::Unspecified) => None,
                Ok(Behaviour::Pinned) => Some(VersioningBehavior::Pinned),
                Ok(Behaviour::AutoUpgrade) => Some(VersioningBehavior::AutoUpgrade),
                Err(_) => return Err(Failure::invalid("no such versioning behaviour")),
            };
            let version =
                WorkerDeploymentVersion::builder().deployment_name(deployment_name).build_id(build_id).build();
            let deployment = WorkerDeploymentOptions::new(version)
                .use_worker_versioning(true)
                .maybe_default_versioning_behavior(behaviour)
                .build();
            Ok(WorkerVersioningStrategy::WorkerDeploymentBased(deployment))
        }
        2 => Ok(WorkerVersioningStrategy::LegacyBuildIdBased { build_id }),
        other => Err(Failure::invalid(format!("{other} is no kind of versioning"))),
    }
}

fn slots<Kind: temporalio_sdk_core::SlotKind>(count: u32) -> SlotSupplierOptions<Kind> {
    SlotSupplierOptions::FixedSize { slots: count.max(1) as usize }
}

fn rate(per_second: f64) -> Option<f64> {
    (per_second != 0.0).then_some(per_second)
}

fn config(options: &AtbWorkerOptions) -> Result<WorkerConfig, Failure> {
    if options.max_cached_workflows > 0 && options.workflows && options.max_workflow_tasks < 2 {
        return Err(Failure::invalid("max_workflow_tasks must be at least 2 when workflows are cached"));
    }
    let tuner = TunerHolderOptions::builder()
        .workflow_slot_options(slots(options.max_workflow_tasks))
        .activity_slot_options(slots(options.max_activities))
        .local_activity_slot_options(slots(options.max_local_activities))
        .nexus_slot_options(slots(1))
        .build()
        .map_err(Failure::invalid)?
        .build_tuner_holder()
        .map_err(Failure::invalid)?;
    let identity = unsafe { text(options.identity, "identity") }?;
    let failure_errors = options
        .fail_workflow_on_nondeterminism
        .then_some(temporalio_sdk_core::WorkflowErrorType::Nondeterminism)
        .into_iter()
        .collect();
    let types = WorkerTaskTypes {
        enable_workflows: options.workflows,
        enable_local_activities: options.workflows,
        enable_remote_activities: options.activities,
        enable_nexus: false,
    };
    WorkerConfig::builder()
        .namespace(unsafe { text(options.namespace_name, "namespace") }?)
        .task_queue(unsafe { text(options.task_queue, "task_queue") }?)
        .maybe_client_identity_override((!identity.is_empty()).then(|| identity.to_owned()))
        .versioning_strategy(versioning(options)?)
        .task_types(types)
        .tuner(Arc::new(tuner))
        .max_cached_workflows(options.max_cached_workflows as usize)
        .maybe_workflow_task_poller_behavior(pollers(options.workflow_pollers)?)
        .maybe_activity_task_poller_behavior(pollers(options.activity_pollers)?)
        .maybe_max_worker_activities_per_second(rate(options.worker_activities_per_second))
        .maybe_max_task_queue_activities_per_second(rate(options.task_queue_activities_per_second))
        .graceful_shutdown_period(Duration::from_millis(options.graceful_shutdown_ms))
        .sticky_queue_schedule_to_start_timeout(Duration::from_millis(options.sticky_timeout_ms))
        .max_heartbeat_throttle_interval(Duration::from_millis(options.max_heartbeat_throttle_ms))
        .default_heartbeat_throttle_interval(Duration::from_millis(options.default_heartbeat_throttle_ms))
        .workflow_failure_errors(failure_errors)
        .build()
        .map_err(Failure::invalid)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_worker_new(
    runtime: *const AtbRuntime,
    client: *const AtbClient,
    options: *const AtbWorkerOptions,
    context: *mut c_void,
    callback: AtbCallback,
) {
    let reply = Reply::new(context, callback);
    guarded((), move || {
        let made = unsafe { alive(runtime, "runtime") }.and_then(|runtime| {
            let client = unsafe { alive(client, "client") }?;
            let config = config(unsafe { alive(options, "options") }?)?;
            let tokio = runtime.core.tokio_handle();
            let _inside = tokio.enter();
            let worker = init_worker(&runtime.core, config, client.connection.clone()).map_err(Failure::invalid)?;
            Ok(AtbWorker::new(worker, None, runtime))
        });
        match made {
            Ok(worker) => reply.handle(worker),
            Err(failure) => reply.fail(failure),
        }
    });
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_replay_new(
    runtime: *const AtbRuntime,
    options: *const AtbWorkerOptions,
    context: *mut c_void,
    callback: AtbCallback,
) {
    let reply = Reply::new(context, callback);
    guarded((), move || {
        let made = unsafe { alive(runtime, "runtime") }.and_then(|runtime| {
            let config = config(unsafe { alive(options, "options") }?)?;
            let tokio = runtime.core.tokio_handle();
            let _inside = tokio.enter();
            let (sender, receiver) = mpsc::channel(1);
            let input = ReplayWorkerInput::new(config, ReceiverStream::new(receiver));
            let worker = init_replay_worker(input).map_err(Failure::invalid)?;
            Ok(AtbWorker::new(worker, Some(sender), runtime))
        });
        match made {
            Ok(worker) => reply.handle(worker),
            Err(failure) => reply.fail(failure),
        }
    });
}

/// What core would meet with a panic is refused here.
fn readable(history: &[u8]) -> Result<History, Failure> {
    let history = History::decode(history).map_err(|error| Failure::invalid(format!("history: {error}")))?;
    HistoryInfo::new_from_history(&history, None).map_err(|error| Failure::invalid(format!("history: {error}")))?;
    if history.extract_run_id_from_start().is_err() {
        return Err(Failure::invalid("history: its first event names no run"));
    }
    Ok(history)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_replay_push(
    worker: *const AtbWorker,
    workflow_id: *const c_char,
    history: AtbBytes,
    context: *mut c_void,
    callback: AtbCallback,
) {
    let reply = Reply::new(context, callback);
    guarded((), move || {
        let prepared = unsafe { alive(worker, "worker") }.and_then(|worker| {
            let id = unsafe { text(workflow_id, "workflow_id") }?.to_owned();
            let history = readable(unsafe { history.slice() })?;
            let sender = worker.histories.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let sender = sender.ok_or_else(|| Failure::invalid("the worker takes no more histories"))?;
            Ok((worker.tokio.clone(), sender, HistoryForReplay::new(history, id)))
        });
        match prepared {
            Ok((tokio, sender, history)) => {
                tokio.spawn(async move {
                    match sender.send(history).await {
                        Ok(()) => reply.done(),
                        Err(_) => reply.fail(Failure::new(Kind::Abandoned, "the replay has ended")),
                    }
                });
            }
            Err(failure) => reply.fail(failure),
        }
    });
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_replay_close(worker: *const AtbWorker) {
    guarded((), || {
        if let Ok(worker) = unsafe { alive(worker, "worker") } {
            worker.histories.lock().unwrap_or_else(PoisonError::into_inner).take();
        }
    });
}

enum Ended {
    With(Vec<u8>),
    Shutdown,
    Failed(Failure),
}

fn polled<M: Message>(result: Result<M, PollError>) -> Ended {
    match result {
        Ok(task) => Ended::With(task.encode_to_vec()),
        Err(PollError::ShutDown) => Ended::Shutdown,
        Err(PollError::TonicError(status)) => Ended::Failed(Failure::from(&status)),
    }
}

/// Runs `work` with the worker on a thread of the engine. The worker is let go before the caller hears of the end, so
/// that who waited for all its calls finds it unused.
unsafe fn run<W, F>(worker: *const AtbWorker, context: *mut c_void, callback: AtbCallback, work: W)
where
    W: FnOnce(Arc<Worker>) -> F + Send + 'static,
    F: Future<Output = Ended> + Send + 'static,
{
    let reply = Reply::new(context, callback);
    guarded((), move || {
        let ready = unsafe { alive(worker, "worker") }.and_then(|handle| Ok((handle.tokio.clone(), handle.get()?)));
        match ready {
            Ok((tokio, worker)) => {
                tokio.spawn(async move {
                    match work(worker).await {
                        Ended::With(data) => reply.data(&data),
                        Ended::Shutdown => reply.shutdown(),
                        Ended::Failed(failure) => reply.fail(failure),
                    }
                });
            }
            Err(failure) => reply.fail(failure),
        }
    });
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_worker_validate(worker: *const AtbWorker, context: *mut c_void, callback: AtbCallback) {
    let work = |worker: Arc<Worker>| async move {
        match worker.validate().await {
            Ok(info) => Ended::With(info.encode_to_vec()),
            Err(temporalio_sdk_core::WorkerValidationError::NamespaceDescribeError { source, .. }) => {
                Ended::Failed(Failure::from(&source))
            }
        }
    };
    unsafe { run(worker, context, callback, work) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_worker_poll_workflow(worker: *const AtbWorker, context: *mut c_void, callback: AtbCallback) {
    let work = |worker: Arc<Worker>| async move { polled(worker.poll_workflow_activation().await) };
    unsafe { run(worker, context, callback, work) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_worker_poll_activity(worker: *const AtbWorker, context: *mut c_void, callback: AtbCallback) {
    let work = |worker: Arc<Worker>| async move { polled(worker.poll_activity_task().await) };
    unsafe { run(worker, context, callback, work) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_worker_complete_workflow(
    worker: *const AtbWorker,
    completion: AtbBytes,
    context: *mut c_void,
    callback: AtbCallback,
) {
    let decoded = guarded(None, || Some(WorkflowActivationCompletion::decode(unsafe { completion.slice() })));
    let work = move |worker: Arc<Worker>| async move {
        match decoded {
            Some(Ok(completion)) => match worker.complete_workflow_activation(completion).await {
                Ok(()) => Ended::With(Vec::new()),
                Err(error) => Ended::Failed(Failure::invalid(error)),
            },
            Some(Err(error)) => Ended::Failed(Failure::invalid(format!("completion: {error}"))),
            None => Ended::Failed(Failure::new(Kind::Broken, "decoding the completion panicked")),
        }
    };
    unsafe { run(worker, context, callback, work) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_worker_complete_activity(
    worker: *const AtbWorker,
    completion: AtbBytes,
    context: *mut c_void,
    callback: AtbCallback,
) {
    let decoded = guarded(None, || Some(ActivityTaskCompletion::decode(unsafe { completion.slice() })));
    let work = move |worker: Arc<Worker>| async move {
        match decoded {
            Some(Ok(completion)) => match worker.complete_activity_task(completion).await {
                Ok(()) => Ended::With(Vec::new()),
                Err(error) => Ended::Failed(Failure::invalid(error)),
            },
            Some(Err(error)) => Ended::Failed(Failure::invalid(format!("completion: {error}"))),
            None => Ended::Failed(Failure::new(Kind::Broken, "decoding the completion panicked")),
        }
    };
    unsafe { run(worker, context, callback, work) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_worker_heartbeat(worker: *const AtbWorker, heartbeat: AtbBytes) -> bool {
    guarded(false, || {
        let Ok(handle) = (unsafe { alive(worker, "worker") }) else { return false };
        let _inside = handle.tokio.enter();
        match (handle.get(), ActivityHeartbeat::decode(unsafe { heartbeat.slice() })) {
            (Ok(worker), Ok(heartbeat)) => {
                worker.record_activity_heartbeat(heartbeat);
                true
            }
            _ => false,
        }
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_worker_evict(worker: *const AtbWorker, run_id: *const c_char) {
    guarded((), || {
        let (Ok(handle), Ok(run_id)) = (unsafe { (alive(worker, "worker"), text(run_id, "run_id")) }) else { return };
        let _inside = handle.tokio.enter();
        if let Ok(worker) = handle.get() {
            worker.request_workflow_eviction(run_id);
        }
    });
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_worker_initiate_shutdown(worker: *const AtbWorker) {
    guarded((), || {
        let Ok(handle) = (unsafe { alive(worker, "worker") }) else { return };
        let _inside = handle.tokio.enter();
        handle.histories.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Ok(worker) = handle.get() {
            worker.initiate_shutdown();
        }
    });
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_worker_finalize(worker: *const AtbWorker, context: *mut c_void, callback: AtbCallback) {
    let reply = Reply::new(context, callback);
    guarded((), move || {
        let taken = unsafe { alive(worker, "worker") }.and_then(|handle| {
            let mut place = handle.worker.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(shared) = place.take() else { return Ok((handle.tokio.clone(), None)) };
            match Arc::try_unwrap(shared) {
                Ok(worker) => Ok((handle.tokio.clone(), Some(worker))),
                Err(shared) => {
                    let others = Arc::strong_count(&shared) - 1;
                    *place = Some(shared);
                    Err(Failure::invalid(format!("{others} calls of the worker still run")))
                }
            }
        });
        match taken {
            Ok((tokio, Some(worker))) => {
                tokio.spawn(async move {
                    worker.finalize_shutdown().await;
                    reply.done();
                });
            }
            Ok((_, None)) => reply.done(),
            Err(failure) => reply.fail(failure),
        }
    });
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_worker_free(worker: *mut AtbWorker) {
    guarded((), || {
        if worker.is_null() {
            return;
        }
        let handle = unsafe { Box::from_raw(worker) };
        let AtbWorker { worker, histories, tokio, endings } = *handle;
        drop(histories);
        let _inside = tokio.enter();
        if let Some(worker) = worker.into_inner().unwrap_or_else(PoisonError::into_inner) {
            worker.initiate_shutdown(); // what still polls ends by it
            let ending = endings.begin();
            tokio.spawn(async move {
                let _until_the_end = ending;
                if let Ok(worker) = Arc::try_unwrap(worker) {
                    worker.finalize_shutdown().await;
                }
            });
        }
    });
}
