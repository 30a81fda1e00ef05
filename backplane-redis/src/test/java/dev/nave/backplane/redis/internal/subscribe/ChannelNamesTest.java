package dev.nave.backplane.redis.internal.subscribe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ChannelNamesTest {
  private final ChannelNames names = new ChannelNames("app:");

  @Test
  void gluesThePrefixOn() {
    assertThat(new String(names.channel("Chat:all"), UTF_8)).isEqualTo("app:Chat:all");
    assertThat(names.topic("app:Chat:all".getBytes(UTF_8))).isEqualTo("Chat:all");
  }

  @Test
  void takesAPrefixLiterally() {
    assertThat(new String(new ChannelNames("a*").channel("x"), UTF_8)).isEqualTo("a*x");
    assertThat(new ChannelNames("a*").topic("abx".getBytes(UTF_8))).isNull();
  }

  @Test
  void knowsNoTopicOfAnotherPrefix() {
    assertThat(names.topic("other:Chat:all".getBytes(UTF_8))).isNull();
    assertThat(names.topic("app".getBytes(UTF_8))).isNull();
  }

  @Test
  void carriesEveryPairedCharacter() {
    String topic = "Straße/群/\ud83c\udfa1\n\u0000";

    assertThat(names.topic(names.channel(topic))).isEqualTo(topic);
  }

  @Test
  void refusesHalfASurrogatePair() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> names.channel("a\ud83c"))
        .withMessage("the topic has half a surrogate pair at index 1, which UTF-8 cannot carry");
    assertThatIllegalArgumentException().isThrownBy(() -> names.channel("\udfa1\ud83c"));
  }

  @Test
  void refusesATopicBeyondTheLimit() {
    assertThat(names.channel("x".repeat(65_536))).hasSize(4 + 65_536);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> names.channel("x".repeat(65_537)))
        .withMessage("the topic has 65537 bytes, more than 65536");
  }
}
