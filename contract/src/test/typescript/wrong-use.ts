// Each line behind a comment must fail to compile: the compiler reports a comment that expects too much.
import type { HubConnection } from "@microsoft/signalr";
import { everyKindHub, type Color, type Level, type Shape } from "./generated/json/every-kind-hub.js";

export function wrongUses(connection: HubConnection): void {
  const hub = everyKindHub(connection);

  // @ts-expect-error no such method
  void hub.invoke.unknown();
  // @ts-expect-error hidden from clients
  void hub.invoke.hidden();
  // @ts-expect-error an argument is missing
  void hub.invoke.money();
  // @ts-expect-error an argument too many
  void hub.invoke.money("1", "2");
  // @ts-expect-error a number is no text
  void hub.invoke.money(1);
  // @ts-expect-error null is not allowed
  void hub.invoke.money(null);
  // @ts-expect-error a property is missing
  void hub.invoke.ask({ x: 1 });
  // @ts-expect-error a property too many
  void hub.invoke.ask({ x: 1, y: 2, z: 3 });
  // @ts-expect-error what only the server sets
  void hub.invoke.account({ "user-name": "ann", password: "secret", logins: 3 });
  // @ts-expect-error a stream is not invoked
  void hub.invoke.count(3);
  // @ts-expect-error an invocation is not streamed
  void hub.stream.numbers();
  // @ts-expect-error an upload is a stream
  void hub.invoke.sum([1, 2]);
  // @ts-expect-error the result is a text
  void hub.invoke.money("1").then((result: number) => result);
  // @ts-expect-error the result may be null
  void hub.invoke.maybe("x").then((result) => result.length);
  // @ts-expect-error no such method of clients
  hub.on.unknown(() => {});
  // @ts-expect-error the first argument is a point
  hub.on.moved((to: string) => to);
  // @ts-expect-error the server asks for a shape
  hub.on["ask-shape"](() => "circle");
  // @ts-expect-error the server asks for a result
  hub.on["ask-shape"](() => {});
  // @ts-expect-error no such constant
  const color: Color = 2;
  // @ts-expect-error no such text
  const level: Level = "medium";
  // @ts-expect-error a circle has no shapes
  const shape: Shape = { kind: "circle", shapes: [] };
  // @ts-expect-error a shape has a kind
  const unknown: Shape = { center: { x: 1, y: 2 }, radius: 1 };
  void [color, level, shape, unknown];
}
