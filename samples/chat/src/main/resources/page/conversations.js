import { Presence } from "./presence.js";

/** How many entries a conversation keeps; older ones are forgotten. */
export const MAX_ENTRIES = 300;

const TYPING_MS = 4000;

/**
 * Something one can write to: everyone ("all"), a room ("room") or a user ("user").
 *
 * Entries are { kind: "message" | "notice", from, text, at }; `at` is in milliseconds since 1970.
 */
export class Conversation {
  constructor(kind, name) {
    this.kind = kind;
    this.name = name;
    this.key = keyOf(kind, name);
    this.entries = [];
    this.unread = 0;
    this.draft = ""; // What the user has written here and not sent.
    this.presence = new Presence();
    this.typing = new Map(); // user → until when, by performance.now()
  }

  add(entry) {
    this.entries.push(entry);
    if (this.entries.length > MAX_ENTRIES) {
      this.entries.shift();
    }
    if (entry.kind === "message") {
      this.typing.delete(entry.from);
    }
  }

  /** Notes that a user is writing, for the next seconds. */
  noteTyping(user, now = performance.now()) {
    this.typing.set(user, now + TYPING_MS);
  }

  /** Returns who is writing. */
  typists(now = performance.now()) {
    for (const [user, until] of this.typing) {
      if (until <= now) {
        this.typing.delete(user);
      }
    }
    return [...this.typing.keys()];
  }
}

/** The conversations of this page, in the order in which they are shown: everyone, the rooms, the users. */
export class Conversations {
  #byKey = new Map();

  constructor() {
    this.everyone = this.open("all", "");
  }

  /** Returns the conversation, which is begun if there is none. */
  open(kind, name) {
    const key = keyOf(kind, name);
    if (!this.#byKey.has(key)) {
      this.#byKey.set(key, new Conversation(kind, name));
    }
    return this.#byKey.get(key);
  }

  /** Returns the conversation, or undefined. */
  find(kind, name) {
    return this.#byKey.get(keyOf(kind, name));
  }

  close(conversation) {
    this.#byKey.delete(conversation.key);
  }

  all() {
    return ["all", "room", "user"].flatMap((kind) => this.#of(kind));
  }

  rooms() {
    return this.#of("room");
  }

  unread() {
    return this.all().reduce((sum, conversation) => sum + conversation.unread, 0);
  }

  #of(kind) {
    return [...this.#byKey.values()].filter((conversation) => conversation.kind === kind);
  }
}

function keyOf(kind, name) {
  return `${kind}:${name}`;
}
