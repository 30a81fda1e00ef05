package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.Secret;
import dev.nave.backplane.redis.lettuce.LettuceHook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Options that are set by name, from text. */
class OptionsByNameTest {
  private final RedisOptions.Builder builder = RedisOptions.builder();

  @Test
  void namesAreReadWithAndWithoutHyphens() {
    RedisOptions options =
        builder
            .set("publish-timeout", "2s")
            .set("subscribeTimeout", "PT3S")
            .set("max-envelope-bytes", "2MiB")
            .set("db", "4")
            .set("endpoints", "a:1, [::1]:2")
            .set("password", "a,b\"c")
            .build();

    assertThat(options.publishTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(options.subscribeTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(options.maxEnvelopeBytes()).isEqualTo(2 << 20);
    assertThat(options.database()).isEqualTo(4);
    assertThat(options.endpoints()).hasToString("[a:1, [::1]:2]");
    assertThat(options.password()).isEqualTo(Secret.of("a,b\"c".toCharArray()));
  }

  @Test
  void failsAsAConnectionStringDoes() {
    assertThatThrownBy(() -> builder.set("publish-timeout", "ten"))
        .isInstanceOf(OptionException.class)
        .hasMessageStartingWith("cannot use publish-timeout=\"ten\": \"ten\" is no time");
    assertThatThrownBy(() -> builder.set("connectTimeout", "0"))
        .hasMessage(
            "cannot use connectTimeout=\"0\": connectTimeout must be from 1 ms to 1 day but was"
                + " 0 s");
    assertThatThrownBy(() -> builder.set("publish-timout", "1s"))
        .hasMessage("unknown option \"publish-timout\"; did you mean publish-timeout?");
    assertThatThrownBy(() -> builder.set("listeners", "x"))
        .hasMessage("cannot use listeners=\"x\": only code can set it");
  }

  @Test
  void noMessageShowsASecret() {
    for (String endpoint : List.of("redis://:hunter2@h", "h:hunter2", "h,hunter2@h:1")) {
      assertThatThrownBy(() -> builder.set("endpoints", endpoint))
          .hasMessageStartingWith("cannot use endpoints: cannot read the endpoint")
          .hasMessageNotContaining("hunter2");
    }
    assertThatThrownBy(() -> builder.set("user", "a\nb")).hasMessageContaining("user=\"a?b\"");
    assertThatThrownBy(() -> builder.set("trust-store-password", "hunter2").build())
        .hasMessageNotContaining("hunter2");
    assertThat(builder.set("password", "hunter2").set("trust-store-password", "").build())
        .asString()
        .doesNotContain("hunter2");
  }

  @Test
  void takesWhatHasThePrefixOutOfAMap() {
    RedisOptions options =
        builder
            .setAll(
                Map.of(
                    "nave.redis.endpoints", "h",
                    "nave.redis.ssl", "true",
                    "nave.keep-alive-interval", "1s",
                    "other", "x"),
                "nave.redis.")
            .build();

    assertThat(options.connectionString()).isEqualTo("h:6380,ssl=true");
  }

  @Test
  void saysWhichKeyOfAMapIsWrong() {
    assertThatThrownBy(() -> builder.setAll(Map.of("nave.redis.sll", "true"), "nave.redis."))
        .hasMessage("cannot use \"nave.redis.sll\": unknown option \"sll\"; did you mean ssl?");
    assertThatThrownBy(
            () -> builder.setAll(Map.of("r.publishTimeout", "1s", "r.publish-timeout", "2s"), "r."))
        .hasMessage("r.publish-timeout and r.publishTimeout set the same; give one of them");
    assertThatThrownBy(() -> builder.setAll(Map.of("r.connect-retry", "x"), "r."))
        .hasMessage("cannot use r.connect-retry=\"x\": \"x\" is no whole number");
  }

  @Test
  void theTextFormShowsWhatIsInForce() {
    assertThat(builder.endpoint("h").build().toString())
        .startsWith("endpoints=h:6379, topology=auto")
        .contains("publishTimeout=1500ms", "verifyPeer=full", "maxEnvelopeBytes=1048576");
  }

  @Test
  void theLogOfTheStartHasWhatIsNotTheDefaultWithoutSecrets() {
    try (RedisBackplane backplane =
        RedisBackplane.create(
            "redis.example:7000,user=ann,password=hush,channelPrefix=chat,ssl=true",
            options -> options.lettuce(new LettuceHook() {}))) {
      assertThat(backplane.changedOptions())
          .isEqualTo(
              "endpoints=redis.example:7000, user=ann, password=*****, channelPrefix=chat,"
                  + " ssl=true, lettuce is set");
    }
  }
}
