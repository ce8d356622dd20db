//! Temporal's core behind a C interface: protobuf bytes in, protobuf bytes out, one callback per question.
//! `include/acervo_temporal_bridge.h` is the contract; this is how it is kept:
//! every entry stands in `guarded`, so no panic leaves it, and every callback is a `Reply`, which answers exactly once.
#![allow(clippy::missing_safety_doc)] // said once, in the header

mod abi;
mod client;
mod metrics;
mod rpc;
mod runtime;
mod worker;
