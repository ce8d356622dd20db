//! The threads of the engine, where its log goes, and its metrics.
use crate::{
    abi::{AtbBytes, AtbCallback, Failure, Reply, guarded, text},
    metrics::Meter,
};
use std::{
    ffi::{c_char, c_void},
    fmt,
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::Duration,
};
use temporalio_common::telemetry::{
    CoreLog, CoreLogConsumer, Logger, TelemetryOptions, set_trace_subscriber_for_current_thread, telemetry_init,
};
use temporalio_sdk_core::CoreRuntime;
use tokio::runtime::{Builder, Handle, Runtime};

pub type AtbLog = unsafe extern "C" fn(
    context: *mut c_void,
    level: i32,
    unix_ms: u64,
    target: AtbBytes,
    message: AtbBytes,
    fields: AtbBytes,
);

#[repr(C)]
pub struct AtbRuntimeOptions {
    pub threads: u32,
    pub worker_heartbeat_ms: u64,
    pub log_filter: *const c_char,
    pub log: Option<AtbLog>,
    pub log_context: *mut c_void,
}

pub struct AtbRuntime {
    pub core: CoreRuntime,
    /// Ours and not the core's, which would wait without end for a worker that holds an unfinished task.
    threads: Runtime,
    pub endings: Arc<Endings>,
    meter: Arc<Meter>,
}

/// Workers that were freed and still take leave. The core ties a worker and its connection into a ring that only its own
/// shutdown opens, so a runtime gives that a moment before it takes the threads away.
#[derive(Default)]
pub struct Endings {
    count: Mutex<usize>,
    changed: Condvar,
}

pub struct Ending(Arc<Endings>);

const LONGEST_ENDING: Duration = Duration::from_secs(1);

impl Endings {
    pub fn begin(self: &Arc<Self>) -> Ending {
        *self.count.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        Ending(self.clone())
    }
    fn wait(&self) {
        let count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.changed.wait_timeout_while(count, LONGEST_ENDING, |count| *count > 0));
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        *self.0.count.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.changed.notify_all();
    }
}

struct LogForwarder {
    log: AtbLog,
    context: *mut c_void,
}
unsafe impl Send for LogForwarder {}
unsafe impl Sync for LogForwarder {}

impl fmt::Debug for LogForwarder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("LogForwarder")
    }
}

impl CoreLogConsumer for LogForwarder {
    fn on_log(&self, line: CoreLog) {
        let level = match line.level.as_str() {
            "ERROR" => 3,
            "WARN" => 2,
            "INFO" => 1,
            _ => 0,
        };
        let fields = serde_json::to_string(&line.fields).unwrap_or_default();
        unsafe {
            (self.log)(
                self.context,
                level,
                u64::try_from(line.millis_since_epoch()).unwrap_or(u64::MAX),
                AtbBytes::of(line.target.as_bytes()),
                AtbBytes::of(line.message.as_bytes()),
                AtbBytes::of(fields.as_bytes()),
            );
        }
    }
}

fn make(options: &AtbRuntimeOptions) -> Result<AtbRuntime, Failure> {
    let filter = unsafe { text(options.log_filter, "log_filter") }?.to_owned();
    let meter = Arc::new(Meter::default());
    let logger = options.log.map(|log| Logger::Push {
        filter,
        consumer: Arc::new(LogForwarder { log, context: options.log_context }),
    });
    let telemetry = TelemetryOptions::builder()
        .maybe_logging(logger)
        .metrics(meter.clone() as Arc<dyn temporalio_common::telemetry::metrics::CoreMeter>)
        .attach_service_name(false)
        .build();
    let heartbeat = Duration::from_millis(options.worker_heartbeat_ms);
    if !heartbeat.is_zero() && !(Duration::from_secs(1)..=Duration::from_secs(60)).contains(&heartbeat) {
        return Err(Failure::invalid("the heartbeat of workers is 1 s to 60 s, or 0 for none"));
    }
    let telemetry = telemetry_init(telemetry).map_err(Failure::invalid)?;
    let subscriber = telemetry.trace_subscriber();
    let mut builder = Builder::new_multi_thread();
    builder.enable_all().thread_name("temporal").on_thread_start(move || {
        if let Some(subscriber) = &subscriber {
            set_trace_subscriber_for_current_thread(subscriber.clone());
        }
    });
    if options.threads > 0 {
        builder.worker_threads(options.threads as usize);
    }
    let threads = builder.build().map_err(Failure::invalid)?;
    let inside = threads.enter();
    let core = CoreRuntime::new_assume_tokio_initialized_telem(telemetry, (!heartbeat.is_zero()).then_some(heartbeat));
    drop(inside);
    Ok(AtbRuntime { core, threads, endings: Arc::default(), meter })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_runtime_new(options: *const AtbRuntimeOptions, context: *mut c_void, callback: AtbCallback) {
    let reply = Reply::new(context, callback);
    guarded((), move || match unsafe { crate::abi::alive(options, "options") }.and_then(make) {
        Ok(runtime) => reply.handle(runtime),
        Err(failure) => reply.fail(failure),
    });
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_runtime_metrics(runtime: *const AtbRuntime, context: *mut c_void, callback: AtbCallback) {
    let reply = Reply::new(context, callback);
    guarded((), move || match unsafe { crate::abi::alive(runtime, "runtime") } {
        Ok(runtime) => reply.data(runtime.meter.text().as_bytes()),
        Err(failure) => reply.fail(failure),
    });
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_runtime_free(runtime: *mut AtbRuntime) {
    guarded((), || {
        if runtime.is_null() {
            return;
        }
        let AtbRuntime { core, threads, endings, .. } = *unsafe { Box::from_raw(runtime) };
        // tokio refuses to be waited for on one of its own threads, where a callback of the caller would stand.
        if Handle::try_current().is_ok() {
            threads.shutdown_background();
        } else {
            endings.wait();
            threads.shutdown_timeout(LONGEST_ENDING);
        }
        drop(core);
    });
}
