package dev.nave.backplane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopicTextTest {
  @Test
  void quotesAnOrdinaryTopicUnchanged() {
    assertThat(TopicText.quote("chat:group:Stra\u00dfe \u7fa4"))
        .isEqualTo("\"chat:group:Stra\u00dfe \u7fa4\"");
    assertThat(TopicText.quote("")).isEqualTo("\"\"");
  }

  @Test
  void clipsALongTopic() {
    assertThat(TopicText.quote("x".repeat(80))).isEqualTo("\"" + "x".repeat(80) + "\"");
    assertThat(TopicText.quote("x".repeat(81)))
        .isEqualTo("\"" + "x".repeat(80) + "\"... (81 characters)");
  }

  @Test
  void hidesWhatCouldForgeALogLine() {
    assertThat(TopicText.quote("a\r\nERROR\u001b[31m\u2028\u202e\ud800z"))
        .isEqualTo("\"a??ERROR?[31m???z\"");
  }
}
