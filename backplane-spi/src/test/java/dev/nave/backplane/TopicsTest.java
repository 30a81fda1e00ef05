package dev.nave.backplane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopicsTest {
  @Test
  void quotesAnOrdinaryTopicUnchanged() {
    assertThat(Topics.quote("chat:group:Stra\u00dfe \u7fa4"))
        .isEqualTo("\"chat:group:Stra\u00dfe \u7fa4\"");
    assertThat(Topics.quote("")).isEqualTo("\"\"");
  }

  @Test
  void clipsALongTopic() {
    assertThat(Topics.quote("x".repeat(80))).isEqualTo("\"" + "x".repeat(80) + "\"");
    assertThat(Topics.quote("x".repeat(81)))
        .isEqualTo("\"" + "x".repeat(80) + "\"... (81 characters)");
  }

  @Test
  void hidesWhatCouldForgeALogLine() {
    assertThat(Topics.quote("a\r\nERROR\u001b[31m\u2028\u202e\ud800z"))
        .isEqualTo("\"a??ERROR?[31m???z\"");
  }
}
