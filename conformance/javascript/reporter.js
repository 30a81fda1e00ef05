// Prints one line a test, `ok <title> (<seconds> s)` or `FAILED <title> (<seconds> s)` with the reason below it, and the sums at the end.

export default async function* report(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    const seconds = ((data?.details?.duration_ms ?? 0) / 1000).toFixed(1);
    if (type === "test:pass") {
      passed++;
      yield `ok       ${data.name} (${seconds} s)\n`;
    } else if (type === "test:fail") {
      failed++;
      yield `FAILED   ${data.name} (${seconds} s)\n${reason(data.details.error)}\n`;
    } else if (type === "test:stderr" || type === "test:stdout") {
      yield data.message;
    }
  }
  yield `${passed} passed, ${failed} failed\n`;
}

function reason(error) {
  const cause = error.cause ?? error;
  return String(cause.stack ?? cause.message ?? cause).replace(/^/gm, "    ");
}
