// A WebSocket class that counts the keep-alive pings of the server.
import WebSocket from "ws";

import { Inbox } from "./inbox.js";

const JSON_PING = '{"type":6}\u001e';
const MESSAGEPACK_PING = "\u0002\u0091\u0006"; // Its length, an array of one, the type.

/** Returns the class, and an inbox that gets an item for each ping on any of its sockets. */
export function countingPings() {
  const pings = new Inbox();
  class CountingSocket extends WebSocket {
    constructor(...args) {
      super(...args);
      this.on("message", (data) => {
        const text = data instanceof ArrayBuffer ? Buffer.from(data).toString("latin1") : data.toString("latin1");
        if (text === JSON_PING || text === MESSAGEPACK_PING) {
          pings.put("ping");
        }
      });
    }
  }
  return { CountingSocket, pings };
}
