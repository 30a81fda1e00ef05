/**
 * Who is in one room: what the server listed, and who came and went since. Each notice is about a connection; a user is
 * in the room while one of the user's connections is. Ids of connections are never used again.
 */
export class Presence {
  #connections = new Map(); // connection id → user
  #gone = new Set(); // connections that left, perhaps after a list was made that is still on its way

  /** Forgets everybody; used when the list may be old. */
  clear() {
    this.#connections.clear();
    this.#gone.clear();
  }

  /**
   * Notes a newcomer. `replaces` is the connection the newcomer's page had before, or null.
   * Returns "joined" or "back" if the user was not here before, else null.
   */
  joined(user, connectionId, replaces) {
    const isKnown = this.#connections.has(connectionId);
    const wasHere = this.has(user);
    if (replaces && this.#connections.get(replaces) === user) {
      this.#connections.delete(replaces);
    }
    this.#gone.delete(connectionId);
    this.#connections.set(connectionId, user);
    return isKnown || wasHere ? null : replaces ? "back" : "joined";
  }

  /** Notes the members, each { connectionId, user }, that the server listed. */
  listed(members) {
    for (const { connectionId, user } of members) {
      if (!this.#gone.has(connectionId)) {
        this.#connections.set(connectionId, user);
      }
    }
  }

  /** Replaces the whole list. Returns the users who are not here any more. */
  listedAnew(members) {
    const before = this.users();
    this.#connections.clear();
    this.listed(members);
    return before.filter((user) => !this.has(user));
  }

  /** Notes that a connection is gone. Returns whether it was the user's last one here. */
  left(user, connectionId) {
    this.#gone.add(connectionId);
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
