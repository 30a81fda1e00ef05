// Stands between client and server and can cut their connections, as a lost network does.
import net from "node:net";

export class Proxy {
  #listener;
  #sockets = new Set();

  /** Starts a proxy in front of a server such as http://127.0.0.1:5000. */
  static async start(server) {
    const proxy = new Proxy();
    const { hostname, port } = new URL(server);
    proxy.#listener = net.createServer((client) => proxy.#join(client, net.connect(Number(port), hostname)));
    await new Promise((resolve, reject) => {
      proxy.#listener.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    return proxy;
  }

  get url() {
    return `http://127.0.0.1:${this.#listener.address().port}`;
  }

  /** Ends all connections with a reset; new ones are let through. */
  cut() {
    for (const socket of this.#sockets) {
      socket.resetAndDestroy();
    }
  }

  async close() {
    const closed = new Promise((resolve) => this.#listener.close(resolve));
    this.cut();
    await closed;
  }

  #join(client, server) {
    for (const [from, to] of [
      [client, server],
      [server, client],
    ]) {
      this.#sockets.add(from);
      from.setNoDelay(true);
      from.on("error", () => to.destroy());
      from.on("close", () => this.#sockets.delete(from));
      from.pipe(to);
    }
  }
}
