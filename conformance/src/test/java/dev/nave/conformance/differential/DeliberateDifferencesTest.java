package dev.nave.conformance.differential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliberateDifferencesTest {
  private static final String ANSWER = "{\"type\":3,\"invocationId\":\"a1\",\"result\":null}";
  private static final String MESSAGE =
      "{\"type\":1,\"target\":\"message\",\"arguments\":[\"users\",\"~x1\"]}";

  private final DeliberateDifferences all = DeliberateDifferences.all();

  @Test
  void explainsTheAnswerToACallThatRunsAtTheEnd() {
    Op call = Op.message("a", "{\"type\":1,\"invocationId\":\"a1\",\"target\":\"Nothing\"}");
    Op close = Op.message("a", "{\"type\":7}");
    assertThat(all.explain(difference(List.of(ANSWER), List.of(), call.goingOn(), close)))
        .containsExactly("running-call-answered");
    assertThat(all.explain(difference(List.of(ANSWER), List.of(), call))).isEmpty();
    assertThat(all.explain(difference(List.of(), List.of(ANSWER), call.goingOn(), close)))
        .isEmpty();
    Op later = Op.message("a", "{\"type\":1,\"invocationId\":\"a2\",\"target\":\"Nothing\"}");
    assertThat(
            all.explain(
                difference(List.of(ANSWER), List.of(), call.goingOn(), later.goingOn(), close)))
        .isEmpty();
  }

  @Test
  void explainsNoDifferenceOfWhichOneLineIsLeft() {
    Op call = Op.message("a", "{\"type\":1,\"invocationId\":\"a1\",\"target\":\"Nothing\"}");
    Op close = Op.message("a", "{\"type\":7}");
    assertThat(all.explain(difference(List.of(ANSWER, MESSAGE), List.of(), call.goingOn(), close)))
        .isEmpty();
  }

  @Test
  void explainsThatTheReferenceTakesANullUserForAnonymousOnes() {
    Op toUsers = toUsers("[\"~u0\",null]");
    assertThat(all.explain(difference(List.of(), List.of(MESSAGE), toUsers)))
        .containsExactly("null-user-matches-nothing");
    assertThat(all.explain(difference(List.of(), List.of(MESSAGE), toUsers("[\"~u0\"]"))))
        .isEmpty();
    assertThat(all.explain(difference(List.of(MESSAGE), List.of(), toUsers))).isEmpty();
  }

  @Test
  void explainsThatTheEndOfAClientThatPostsOvertakesItsCalls() {
    Op call = Op.message("a", "{\"type\":1,\"target\":\"ToUser\",\"arguments\":[\"~u0\",\"~x1\"]}");
    Op leave = Op.leave("a", Wire.Leave.FIN);
    for (Mode.Transport posting : List.of(Mode.Transport.EVENTS, Mode.Transport.POLLING)) {
      assertThat(
              all.explain(difference(posting, List.of(MESSAGE), List.of(), call.goingOn(), leave)))
          .containsExactly("queued-calls-are-done");
      assertThat(all.explain(difference(posting, List.of(MESSAGE), List.of(), call))).isEmpty();
      assertThat(
              all.explain(difference(posting, List.of(), List.of(MESSAGE), call.goingOn(), leave)))
          .isEmpty();
    }
    assertThat(all.explain(difference(List.of(MESSAGE), List.of(), call.goingOn(), leave)))
        .isEmpty();
  }

  @Test
  void standsInTheDocumentation() throws IOException {
    for (DeliberateDifferences.Entry entry : all.entries()) {
      assertThat(Files.readString(Path.of("..", entry.page()), UTF_8)).contains(entry.id());
    }
  }

  private static Op toUsers(String users) {
    return Op.message(
        "w", "{\"type\":1,\"target\":\"ToUsers\",\"arguments\":[" + users + ",\"~x1\"]}");
  }

  private static Comparison.Difference difference(
      List<String> ours, List<String> reference, Op... ops) {
    return difference(Mode.Transport.WEBSOCKETS, ours, reference, ops);
  }

  private static Comparison.Difference difference(
      Mode.Transport transport, List<String> ours, List<String> reference, Op... ops) {
    Member anonymous = new Member("a", transport, false, null, 0);
    Program program = Program.whole(Mode.WEBSOCKETS_JSON, 1, List.of(anonymous), List.of(ops));
    return new Comparison.Difference(program, 0, "a", ours, reference);
  }
}
