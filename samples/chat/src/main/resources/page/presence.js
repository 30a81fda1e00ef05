/**
 * Who is in one room, as far as this page has heard.
 *
 * The server keeps no list. A newcomer is announced with `joined`, members answer with `here`, who goes is announced
 * with `left`. Each is about a connection; a user is in the room while one of the user's connections is.
 */
export class Presence {
  #connections = new Map(); // connection id → user

  /** Forgets everybody; used when the link was broken and the list may be old. */
  clear() {
    this.#connections.clear();
  }

  /**
   * Notes a newcomer. `replaces` is the connection the newcomer's page had before, or null.
   * Returns "joined" or "back" if the user was not here before, else null.
   */
  joined(user, connectionId, replaces) {
    const wasHere = this.has(user);
    if (replaces && this.#connections.get(replaces) === user) {
      this.#connections.delete(replaces);
    }
    this.#connections.set(connectionId, user);
    return wasHere ? null : replaces ? "back" : "joined";
  }

  /** Notes the answer of somebody who is here already. */
  here(user, connectionId) {
    this.#connections.set(connectionId, user);
  }

  /** Notes that a connection is gone. Returns whether it was the user's last one here. */
  left(user, connectionId) {
    return this.#connections.get(connectionId) === user
      && this.#connections.delete(connectionId)
      && !this.has(user);
  }

  has(user) {
    return [...this.#connections.values()].includes(user);
  }

  /** Returns the users, each once, in alphabetical order. */
  users() {
    return [...new Set(this.#connections.values())].sort((a, b) => a.localeCompare(b));
  }
}
