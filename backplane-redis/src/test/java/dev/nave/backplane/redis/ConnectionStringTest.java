package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.options.Option;
import dev.nave.backplane.options.OptionException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for all keys and for any string. */
class ConnectionStringTest {
  private static final String EVERYTHING =
      "r1.example:7000,[::1]:7001,user=app,password=*****,sentinelUser=watch,"
          + "sentinelPassword=*****,serviceName=mymaster,topology=sentinel,pubSub=classic,"
          + "channelPrefix=\"a, \"\"b\"\"\",clientName=chat,database=3,ssl=true,"
          + "sslHost=redis.example,sslProtocols=TLSv1.2|TLSv1.3,verifyPeer=ca,"
          + "checkCertificateRevocation=true,trustStore=/etc/ca.p12,trustStorePassword=*****,"
          + "keyStore=/etc/me.p12,keyStorePassword=*****,protocol=resp3,abortConnect=true,"
          + "connectRetry=7,connectTimeout=6000ms,reconnectPolicy=linear:2000ms+immediate,"
          + "refusedRetryInterval=31000ms,tcpKeepAlive=false,keepAliveTimes=5s/2s/4,"
          + "tcpUserTimeout=0ms,publishTimeout=1000ms,subscribeTimeout=6000ms,"
          + "subscribeRetryInterval=7000ms,probeInterval=1000ms,topologyCheckInterval=8000ms,"
          + "directoryLease=20000ms,directoryRenewInterval=4000ms,directoryPartitions=3,"
          + "maxPublishesInFlight=5,maxPublishBytesInFlight=2097152,maxEnvelopeBytes=1048577,"
          + "subscribeBatchSize=6";

  @Test
  void printsWhatItReadsWithSecretsMasked() {
    RedisOptions options = RedisOptions.parse(EVERYTHING.replace("*****", "hunter2"));

    assertThat(options.connectionString()).isEqualTo(EVERYTHING);
    assertThat(options.toString()).doesNotContain("hunter2").contains("password=*****");
  }

  @Test
  void whatItPrintsMeansTheSameButForSecrets() {
    RedisOptions once = RedisOptions.parse(EVERYTHING);

    assertThat(RedisOptions.parse(once.connectionString())).hasToString(once.toString());
    for (Option<?> option : RedisSettings.DECLARED.all()) {
      if (option.hasText() && option != RedisSettings.ENDPOINTS) {
        assertThat(EVERYTHING).as("the string above sets every option").contains(option.name());
      }
    }
  }

  @Test
  void aStringThatSetsNothingPrintsEndpointsOnly() {
    assertThat(RedisOptions.parse("h").toBuilder().build().connectionString()).isEqualTo("h:6379");
  }

  @Test
  void whatOnlyCodeCanMakeIsLeftOut() {
    RedisOptions options =
        RedisOptions.builder("h")
            .reconnectPolicy(ReconnectPolicy.custom("mine", a -> Duration.ofSeconds(1)))
            .listener(event -> {})
            .build();

    assertThat(options.connectionString()).isEqualTo("h:6379");
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
        fuzzed.assertNotIn(options.connectionString());
        assertThat(RedisOptions.parse(options.connectionString()).connectionString())
            .isEqualTo(options.connectionString());
      } catch (OptionException e) {
        refused++;
        for (Throwable t = e; t != null; t = t.getCause()) {
          fuzzed.assertNotIn(String.valueOf(t.getMessage()));
        }
      }
    }
    assertThat(refused).as("of 100,000, so that both happen often").isBetween(20_000, 95_000);
  }
}
