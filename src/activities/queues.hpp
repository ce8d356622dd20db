#pragma once

/// Names of the task queues, for who writes orders without speaking to Temporal.
namespace acervo::activities {

inline constexpr auto kWorkflowQueue = "q-workflows";
inline constexpr auto kIngestQueue = "q-ingest";
/// Films.
inline constexpr auto kTranscodeQueue = "q-transcode";
/// Photos, sounds, posters and thumbnails: none of them waits for a film.
inline constexpr auto kLightQueue = "q-transcode-light";
/// What a person waits for.
inline constexpr auto kInteractiveQueue = "q-transcode-interactive";

}  // namespace acervo::activities
