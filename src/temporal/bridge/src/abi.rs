//! What crosses the border: bytes, text, answers. The C header says the same in C, and says what it means.
use std::{
    ffi::{CStr, c_char, c_void},
    panic::{AssertUnwindSafe, catch_unwind},
};

#[repr(C)]
#[derive(Clone, Copy)]
pub struct AtbBytes {
    pub data: *const u8,
    pub size: usize,
}

impl AtbBytes {
    pub fn of(bytes: &[u8]) -> Self {
        Self { data: bytes.as_ptr(), size: bytes.len() }
    }
    /// # Safety
    /// `data` must point to `size` readable bytes, or be null.
    pub unsafe fn slice(&self) -> &[u8] {
        if self.data.is_null() || self.size == 0 {
            return &[];
        }
        unsafe { std::slice::from_raw_parts(self.data, self.size) }
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct AtbPair {
    pub key: *const c_char,
    pub value: AtbBytes,
}

#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Ok = 0,
    Shutdown = 1,
    Rpc = 2,
    Invalid = 3,
    Cancelled = 4,
    Timeout = 5,
    Unreachable = 6,
    Broken = 7,
    Abandoned = 8,
}

#[repr(C)]
pub struct AtbAnswer {
    pub kind: i32,
    pub grpc_code: i32,
    pub data: AtbBytes,
    pub message: AtbBytes,
    pub details: AtbBytes,
    pub handle: *mut c_void,
}

pub type AtbCallback = unsafe extern "C" fn(context: *mut c_void, answer: *const AtbAnswer);

/// Why something failed, as it goes over the border.
#[derive(Debug, PartialEq)]
pub struct Failure {
    pub kind: Kind,
    pub grpc_code: i32,
    pub message: String,
    pub details: Vec<u8>,
}

impl Failure {
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, grpc_code: -1, message: message.into(), details: Vec::new() }
    }
    pub fn invalid(message: impl ToString) -> Self {
        Self::new(Kind::Invalid, message.to_string())
    }
}

impl From<&tonic::Status> for Failure {
    fn from(status: &tonic::Status) -> Self {
        Self {
            kind: Kind::Rpc,
            grpc_code: status.code() as i32,
            message: status.message().to_owned(),
            details: status.details().to_vec(),
        }
    }
}

/// The caller's callback. It is called exactly once, whatever happens: when this is dropped before anybody answered,
/// because the work panicked or the runtime ended, the drop itself answers.
pub struct Reply {
    context: *mut c_void,
    callback: AtbCallback,
    answered: bool,
}

// The context is an address that only the caller looks behind; the header demands callbacks that any thread may call.
unsafe impl Send for Reply {}
unsafe impl Sync for Reply {}

impl Reply {
    pub fn new(context: *mut c_void, callback: AtbCallback) -> Self {
        Self { context, callback, answered: false }
    }
    pub fn data(self, data: &[u8]) {
        self.answer(Kind::Ok, -1, data, "", &[], std::ptr::null_mut());
    }
    pub fn done(self) {
        self.data(&[]);
    }
    pub fn handle<T>(self, object: T) {
        self.answer(Kind::Ok, -1, &[], "", &[], Box::into_raw(Box::new(object)).cast());
    }
    pub fn shutdown(self) {
        self.answer(Kind::Shutdown, -1, &[], "", &[], std::ptr::null_mut());
    }
    pub fn fail(self, failure: Failure) {
        self.answer(failure.kind, failure.grpc_code, &[], &failure.message, &failure.details, std::ptr::null_mut());
    }
    pub fn result(self, result: Result<Vec<u8>, Failure>) {
        match result {
            Ok(data) => self.data(&data),
            Err(failure) => self.fail(failure),
        }
    }

    fn answer(mut self, kind: Kind, grpc_code: i32, data: &[u8], message: &str, details: &[u8], handle: *mut c_void) {
        self.answered = true;
        self.call(kind, grpc_code, data, message, details, handle);
    }
    fn call(&self, kind: Kind, grpc_code: i32, data: &[u8], message: &str, details: &[u8], handle: *mut c_void) {
        let answer = AtbAnswer {
            kind: kind as i32,
            grpc_code,
            data: AtbBytes::of(data),
            message: AtbBytes::of(message.as_bytes()),
            details: AtbBytes::of(details),
            handle,
        };
        unsafe { (self.callback)(self.context, &answer) }
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        if self.answered {
            return;
        }
        if std::thread::panicking() {
            self.call(Kind::Broken, -1, &[], "the engine panicked", &[], std::ptr::null_mut());
        } else {
            self.call(Kind::Abandoned, -1, &[], "the runtime ended", &[], std::ptr::null_mut());
        }
    }
}

/// Every entry of the library stands in here: a panic ends as `otherwise`, never as a crossing of the border.
pub fn guarded<T>(otherwise: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(otherwise)
}

/// # Safety
/// `text` must be null or end with a zero byte.
pub unsafe fn text<'a>(text: *const c_char, name: &str) -> Result<&'a str, Failure> {
    if text.is_null() {
        return Ok("");
    }
    unsafe { CStr::from_ptr(text) }.to_str().map_err(|_| Failure::invalid(format!("{name} is not UTF-8")))
}

/// # Safety
/// `items` must point to `count` elements, or be null.
pub unsafe fn list<'a, T>(items: *const T, count: usize) -> &'a [T] {
    if items.is_null() || count == 0 {
        return &[];
    }
    unsafe { std::slice::from_raw_parts(items, count) }
}

/// # Safety
/// `object` must be null or come from this library and still live.
pub unsafe fn alive<'a, T>(object: *const T, name: &str) -> Result<&'a T, Failure> {
    unsafe { object.as_ref() }.ok_or_else(|| Failure::invalid(format!("{name} is null")))
}

#[cfg(test)]
mod tests {
    use super::*;

    unsafe extern "C" fn keep(context: *mut c_void, answer: *const AtbAnswer) {
        let kept = unsafe { &mut *context.cast::<Vec<i32>>() };
        kept.push(unsafe { (*answer).kind });
    }
    fn reply_to(kept: &mut Vec<i32>) -> Reply {
        Reply::new(std::ptr::from_mut(kept).cast(), keep)
    }

    #[test]
    fn an_answer_is_given_once() {
        let mut kept = Vec::new();
        reply_to(&mut kept).data(b"x");
        assert_eq!(kept, [Kind::Ok as i32]);
    }

    #[test]
    fn a_dropped_reply_says_that_the_runtime_ended() {
        let mut kept = Vec::new();
        drop(reply_to(&mut kept));
        assert_eq!(kept, [Kind::Abandoned as i32]);
    }

    #[test]
    fn a_panic_is_answered_and_stays_inside() {
        let mut kept = Vec::new();
        let reply = reply_to(&mut kept);
        let came_back = guarded(7, move || {
            let _reply = reply;
            panic!("broken");
        });
        assert_eq!(came_back, 7);
        assert_eq!(kept, [Kind::Broken as i32]);
    }

    #[test]
    fn text_that_is_not_utf8_is_refused() {
        let bytes = [0xffu8, 0];
        assert_eq!(unsafe { text(bytes.as_ptr().cast(), "identity") }, Err(Failure::invalid("identity is not UTF-8")));
    }
}
