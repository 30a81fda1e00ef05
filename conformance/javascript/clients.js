// Official clients of one variant, each with an inbox of what it was sent.
import * as signalR from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";

import { Inbox, within } from "./inbox.js";

const { WebSockets, ServerSentEvents, LongPolling } = signalR.HttpTransportType;

/** Hub protocol and way to connect; WebSockets unless the transport is another. */
export const VARIANTS = [
  { title: "json", messagePack: false, negotiated: true },
  { title: "json without negotiation", messagePack: false, negotiated: false },
  { title: "messagepack", messagePack: true, negotiated: true },
  { title: "messagepack without negotiation", messagePack: true, negotiated: false },
  { title: "json over Server-Sent Events", messagePack: false, negotiated: true, transport: ServerSentEvents },
  { title: "json over long polling", messagePack: false, negotiated: true, transport: LongPolling },
  { title: "messagepack over long polling", messagePack: true, negotiated: true, transport: LongPolling },
];

/** The variant with the other hub protocol, over another transport if its own cannot carry that. */
export function ofOtherProtocol(variant) {
  const transport = variant.transport === ServerSentEvents ? LongPolling : variant.transport;
  return { ...variant, messagePack: !variant.messagePack, transport };
}

export class Clients {
  #server;
  #variant;
  #opened = [];

  constructor(server, variant) {
    this.#server = server;
    this.#variant = variant;
  }

  /**
   * A client that is not connected yet.
   *
   * user: who it is, or a function that says it anew for each connection; server: another address than the usual; reconnects: whether it does so by itself, at once;
   * socket: the class of its WebSockets; pingsEvery: milliseconds; stateful: whether it asks for stateful reconnect.
   */
  build(route, { user, server = this.#server, reconnects = false, socket, pingsEvery, stateful = false } = {}) {
    const http = {
      transport: this.#variant.transport ?? WebSockets,
      skipNegotiation: !this.#variant.negotiated,
      ...(user && { accessTokenFactory: typeof user === "function" ? user : () => user }),
      ...(socket && { WebSocket: socket }),
    };
    const builder = new signalR.HubConnectionBuilder().withUrl(server + route, http).configureLogging(signalR.LogLevel.None);
    if (this.#variant.messagePack) {
      builder.withHubProtocol(new MessagePackHubProtocol());
    }
    if (reconnects) {
      builder.withAutomaticReconnect({ nextRetryDelayInMilliseconds: ({ elapsedMilliseconds }) => (elapsedMilliseconds < 20_000 ? 10 : null) });
    }
    if (stateful) {
      builder.withStatefulReconnect();
    }
    if (pingsEvery) {
      builder.withKeepAliveInterval(pingsEvery);
    }
    const client = new Client(builder.build());
    this.#opened.push(client);
    return client;
  }

  /** A client that is connected, and known to the server to be. */
  async connect(route = "/test", options = {}) {
    const client = this.build(route, options);
    await client.start();
    await client.invoke("Nothing");
    return client;
  }

  async close() {
    await Promise.all(this.#opened.map((client) => client.stop()));
  }
}

export class Client {
  #hub;

  constructor(hub) {
    this.#hub = hub;
    /** `kind:text` of each message. */
    this.messages = new Inbox();
    /** Ids of connections that left, for those in the group `watchers`. */
    this.left = new Inbox();
    /** Names of endless streams that were stopped, for those in the group `watchers`. */
    this.stopped = new Inbox();
    /** Ids of this client's connections after the first. */
    this.reconnections = new Inbox();
    /** How the connection ended: the error's text, or null. */
    this.ended = new Promise((resolve) => hub.onclose((error) => resolve(error?.message ?? null)));
    hub.on("message", (kind, text) => this.messages.put(`${kind}:${text}`));
    /** Why each left: the text of the exception, or null. */
    this.reasons = new Map();
    hub.on("left", (id, reason) => {
      this.reasons.set(id, reason);
      this.left.put(id);
    });
    hub.on("stopped", (name) => this.stopped.put(name));
    hub.onreconnected((id) => this.reconnections.put(id));
  }

  /** How the client answers what the server asks: what the function returns, or the text of what it throws. */
  answers(answer) {
    this.#hub.on("answer", answer);
  }

  get state() {
    return this.#hub.state;
  }

  /** The connection's id, as far as the client knows it. */
  get id() {
    return this.#hub.connectionId;
  }

  start() {
    return within("not connected", this.#hub.start());
  }

  stop() {
    return within("not stopped", this.#hub.stop());
  }

  send(target, ...args) {
    return within(`${target} not sent`, this.#hub.send(target, ...args));
  }

  invoke(target, ...args) {
    return within(`${target} not completed`, this.#hub.invoke(target, ...args));
  }

  /** Asks for a stream. */
  stream(target, ...args) {
    return new Stream(target, this.#hub.stream(target, ...args));
  }

  /** A stream to upload, to be passed as an argument. */
  upload() {
    return new signalR.Subject();
  }

  /** The text of the error that a call ends with. */
  async errorOf(target, ...args) {
    try {
      const result = await this.invoke(target, ...args);
      return `no error, but ${JSON.stringify(result)}`;
    } catch (error) {
      return error.message;
    }
  }

  /** How the connection ends. */
  end() {
    return within("not closed", this.ended);
  }

  /** Connects to a hub that refuses it, and returns how the connection ended. */
  async refusal() {
    try {
      await this.start();
    } catch (error) {
      return error.message; // The refusal came before the client took itself for connected.
    }
    return this.end();
  }

  /** What was sent to the client and not taken yet; a message sent now is the last to come. */
  async untaken() {
    await this.invoke("ToCaller", "last");
    const found = [];
    for (let next = await this.messages.take(); next !== "caller:last"; next = await this.messages.take()) {
      found.push(next);
    }
    return found;
  }
}

/** A stream that a client asked for. */
export class Stream {
  #target;
  #subscription;
  #end;

  constructor(target, result) {
    this.#target = target;
    this.items = new Inbox();
    this.#end = new Promise((resolve) => {
      this.#subscription = result.subscribe({
        next: (item) => this.items.put(item),
        error: (error) => resolve(error.message),
        complete: () => resolve(null),
      });
    });
  }

  /** The error that the stream ends with, or null. */
  error() {
    return within(`${this.#target} has not ended`, this.#end);
  }

  /** All items that were not taken, once the stream has ended without an error. */
  async rest() {
    const error = await this.error();
    if (error !== null) {
      throw new Error(error);
    }
    return this.items.takeAll();
  }

  cancel() {
    this.#subscription.dispose();
  }
}
