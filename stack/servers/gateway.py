"""nginx as the gateway: one address in front of the API's processes, so that one of them can restart unseen."""

from __future__ import annotations

import hashlib
from pathlib import Path

from stack import process
from stack.layout import Stack, write_atomically
from stack.probe import http_status
from stack.servers.base import Process, Server

ACCOUNT = "www-data"  # of nginx's workers when we are root
PLAYED_SIZE = "1g"  # of what is kept of files that are played

# What the gateway refuses by itself, in the words and types of the API (src/http/problem/problem.cpp): error codes of
# nginx's, status, name of the type, title, detail. Not named locations: a request without a readable target has none.
REFUSALS = (
    ("400", 400, "bad-request", "The request is not well-formed HTTP", "the gateway cannot read the request"),
    ("404", 404, "not-found", "There is no such thing", "there is nothing at this path"),
    ("405", 405, "method-not-allowed", "The method is not allowed here", "the gateway does not pass this method on"),
    ("408", 408, "request-timeout", "The request took too long to arrive", "the body came too slowly"),
    ("413", 413, "too-large", "Too large", "the body is larger than any operation takes"),
    ("414", 414, "uri-too-long", "The address is too long", "the request target is too long"),
    ("494", 431, "header-too-large", "The request header is too large", "a header field is too long"),
    ("505", 505, "version-not-supported", "The HTTP version is not supported", "the gateway speaks HTTP/1.0 and HTTP/1.1"),
    ("500 502 504", 503, "unavailable", "Not available at the moment", "no API process answers"),
)
REFUSAL = """
    error_page {codes} = /gateway/refusals/{name};
    location = /gateway/refusals/{name} {{
      internal;
      default_type application/problem+json;
      add_header Cache-Control no-store always;
      add_header X-Request-Id $known_request_id always;
{more}      return {status} '{{"type":"/problems/{name}","title":"{title}","status":{status},"detail":"{detail}","request_id":"$known_request_id"}}';
    }}
"""
RETRY_AFTER = "      add_header Retry-After 1 always;\n"
# Of a method that the gateway refuses for every path (RFC 9110, 15.5.6).
ALLOW = '      add_header Allow "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" always;\n'
MORE = {503: RETRY_AFTER, 405: ALLOW}

# Bytes of media go from the client straight to object storage, and small ones through `content`: any other body is JSON, the
# largest that of a metadata schema (x-body-limit in api/openapi.yaml).
CONFIG = """
daemon off;
user {account};
worker_processes auto;
pid "{folder}/nginx.pid";
error_log stderr warn;

events {{
  worker_connections 4096;
}}

http {{
  log_format events escape=json '{{"time":"$time_iso8601","request_id":"$known_request_id",'
    '"method":"$request_method","path":"$told_path","status":$status,"bytes":$body_bytes_sent,'
    '"seconds":$request_time,"upstream":"$upstream_addr","upstream_status":"$upstream_status"}}';
  access_log "{log}" events buffer=32k flush=1s;

  client_body_temp_path "{folder}/body";
  proxy_temp_path "{folder}/proxy";
  fastcgi_temp_path "{folder}/unused";
  uwsgi_temp_path "{folder}/unused";
  scgi_temp_path "{folder}/unused";

  server_tokens off;
  client_max_body_size 8m;
  client_body_buffer_size 64k;
  client_header_timeout 10s;
  client_body_timeout 15s;
  send_timeout 60s;
  keepalive_timeout 65s;
  keepalive_requests 100000;
  reset_timedout_connection on;

  # A request without an id in a safe form gets one here; the API logs it and hands it on. traceparent passes as it came.
  map $http_x_request_id $known_request_id {{
    "~^[A-Za-z0-9._-]{{1,128}}$" $http_x_request_id;
    default $request_id;
  }}

  # The token of an address that is played opens what it names: no log holds it.
  map $uri $told_path {{
    "~^/play/[^/]+(?<played>/.*)$" /play/-$played;
    default $uri;
  }}

  # What is played, by the object's own bucket and key: many addresses lead to one object, and each was checked before.
  proxy_cache_path "{folder}/played" levels=1:2 keys_zone=played:8m max_size={played_size} inactive=1h use_temp_path=off;
  # Anything else names no file; the API says so.
  map $request_uri $playback_path {{
    "~^/play(?<asked>(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*){{4,5}})(?:\\?|$)" $asked;
    default /-/-/-/-;
  }}
  map $playable_object $is_not_playable {{
    "" 1;
    default 0;
  }}

  upstream api {{
    # Never marks a process as failed: a refused connection costs nothing, the next one is asked at once.
    server {api_1} max_fails=0;
    server {api_2} max_fails=0;
    keepalive 64;
    keepalive_requests 100000;
    # Shorter than the API's own idle limit, so that nginx is the one who closes.
    keepalive_timeout 20s;
  }}

  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_set_header Host $http_host;
  proxy_set_header X-Request-Id $known_request_id;
  proxy_set_header X-Forwarded-For $remote_addr;
  proxy_set_header X-Forwarded-Proto $scheme;
  proxy_connect_timeout 2s;
  proxy_read_timeout 60s;
  proxy_send_timeout 60s;
  # The other process is asked when one cannot be reached or drops the connection. A request that changes something
  # and was sent already is never sent twice: that is nginx's rule for POST, PATCH and LOCK.
  proxy_next_upstream error timeout;
  proxy_next_upstream_tries 2;
  # Answers stay in memory: what does not fit holds the API back.
  proxy_max_temp_file_size 0;

  server {{
    listen 127.0.0.1:{port} backlog=1024;

    location = /gateway/health {{
      access_log off;
      default_type text/plain;
      return 200 "ok\\n";
    }}

    # For the house, not for the world.
    location = /metrics {{
      return 404;
    }}

    # Files that are played. The API says for each request which object it means, or nothing; then the refusal is the API's own
    # too. Large objects are kept in slices of a megabyte, so that a player that seeks waits for one of them.
    location /play/ {{
      auth_request /gateway/playback;
      auth_request_set $playable_object $upstream_http_x_playback_object;
      slice 1m;
      max_ranges 1;
      proxy_pass http://api;
      proxy_set_header Range $slice_range;
      proxy_cache played;
      proxy_cache_key $playable_object$slice_range;
      # Keys never change their bytes. What one browser may keep, the gateway may, who checks each time.
      proxy_cache_valid 200 206 12h;
      proxy_ignore_headers Cache-Control Expires Set-Cookie Vary;
      proxy_cache_bypass $is_not_playable;
      proxy_no_cache $is_not_playable;
      proxy_cache_lock on;
      proxy_cache_lock_timeout 5s;
      # That of who came first.
      proxy_hide_header X-Request-Id;
      add_header X-Request-Id $known_request_id always;
    }}

    location = /gateway/playback {{
      internal;
      proxy_pass http://api/playback-checks$playback_path;
      proxy_method GET;
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_set_header Range "";
    }}

    # For the gateway alone.
    location /playback-checks/ {{
      return 404;
    }}

    # Small files that come through the API flow on as they come.
    location ~ ^/api/v1/assets/[^/]+/content$ {{
      proxy_pass http://api;
      client_max_body_size 1g;
      proxy_request_buffering off;
      # What has flowed on cannot be sent again.
      proxy_next_upstream off;
    }}

    # Events flow as they come (server-sent events).
    location = /api/v1/events {{
      proxy_pass http://api;
      proxy_buffering off;
      proxy_read_timeout 1h;
    }}

    location / {{
      proxy_pass http://api;
    }}
{refusals}  }}
}}
"""


class Gateway(Server):
    name = "gateway"
    apt = ("nginx-common", "nginx-light")

    def prepare(self, stack: Stack) -> None:
        text = CONFIG.format(
            account=ACCOUNT,
            folder=stack.folder("gateway", ACCOUNT),
            log=process.log_file(stack, "gateway-access"),
            port=stack.port("gateway"),
            api_1=stack.address("api_1"),
            api_2=stack.address("api_2"),
            played_size=PLAYED_SIZE,
            refusals="".join(_refusal(*one) for one in REFUSALS),
        )
        write_atomically(self._config(stack), text.lstrip())

    def start(self, stack: Stack) -> None:
        # The prefix is where nginx would look for anything that the configuration does not name.
        prefix = f"{stack.folder('gateway', ACCOUNT)}/"
        command = ["/usr/sbin/nginx", "-e", "stderr", "-p", prefix, "-c", str(self._config(stack))]
        process.spawn(stack, "gateway", command)

    def ready(self, stack: Stack) -> bool:
        return http_status(f"http://{stack.address('gateway')}/gateway/health") == 200

    def processes(self, stack: Stack) -> list[Process]:
        return [Process("gateway", stack.address("gateway"), ("gateway",))]

    def fingerprint(self, stack: Stack) -> str:
        return hashlib.sha256(self._config(stack).read_bytes()).hexdigest()[:12]

    def _config(self, stack: Stack) -> Path:
        return stack.config / "nginx.conf"


def _refusal(codes: str, status: int, name: str, title: str, detail: str) -> str:
    return REFUSAL.format(codes=codes, name=name, title=title, status=status, detail=detail, more=MORE.get(status, ""))
