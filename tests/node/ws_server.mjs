// A WebSocket server of the package `ws` whose behaviour the path of each request chooses; the twin
// of tests/websocket_servers/beast_server.cpp. Prints its port, ends with its standard input.
import http from "node:http";
import process from "node:process";
import { WebSocketServer } from "ws";

const CREDENTIALS = "Basic " + Buffer.from("CP1:secret \u00e4").toString("base64");

let lastClose = "none";
let lastError = "none";

function choose(protocols, request) {
  if (request.url === "/no-protocol") return false;
  return protocols.has("ocpp1.6") ? "ocpp1.6" : false;
}

// Offering compression to a client that did not ask for it would be a fault of the server.
const server = new WebSocketServer({ noServer: true, handleProtocols: choose, perMessageDeflate: true });

const behaviours = {
  echo(socket) {
    socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
  },
  fragments(socket) {
    for (const [text, fin] of [["one \u20ac ", false], ["", false], ["two ", false], ["three", true]]) {
      socket.send(text, { fin });
      if (!fin) socket.ping("between");
    }
  },
  large(socket) {
    socket.send("0123456789".repeat(100_000));
  },
  ping(socket) {
    const payload = Buffer.from(Array.from({ length: 125 }, (_, i) => i));
    let answer = "none";
    socket.on("pong", (data) => (answer = data.equals(payload) ? "same" : "different"));
    socket.on("message", () => socket.send(answer));
    socket.ping(payload);
  },
  close(socket) {
    socket.close(4001, "enough \u20ac");
  },
  binary(socket) {
    socket.send(Buffer.from([1, 2, 3]));
  },
  terminate(socket) {
    socket.send("last", () => socket.terminate());
  },
  "last-close"(socket) {
    socket.send(`${lastClose} ${lastError}`);
  },
};

const listener = http.createServer((_request, response) => response.writeHead(426).end());

listener.on("upgrade", (request, socket, head) => {
  const name = request.url.slice(1);
  const refuse = (status) => socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  if (name === "auth" && request.headers.authorization !== CREDENTIALS) return refuse("401 Unauthorized");
  const behaviour = behaviours[name === "auth" || name === "no-protocol" ? "echo" : name];
  if (!behaviour) return refuse("404 Not Found");
  server.handleUpgrade(request, socket, head, (client) => {
    if (name !== "last-close") lastError = "none";
    client.on("error", (error) => (lastError = error.message));
    client.on("close", (code) => {
      if (name !== "last-close") lastClose = String(code);
    });
    behaviour(client);
  });
});

listener.listen(0, "127.0.0.1", () => console.log(listener.address().port));
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
