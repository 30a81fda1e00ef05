import { Conversations } from "./conversations.js";
import { Link } from "./link.js";
import * as view from "./view.js";
import { byId } from "./view.js";

const SUGGESTED_ROOMS = ["lobby", "java", "coffee"];
const TYPING_INTERVAL_MS = 2000;
const REJOIN_MS = 3000;
const LIST_ANEW_MS = 1500;
const STORE = "nave-chat";

/** One stay in the chat, from signing in to signing out. */
class Stay {
  #me;
  #link;
  #conversations = new Conversations();
  #open = this.#conversations.everyone;
  #server = "";
  #isCutOff = false;
  #lastTyping = -Infinity;
  #ended = false;

  constructor(me) {
    this.#me = me;
    this.#link = new Link(me, {
      onState: (state, detail) => this.#ended || this.#onState(state, detail),
      onUp: (previousConnectionId) => this.#onUp(previousConnectionId),
    });
    this.#link.on({
      server: (name, reachesOthers) => this.#onServer(name, reachesOthers),
      message: (room, from, text, at) => this.#withRoom(room, (it) => this.#add(it, { kind: "message", from, text, at })),
      privateMessage: (from, to, text, at) =>
        this.#add(this.#conversations.open("user", from === me ? to : from), { kind: "message", from, text, at }),
      announcement: (from, text, at) => this.#add(this.#conversations.everyone, { kind: "message", from, text, at }),
      joined: (...args) => this.#onJoined(...args),
      left: (room, user, id, lost) => this.#withRoom(room, (it) => this.#onLeft(it, user, id, lost)),
      listAnew: () => this.#listAnew(),
      typing: (room, user) => this.#withRoom(room, (it) => user !== me && it.noteTyping(user)),
    });
  }

  /** Connects and joins the rooms. Throws if the server cannot be reached or does not take the name. */
  async start(rooms) {
    rooms.forEach((room) => this.#conversations.open("room", room));
    this.open(this.#conversations.rooms()[0] ?? this.#conversations.everyone);
    await this.#link.start();
  }

  retry() {
    return this.#link.start();
  }

  stop() {
    this.#ended = true;
    return this.#link.stop();
  }

  /** Shows a conversation. */
  open(conversation) {
    this.#open.draft = view.draft();
    this.#open = conversation;
    conversation.unread = 0;
    view.showError("");
    view.showConversation(conversation, this.#me);
    this.refresh();
  }

  openUser(user) {
    this.open(this.#conversations.open("user", user));
    byId("text").focus();
  }

  async join(room) {
    try {
      const name = await this.#link.invoke("join", room, null);
      const conversation = this.#conversations.open("room", name);
      this.open(conversation);
      await this.#list(conversation);
      byId("text").focus();
      this.#remember();
    } catch (error) {
      view.showError(error.message);
    }
  }

  async leave() {
    const conversation = this.#open;
    try {
      if (conversation.kind === "room") {
        await this.#link.invoke("leave", conversation.name);
      }
      this.#conversations.close(conversation);
      this.open(this.#conversations.rooms()[0] ?? this.#conversations.everyone);
      this.#remember();
    } catch (error) {
      view.showError(error.message);
    }
  }

  /** Sends what was written to whom it is meant for. If the server does not take it, it stays in the composer. */
  async send() {
    const conversation = this.#open;
    const { kind, name } = conversation;
    const text = view.draft().trim();
    if (text === "") {
      return;
    }
    try {
      const everywhere = await (kind === "all"
        ? this.#link.invoke("sendToAll", text)
        : this.#link.invoke(kind === "room" ? "send" : "sendPrivately", name, text));
      if (everywhere === false) {
        this.#add(conversation, notice(`Only those on server ${this.#server} got this; the others cannot be reached.`));
      }
      this.#lastTyping = -Infinity;
      view.showError("");
      this.#clearDraft(conversation, text);
    } catch (error) {
      view.showError(error.message);
    }
  }

  /** Tells the room that this user is writing, now and then. */
  typing() {
    const now = performance.now();
    if (this.#open.kind === "room" && now - this.#lastTyping > TYPING_INTERVAL_MS) {
      this.#lastTyping = now;
      this.#link.tell("typing", this.#open.name);
    }
  }

  /** Brings everything but the messages up to date. */
  refresh() {
    view.showConversations(this.#conversations.all(), this.#open, (conversation) => this.open(conversation));
    view.showMembers(this.#open, this.#me, (user) => this.openUser(user));
    view.showUnread(this.#conversations.unread());
    this.refreshTyping();
  }

  refreshTyping() {
    view.showTyping(this.#open.typists());
  }

  #onState(state, detail) {
    view.showLink(state, detail);
    if (state !== "connected") {
      view.showServer("", true); // The next one may be another.
    }
  }

  /** While the servers could not reach each other, notices of who came and went were lost. */
  #onServer(name, reachesOthers) {
    if (reachesOthers && this.#isCutOff) {
      this.#listAnew();
    }
    this.#isCutOff = !reachesOthers;
    this.#server = name;
    view.showServer(name, reachesOthers);
  }

  /** Waits until each server has entered its connections again, and then replaces all lists. */
  async #listAnew() {
    await new Promise((done) => setTimeout(done, LIST_ANEW_MS));
    for (const room of this.#conversations.rooms()) {
      await this.#list(room, (members) => {
        for (const user of room.presence.listedAnew(members)) {
          room.typing.delete(user);
          this.#add(room, notice(`${user} is out of reach`));
        }
      }).catch((error) => view.showError(error.message));
    }
  }

  /** Asks who is in a room; those who come and go meanwhile are told by notices. */
  async #list(room, take = (members) => room.presence.listed(members)) {
    const id = this.#link.connectionId;
    const members = await this.#link.invoke("members", room.name);
    if (id === this.#link.connectionId) {
      take([...members, { connectionId: id, user: this.#me }]);
    }
    this.refresh();
  }

  /** The link is up, for the first time or again: the server knows nothing of our rooms, and our lists may be old. */
  #onUp(previousConnectionId) {
    for (const room of this.#conversations.rooms()) {
      room.presence.clear();
      if (previousConnectionId) {
        this.#add(room, notice("The link was broken; what was written in between is missing here."));
      }
      this.#rejoin(room, previousConnectionId);
    }
    this.refresh();
    this.#remember();
  }

  /** Joins a room after the link came up; tries again while the server cannot let us in. */
  async #rejoin(room, previousConnectionId) {
    const { connectionId } = this.#link;
    const isStillDue = () =>
      !this.#ended && this.#link.connectionId === connectionId && this.#conversations.find("room", room.name) === room;
    while (isStillDue()) {
      try {
        await this.#link.invoke("join", room.name, previousConnectionId);
        await this.#list(room);
        view.showError("");
        return;
      } catch (error) {
        view.showError(error.message);
        await new Promise((done) => setTimeout(done, REJOIN_MS));
      }
    }
  }

  #onJoined(room, user, id, replaces) {
    this.#withRoom(room, (it) => {
      const news = it.presence.joined(user, id, replaces);
      if (news && user !== this.#me) {
        this.#add(it, notice(news === "back" ? `${user} is back` : `${user} joined`));
      }
    });
  }

  #onLeft(conversation, user, id, lost) {
    if (conversation.presence.left(user, id)) {
      conversation.typing.delete(user);
      this.#add(conversation, notice(lost ? `${user} is out of reach` : `${user} left`));
    }
  }

  /** Clears what was sent, unless the user has gone on writing in the meantime. */
  #clearDraft(conversation, sent) {
    if (conversation !== this.#open) {
      conversation.draft = conversation.draft.trim() === sent ? "" : conversation.draft;
    } else if (view.draft().trim() === sent) {
      view.showDraft("");
    }
  }

  #withRoom(room, action) {
    const conversation = this.#conversations.find("room", room);
    if (conversation) {
      action(conversation);
      this.refresh();
    }
  }

  #add(conversation, entry) {
    conversation.add(entry);
    if (conversation === this.#open) {
      view.showNewest(conversation, this.#me);
    }
    if (entry.kind === "message" && entry.from !== this.#me && (conversation !== this.#open || document.hidden)) {
      conversation.unread++;
    }
    this.refresh();
  }

  /** The page has become visible: what is open has been read. */
  seen() {
    this.#open.unread = 0;
    this.refresh();
  }

  /** Keeps name and rooms for a reload of this tab; another tab may have another user. */
  #remember() {
    const rooms = this.#conversations.rooms().map((room) => room.name);
    sessionStorage.setItem(STORE, JSON.stringify({ name: this.#me, rooms }));
  }
}

function notice(text) {
  return { kind: "notice", from: "", text, at: Date.now() };
}

let stay = null;

async function signIn(name, rooms) {
  stay = new Stay(name);
  const mine = stay;
  view.showChat(name);
  view.showDraft("");
  byId("text").focus();
  try {
    await mine.start(rooms);
  } catch (error) {
    if (error.refused) {
      await signOut("The server does not take this name. Use letters and digits, up to 24 of them.");
    }
  }
}

async function signOut(error) {
  const ended = stay;
  stay = null;
  sessionStorage.removeItem(STORE);
  view.showSignIn(error);
  view.showUnread(0);
  await ended?.stop();
}

byId("sign-in").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = byId("name").value.trim();
  if (name) {
    signIn(name, [SUGGESTED_ROOMS[0]]);
  }
});
byId("sign-out").addEventListener("click", () => signOut());
byId("retry").addEventListener("click", () => stay?.retry().catch(() => {})); // The link's state says what is wrong.

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  stay?.send();
});
byId("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    byId("composer").requestSubmit();
  }
});
byId("text").addEventListener("input", () => {
  view.fitDraft();
  stay?.typing();
});
byId("leave").addEventListener("click", () => stay?.leave());

byId("join").addEventListener("click", () => {
  byId("room").value = "";
  byId("join-dialog").showModal();
});
byId("join-cancel").addEventListener("click", () => byId("join-dialog").close());
byId("join-form").addEventListener("submit", () => stay?.join(byId("room").value));
for (const room of SUGGESTED_ROOMS) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet small";
  button.textContent = `#${room}`;
  button.addEventListener("click", () => {
    byId("join-dialog").close();
    stay?.join(room);
  });
  byId("suggestions").append(button);
}

byId("show-members").addEventListener("click", () => view.toggleMembers());
document.addEventListener("visibilitychange", () => document.hidden || stay?.seen());
setInterval(() => stay?.refreshTyping(), 1000);

const remembered = JSON.parse(sessionStorage.getItem(STORE) ?? "null");
if (remembered) {
  signIn(remembered.name, remembered.rooms);
} else {
  view.showSignIn();
}
