"use strict";

const element = (id) => document.getElementById(id);
const connection = new signalR.HubConnectionBuilder().withUrl("/orders").withAutomaticReconnect().build();

function show(order) {
  const id = "order-" + order.id;
  const row = element(id) ?? element("orders").insertRow(0);
  row.id = id;
  row.dataset.state = order.state;
  row.replaceChildren();
  for (const text of [order.id, order.customer, order.item, order.quantity, order.state]) {
    row.insertCell().textContent = text;
  }
  const last = row.insertCell();
  if (order.state === "placed") {
    const button = document.createElement("button");
    button.textContent = "Confirm";
    button.onclick = () => attempt(() => connection.invoke("Confirm", order.id));
    last.append(button);
  }
}

function showPrice(price) {
  const id = "price-" + price.item;
  const entry = element(id) ?? element("prices").appendChild(document.createElement("li"));
  entry.id = id;
  entry.textContent = `${price.item} ${(price.cents / 100).toFixed(2)}`;
}

async function attempt(action) {
  element("error").textContent = "";
  try {
    await action();
  } catch (error) {
    element("error").textContent = error.message;
  }
}

async function begin() {
  for (const order of await connection.invoke("All")) {
    show(order);
  }
  connection.stream("Prices").subscribe({ next: showPrice, error: () => {}, complete: () => {} });
  element("link").textContent = "live";
}

connection.on("orderChanged", show);
connection.onreconnecting(() => (element("link").textContent = "reconnecting"));
connection.onreconnected(begin);
connection.onclose(() => (element("link").textContent = "closed"));
element("place").onsubmit = (event) => {
  event.preventDefault();
  attempt(() => connection.invoke("Place", element("item").value, element("quantity").valueAsNumber));
};
connection.start().then(begin, (error) => (element("error").textContent = error.message));
