// The measured methods as events of Socket.IO, with its defaults: node server.js --port P [--redis HOST:PORT]
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { createAdapter } from "@socket.io/redis-adapter";
import { Redis } from "ioredis";
import { Server } from "socket.io";

const { values } = parseArgs({
  options: { port: { type: "string", default: "0" }, redis: { type: "string" } },
});
const http = createServer();
const io = new Server(http, { serveClient: false });
if (values.redis) {
  const [host, port] = values.redis.split(":");
  const publishing = new Redis({ host, port: Number(port) });
  io.adapter(createAdapter(publishing, publishing.duplicate()));
}
io.on("connection", (socket) => {
  socket.on("Broadcast", (text) => io.emit("m", text));
  socket.on("Echo", (text, answer) => answer(text));
  socket.on("Join", async (group, answer) => {
    await socket.join(group);
    answer(group);
  });
  socket.on("ToGroup", (group, text) => io.to(group).emit("m", text));
});
http.listen(Number(values.port), "127.0.0.1", () => {
  console.log(`Socket.IO serves http://127.0.0.1:${http.address().port}/, process ${process.pid}`);
});
