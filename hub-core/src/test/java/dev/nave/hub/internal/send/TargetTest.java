package dev.nave.hub.internal.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TargetTest {
  private static List<@Nullable String> list(@Nullable String... names) {
    return Arrays.asList(names);
  }

  @Test
  void connectionsAndUsersOfAListAreNamedOnceAndWithoutNull() {
    assertThat(Target.connections(list("a", null, "b", "a")).names()).containsExactly("a", "b");
    assertThat(Target.users(list("ann", "ann", null)).names()).containsExactly("ann");
    assertThat(Target.users(list((String) null)).names()).isEmpty();
  }

  @Test
  void nullAmongTheExcludedIsNobody() {
    assertThat(Target.all(list("a", null, "a")).excludedIds()).containsExactly("a");
    assertThat(Target.group("g", list(null, "a")).excludedIds()).containsExactly("a");
  }

  @Test
  void groupThatIsNamedTwiceIsATargetTwice() {
    assertThat(Target.groups(list("g", "h", "g")).names()).containsExactly("g", "h", "g");
  }

  @Test
  void emptyNameInAListOfGroupsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.groups(list("g", "")))
        .withMessage("Cannot send to an empty group name: name 2 of 2 is empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.groups(list(null, "g")))
        .withMessageContaining("name 1 of 2 is null");
  }

  @Test
  void emptyNameIsAGroupLikeAnyOther() {
    assertThat(Target.group("", List.of()).names()).containsExactly("");
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullInsteadOfAnIdOrANameIsRefused() {
    assertThatNullPointerException().isThrownBy(() -> Target.connection(null));
    assertThatNullPointerException().isThrownBy(() -> Target.group(null, List.of()));
    assertThatNullPointerException().isThrownBy(() -> Target.user(null));
  }
}
