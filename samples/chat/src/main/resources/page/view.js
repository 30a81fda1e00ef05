/**
 * What the page shows. Everything that came from other people goes through textContent, so nothing they write can
 * become markup.
 */

const GROUPED_MS = 120_000; // Messages of one author within this time share one heading.
const SYMBOLS = { all: "*", room: "#", user: "@" };

export const byId = (id) => document.getElementById(id);

function element(tag, className, ...children) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...children); // A string becomes a text node.
  return node;
}

/** Shows the form that asks for a name, with an error if there is one. */
export function showSignIn(error) {
  byId("chat").hidden = true;
  byId("welcome").hidden = false;
  byId("sign-in-error").textContent = error ?? "";
  byId("name").focus();
}

export function showChat(userName) {
  byId("welcome").hidden = true;
  byId("chat").hidden = false;
  byId("me").replaceChildren(avatar(userName), element("span", "name", userName));
}

export function showLink(state, detail) {
  byId("link").dataset.state = state;
  byId("link-text").textContent = detail ? `${state}: ${detail}` : state;
  byId("retry").hidden = state !== "disconnected";
  byId("send").disabled = state !== "connected";
}

/** Shows which server the page is on, and whether that reaches the others. */
export function showServer(name, reachesOthers) {
  const node = byId("server");
  const where = name && `on server ${name}`;
  node.textContent = reachesOthers ? where : [where, "other servers unreachable"].filter(Boolean).join(": ");
  node.classList.toggle("cut-off", !reachesOthers);
  node.hidden = node.textContent === "";
}

export function showError(text) {
  byId("error").textContent = text;
}

export function showUnread(count) {
  document.title = count > 0 ? `(${count}) Nave chat` : "Nave chat";
}

/** Shows the list of conversations; onOpen(conversation) is called when one is chosen. */
export function showConversations(conversations, open, onOpen) {
  const items = conversations.map((conversation) => {
    const button = element(
      "button",
      "conversation",
      element("span", `symbol ${conversation.kind}`, SYMBOLS[conversation.kind]),
      element("span", "name", titleOf(conversation)),
    );
    button.type = "button";
    button.dataset.key = conversation.key;
    if (conversation === open) {
      button.setAttribute("aria-current", "true");
    }
    if (conversation.unread > 0) {
      const badge = element("span", "badge", String(conversation.unread));
      badge.setAttribute("aria-label", `${conversation.unread} unread`);
      button.append(badge);
    }
    button.addEventListener("click", () => onOpen(conversation));
    return element("li", "", button);
  });
  keepFocus(byId("conversations"), items);
}

/** Returns what is written in the composer. */
export function draft() {
  return byId("text").value;
}

/** Puts a text into the composer, which grows with it up to a limit that the style sheet sets. */
export function showDraft(text) {
  byId("text").value = text;
  fitDraft();
}

export function fitDraft() {
  const field = byId("text");
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

/** Shows or hides the list of members where there is no room for it beside the messages. */
export function toggleMembers(shown) {
  const isShown = byId("chat").classList.toggle("members-shown", shown);
  byId("show-members").setAttribute("aria-expanded", String(isShown));
}

/** Shows one conversation from its beginning. */
export function showConversation(conversation, me) {
  toggleMembers(false);
  showDraft(conversation.draft);
  byId("title").textContent =
    conversation.kind === "all" ? titleOf(conversation) : SYMBOLS[conversation.kind] + conversation.name;
  byId("audience").textContent = {
    all: "Everyone who is connected reads this.",
    room: "Everyone in this room reads this.",
    user: `Private: only ${conversation.name} and you read this.`,
  }[conversation.kind];
  byId("conversation").dataset.kind = conversation.kind;
  byId("leave").hidden = conversation.kind === "all";
  byId("leave").textContent = conversation.kind === "room" ? "Leave room" : "Close";
  byId("text").placeholder = {
    all: "Write to everyone",
    room: `Write to #${conversation.name}`,
    user: `Write privately to ${conversation.name}`,
  }[conversation.kind];
  byId("log").replaceChildren();
  conversation.entries.forEach((entry, i) => byId("log").append(entryNode(entry, conversation.entries[i - 1], me)));
  if (conversation.entries.length === 0) {
    byId("log").append(element("li", "notice", "No messages yet. Messages are not kept: you see what is written from now on."));
  }
  scrollToEnd();
}

/** Shows the newest entry of the open conversation, and follows it unless the reader has scrolled up. */
export function showNewest(conversation, me) {
  const log = byId("log");
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  const [previous, newest] = [conversation.entries.at(-2), conversation.entries.at(-1)];
  if (!previous) {
    log.replaceChildren();
  }
  log.append(entryNode(newest, previous, me));
  while (log.childElementCount > conversation.entries.length) {
    log.firstElementChild.remove();
  }
  if (atEnd || newest.from === me) {
    scrollToEnd();
  }
}

/** Shows who is in a room; in other conversations there is no such list. */
export function showMembers(conversation, me, onWrite) {
  const isRoom = conversation.kind === "room";
  const users = isRoom ? conversation.presence.users() : [];
  byId("members").hidden = !isRoom;
  byId("show-members").hidden = !isRoom;
  byId("show-members").textContent = `${users.length} here`;
  byId("members-title").textContent = `Who is here: ${users.length}`;
  const items = users.map((user) => {
    const name = element("span", "name", user);
    if (user === me) {
      return element("li", "member", avatar(user), name, element("span", "fine-print", "you"));
    }
    const button = element("button", "member", avatar(user), name, element("span", "hint", "write"));
    button.type = "button";
    button.title = `Write privately to ${user}`;
    button.dataset.key = user;
    button.addEventListener("click", () => onWrite(user));
    return element("li", "", button);
  });
  keepFocus(byId("member-list"), items);
}

export function showTyping(users) {
  const names = users.slice(0, 3).join(", ");
  const text = users.length === 0 ? "" : users.length > 3 ? "Several people are writing …" : `${names} ${users.length > 1 ? "are" : "is"} writing …`;
  if (byId("typing").textContent !== text) {
    byId("typing").textContent = text;
  }
}

export function titleOf(conversation) {
  return conversation.kind === "all" ? "Everyone" : conversation.name;
}

function entryNode(entry, previous, me) {
  const time = element("time", "", new Date(entry.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
  time.dateTime = new Date(entry.at).toISOString();
  if (entry.kind === "notice") {
    return element("li", "notice", element("span", "", entry.text), " ", time);
  }
  const continues =
    previous?.kind === "message" && previous.from === entry.from && entry.at - previous.at < GROUPED_MS;
  const node = element("li", "message", element("p", "text", entry.text));
  node.classList.toggle("mine", entry.from === me);
  node.classList.toggle("continues", continues);
  const heading = element("p", "heading", avatar(entry.from), element("strong", "from", entry.from), " ", time);
  if (continues) {
    heading.classList.add("for-screen-readers");
  }
  node.prepend(heading);
  return node;
}

function avatar(user) {
  const circle = element("span", "avatar", [...user][0].toUpperCase());
  circle.setAttribute("aria-hidden", "true");
  circle.style.setProperty("--hue", String(hueOf(user)));
  return circle;
}

function hueOf(user) {
  let hash = 0;
  for (const character of user) {
    hash = (hash * 31 + character.codePointAt(0)) % 3600;
  }
  return (hash * 47) % 360;
}

function scrollToEnd() {
  byId("log").scrollTop = byId("log").scrollHeight;
}

/** Replaces the items of a list; a button that had the focus has it afterwards, too. */
function keepFocus(list, items) {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  list.replaceChildren(...items);
  if (focused !== undefined) {
    [...list.querySelectorAll("button")].find((button) => button.dataset.key === focused)?.focus();
  }
}
