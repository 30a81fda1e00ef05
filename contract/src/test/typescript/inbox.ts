import assert from "node:assert/strict";
import type { IStreamResult } from "@microsoft/signalr";

/** Returns all items of a stream. */
export function all<T>(stream: IStreamResult<T>): Promise<T[]> {
  return new Promise((resolve, reject) => {
    const items: T[] = [];
    stream.subscribe({
      next: (item) => items.push(item),
      error: reject,
      complete: () => resolve(items),
    });
  });
}

/** Returns a promise and what keeps it. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((keep) => (resolve = keep));
  return { promise, resolve };
}

/** Checks that a call returns what it was given. */
export async function same<T>(value: T, call: (value: T) => Promise<T>): Promise<T> {
  const returned = await call(value);
  assert.deepEqual(returned, value);
  return returned;
}

export async function refused(call: Promise<void>): Promise<void> {
  await assert.rejects(call);
}
