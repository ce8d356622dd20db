// The Node peer: node:http with the same small answer as our API. Usage: node node.mjs PORT
import { createServer } from "node:http";

const body = Buffer.from('{"status":"live"}');

createServer((request, response) => {
    if (request.url !== "/health/live") {
        response.writeHead(404).end();
        return;
    }
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length }).end(body);
}).listen(Number(process.argv[2]), "127.0.0.1");
