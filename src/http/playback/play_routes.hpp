#pragma once

#include <string>
#include <vector>

#include "app/playback/playback.hpp"
#include "http/router/router.hpp"

namespace acervo::http {

/// What players ask for, without a header that says who they are: the token in the path does.
///
///     GET|HEAD /play/{token}/{set}/{make}/{name}            a file, or a range of it (RFC 9110 §14)
///     GET      /playback-checks/{token}/{set}/{make}/{name}  for a gateway that caches: 204 with the bucket and key of
///                                                            the file as X-Playback-Object; without that field when
///                                                            there is nothing that the gateway may answer by itself
///
/// A name may have one folder (`hls/master.m3u8`). `playback` must outlive the router.
void add_play_routes(Router& router, Playback& playback);

/// The names of these routes, for metrics.
std::vector<std::string> play_route_names();

}  // namespace acervo::http
