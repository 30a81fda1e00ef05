package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackExchangeStringTest {

  private static Arguments sets(
      String text, Function<RedisOptions, @Nullable Object> accessor, @Nullable Object expected) {
    return Arguments.of(text, accessor, expected);
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        sets("user=app,password=p", RedisOptions::user, "app"),
        sets("user=,password=p", RedisOptions::user, null),
        sets("password=p=q==", RedisOptions::password, secret("p=q==")),
        sets("password=", RedisOptions::password, null),
        sets("password=\"a,b\"", RedisOptions::password, secret("a,b")),
        sets("password=\"a\"\"b\" , ssl=true", RedisOptions::password, secret("a\"b")),
        sets("password=\" a \"", RedisOptions::password, secret(" a ")),
        sets("password=a\"b", RedisOptions::password, secret("a\"b")),
        sets("password=p", RedisOptions::sentinelPassword, secret("p")),
        sets("password=p,user=u", RedisOptions::sentinelUser, "u"),
        sets("password=p,sentinelPassword=q", RedisOptions::sentinelPassword, secret("q")),
        sets("password=p,sentinelPassword=", RedisOptions::sentinelPassword, null),
        sets("password=p,user=u,sentinelUser=v", RedisOptions::sentinelUser, "v"),
        sets("password=p,user=u,sentinelUser=", RedisOptions::sentinelUser, null),
        sets("serviceName=mymaster", RedisOptions::serviceName, "mymaster"),
        sets("serviceName=mymaster", RedisOptions::topology, RedisTopology.SENTINEL),
        sets("serviceName=", RedisOptions::topology, RedisTopology.AUTO),
        sets("topology=Cluster", RedisOptions::topology, RedisTopology.CLUSTER),
        sets("pubSub=sharded", RedisOptions::pubSub, PubSubMode.SHARDED),
        sets("channelPrefix=app:", RedisOptions::channelPrefix, "app:"),
        sets("channelPrefix=\"a,=b \"", RedisOptions::channelPrefix, "a,=b "),
        sets("channelPrefix=a=b", RedisOptions::channelPrefix, "a=b"),
        sets("name=chat-1", RedisOptions::clientName, "chat-1"),
        sets("name=my chat", RedisOptions::clientName, "mychat"),
        sets("name=", RedisOptions::clientName, "nave"),
        sets("clientName=chat", RedisOptions::clientName, "chat"),
        sets("connectTimeout=PT1.5S", RedisOptions::connectTimeout, Duration.ofMillis(1_500)),
        sets("maxEnvelopeBytes=2MiB", RedisOptions::maxEnvelopeBytes, 2 << 20),
        sets("defaultDatabase=3", RedisOptions::database, 3),
        sets("ssl=true", RedisOptions::ssl, true),
        sets("ssl=true,sslHost=redis.example", RedisOptions::sslHost, "redis.example"),
        sets("sslProtocols=tls12|Tls13", RedisOptions::sslProtocols, List.of("TLSv1.2", "TLSv1.3")),
        sets("sslProtocols=None", RedisOptions::sslProtocols, List.of()),
        sets("sslProtocols=TLSv1.3", RedisOptions::sslProtocols, List.of("TLSv1.3")),
        sets("verifyPeer=none", RedisOptions::verifyPeer, VerifyPeer.NONE),
        sets("verifyPeer=CA", RedisOptions::verifyPeer, VerifyPeer.CA),
        sets("verifyPeer=full", RedisOptions::verifyPeer, VerifyPeer.FULL),
        sets("checkCertificateRevocation=true", RedisOptions::checkCertificateRevocation, true),
        sets("ssl=1,trustStore=/etc/ca.pem", RedisOptions::trustStore, Path.of("/etc/ca.pem")),
        sets(
            "ssl=1,trustStorePassword=t,trustStore=/etc/ca.p12",
            RedisOptions::trustStorePassword,
            secret("t")),
        sets("ssl=1,keyStore=/etc/me.p12", RedisOptions::keyStore, Path.of("/etc/me.p12")),
        sets(
            "ssl=1,keyStorePassword=k,keyStore=/etc/me.p12",
            RedisOptions::keyStorePassword,
            secret("k")),
        sets("protocol=2", RedisOptions::protocol, RespVersion.RESP2),
        sets("protocol=Resp2", RedisOptions::protocol, RespVersion.RESP2),
        sets("protocol=3", RedisOptions::protocol, RespVersion.RESP3),
        sets("protocol=auto", RedisOptions::protocol, RespVersion.AUTO),
        sets("abortConnect=true", RedisOptions::abortConnect, true),
        sets("connectRetry=7", RedisOptions::connectRetry, 7),
        sets("connectRetry=0", RedisOptions::connectRetry, 1),
        sets("connectTimeout=250", RedisOptions::connectTimeout, Duration.ofMillis(250)),
        sets("connectTimeout=2s", RedisOptions::connectTimeout, Duration.ofSeconds(2)),
        sets("refusedRetryInterval=1m", RedisOptions::refusedRetryInterval, Duration.ofMinutes(1)),
        sets("tcpKeepAlive=off", RedisOptions::tcpKeepAlive, false),
        sets(
            "keepAliveTimes=5s/2s/4",
            RedisOptions::keepAliveTimes,
            new KeepAliveTimes(Duration.ofSeconds(5), Duration.ofSeconds(2), 4)),
        sets("tcpUserTimeout=0", RedisOptions::tcpUserTimeout, Duration.ZERO),
        sets("syncTimeout=700", RedisOptions::publishTimeout, Duration.ofMillis(700)),
        sets("asyncTimeout=800", RedisOptions::publishTimeout, Duration.ofMillis(800)),
        sets(
            "asyncTimeout=800,syncTimeout=700",
            RedisOptions::publishTimeout,
            Duration.ofMillis(800)),
        sets(
            "publishTimeout=1s,asyncTimeout=800,syncTimeout=700",
            RedisOptions::publishTimeout,
            Duration.ofSeconds(1)),
        sets("subscribeTimeout=1s", RedisOptions::subscribeTimeout, Duration.ofSeconds(1)),
        sets(
            "subscribeRetryInterval=1", RedisOptions::subscribeRetryInterval, Duration.ofMillis(1)),
        sets("probeInterval=1d", RedisOptions::probeInterval, Duration.ofDays(1)),
        sets("topologyCheckInterval=1h", RedisOptions::topologyCheckInterval, Duration.ofHours(1)),
        sets("maxPublishesInFlight=1", RedisOptions::maxPublishesInFlight, 1),
        sets(
            "maxPublishBytesInFlight=1099511627776",
            RedisOptions::maxPublishBytesInFlight,
            1L << 40),
        sets("maxEnvelopeBytes=1048576", RedisOptions::maxEnvelopeBytes, 1 << 20),
        sets("subscribeBatchSize=100", RedisOptions::subscribeBatchSize, 100));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void readsEveryKey(
      String text, Function<RedisOptions, @Nullable Object> accessor, @Nullable Object expected) {
    assertThat(accessor.apply(RedisOptions.parse("redis.example," + text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "interactive; exponential(250 ms to 4 s, randomised)",
        "Background+immediate; exponential(1 s to 60 s, randomised), the first at once",
        "linear:2s; linear(2 s)",
        "incremental:1s:500:10s; incremental(1 s by 500 ms to 10 s)",
        "exponential:100ms:1m; exponential(100 ms to 60 s, randomised)"
      })
  void readsReconnectPolicies(String text, String policy) {
    assertThat(RedisOptions.parse("h,reconnectPolicy=" + text).reconnectPolicy())
        .hasToString(policy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "h; h:6379",
        "h1:7000 , h2,; h1:7000, h2:6379",
        "h,ssl=true; h:6380",
        "h,h:7000,serviceName=m; h:26379, h:7000",
        "h,ssl=true,serviceName=m; h:26379",
        "[::1]:7000,::1; [::1]:7000, [::1]:6379",
        "!/run/redis.sock; unix:/run/redis.sock",
        "'\"unix:/run/a,b=c\"'; unix:/run/a,b=c",
        "ssl=true; localhost:6380",
        ",, ssl=false ,; localhost:6379"
      })
  void readsEndpointsAndFillsInTheirPorts(String text, String endpoints) {
    List<RedisEndpoint> read = RedisOptions.parse(text.replace("'", "")).endpoints();

    assertThat(read.toString()).isEqualTo("[" + endpoints + "]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "Yes", "ON", "1"})
  void readsEveryWayToSayYes(String value) {
    assertThat(RedisOptions.parse("h, SSL = " + value + " ").ssl()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"False", "no", "off", "0"})
  void readsEveryWayToSayNo(String value) {
    assertThat(RedisOptions.parse("h,tcpkeepalive=" + value).tcpKeepAlive()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "' '; the connection string is blank; the shortest is a host",
        "h,syncTimeout=ten; cannot use syncTimeout=\"ten\" at position 3: \"ten\" is no time",
        "h,syncTimeout=-42; publishTimeout must be from 1 ms to 1 day but was -42 ms",
        "h,connectTimeout=0; must be from 1 ms to 1 day but was 0 s",
        "h,connectTimeout=86400001; must be from 1 ms to 1 day but was 86400001",
        "h,connectTimeout=9999999999999; is no time",
        "h,connectRetry=-1; connectRetry must be from 1 to 1000 but was -1",
        "h,connectRetry=99999999999; cannot use connectRetry=\"99999999999\" at position 3",
        "h,connectRetry=1.5; \"1.5\" is no whole number",
        "h,connectRetry=; \"\" is no whole number",
        "h,ssl=maybe; \"maybe\" is neither true, yes, on, 1 nor false, no, off, 0",
        "h,protocol=4; \"4\" is none of auto, resp2, resp3",
        "h,topology=ring; \"ring\" is none of auto, standalone, sentinel, cluster",
        "h,verifyPeer=x; \"x\" is none of none, ca, full",
        "h,sslProtocols=tls11; must be of TLSv1.2 and TLSv1.3 but has \"tls11\"",
        "h,keepAliveTimes=5s; does not look like idle/interval/count",
        "h,keepAliveTimes=1500/1s/3; keep-alive idle must be whole seconds but was 1500 ms",
        "h,keepAliveTimes=1s/1s/128; keep-alive count must be from 1 to 127 but was 128",
        "h,reconnectPolicy=never; \"never\" is no policy; they look like interactive",
        "h,reconnectPolicy=linear:1; interval must be from 50 ms to 1 day but was 1 ms",
        "h,publish-timeout=1s; unknown key (not shown, as it may be part of a password) at position 3",
        "h,endpoints=i; unknown key \"endpoints\" at position 3",
        "h,listeners=i; unknown key \"listeners\" at position 3",
        "h,pasword=hunter2; unknown key \"pasword\" at position 3; did you mean password?",
        "h,chanelprefix=a; did you mean channelPrefix?",
        "h,abortConect=a; did you mean abortConnect?",
        "h,alowAdmin=a; did you mean allowAdmin?",
        "h,ssl=true,SSL=true; the key \"SSL\" stands twice, at positions 3 and 12",
        "h,name=a,clientName=b; name at position 3 and clientName at position 10 set the same",
        "h,keepAlive=1,KEEPALIVE=1; the key \"KEEPALIVE\" stands twice, at positions 3 and 15",
        "h:x; endpoint that begins with \"h:\": the port must be a number from 1 to 65535",
        "a, h:99999; (at position 4)",
        "=x; cannot read the endpoint (not shown",
        "h,H:6379; the endpoint h:6379 stands twice",
        "h,name=\"a; the value of the key has no closing quotes",
        "h,name=\"a\"b; in quotes at position 8 must end with its quotes, at position 10",
        "h,proxy=Twemproxy; cannot accept the key \"proxy\" at position 3: such proxies",
        "h,tunnel=http:p:1; the backplane would go past the tunnel",
        "h,$PUBLISH=PUB; the backplane needs the command under its own name",
        "h,$subscribe=; the backplane needs the command under its own name",
        "h,user=u; user \"u\" needs a password",
      })
  void saysWhatIsWrongAndWhere(String text, String message) {
    assertThatThrownBy(() -> RedisOptions.parse(text))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aFarAwayKeyHasNoSuggestion() {
    assertThatThrownBy(() -> RedisOptions.parse("h,colour=blue"))
        .hasMessage("unknown key \"colour\" at position 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "h,password=a,hunter2",
        "h,password=a,hunter2:1",
        "h,password=a,hunter2=b",
        "h,password=a,b=hunter2",
        "h,sentinelPassword=a,hunter2",
        "h,pasword=hunter2",
        "h,passwort=\"hunter2\"",
        "h,password=\"hunter2",
        "h,password=\"hunter2\"x",
        "h,password=\"a\"hunter2",
        "h,password=hunter2,password=hunter2",
        "h,password=hunter2,connectRetry=x",
        "h,tunnel=http:hunter2@proxy",
        "h,$AUTH=hunter2",
        "user:hunter2@h",
        "h,password hunter2",
        "h,passwordhunter2",
        "h,PASSWORD:hunter2",
        "h,pasword:hunter2",
        "h,pasword hunter2",
        "h,aHVudGVyMg/hunter2=",
        "h,trustStorePassword=hunter2",
      })
  void neverShowsAPassword(String text) {
    assertThatThrownBy(() -> RedisOptions.parse(text))
        .isInstanceOf(OptionException.class)
        .satisfies(
            thrown -> {
              for (Throwable t = thrown; t != null; t = t.getCause()) {
                assertThat(t.getMessage()).doesNotContain("hunter2");
              }
            });
  }

  @Test
  void anEndpointMayFollowAQuotedPasswordButNotAnUnquotedOne() {
    assertThat(RedisOptions.parse("password=\"a\",h").endpoints()).hasToString("[h:6379]");
    assertThatThrownBy(() -> RedisOptions.parse("password=a,h"))
        .hasMessageContaining("at position 12 may be the rest of a password")
        .hasMessageContaining("password=\"a,b\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "allowAdmin=true",
        "configChannel=x",
        "configCheckSeconds=60",
        "TieBreaker=",
        "keepAlive=60",
        "resolveDns=true",
        "version=7.0",
        "setlib=false",
        "highIntegrity=true",
        "responseTimeout=1",
        "writeBuffer=1",
        "highPriorityThreads=true",
        "preserveAsyncOrder=true",
        "libraryName=x",
        "libraryVersion=1",
        "$CLIENT=",
        "$KEYS=LIST"
      })
  void saysOnceThatAKeyHasNoEffect(String item) {
    List<String> notices = RedisOptions.parse("h," + item).notices();

    String key = item.substring(0, item.indexOf('='));
    assertThat(notices).hasSize(1);
    assertThat(notices.get(0)).startsWithIgnoringCase(key + " has no effect: ");
  }

  @Test
  void saysWhichOfSeveralTimeoutsCounts() {
    assertThat(RedisOptions.parse("h,syncTimeout=5000,asyncTimeout=1000").notices())
        .containsExactly("syncTimeout has no effect: asyncTimeout is given, too, and counts");
    assertThat(
            RedisOptions.parse("h,syncTimeout=5000,asyncTimeout=1000,publishTimeout=1").notices())
        .hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy=None", "proxy=", "tunnel=", "$PUBLISH=publish"})
  void acceptsInSilenceWhatChangesNothing(String item) {
    assertThat(RedisOptions.parse("h," + item).notices()).isEmpty();
  }

  private static Secret secret(String text) {
    return Secret.of(text.toCharArray());
  }
}
