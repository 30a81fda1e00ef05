/* global signalR */
import { chatHub } from "./chat-hub.js";

const FIRST_DELAYS_MS = [0, 500, 1000, 2000];
const LAST_DELAY_MS = 4000;

/** Returns how long to wait before an attempt to reconnect: longer and longer up to a limit, and never giving up. */
export function retryDelay(attemptsBefore, random = Math.random) {
  const delay = FIRST_DELAYS_MS[attemptsBefore] ?? LAST_DELAY_MS;
  return delay * (0.75 + random() / 2); // Spread, so that not all pages come back in the same moment.
}

/** Returns what the server said when it ended the connection. */
function reason(error) {
  const told = /Server returned an error on close: (.*)$/.exec(error.message)?.[1];
  return told && !told.startsWith("Connection closed with an error.") ? told : "the server has ended the connection";
}

/**
 * The link to the hub, and how it is: "connecting", "connected", "reconnecting" or "disconnected".
 *
 * onState(state, detail) is called at each change; onUp(previousConnectionId) when the link is up, for the first time or again.
 */
export class Link {
  #hub;
  /** @type {import("./chat-hub.js").ChatHub} */
  #chat;
  #onState;
  #onUp;
  #previousId = null;

  constructor(userName, { onState, onUp }) {
    this.#onState = onState;
    this.#onUp = onUp;
    this.#hub = new signalR.HubConnectionBuilder()
      .withUrl(`chat?name=${encodeURIComponent(userName)}`)
      .withAutomaticReconnect({ nextRetryDelayInMilliseconds: (context) => this.#nextDelay(context) })
      .configureLogging(signalR.LogLevel.Error)
      .build();
    this.#chat = chatHub(this.#hub);
    this.#hub.onreconnecting(() => this.#onState("reconnecting", ""));
    this.#hub.onreconnected(() => this.#up());
    this.#hub.onclose((error) => this.#onState("disconnected", error ? reason(error) : ""));
  }

  /** Calls handlers[name] when the server calls `name`. */
  on(handlers) {
    for (const [name, handler] of Object.entries(handlers)) {
      this.#chat.on[name](handler);
    }
  }

  get connectionId() {
    return this.#hub.connectionId;
  }

  get isUp() {
    return this.#hub.state === signalR.HubConnectionState.Connected;
  }

  /** Connects. Throws an error with `refused` set if the server does not take the user's name. */
  async start() {
    this.#onState("connecting", "");
    try {
      await this.#hub.start();
    } catch (error) {
      this.#onState("disconnected", "the server does not answer");
      throw Object.assign(new Error("The server does not answer."), { refused: /\b401\b/.test(String(error)), cause: error });
    }
    this.#up();
  }

  stop() {
    return this.#hub.stop();
  }

  /** Calls a hub method. An error has the text that the server meant for the user. */
  async invoke(method, ...args) {
    if (!this.isUp) {
      throw new Error("Not connected; the message was not sent.");
    }
    try {
      return await this.#chat.invoke[method](...args);
    } catch (error) {
      throw new Error(messageOf(error));
    }
  }

  /** Calls a hub method without waiting for its result; does nothing while the connection is down. */
  tell(method, ...args) {
    if (this.isUp) {
      this.#chat.send[method](...args).catch(() => {}); // The link is breaking: its state says so.
    }
  }

  #up() {
    const previous = this.#previousId;
    this.#previousId = this.#hub.connectionId;
    this.#onState("connected", "");
    this.#onUp(previous);
  }

  #nextDelay({ previousRetryCount }) {
    this.#onState("reconnecting", previousRetryCount > 0 ? `attempt ${previousRetryCount + 1}` : "");
    return retryDelay(previousRetryCount);
  }
}

/** Returns what the server wrote for the user, without the words that the client library puts around it. */
function messageOf(error) {
  const text = String(error?.message ?? error);
  const marker = "HubException: ";
  const at = text.indexOf(marker);
  return at < 0 ? text : text.slice(at + marker.length);
}
