package dev.nave.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  private static final Program PROGRAM =
      Program.whole(
          Mode.WEBSOCKETS_JSON,
          1,
          List.of(),
          Stream.of("one", "two", "three", "four", "five", "six", "seven")
              .map(text -> Op.of("a", Op.Kind.RAW, text))
              .toList());

  @Test
  void findsTheTwoOpsThatAFaultNeeds() {
    Shrinker shrinker =
        new Shrinker(program -> texts(program).containsAll(List.of("two", "six")), 1_000);
    assertThat(texts(shrinker.shrink(PROGRAM))).containsExactly("two", "six");
  }

  @Test
  void keepsTheNumbersThatTheOpsHaveInTheWholeProgram() {
    Program smallest =
        new Shrinker(program -> texts(program).contains("four"), 1_000).shrink(PROGRAM);
    assertThat(smallest.address()).isEqualTo("websockets-json:1:3");
    assertThat(PROGRAM.keep(smallest.numbers()).ops()).isEqualTo(smallest.ops());
  }

  @Test
  void keepsTheWholeProgramWhereNothingSmallerDiverges() {
    Shrinker shrinker = new Shrinker(program -> program.ops().size() == 7, 1_000);
    assertThat(shrinker.shrink(PROGRAM).ops()).isEqualTo(PROGRAM.ops());
  }

  @Test
  void playsNoMoreProgramsThanItMay() {
    AtomicInteger plays = new AtomicInteger();
    new Shrinker(program -> plays.incrementAndGet() > 0 && program.ops().size() > 3, 2)
        .shrink(PROGRAM);
    assertThat(plays).hasValue(2);
  }

  private static List<String> texts(Program program) {
    return program.ops().stream().map(Op::text).toList();
  }
}
