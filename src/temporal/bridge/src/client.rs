//! A connection to the server, and calls over it.
use crate::{
    abi::{AtbBytes, AtbCallback, AtbPair, Failure, Kind, Reply, alive, guarded, list, text},
    rpc,
    runtime::AtbRuntime,
};
use std::{
    collections::HashMap,
    ffi::{c_char, c_void},
    str::FromStr,
    time::Duration,
};
use temporalio_client::{
    ClientKeepAliveOptions, ClientTlsOptions, Connection, ConnectionOptions, GrpcCompression, RetryOptions, TlsOptions,
    errors::ClientConnectError, request_extensions::RetryConfigForCall,
};
use tokio::{runtime::Handle, time::Instant};
use tokio_util::sync::CancellationToken;
use tonic::metadata::{MetadataKey, MetadataMap, MetadataValue};

#[repr(C)]
pub struct AtbConnectOptions {
    pub url: *const c_char,
    pub identity: *const c_char,
    pub client_name: *const c_char,
    pub client_version: *const c_char,
    pub api_key: *const c_char,
    pub tls: bool,
    pub gzip: bool,
    pub tls_ca_pem: AtbBytes,
    pub tls_cert_pem: AtbBytes,
    pub tls_key_pem: AtbBytes,
    pub tls_domain: *const c_char,
    pub metadata: *const AtbPair,
    pub metadata_count: usize,
    pub connect_ms: u64,
    pub keep_alive_interval_ms: u64,
    pub keep_alive_timeout_ms: u64,
    pub retry_initial_ms: u64,
    pub retry_max_interval_ms: u64,
    pub retry_max_elapsed_ms: u64,
    pub retry_max_attempts: u32,
}

#[repr(C)]
pub struct AtbCallOptions {
    pub timeout_ms: u64,
    pub retry: bool,
    pub metadata: *const AtbPair,
    pub metadata_count: usize,
}

pub struct AtbClient {
    pub connection: Connection,
    pub tokio: Handle,
}

pub struct AtbCancel(CancellationToken);

fn millis(value: u64) -> Option<Duration> {
    (value > 0).then(|| Duration::from_millis(value))
}

/// Names that end in `-bin` carry bytes, all others printable ASCII (gRPC over HTTP/2, "Custom-Metadata").
fn metadata_of(pairs: &[AtbPair]) -> Result<MetadataMap, Failure> {
    let mut map = MetadataMap::new();
    for pair in pairs {
        let (name, value) = (unsafe { text(pair.key, "metadata name") }?, unsafe { pair.value.slice() });
        let wrong = |_| Failure::invalid(format!("'{name}' is not a name of gRPC metadata"));
        if name.ends_with("-bin") {
            map.insert_bin(MetadataKey::from_str(name).map_err(wrong)?, MetadataValue::from_bytes(value));
        } else {
            let value = MetadataValue::try_from(value)
                .map_err(|_| Failure::invalid(format!("the value of metadata '{name}' is not printable ASCII")))?;
            map.insert(MetadataKey::from_str(name).map_err(wrong)?, value);
        }
    }
    Ok(map)
}

type Headers = (HashMap<String, String>, HashMap<String, Vec<u8>>);

fn headers_of(pairs: &[AtbPair]) -> Result<Headers, Failure> {
    metadata_of(pairs)?; // refuses what is not metadata before anything is sent
    let (mut ascii, mut binary) = (HashMap::new(), HashMap::new());
    for pair in pairs {
        let (name, value) = (unsafe { text(pair.key, "metadata name") }?, unsafe { pair.value.slice() });
        if name.ends_with("-bin") {
            binary.insert(name.to_owned(), value.to_vec());
        } else {
            ascii.insert(name.to_owned(), String::from_utf8_lossy(value).into_owned());
        }
    }
    Ok((ascii, binary))
}

fn tls_of(options: &AtbConnectOptions, secure_url: bool) -> Result<Option<TlsOptions>, Failure> {
    let (ca, cert, key) =
        unsafe { (options.tls_ca_pem.slice(), options.tls_cert_pem.slice(), options.tls_key_pem.slice()) };
    if !(options.tls || secure_url || !ca.is_empty() || !cert.is_empty()) {
        return Ok(None);
    }
    if cert.is_empty() != key.is_empty() {
        return Err(Failure::invalid("a client certificate needs its key, and a key its certificate"));
    }
    let domain = unsafe { text(options.tls_domain, "tls_domain") }?;
    let client = (!cert.is_empty())
        .then(|| ClientTlsOptions::builder().client_cert(cert.to_vec()).client_private_key(key.to_vec()).build());
    let tls = TlsOptions::builder()
        .maybe_server_root_ca_cert((!ca.is_empty()).then(|| ca.to_vec()))
        .maybe_domain((!domain.is_empty()).then(|| domain.to_owned()))
        .maybe_client_tls_options(client)
        .build();
    Ok(Some(tls))
}

fn retry_of(options: &AtbConnectOptions) -> RetryOptions {
    let mut retry = RetryOptions::default();
    if let Some(initial) = millis(options.retry_initial_ms) {
        retry.initial_interval = initial;
    }
    if let Some(longest) = millis(options.retry_max_interval_ms) {
        retry.max_interval = longest;
    }
    if let Some(elapsed) = millis(options.retry_max_elapsed_ms) {
        retry.max_elapsed_time = Some(elapsed);
    }
    if options.retry_max_attempts > 0 {
        retry.max_retries = options.retry_max_attempts as usize;
    }
    retry
}

fn connection_options(runtime: &AtbRuntime, options: &AtbConnectOptions) -> Result<ConnectionOptions, Failure> {
    let url = url::Url::from_str(unsafe { text(options.url, "url") }?).map_err(Failure::invalid)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Failure::invalid("the address of the server begins with http:// or https://"));
    }
    let tls = tls_of(options, url.scheme() == "https")?;
    let api_key = unsafe { text(options.api_key, "api_key") }?;
    let (ascii, binary) = headers_of(unsafe { list(options.metadata, options.metadata_count) })?;
    let keep_alive = millis(options.keep_alive_interval_ms).map(|interval| {
        ClientKeepAliveOptions::builder()
            .interval(interval)
            .timeout(millis(options.keep_alive_timeout_ms).unwrap_or(Duration::from_secs(15)))
            .build()
    });
    Ok(ConnectionOptions::new(url)
        .identity(unsafe { text(options.identity, "identity") }?)
        .client_name(unsafe { text(options.client_name, "client_name") }?)
        .client_version(unsafe { text(options.client_version, "client_version") }?)
        .maybe_api_key((!api_key.is_empty()).then(|| api_key.to_owned()))
        .maybe_tls_options(tls)
        .headers(ascii)
        .binary_headers(binary)
        .keep_alive(keep_alive)
        .retry_options(retry_of(options))
        .maybe_connect_timeout(millis(options.connect_ms))
        .grpc_compression(if options.gzip { GrpcCompression::Gzip } else { GrpcCompression::None })
        .maybe_metrics_meter(runtime.core.telemetry().get_temporal_metric_meter())
        .build())
}

fn connect_failure(error: &ClientConnectError) -> Failure {
    match error {
        ClientConnectError::SystemInfoCallError(status) => Failure::from(status),
        ClientConnectError::TonicTransportError(cause) => {
            let mut message = cause.to_string();
            let mut source = std::error::Error::source(cause);
            while let Some(inner) = source {
                message = format!("{message}: {inner}");
                source = inner.source();
            }
            Failure::new(Kind::Unreachable, message)
        }
        ClientConnectError::DnsResolutionError { .. } => Failure::new(Kind::Unreachable, error.to_string()),
        other => Failure::invalid(other),
    }
}

fn may_come_later(failure: &Failure) -> bool {
    matches!(failure.kind, Kind::Unreachable | Kind::Timeout)
        || (failure.kind == Kind::Rpc && failure.grpc_code == tonic::Code::Unavailable as i32)
}

/// A server that takes the connection and says nothing shall not use up the time in which it might come back.
const LONGEST_ATTEMPT: Duration = Duration::from_secs(5);

/// Tries until the server answers or the time is over; the last failure tells why.
async fn connect(options: ConnectionOptions, limit: Option<Duration>) -> Result<Connection, Failure> {
    let end = limit.map(|limit| Instant::now() + limit);
    let mut pause = Duration::from_millis(50);
    loop {
        let attempt = Connection::connect(options.clone());
        let attempt_end = Instant::now() + LONGEST_ATTEMPT;
        let outcome = tokio::time::timeout_at(end.map_or(attempt_end, |end| end.min(attempt_end)), attempt).await;
        let failure = match outcome {
            Ok(Ok(connection)) => return Ok(connection),
            Ok(Err(error)) => connect_failure(&error),
            Err(_) => Failure::new(Kind::Timeout, "the server did not answer in time"),
        };
        match end {
            Some(end) if may_come_later(&failure) && Instant::now() + pause < end => tokio::time::sleep(pause).await,
            _ => return Err(failure),
        }
        pause = (pause * 2).min(Duration::from_secs(2));
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_client_connect(
    runtime: *const AtbRuntime,
    options: *const AtbConnectOptions,
    context: *mut c_void,
    callback: AtbCallback,
) {
    let reply = Reply::new(context, callback);
    guarded((), move || {
        let prepared = unsafe { alive(runtime, "runtime") }.and_then(|runtime| {
            let options = unsafe { alive(options, "options") }?;
            Ok((runtime.core.tokio_handle(), connection_options(runtime, options)?, millis(options.connect_ms)))
        });
        let (tokio, options, limit) = match prepared {
            Ok(prepared) => prepared,
            Err(failure) => return reply.fail(failure),
        };
        let kept = tokio.clone();
        tokio.spawn(async move {
            match connect(options, limit).await {
                Ok(connection) => reply.handle(AtbClient { connection, tokio: kept }),
                Err(failure) => reply.fail(failure),
            }
        });
    });
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_client_set_api_key(client: *const AtbClient, api_key: *const c_char) {
    guarded((), || {
        if let (Ok(client), Ok(key)) = unsafe { (alive(client, "client"), text(api_key, "api_key")) } {
            client.connection.set_api_key((!key.is_empty()).then(|| key.to_owned()));
        }
    });
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_client_free(client: *mut AtbClient) {
    guarded((), || {
        if !client.is_null() {
            let client = unsafe { Box::from_raw(client) };
            let tokio = client.tokio.clone();
            let _inside = tokio.enter();
            drop(client);
        }
    });
}

#[unsafe(no_mangle)]
pub extern "C" fn atb_cancel_new() -> *mut AtbCancel {
    guarded(std::ptr::null_mut(), || Box::into_raw(Box::new(AtbCancel(CancellationToken::new()))))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_cancel_fire(cancel: *const AtbCancel) {
    guarded((), || {
        if let Ok(cancel) = unsafe { alive(cancel, "cancel") } {
            cancel.0.cancel();
        }
    });
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_cancel_free(cancel: *mut AtbCancel) {
    guarded((), || {
        if !cancel.is_null() {
            drop(unsafe { Box::from_raw(cancel) });
        }
    });
}

/// One call, ready to go; nothing in it points to the caller's memory.
struct Call {
    connection: Connection,
    rpc: String,
    request: Vec<u8>,
    terms: rpc::Terms,
    cancel: CancellationToken,
}

impl Call {
    async fn run(self) -> Result<Vec<u8>, Failure> {
        let limit = self.terms.timeout;
        let work = rpc::call(self.connection, &self.rpc, &self.request, self.terms);
        // The server is told the same limit; this one also holds for repeats and for a server that does not listen.
        let limited = async {
            match limit {
                Some(limit) => tokio::time::timeout(limit, work)
                    .await
                    .unwrap_or_else(|_| Err(Failure::new(Kind::Timeout, format!("{} took too long", self.rpc)))),
                None => work.await,
            }
        };
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => Err(Failure::new(Kind::Cancelled, "the caller gave up")),
            result = limited => result,
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atb_client_call(
    client: *const AtbClient,
    rpc: *const c_char,
    request: AtbBytes,
    options: *const AtbCallOptions,
    cancel: *const AtbCancel,
    context: *mut c_void,
    callback: AtbCallback,
) {
    let reply = Reply::new(context, callback);
    guarded((), move || {
        let prepared = unsafe { alive(client, "client") }.and_then(|client| {
            let options = unsafe { alive(options, "options") }?;
            let terms = rpc::Terms {
                timeout: millis(options.timeout_ms),
                retry: (!options.retry).then(|| RetryConfigForCall(RetryOptions::no_retries())),
                metadata: metadata_of(unsafe { list(options.metadata, options.metadata_count) })?,
            };
            let call = Call {
                connection: client.connection.clone(),
                rpc: unsafe { text(rpc, "rpc") }?.to_owned(),
                request: unsafe { request.slice() }.to_vec(),
                terms,
                cancel: unsafe { cancel.as_ref() }.map(|cancel| cancel.0.clone()).unwrap_or_default(),
            };
            Ok((client.tokio.clone(), call))
        });
        match prepared {
            Ok((tokio, call)) => {
                tokio.spawn(async move { reply.result(call.run().await) });
            }
            Err(failure) => reply.fail(failure),
        }
    });
}
