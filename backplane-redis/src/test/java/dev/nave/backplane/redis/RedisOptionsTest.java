package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.Secret;
import dev.nave.backplane.redis.lettuce.LettuceHook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RedisOptionsTest {
  private record Bounds(BiConsumer<RedisOptions.Builder, Long> setter, long lowest, long highest) {}

  private static final Map<String, Bounds> NUMBERS =
      Map.of(
          "database", new Bounds((b, v) -> b.database(v.intValue()), 0, 65_535),
          "connectRetry", new Bounds((b, v) -> b.connectRetry(v.intValue()), 1, 1_000),
          "maxPublishesInFlight",
              new Bounds((b, v) -> b.maxPublishesInFlight(v.intValue()), 1, 10_000_000),
          "maxPublishBytesInFlight",
              new Bounds(RedisOptions.Builder::maxPublishBytesInFlight, 1L << 20, 1L << 40),
          "maxEnvelopeBytes",
              new Bounds((b, v) -> b.maxEnvelopeBytes(v.intValue()), 1 << 20, 1 << 29),
          "subscribeBatchSize",
              new Bounds((b, v) -> b.subscribeBatchSize(v.intValue()), 1, 100_000));

  private static final Map<String, BiConsumer<RedisOptions.Builder, Duration>> TIMES =
      Map.of(
          "connectTimeout", RedisOptions.Builder::connectTimeout,
          "refusedRetryInterval", RedisOptions.Builder::refusedRetryInterval,
          "publishTimeout", RedisOptions.Builder::publishTimeout,
          "subscribeTimeout", RedisOptions.Builder::subscribeTimeout,
          "subscribeRetryInterval", RedisOptions.Builder::subscribeRetryInterval,
          "probeInterval", RedisOptions.Builder::probeInterval,
          "topologyCheckInterval", RedisOptions.Builder::topologyCheckInterval);

  private static final Map<String, Bounds> LENGTHS =
      Map.of(
          "serviceName", new Bounds((b, n) -> b.serviceName(letters(n)), 1, 255),
          "channelPrefix", new Bounds((b, n) -> b.channelPrefix(letters(n)), 0, 512),
          "clientName", new Bounds((b, n) -> b.clientName(letters(n)), 1, 128),
          "user", new Bounds((b, n) -> b.user(letters(n)), 1, 255),
          "sentinelUser", new Bounds((b, n) -> b.sentinelUser(letters(n)), 0, 255));

  @TestFactory
  Stream<DynamicTest> takesNumbersWithinTheirBoundsOnly() {
    return NUMBERS.entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> checkBounds(e.getKey(), e.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> takesTextsOfTheRightLengthOnly() {
    return LENGTHS.entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> checkBounds(e.getKey(), e.getValue())));
  }

  private static void checkBounds(String name, Bounds bounds) {
    RedisOptions.Builder builder = RedisOptions.builder();
    bounds.setter.accept(builder, bounds.lowest);
    bounds.setter.accept(builder, bounds.highest);
    if (bounds.lowest > 0) {
      assertThatThrownBy(() -> bounds.setter.accept(builder, bounds.lowest - 1))
          .isInstanceOf(OptionException.class)
          .hasMessageStartingWith(name + " must ");
    }
    assertThatThrownBy(() -> bounds.setter.accept(builder, bounds.highest + 1))
        .isInstanceOf(OptionException.class)
        .hasMessageStartingWith(name + " must ");
  }

  @TestFactory
  Stream<DynamicTest> takesTimesFromAMillisecondToADayOnly() {
    return TIMES.entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> checkTime(e.getKey(), e.getValue())));
  }

  private static void checkTime(String name, BiConsumer<RedisOptions.Builder, Duration> setter) {
    RedisOptions.Builder builder = RedisOptions.builder();
    setter.accept(builder, Duration.ofMillis(1));
    setter.accept(builder, Duration.ofDays(1));
    for (Duration wrong :
        List.of(Duration.ofNanos(999_999), Duration.ofDays(1).plusNanos(1), Duration.ofDays(-1))) {
      assertThatThrownBy(() -> setter.accept(builder, wrong))
          .isInstanceOf(OptionException.class)
          .hasMessageStartingWith(name + " must be from 1 ms to 1 day but was ");
    }
  }

  @Test
  void hasTheDocumentedDefaults() {
    RedisOptions options = RedisOptions.builder().build();

    assertThat(options.endpoints()).containsExactly(RedisEndpoint.of("localhost", 6379));
    assertThat(options.topology()).isEqualTo(RedisTopology.AUTO);
    assertThat(options.pubSub()).isEqualTo(PubSubMode.AUTO);
    assertThat(options.protocol()).isEqualTo(RespVersion.AUTO);
    assertThat(options.clientName()).isEqualTo("nave");
    assertThat(options.abortConnect()).isFalse();
    assertThat(options.connectRetry()).isEqualTo(3);
    assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.publishTimeout()).isEqualTo(Duration.ofMillis(1_500));
    assertThat(options.subscribeTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.subscribeRetryInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.refusedRetryInterval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.probeInterval()).isEqualTo(Duration.ofMillis(2_500));
    assertThat(options.topologyCheckInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.tcpUserTimeout()).isEqualTo(Duration.ofSeconds(4));
    assertThat(options.maxPublishesInFlight()).isEqualTo(100_000);
    assertThat(options.maxPublishBytesInFlight()).isEqualTo(64 * 1024 * 1024);
    assertThat(options.maxEnvelopeBytes()).isEqualTo(1024 * 1024);
    assertThat(options.subscribeBatchSize()).isEqualTo(512);
    assertThat(options.lettuce()).isSameAs(LettuceHook.NONE);
    assertThat(options.connectionString()).isEqualTo("localhost:6379");
  }

  static Stream<Arguments> contradictions() {
    Path file = Path.of("x");
    char[] secret = {'s'};
    return Stream.of(
        no(
            "serviceName is for topology SENTINEL",
            b -> b.serviceName("m").topology(RedisTopology.CLUSTER)),
        no(
            "serviceName is for topology SENTINEL",
            b -> b.serviceName("m").topology(RedisTopology.STANDALONE)),
        no("topology SENTINEL needs a serviceName", b -> b.topology(RedisTopology.SENTINEL)),
        no(
            "pubSub SHARDED needs a cluster but the topology is SENTINEL",
            b -> b.serviceName("m").pubSub(PubSubMode.SHARDED)),
        no(
            "pubSub SHARDED needs a cluster",
            b -> b.topology(RedisTopology.STANDALONE).pubSub(PubSubMode.SHARDED)),
        no(
            "database must be 0 in a cluster but was 1",
            b -> b.topology(RedisTopology.CLUSTER).database(1)),
        no("a Unix socket cannot have ssl", b -> b.endpoint("!/s").ssl(true)),
        no("a Unix socket leads to one server", b -> b.endpoint("!/s").serviceName("m")),
        no(
            "a Unix socket leads to one server",
            b -> b.endpoint("!/s").topology(RedisTopology.CLUSTER)),
        no("the endpoint h:6379 stands twice", b -> b.endpoint("h").endpoint("H:6379")),
        no("user \"u\" needs a password", b -> b.user("u")),
        no(
            "maxPublishBytesInFlight must be at least maxEnvelopeBytes, 2097152, but was 1048576",
            b -> b.maxEnvelopeBytes(2 << 20).maxPublishBytesInFlight(1 << 20)),
        no("mean nothing without TLS", b -> b.trustStore(file)),
        no("mean nothing without TLS", b -> b.keyStore(file, secret)),
        no(
            "checkCertificateRevocation needs verifyPeer",
            b -> b.ssl(true).verifyPeer(VerifyPeer.NONE).checkCertificateRevocation(true)));
  }

  private static Arguments no(String message, UnaryOperator<RedisOptions.Builder> settings) {
    return Arguments.of(message, settings);
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void refusesWhatDoesNotGoTogether(String message, UnaryOperator<RedisOptions.Builder> settings) {
    RedisOptions.Builder builder = settings.apply(RedisOptions.builder());

    assertThatThrownBy(builder::build)
        .isInstanceOf(OptionException.class)
        .hasMessageContaining(message);
  }

  @Test
  void takesWhatGoesTogether() {
    for (UnaryOperator<RedisOptions.Builder> settings :
        List.<UnaryOperator<RedisOptions.Builder>>of(
            b -> b.pubSub(PubSubMode.SHARDED),
            b -> b.pubSub(PubSubMode.SHARDED).topology(RedisTopology.CLUSTER),
            b -> b.user("u").lettuce(new LettuceHook() {}),
            b -> b.maxEnvelopeBytes(1 << 20).maxPublishBytesInFlight(1 << 20),
            b -> b.ssl(true).trustStore(Path.of("x")),
            b -> b.endpoint("!/s").topology(RedisTopology.STANDALONE).database(3))) {
      assertThatCode(settings.apply(RedisOptions.builder())::build).doesNotThrowAnyException();
    }
  }

  @Test
  void refusesSingleWrongValues() {
    RedisOptions.Builder builder = RedisOptions.builder();

    assertThatThrownBy(() -> builder.endpoints(List.of()))
        .hasMessage("endpoints must not be empty");
    assertThatThrownBy(() -> builder.clientName("a b")).hasMessageContaining("without blanks");
    assertThatThrownBy(() -> builder.channelPrefix("\ud800")).hasMessageContaining("of Unicode");
    assertThatThrownBy(() -> builder.sslProtocols("SSLv3")).hasMessageContaining("not safe");
    assertThatThrownBy(() -> builder.sslHost("a b")).hasMessageContaining("no host name");
    assertThatThrownBy(() -> builder.tcpUserTimeout(Duration.ofNanos(1)))
        .hasMessageContaining("from 1 ms to 1 day");
  }

  @Test
  void whatCodeSetsWinsOverTheString() {
    RedisOptions options =
        RedisOptions.builder("h,publishTimeout=1s,ssl=false,password=a")
            .publishTimeout(Duration.ofSeconds(2))
            .ssl(true)
            .password(new char[0])
            .build();

    assertThat(options.publishTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(options.password()).isNull();
    assertThat(options.endpoints()).containsExactly(RedisEndpoint.of("h", 6380));
  }

  @Test
  void optionsDoNotChangeWithTheirBuilder() {
    RedisOptions.Builder builder = RedisOptions.builder("h").listener(event -> {});
    RedisOptions first = builder.build();
    RedisOptions second =
        builder.endpoint("i").listener(event -> {}).connectionLog(line -> {}).build();
    RedisOptions third = second.toBuilder().endpoints(List.of(RedisEndpoint.of("j"))).build();

    assertThat(first.endpoints()).hasSize(1);
    assertThat(first.listeners()).hasSize(1);
    assertThat(second.endpoints()).hasSize(2);
    assertThat(second.listeners()).hasSize(2);
    assertThat(third.endpoints()).containsExactly(RedisEndpoint.of("j", 6379));
    assertThat(third.connectionLogs()).isEqualTo(second.connectionLogs()).hasSize(1);
  }

  @Test
  void thePasswordGivenMayBeWipedAfterwards() {
    char[] password = {'s', 'e', 'c'};
    RedisOptions options = RedisOptions.builder().password(password).build();
    password[0] = 'x';

    assertThat(options.password()).isEqualTo(Secret.of(new char[] {'s', 'e', 'c'}));
  }

  private static String letters(Long count) {
    return "x".repeat(count.intValue());
  }
}
