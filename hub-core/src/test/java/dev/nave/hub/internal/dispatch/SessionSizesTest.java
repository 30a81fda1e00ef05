package dev.nave.hub.internal.dispatch;

import static dev.nave.hub.internal.dispatch.TestDispatch.call;
import static dev.nave.hub.internal.fakes.TestClient.END;

import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Calls whose parts are larger than they may be: each fails alone, and is answered. */
class SessionSizesTest extends SessionFixture {
  private static String failed(String id, String target, String reason) {
    return completion(
        id,
        "\"error\":\"Failed to invoke '"
            + target
            + "' due to an error on the server. HubException: "
            + reason
            + "\"");
  }

  private void assertTheNextCallIsAnswered() {
    sends(call("9", "go", "5"));
    runAll();
    assertDone("go");
    link.assertWritten(completion("9", "\"result\":5"));
  }

  private void assertFails(String call, String answer) {
    sends(call);
    runAll();
    link.assertWritten(answer);
    assertTheNextCallIsAnswered();
  }

  @Test
  void aTargetOfTheGreatestLengthIsLookedUpAndALongerOneIsCut() {
    options.maxTargetLength(200);
    connect();

    assertFails(call("1", "t".repeat(200)), failed("1", "t".repeat(200), "Method does not exist."));
    assertFails(
        call("1", "t".repeat(201)),
        failed(
            "1",
            "t".repeat(120) + "...",
            "The target has 201 characters, more than maxTargetLength allows, which is 200."));
  }

  @Test
  void anInvocationIdOfTheGreatestLengthIsAnsweredAndALongerOneFails() {
    options.maxInvocationIdLength(5);
    connect();
    sends(call("12345", "go", "5"));
    runAll();
    assertDone("go");
    link.assertWritten(completion("12345", "\"result\":5"));

    assertFails(
        call("123456", "go", "5"),
        failed(
            "123456",
            "go",
            "The invocation id has 6 characters, more than maxInvocationIdLength allows, which is"
                + " 5."));
  }

  private static String upload(String... ids) {
    return "{\"type\":1,\"invocationId\":\"1\",\"target\":\"upload\",\"arguments\":[],\"streamIds\":[\""
        + String.join("\",\"", ids)
        + "\"]}"
        + END;
  }

  @Test
  void aStreamIdThatIsTooLongFailsTheCall() {
    options.maxInvocationIdLength(5);
    connect();

    assertFails(
        upload("123456"),
        failed(
            "1",
            "upload",
            "The stream id has 6 characters, more than maxInvocationIdLength allows, which is 5."));
  }

  @Test
  void moreStreamIdsThanThereMayBeFailTheCall() {
    options.maxStreamIdsPerInvocation(2);
    connect();

    assertFails(
        upload("a", "b"),
        completion(
            "1",
            "\"error\":\"An unexpected error occurred invoking 'upload' on the server. HubException:"
                + " Client sent 2 stream(s), Hub method expects 1.\""));
    assertFails(
        upload("a", "b", "c"),
        failed(
            "1",
            "upload",
            "The call has 3 stream ids, more than maxStreamIdsPerInvocation allows, which is 2."));
  }

  @Test
  void asManyValuesAsThereMayBeAreBoundAndNoMore() {
    options.maxValuesPerMessage(8 + 8 + 3);
    method = value -> value.toString();
    connect();
    sends(call("1", "go", "[[1],2,3]"));
    runAll();
    assertDone("go");
    link.assertWritten(completion("1", "\"result\":\"[[1], 2, 3]\""));
    method = value -> value;

    assertFails(
        call("1", "go", "[[1],2,3,4]"),
        failed(
            "1",
            "go",
            "The arguments have more values than maxValuesPerMessage allows, which is 19; an array"
                + " or object counts as 8."));
  }

  @Test
  void tinyArraysAndObjectsOfAMessageOfTheDefaultSizeAreRefusedAndNumbersAreNot() {
    method = value -> 5;
    connect();
    String refused =
        failed(
            "1",
            "go",
            "The arguments have more values than maxValuesPerMessage allows, which is 32768; an"
                + " array or object counts as 8.");

    assertFails(call("1", "go", "[" + joined("[]", 10_000) + "]"), refused);
    assertFails(call("1", "go", "[" + joined("{\"\":1}", 4_000) + "]"), refused);
    sends(call("1", "go", "[" + joined("1", 16_000) + "]"));
    runAll();
    assertDone("go");
    link.assertWritten(completion("1", "\"result\":5"));
  }

  private static String joined(String value, int count) {
    return String.join(",", Collections.nCopies(count, value));
  }

  @Test
  void aCallThatComesTooOftenIsShownWithItsTargetCut() {
    options.maxInvocationsPerSecond(1).maxInvocationBurst(1).maxTargetLength(10);
    connect();
    sends(call(null, "nope"));

    sends(call("1", "t".repeat(1_000)));
    runAll();

    link.assertWritten(
        failed(
            "1",
            "t".repeat(120) + "...",
            "The client calls more often than maxInvocationsPerSecond allows, which is 1."));
  }
}
