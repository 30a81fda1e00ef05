package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.HubException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"Ada", "Chloé Durand", "李雷", "O'Neil", "j.r-s_t", "3po"})
  void takesNamesInAnyScript(String name) {
    assertThat(ChatRules.user(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<b>", "-x", "a\u202eb", "a/b", "a:b", "\u0007", "*"})
  void refusesNamesThatAreNotMadeOfLettersAndDigits(String name) {
    assertThatThrownBy(() -> ChatRules.user(name))
        .isInstanceOf(HubException.class)
        .hasMessageStartingWith("The user name must begin with a letter or digit");
  }

  @Test
  void writesOneNameInOneWayOnly() {
    assertThat(ChatRules.user("  Chloe\u0301 \t Durand "))
        .isEqualTo(ChatRules.user("Chlo\u00e9 Durand"));
  }

  @Test
  void doesNotRegardTheCaseOfRooms() {
    assertThat(ChatRules.room("Java")).isEqualTo("java");
  }

  @Test
  void refusesAMissingName() {
    assertThatThrownBy(() -> ChatRules.room(null)).hasMessage("The room name is missing.");
    assertThatThrownBy(() -> ChatRules.room(" \n")).hasMessage("The room name is missing.");
  }

  @Test
  void takesNamesUpToTheLimit() {
    assertThat(ChatRules.user("x".repeat(24))).hasSize(24);
    assertThatThrownBy(() -> ChatRules.user("x".repeat(25)))
        .isInstanceOf(HubException.class)
        .hasMessage("The user name has 25 characters; at most 24 are allowed.");
  }

  @Test
  void takesTextsUpToTheLimitAndStripsThem() {
    assertThat(ChatRules.text(" hello\n world \n")).isEqualTo("hello\n world");
    assertThat(ChatRules.text("x".repeat(2_000))).hasSize(2_000);
    assertThatThrownBy(() -> ChatRules.text("x".repeat(2_001)))
        .isInstanceOf(HubException.class)
        .hasMessage("The message has 2001 characters; at most 2000 are allowed.");
  }

  @Test
  void refusesAnEmptyText() {
    assertThatThrownBy(() -> ChatRules.text(" \n ")).hasMessage("The message is empty.");
    assertThatThrownBy(() -> ChatRules.text(null)).hasMessage("The message is empty.");
  }

  @Test
  void refusesConnectionIdsThatAreTooLong() {
    assertThat(ChatRules.connectionId("9lyPyPz83rs-ZBEHRyzgMA"))
        .isEqualTo("9lyPyPz83rs-ZBEHRyzgMA");
    assertThatThrownBy(() -> ChatRules.connectionId("x".repeat(65)))
        .hasMessage("The connection id has 65 characters; at most 64 are allowed.");
    assertThatThrownBy(() -> ChatRules.connectionId(""))
        .hasMessage("The connection id is missing.");
  }
}
