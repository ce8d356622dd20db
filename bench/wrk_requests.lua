-- Requests out of a file, one after the other, each line "METHOD PATH" or "METHOD PATH BODY"; then the same report as wrk_report.lua.
local lines = {}
for line in io.lines(os.getenv("WRK_REQUESTS")) do lines[#lines + 1] = line end
local token = "Bearer " .. os.getenv("WRK_TOKEN")
local reading = { ["Authorization"] = token }
local writing = { ["Authorization"] = token, ["Content-Type"] = "application/json", ["If-Match"] = "*" }
local at = 0
request = function()
    at = at % #lines + 1
    local method, path, body = string.match(lines[at], "^(%S+) (%S+) ?(.*)$")
    if body == "" then return wrk.format(method, path, reading) end
    if method == "PATCH" then writing["Content-Type"] = "application/merge-patch+json" end
    return wrk.format(method, path, writing, body)
end
dofile("bench/wrk_report.lua")
