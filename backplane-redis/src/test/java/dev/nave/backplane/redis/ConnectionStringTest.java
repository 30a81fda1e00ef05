package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What holds for all keys and for any string. */
class ConnectionStringTest {
  /** Options that no string can carry. */
  private static final Set<String> CODE_ONLY =
      Set.of("listeners", "connectionLogs", "lettuce", "notices");

  private static final Set<String> NO_ACCESSORS =
      Set.of("builder", "toBuilder", "parse", "toString");

  private static final String EVERYTHING =
      "r1.example:7000,[::1]:7001,user=app,password=*****,sentinelUser=watch,"
          + "sentinelPassword=*****,serviceName=mymaster,topology=sentinel,pubSub=classic,"
          + "channelPrefix=\"a, \"\"b\"\"\",name=chat,defaultDatabase=3,ssl=true,"
          + "sslHost=redis.example,sslProtocols=TLSv1.2|TLSv1.3,verifyPeer=ca,"
          + "checkCertificateRevocation=true,trustStore=/etc/ca.p12,trustStorePassword=*****,"
          + "keyStore=/etc/me.p12,keyStorePassword=*****,protocol=resp3,abortConnect=true,"
          + "connectRetry=7,connectTimeout=6000ms,reconnectPolicy=linear:2000ms+immediate,"
          + "refusedRetryInterval=31000ms,tcpKeepAlive=false,keepAliveTimes=5s/2s/4,"
          + "tcpUserTimeout=0ms,publishTimeout=1000ms,subscribeTimeout=6000ms,"
          + "subscribeRetryInterval=7000ms,probeInterval=1000ms,topologyCheckInterval=8000ms,"
          + "maxPublishesInFlight=5,maxPublishBytesInFlight=2097152,maxEnvelopeBytes=1048576,"
          + "subscribeBatchSize=6";

  @Test
  void printsWhatItReadsWithSecretsMasked() {
    assertThat(RedisOptions.parse(EVERYTHING.replace("*****", "hunter2"))).hasToString(EVERYTHING);
  }

  @Test
  void whatItPrintsMeansTheSameButForSecrets() throws IllegalAccessException {
    Settings once = RedisOptions.builder(EVERYTHING).settings;
    Settings twice = RedisOptions.builder(ConnectionString.format(once)).settings;

    assertThat(twice).usingRecursiveComparison().isEqualTo(once);
    assertThat(differing(once, new Settings()))
        .as("so that the string above names every option")
        .containsAll(fieldsButCodeOnly());
  }

  @Test
  void aStringThatSetsNothingPrintsEndpointsOnly() {
    assertThat(RedisOptions.parse("h").toBuilder().build()).hasToString("h:6379");
  }

  @Test
  void whatOnlyCodeCanMakeIsLeftOut() {
    RedisOptions options =
        RedisOptions.builder("h")
            .reconnectPolicy(ReconnectPolicy.custom("mine", a -> Duration.ofSeconds(1)))
            .listener(event -> {})
            .build();

    assertThat(options).hasToString("h:6379");
  }

  @Test
  void everyKeyIsDocumented() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "redis.md"));
    for (OptionKey key : OptionKeys.ALL) {
      key.names().forEach(name -> assertThat(page).contains("`" + name + "`"));
    }
    OtherKeys.WITHOUT_EFFECT.keySet().forEach(key -> assertThat(page).contains("`" + key + "`"));
    OtherKeys.REFUSED.keySet().forEach(key -> assertThat(page).contains("`" + key + "`"));
    Set<String> undocumented =
        Arrays.stream(RedisOptions.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(Method::getName)
            .filter(name -> !NO_ACCESSORS.contains(name) && !page.contains("`" + name + "`"))
            .collect(Collectors.toSet());
    assertThat(undocumented).as("options that docs/redis.md does not name").isEmpty();
  }

  /**
   * Strings near the grammars, with secrets in them: each is read or refused as wrong
   * configuration, and neither the refusal nor the printed options show a secret.
   */
  @Test
  void noStringBreaksTheReaderOrBringsASecretToLight() {
    Random random = new Random(20_240_611);
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      FuzzedString fuzzed = FuzzedString.next(random);
      try {
        RedisOptions options = RedisOptions.parse(fuzzed.text());
        fuzzed.assertNotIn(options.toString());
        fuzzed.assertNotIn(options.notices().toString());
        assertThat(RedisOptions.parse(options.toString())).hasToString(options.toString());
      } catch (RedisConfigurationException e) {
        refused++;
        for (Throwable t = e; t != null; t = t.getCause()) {
          fuzzed.assertNotIn(String.valueOf(t.getMessage()));
        }
      }
    }
    assertThat(refused).as("of 100,000, so that both happen often").isBetween(20_000, 95_000);
  }

  private static Set<String> fieldsButCodeOnly() {
    return Arrays.stream(Settings.class.getDeclaredFields())
        .map(Field::getName)
        .filter(name -> !CODE_ONLY.contains(name))
        // One key sets both; the string can show only one of them at once.
        .filter(name -> !name.equals("verifyCertificate"))
        .collect(Collectors.toSet());
  }

  private static List<String> differing(Settings a, Settings b) throws IllegalAccessException {
    List<String> names = new ArrayList<>();
    for (Field field : Settings.class.getDeclaredFields()) {
      if (!Objects.equals(field.get(a), field.get(b))) {
        names.add(field.getName());
      }
    }
    return names;
  }
}
