package dev.nave.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProgramGeneratorTest {
  private static final List<String> METHODS =
      List.of(
          "Echo",
          "EchoString",
          "EchoInt",
          "EchoLong",
          "EchoDouble",
          "EchoBool",
          "EchoBytes",
          "EchoInts",
          "EchoPerson",
          "Add",
          "Nothing",
          "NothingLater",
          "renamed",
          "Throw",
          "ThrowHubException",
          "ThrowApples",
          "ConnectionId",
          "UserId",
          "AdminOnly",
          "Hold",
          "Release",
          "ToAll",
          "ToCaller",
          "ToOthers",
          "ToAllExcept",
          "ToClient",
          "ToClients",
          "ToGroup",
          "ToGroups",
          "ToGroupExcept",
          "ToOthersInGroup",
          "ToUser",
          "ToUsers",
          "Join",
          "Leave",
          "JoinOther",
          "LeaveOther",
          "Count",
          "CountThenThrow",
          "CountThenThrowHubException",
          "Endless",
          "NoStream",
          "Sum",
          "Concat",
          "TwoSums",
          "HowItEnded",
          "FirstOnly",
          "Ask",
          "AskOther",
          "AskInt",
          "Abort",
          "Missing");

  @ParameterizedTest
  @EnumSource
  void writesTheSameProgramForASeedEachTime(Mode mode) {
    for (long seed = 1; seed < 50; seed++) {
      assertThat(ProgramGenerator.generate(mode, seed).toString())
          .isEqualTo(ProgramGenerator.generate(mode, seed).toString());
    }
  }

  @Test
  void writesOtherProgramsForOtherSeeds() {
    Set<String> programs =
        programs(Mode.WEBSOCKETS_JSON, 100).map(Program::toString).collect(Collectors.toSet());
    assertThat(programs).hasSize(100);
  }

  @Test
  void callsEveryMethodWithinSomeHundredSeeds() {
    String all =
        programs(Mode.WEBSOCKETS_JSON, 400)
            .flatMap(program -> program.ops().stream())
            .map(Op::text)
            .collect(Collectors.joining("\n"));
    assertThat(METHODS).allSatisfy(name -> assertThat(all).contains("\"" + name + "\""));
  }

  @Test
  void endsConnectionsInEveryWayAndFramesMessagesInEveryWay() {
    List<Op> ops =
        programs(Mode.WEBSOCKETS_JSON, 400).flatMap(program -> program.ops().stream()).toList();
    assertThat(ops).extracting(Op::framing).contains(Op.Framing.values());
    assertThat(ops)
        .extracting(Op::kind)
        .contains(Op.Kind.MESSAGE, Op.Kind.RAW, Op.Kind.OVERSIZED, Op.Kind.LEAVE);
    assertThat(ops).extracting(Op::text).contains("CLOSE", "FIN", "RESET", "{\"type\":7}");
  }

  @Test
  void hasTwoToFourClientsAndNeverLetsTheWitnessLeave() {
    programs(Mode.WEBSOCKETS_MESSAGEPACK, 200)
        .forEach(
            program -> {
              assertThat(program.members()).hasSizeBetween(2, 4);
              assertThat(program.ops())
                  .filteredOn(op -> op.kind() != Op.Kind.MESSAGE || op.endsByMessage())
                  .extracting(Op::actor)
                  .doesNotContain(Member.WITNESS);
            });
  }

  @Test
  void awaitsWhatIsSentOverAFarm() {
    Program program =
        programs(Mode.FARM_JSON, 50)
            .filter(each -> each.ops().stream().anyMatch(op -> op.text().contains("\"ToAll\"")))
            .findFirst()
            .orElseThrow();
    Op toAll =
        program.ops().stream()
            .filter(op -> op.text().contains("\"ToAll\""))
            .findFirst()
            .orElseThrow();
    assertThat(toAll.awaits()).anyMatch(each -> each.startsWith("w message:~x"));
  }

  private static Stream<Program> programs(Mode mode, int count) {
    return LongStream.rangeClosed(1, count).mapToObj(seed -> ProgramGenerator.generate(mode, seed));
  }
}
