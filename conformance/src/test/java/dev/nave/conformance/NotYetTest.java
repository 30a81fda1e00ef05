package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotYetTest {
  @TempDir Path folder;

  private NotYet notYet;

  @BeforeEach
  void readAList() throws Exception {
    Path list = folder.resolve("not-yet.txt");
    Files.writeString(list, "# Needs streams.\nstreams/counting\n\nstreams/two # And a comment.\n");
    notYet = NotYet.read(list);
  }

  @Test
  void aListedCheckMayFail() throws Throwable {
    for (DynamicTest test : tests(failed("streams/counting"), failed("streams/two"))) {
      test.getExecutable().execute();
    }
  }

  @Test
  void aListedCheckMustNotPass() {
    DynamicTest counting = tests(passed("streams/counting"), failed("streams/two")).get(0);

    assertThatThrownBy(counting.getExecutable()::execute)
        .hasMessageContaining("streams/counting passes now: take it out of not-yet.txt");
  }

  @Test
  void anUnlistedCheckMustNotFail() throws Throwable {
    List<DynamicTest> tests = tests(failed("targets/groups"), passed("targets/users"));

    assertThatThrownBy(tests.get(0).getExecutable()::execute).hasMessageContaining("how it failed");
    tests.get(1).getExecutable().execute();
  }

  @Test
  void theListMustNotNameWhatIsNotPlayed() {
    List<DynamicTest> tests = tests(failed("streams/counting"));

    assertThatThrownBy(tests.get(tests.size() - 1).getExecutable()::execute)
        .hasMessageContaining("streams/two");
  }

  @Test
  void theNameOfATestIsTheTitleOfItsCheck() {
    assertThat(tests(failed("streams/counting"), passed("targets/users")))
        .extracting(DynamicTest::getDisplayName)
        .containsExactly(
            "streams/counting (not yet)", "targets/users", "not-yet.txt lists only what is played");
  }

  @Test
  void aGroupIsAListOfItsOwn() throws Exception {
    Path list = folder.resolve("groups.txt");
    Files.writeString(list, "a, b: x\na, b: y: z\nb, a: x\n");

    NotYet group = NotYet.read(list).group("a, b");

    assertThat(group.tests(List.of(failed("x"), failed("y: z"), passed("v"))))
        .extracting(DynamicTest::getDisplayName)
        .containsExactly(
            "x (not yet)", "y: z (not yet)", "v", "groups.txt (a, b) lists only what is played");
  }

  private List<DynamicTest> tests(CheckResult... results) {
    return notYet.tests(List.of(results)).toList();
  }

  private static CheckResult passed(String title) {
    return new CheckResult(title, true, "");
  }

  private static CheckResult failed(String title) {
    return new CheckResult(title, false, "how it failed");
  }
}
