// Stands between one client and the server and cuts their WebSocket again and again, at the byte.
import net from "node:net";

// Where many sockets were reset Node 20 may never be done with tidying up at its natural end; an explicit one does without.
process.on("exit", () => process.exit());

const END_OF_HEAD = "\r\n\r\n";

export class SeveringProxy {
  #listener;
  #random;
  #longestCut;
  #sockets = new Set();
  #left = 0;
  #severed = 0;
  #whenDone = () => {};

  /**
   * Starts one in front of a server such as http://127.0.0.1:5000.
   *
   * random: returns numbers from 0 up to 1; longestCut: the most bytes that pass in one direction before a cut.
   */
  static async start(server, random, longestCut) {
    const proxy = new SeveringProxy();
    const { hostname, port } = new URL(server);
    proxy.#random = random;
    proxy.#longestCut = longestCut;
    proxy.#listener = net.createServer((client) => proxy.#join(client, net.connect(Number(port), hostname)));
    await new Promise((resolve, reject) => {
      proxy.#listener.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    return proxy;
  }

  get url() {
    return `http://127.0.0.1:${this.#listener.address().port}`;
  }

  get severed() {
    return this.#severed;
  }

  /** Cuts the connection that there is, and those that come, so many in all; then lets one live. */
  sever(times) {
    this.#left = times;
    const done = new Promise((resolve) => (this.#whenDone = resolve));
    for (const socket of this.#sockets) {
      socket.budget = this.#budget();
    }
    return done;
  }

  async close() {
    const closed = new Promise((resolve) => this.#listener.close(resolve));
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    await closed;
  }

  /** How many more bytes may pass. */
  #budget() {
    return this.#left > 0 ? Math.floor(this.#random() * this.#longestCut) : Infinity;
  }

  #join(client, server) {
    const pair = [client, server];
    for (const [from, to] of [
      [client, server],
      [server, client],
    ]) {
      this.#sockets.add(from);
      from.setNoDelay(true);
      from.budget = Infinity;
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      from.on("data", (bytes) => this.#pass(bytes, from, to, pair));
    }
    // A client tries once to come back: what it asks and is answered must get through, what follows need not.
    let head = "";
    server.on("data", (bytes) => {
      if (head !== null) {
        head += bytes.toString("latin1");
        if (head.includes(END_OF_HEAD)) {
          const isSwitched = head.startsWith("HTTP/1.1 101");
          head = null;
          for (const socket of pair) {
            socket.budget = isSwitched ? this.#budget() : Infinity;
          }
        }
      }
    });
  }

  #pass(bytes, from, to, pair) {
    if (bytes.length < from.budget || this.#left === 0) {
      from.budget -= bytes.length;
      to.write(bytes);
      return;
    }
    this.#left--;
    this.#severed++;
    for (const socket of pair) {
      socket.removeAllListeners("data");
      socket.budget = Infinity;
    }
    // The last bytes are on their way before the cut, which is a reset or an end without a close frame.
    const reset = this.#random() < 0.5;
    to.write(bytes.subarray(0, from.budget), () => {
      for (const socket of pair) {
        if (reset) {
          socket.resetAndDestroy();
        } else {
          socket.destroy();
        }
      }
    });
    if (this.#left === 0) {
      this.#whenDone();
    }
  }
}

/** Returns a source of numbers from 0 up to 1, always the same ones for a seed above 0 (Lehmer's generator). */
export function seeded(seed) {
  const modulus = 2 ** 31 - 1;
  let state = seed % modulus;
  return () => {
    state = (state * 48271) % modulus;
    return state / modulus;
  };
}
