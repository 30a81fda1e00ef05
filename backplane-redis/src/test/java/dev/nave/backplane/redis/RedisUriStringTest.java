package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.Secret;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUriStringTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "redis://h; h:6379",
        "REDIS://H:7000/; h:7000",
        "redis://h1,h2:7000,[::1]:7001/0; h1:6379,h2:7000,[::1]:7001",
        "redis://h/3; h:6379,database=3",
        "redis://h?db=4; h:6379,database=4",
        "redis://h?timeout=2s; h:6379,publishTimeout=2000ms",
        "redis://h?timeout=700&&clientName=a; h:6379,clientName=a,publishTimeout=700ms",
        "redis://h?channelPrefix=a%2Cb%3D+&pubSub=classic; h:6379,pubSub=classic,channelPrefix=\"a,b=+\"",
        "redis://secret@h; h:6379,password=*****",
        "redis://:secret@h; h:6379,password=*****",
        "redis://app:secret@h; h:6379,user=app,password=*****",
        "rediss://h; h:6379,ssl=true",
        "redis+ssl://h:7000?verifyPeer=CA; h:7000,ssl=true,verifyPeer=ca",
        "redis-sentinel://h1,h2:7000/0#mymaster;"
            + " h1:26379,h2:7000,sentinelUser=,sentinelPassword=,serviceName=mymaster,topology=sentinel",
        "redis-sentinel://p@h?sentinelMasterId=m&sentinelPassword=q;"
            + " h:26379,password=*****,sentinelUser=,sentinelPassword=*****,serviceName=m,topology=sentinel",
        "rediss-sentinel://h#m;"
            + " h:26379,sentinelUser=,sentinelPassword=,serviceName=m,topology=sentinel,ssl=true",
        "redis-socket:///run/redis.sock; unix:/run/redis.sock",
        "redis+socket://app:secret@/run/redis.sock?db=1; unix:/run/redis.sock,user=app,password=*****,database=1",
      })
  void readsWhatLettuceReads(String uri, String options) {
    assertThat(RedisOptions.parse(uri).connectionString()).isEqualTo(options);
  }

  @ParameterizedTest
  @CsvSource({
    "redis://p%40s%2Fs%3A%2C%25@h, p@s/s:",
    "redis://:a:b@h, a:b",
    "redis://x:%C3%A9@h, é",
    "redis://:a@b@h, a@b",
    "redis://:a+b@h, a+b",
    "redis://%3Aa@h, :a",
  })
  void decodesPasswords(String uri, String start) {
    Secret password = RedisOptions.parse(uri).password();

    assertThat(password).isNotNull();
    assertThat(new String(password.reveal())).startsWith(start);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://h?timeout=2s",
        "redis://h:7000/3?timeout=700",
        "redis://p%40s%2Fs@h?timeout=1m&db=5",
        "redis://app:a:b+c@h?timeout=500ms&clientName=chat",
        "redis://:%C3%A9@h?timeout=1h&database=2",
        "rediss://h?timeout=2s&verifyPeer=CA",
        "redis+ssl://h:7000?timeout=2s&verifyPeer=NONE",
        "redis-socket:///run/redis.sock?timeout=2s&db=1",
        "redis-socket://:p@/run/redis.sock?timeout=2s",
        "redis-sentinel://app:p@h1,h2:7000/4?timeout=2s#mymaster",
        "rediss-sentinel://h1?timeout=2s&sentinelMasterId=m",
      })
  void meansWhatItMeansToLettuce(String uri) {
    RedisOptions ours = RedisOptions.parse(uri);
    RedisURI theirs = RedisURI.create(uri);
    RedisCredentials credentials =
        Objects.requireNonNull(theirs.getCredentialsProvider().resolveCredentials().block());
    List<RedisURI> servers =
        theirs.getSentinels().isEmpty() ? List.of(theirs) : theirs.getSentinels();

    assertThat(ours.endpoints().stream().map(RedisEndpoint::toString))
        .containsExactlyElementsOf(
            servers.stream()
                .map(
                    server ->
                        server.getSocket() == null
                            ? server.getHost() + ":" + server.getPort()
                            : "unix:" + server.getSocket())
                .toList());
    assertThat(ours.serviceName()).isEqualTo(theirs.getSentinelMasterId());
    assertThat(ours.database()).isEqualTo(theirs.getDatabase());
    assertThat(ours.publishTimeout()).isEqualTo(theirs.getTimeout());
    assertThat(ours.ssl()).isEqualTo(theirs.isSsl());
    assertThat(ours.user()).isEqualTo(credentials.getUsername());
    Secret password = ours.password();
    assertThat(password == null ? null : password.reveal()).isEqualTo(credentials.getPassword());
    if (theirs.getClientName() != null) {
      assertThat(ours.clientName()).isEqualTo(theirs.getClientName());
    }
    if (ours.ssl()) {
      assertThat(ours.verifyPeer().name()).isEqualTo(theirs.getVerifyMode().name());
    }
  }

  @Test
  void aSocketsPasswordMayHaveASlash() {
    RedisOptions options = RedisOptions.parse("redis-socket://:a/b@/run/redis.sock");

    assertThat(options.password()).isEqualTo(Secret.of("a/b".toCharArray()));
    assertThat(options.endpoints()).containsExactly(RedisEndpoint.unix("/run/redis.sock"));
  }

  @Test
  void aUrisPasswordIsNotForSentinels() {
    RedisOptions options = RedisOptions.parse("redis-sentinel://u:p@h#m");

    assertThat(options.password()).isNotNull();
    assertThat(options.sentinelUser()).isNull();
    assertThat(options.sentinelPassword()).isNull();
  }

  @Test
  void everyKeyMayStandInTheQuery() {
    RedisOptions options =
        RedisOptions.parse("redis://h?probeInterval=1s&topology=cluster&keepAlive=5");

    assertThat(options.probeInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.topology()).isEqualTo(RedisTopology.CLUSTER);
    assertThat(options.notices()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "http://h; unknown scheme \"http\"; known are redis, rediss, redis-sentinel",
        "redis+tls://h; at position 1: redis+tls means a start without TLS",
        "redis://; at position 9: here must be host or host:port",
        "redis://h:x; at position 9: here must be host or host:port",
        "redis://h:65536; at position 9: here must be",
        "redis://h,; at position 11: here must be",
        "redis://a,redis://b; at position 11: here must be host or host:port",
        "redis://h,channelPrefix=a; options stand behind a ?",
        "redis://h/x; at position 11: behind the / must be the number of a database",
        "redis://h/-1; behind the / must be the number of a database",
        "redis://h/65536; database must be from 0 to 65535 but was 65536",
        "redis://h/1?db=2; defaultDatabase at position 11 and db at position 13 set the same",
        "redis://h#m; at position 10: only Sentinel's URIs have a #",
        "redis://h?ssl; at position 11: options look like key=value",
        "redis://h?=1; at position 11: options look like key=value",
        "redis://h?colour=1; unknown key \"colour\" at position 11",
        "redis://h?pasword=1; did you mean password?",
        "redis://h?timeout=x; cannot use timeout=\"x\" at position 11: \"x\" is no time",
        "redis://%zz@h; a % must be followed by two hexadecimal digits",
        "redis://a%2@h; a % must be followed by two hexadecimal digits",
        "redis://%ff@h; what is percent-encoded must be UTF-8",
        "redis://p/q@h; at position 10: a / in user or password must be written %2F",
        "redis://p?q@h; an @ behind the first ? or # must be written %40",
        "rediss://h?ssl=false; the key \"ssl\" stands twice",
        "redis://:a@h?password=b; the key \"password\" stands twice",
        "redis-sentinel://h; topology SENTINEL needs a serviceName",
        "redis-sentinel://h?topology=cluster#m; serviceName is for topology SENTINEL",
        "redis-socket://run; here must be a path, like redis-socket:///run/redis.sock",
        "redis-socket:///a?ssl=true; a Unix socket cannot have ssl",
        "redis://u:@h; user \"u\" needs a password",
      })
  void saysWhatIsWrongAndWhere(String uri, String message) {
    assertThatThrownBy(() -> RedisOptions.parse(uri))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://u:hunter2",
        "redis://:hunter2",
        "redis://:hunter2/0",
        "redis://u:a/hunter2@h",
        "redis://u:a?hunter2@h",
        "redis://u:a#hunter2@h",
        "redis://u:hunter2%@h",
        "redis://u:%ffhunter2@h",
        "redis://u:hunter2@",
        "redis://u:hunter2@h:x",
        "redis://u:hunter2@h/x",
        "redis://u:hunter2@h?pasword=hunter2",
        "redis://u:hunter2@h?password=hunter2",
        "redis://h?passwordd=hunter2",
        "redis-socket://u:hunter2@x",
        "foo://u:hunter2@h",
        "redis:/u:hunter2@h",
      })
  void neverShowsAPassword(String uri) {
    assertThatThrownBy(() -> RedisOptions.parse(uri))
        .isInstanceOf(OptionException.class)
        .satisfies(
            thrown -> {
              for (Throwable t = thrown; t != null; t = t.getCause()) {
                assertThat(t.getMessage()).doesNotContain("hunter2");
              }
            });
  }
}
