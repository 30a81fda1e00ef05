/** How many reminders of our own server a connection may miss. */
export const MAX_MISSED_REMINDERS = 3;

/**
 * Who is in one room, as far as this page has heard.
 *
 * No server knows everybody. A newcomer is announced with `joined`, members answer with `here`, who goes is announced
 * with `left`. Each is about a connection; a user is in the room while one of the user's connections is. Where there are
 * several servers, each of them now and then says which of its connections are here (`present`), since a notice may have
 * been lost between them; a connection that was not mentioned for some reminders is taken to be gone. The reminders of
 * our own server are the clock: while servers cannot reach each other no time passes here.
 */
export class Presence {
  #connections = new Map(); // connection id → { user, missed: reminders of our server since it was heard of }
  #lost = new Set(); // users who went without a word

  /** Forgets everybody; used when the link was broken and the list may be old. */
  clear() {
    this.#connections.clear();
    this.#lost.clear();
  }

  /**
   * Notes a newcomer. `replaces` is the connection the newcomer's page had before, or null.
   * Returns "joined" or "back" if the user was not here before, else null.
   */
  joined(user, connectionId, replaces) {
    const wasHere = this.has(user);
    if (replaces && this.#userOf(replaces) === user) {
      this.#connections.delete(replaces);
    }
    this.#heardOf(user, connectionId);
    return wasHere ? null : replaces ? "back" : "joined";
  }

  /** Notes the answer of a member who is in the room already. */
  here(user, connectionId) {
    this.#heardOf(user, connectionId);
  }

  /**
   * Notes a server's reminder of its connections, each { connectionId, user }. It is one of our own server if `ownId` is
   * among them. Returns { lost, back }: the users who are taken to be gone from now on, and those who were and are not.
   */
  present(members, ownId) {
    const back = [...new Set(members.map((it) => it.user))].filter((user) => this.#lost.has(user));
    if (members.some((it) => it.connectionId === ownId)) {
      this.#connections.forEach((it) => it.missed++);
    }
    members.forEach(({ connectionId, user }) => this.#heardOf(user, connectionId));
    return { lost: this.#forgetSilent(), back };
  }

  /** Notes that a connection is gone. Returns whether it was the user's last one here. */
  left(user, connectionId) {
    return this.#userOf(connectionId) === user
      && this.#connections.delete(connectionId)
      && !this.has(user);
  }

  has(user) {
    return [...this.#connections.values()].some((it) => it.user === user);
  }

  /** Returns the users, each once, in alphabetical order. */
  users() {
    return [...new Set([...this.#connections.values()].map((it) => it.user))].sort((a, b) => a.localeCompare(b));
  }

  #userOf(connectionId) {
    return this.#connections.get(connectionId)?.user;
  }

  #heardOf(user, connectionId) {
    this.#connections.set(connectionId, { user, missed: 0 });
    this.#lost.delete(user);
  }

  #forgetSilent() {
    const silent = [...this.#connections].filter(([, it]) => it.missed > MAX_MISSED_REMINDERS);
    silent.forEach(([connectionId]) => this.#connections.delete(connectionId));
    const lost = [...new Set(silent.map(([, it]) => it.user))].filter((user) => !this.has(user));
    lost.forEach((user) => this.#lost.add(user));
    return lost;
  }
}
