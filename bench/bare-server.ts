/**
 * The barest server that `node:http` makes, in a process of its own: what no request can cost less than. Says its port. What is
 * posted to it goes to all of its streams, framed once and written in one piece each: what no publish to so many costs less than.
 */
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";

const streams = new Set<Socket>();

const server = createServer((request, response) => {
  if (request.url === "/api/stream") {
    response.writeHead(200, { "Content-Type": "text/event-stream" }).write("retry: 2000\n\n");
    const { socket } = request;
    streams.add(socket);
    response.on("close", () => streams.delete(socket));
    return;
  }
  if (request.method !== "POST") {
    response.end("ok");
    return;
  }
  void buffer(request).then((event) => {
    const framed = Buffer.concat([Buffer.from(`${event.byteLength.toString(16)}\r\n`), event, Buffer.from("\r\n")]);
    for (const socket of streams) socket.write(framed);
    response.end("ok");
  });
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
