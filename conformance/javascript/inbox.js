// What has come and was not taken yet, in order.

const LONGEST_WAIT = 30_000; // milliseconds

export class Inbox {
  #items = [];
  #takers = [];

  put(item) {
    const taker = this.#takers.shift();
    if (taker) {
      taker(item);
    } else {
      this.#items.push(item);
    }
  }

  /** The next item, when it has come. */
  async take() {
    if (this.#items.length > 0) {
      return this.#items.shift();
    }
    return within(`nothing came`, new Promise((resolve) => this.#takers.push(resolve)));
  }

  /** All that has come. */
  takeAll() {
    return this.#items.splice(0);
  }

  /** All items up to that one, when it has come. */
  async takeUntil(last) {
    const items = [];
    while (items.at(-1) !== last) {
      items.push(await this.take());
    }
    return items;
  }

  async takeSeveral(count) {
    const items = [];
    while (items.length < count) {
      items.push(await this.take());
    }
    return items;
  }
}

/** What the promise resolves to, or an error if that takes too long. */
export async function within(complaint, promise) {
  let timer;
  const tooLong = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${complaint} within ${LONGEST_WAIT / 1000} s`)), LONGEST_WAIT);
  });
  try {
    return await Promise.race([promise, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
