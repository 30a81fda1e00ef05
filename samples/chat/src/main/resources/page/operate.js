/* global signalR */
import { operatorHub } from "./operator-hub.js";

const REFRESH_MS = 1000;
const byId = (id) => document.getElementById(id);

let hub = null;

byId("enter").addEventListener("submit", async (event) => {
  event.preventDefault();
  await hub?.stop();
  const key = encodeURIComponent(byId("key").value);
  hub = new signalR.HubConnectionBuilder()
    .withUrl(`operator?name=operator&key=${key}`)
    .withAutomaticReconnect()
    .configureLogging(signalR.LogLevel.None)
    .build();
  hub.onclose((error) => show(error ? error.message : "closed"));
  try {
    await hub.start();
    show("open");
    refresh(hub, operatorHub(hub));
  } catch (error) {
    show(error.message);
  }
});

function show(state) {
  byId("state").textContent = state;
}

/**
 * Shows what there is, again and again as long as the connection is there.
 *
 * @param {import("./operator-hub.js").OperatorHub} operator
 */
async function refresh(current, operator) {
  while (current === hub && current.state !== "Disconnected") {
    try {
      const [servers, rooms] = await Promise.all([operator.invoke.servers(), operator.invoke.rooms()]);
      const members = await Promise.all(rooms.map((room) => operator.invoke.members(room.name)));
      byId("servers").replaceChildren(...servers.map((it) => item(`${it.name}: ${it.members} connections`)));
      byId("rooms").replaceChildren(...rooms.map((room, i) => roomItem(operator, room, members[i])));
    } catch (error) {
      show(error.message);
    }
    await new Promise((done) => setTimeout(done, REFRESH_MS));
  }
}

function item(text) {
  const node = document.createElement("li");
  node.textContent = text;
  return node;
}

/** @param {import("./operator-hub.js").OperatorHub} operator */
function roomItem(operator, room, members) {
  const node = item(`${room.name}: ${room.members}`);
  const list = document.createElement("ul");
  members.forEach((member) => {
    const line = item(`${member.user} on ${member.server} `);
    line.dataset.user = member.user;
    const button = document.createElement("button");
    button.textContent = "Kick";
    button.addEventListener("click", () => kick(operator, member.user));
    line.append(button);
    list.append(line);
  });
  node.append(list);
  return node;
}

/** @param {import("./operator-hub.js").OperatorHub} operator */
async function kick(operator, user) {
  try {
    const count = await operator.invoke.kick(user, "An operator has ended your connection.");
    show(`${count} connections of ${user} were ended`);
  } catch (error) {
    show(error.message);
  }
}
