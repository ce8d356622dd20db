-- Paths out of a file, one after the other, with a token; then the same report as wrk_report.lua.
local paths = {}
for line in io.lines(os.getenv("WRK_PATHS")) do paths[#paths + 1] = line end
local headers = { ["Authorization"] = "Bearer " .. os.getenv("WRK_TOKEN") }
local at = 0
request = function()
    at = at % #paths + 1
    return wrk.format("GET", paths[at], headers)
end
dofile("bench/wrk_report.lua")
