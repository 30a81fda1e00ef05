package dev.nave.backplane.redis;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.TopicText;
import dev.nave.backplane.options.Checks;
import dev.nave.backplane.options.DeclaredOptions;
import dev.nave.backplane.options.Option;
import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.OptionType;
import dev.nave.backplane.options.Secret;
import dev.nave.backplane.redis.internal.config.EndpointText;
import dev.nave.backplane.redis.lettuce.LettuceHook;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The options of the Redis backplane, each declared once, in the order in which they are documented
 * and applied.
 */
final class RedisSettings {
  static final DeclaredOptions DECLARED = new DeclaredOptions();

  private static final int MAX_NAME_CHARS = 255;
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = ReconnectPolicy.LONGEST;
  private static final Pattern UNFIT_FOR_A_CLIENT_NAME = Pattern.compile("[^!-~]");
  private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

  static final Option<List<RedisEndpoint>> ENDPOINTS =
      DECLARED
          .option(
              "endpoints",
              OptionType.list(OptionType.of(RedisEndpoint::parse, RedisEndpoint::toString), ','))
          .defaultValue(List.of())
          .defaultText("`localhost` at 6379, with TLS 6380, for Sentinels 26379")
          .check(RedisSettings::notEmpty)
          .textHidden()
          .rangeText("ports 1 to 65,535")
          .summary(
              "the servers, or the Sentinels; a connection string has them without a key; IPv6"
                  + " addresses in brackets")
          .declare();

  static final Option<String> USER =
      named("user")
          .defaultText("Redis's default user")
          .rangeText("1 to 255 characters, needs a password")
          .summary("the ACL user")
          .declare();

  static final Option<Secret> PASSWORD =
      DECLARED
          .option("password", OptionType.secret())
          .emptyMeansDefault()
          .summary("the password")
          .declare();

  static final Option<String> SENTINEL_USER =
      DECLARED
          .option("sentinelUser", OptionType.text())
          .check(
              value -> value.isEmpty() ? value : Checks.text("sentinelUser", value, MAX_NAME_CHARS))
          .defaultText("`user` (from a URI: none)")
          .rangeText("at most 255 characters; empty for none")
          .summary("the ACL user at the Sentinels")
          .declare();

  static final Option<Secret> SENTINEL_PASSWORD =
      DECLARED
          .option("sentinelPassword", OptionType.secret())
          .defaultText("`password` (from a URI: none)")
          .rangeText("empty for none")
          .summary("the password at the Sentinels")
          .declare();

  static final Option<String> SERVICE_NAME =
      named("serviceName")
          .alias("sentinelMasterId")
          .rangeText("1 to 255 characters")
          .summary("what Sentinel calls the master; makes the endpoints Sentinels")
          .declare();

  static final Option<RedisTopology> TOPOLOGY =
      DECLARED
          .option("topology", OptionType.oneOf(RedisTopology.class))
          .defaultValue(RedisTopology.AUTO)
          .defaultText("`auto`: asks the server; `sentinel` with a service name")
          .rangeText("`auto standalone sentinel cluster`")
          .summary("how the servers belong together")
          .declare();

  static final Option<PubSubMode> PUB_SUB =
      DECLARED
          .option("pubSub", OptionType.oneOf(PubSubMode.class))
          .defaultValue(PubSubMode.AUTO)
          .defaultText("`auto`: sharded on a cluster of Redis 7, else classic")
          .rangeText("`auto classic sharded`")
          .summary(
              "the kind of pub/sub, the same on all servers; a cluster shared with .NET servers"
                  + " needs `classic`")
          .declare();

  static final Option<String> CHANNEL_PREFIX =
      DECLARED
          .option("channelPrefix", OptionType.text())
          .defaultValue("")
          .defaultText("none")
          .check(RedisSettings::prefix)
          .rangeText("at most 512 characters")
          .summary("what every channel's name begins with, literally")
          .declare();

  static final Option<String> CLIENT_NAME =
      DECLARED
          .option("clientName", OptionType.text().readBy(RedisSettings::fitClientName))
          .alias("name")
          .defaultValue("nave")
          .defaultText("`nave`")
          .emptyMeansDefault()
          .check(RedisSettings::clientName)
          .rangeText("1 to 128 printable ASCII characters; in text, others are left out")
          .summary("the name in CLIENT LIST")
          .declare();

  static final Option<Integer> DATABASE =
      DECLARED
          .option("database", OptionType.integer())
          .alias("defaultDatabase")
          .alias("db")
          .defaultValue(0)
          .range(0, 65_535)
          .summary("the database to select, 0 in a cluster; all databases share the channels")
          .declare();

  static final Option<Boolean> SSL = flag("ssl", false, "TLS, for Sentinels as well");

  static final Option<String> SSL_HOST =
      DECLARED
          .option("sslHost", OptionType.text())
          .emptyMeansDefault()
          .check(EndpointText::checkedHost)
          .defaultText("each endpoint's host")
          .rangeText("a host name or address")
          .summary(
              "the name sent as SNI, which certificates may be made out to instead of the"
                  + " endpoint's")
          .declare();

  static final Option<List<String>> SSL_PROTOCOLS =
      DECLARED
          .option(
              "sslProtocols",
              OptionType.list(OptionType.text(), '|').readBy(RedisSettings::parseTlsVersions))
          .defaultValue(List.of())
          .check(RedisSettings::tlsVersions)
          .defaultText("Java's")
          .rangeText("`tls12`, `tls13`, separated by a bar")
          .summary("versions of TLS")
          .declare();

  static final Option<VerifyPeer> VERIFY_PEER =
      DECLARED
          .option("verifyPeer", OptionType.oneOf(VerifyPeer.class))
          .defaultValue(VerifyPeer.FULL)
          .defaultText("`full`")
          .rangeText("`full`, `ca` (any host name), `none`")
          .summary("what is checked of a certificate")
          .declare();

  static final Option<Boolean> CHECK_CERTIFICATE_REVOCATION =
      flag(
          "checkCertificateRevocation",
          false,
          "asks the authority if a certificate was revoked; no answer means refused."
              + " StackExchange.Redis does so by default; private authorities mostly cannot"
              + " answer");

  static final Option<Path> TRUST_STORE =
      file("trustStore", "Java's authorities", "PEM, PKCS#12 or JKS", "who is trusted instead");

  static final Option<Secret> TRUST_STORE_PASSWORD =
      storePassword("trustStorePassword", "the password of the trust store");

  static final Option<Path> KEY_STORE =
      file(
          "keyStore",
          "none",
          "PKCS#12 or JKS",
          "the client certificate, which Redis requires by default when it has TLS"
              + " (`tls-auth-clients`)");

  static final Option<Secret> KEY_STORE_PASSWORD =
      storePassword("keyStorePassword", "the password of the key store and its key");

  static final Option<RespVersion> PROTOCOL =
      DECLARED
          .option(
              "protocol", OptionType.oneOf(RespVersion.class).readBy(RedisSettings::parseProtocol))
          .defaultValue(RespVersion.AUTO)
          .defaultText("`auto`: RESP3 if the server knows HELLO")
          .rangeText("`auto resp2 resp3`, also `2 3`")
          .summary("the version of the protocol")
          .declare();

  static final Option<Boolean> ABORT_CONNECT =
      flag(
          "abortConnect",
          false,
          "whether a server fails to start without Redis, rather than join when it comes");

  /** StackExchange.Redis makes one attempt for zero, too. */
  static final Option<Integer> CONNECT_RETRY =
      DECLARED
          .option(
              "connectRetry",
              OptionType.integer()
                  .readBy(
                      text -> {
                        int attempts = OptionType.integer().parse(text);
                        return attempts == 0 ? 1 : attempts;
                      }))
          .defaultValue(3)
          .range(1, 1_000)
          .summary(
              "attempts of the first connect under `abortConnect`, without which there is no end;"
                  + " the text 0 is 1")
          .declare();

  static final Option<Duration> CONNECT_TIMEOUT =
      time("connectTimeout", Duration.ofSeconds(5), "for one attempt, with TLS and authentication");

  static final Option<ReconnectPolicy> RECONNECT_POLICY =
      DECLARED
          .option(
              "reconnectPolicy",
              OptionType.of(ReconnectPolicyText::parse, ReconnectPolicyText::format))
          .defaultValue(ReconnectPolicy.interactive())
          .defaultText("`interactive`")
          .rangeText("see below")
          .summary("the wait before each attempt")
          .declare();

  static final Option<Duration> REFUSED_RETRY_INTERVAL =
      time(
          "refusedRetryInterval",
          Duration.ofSeconds(30),
          "the least wait after a failure that does not pass by itself, such as a wrong password");

  static final Option<Boolean> TCP_KEEP_ALIVE =
      flag("tcpKeepAlive", true, "TCP probes idle connections");

  static final Option<KeepAliveTimes> KEEP_ALIVE_TIMES =
      DECLARED
          .option("keepAliveTimes", OptionType.of(KeepAliveTimes::parse, KeepAliveTimes::format))
          .defaultValue(KeepAliveTimes.DEFAULT)
          .defaultText("`2s/1s/3`")
          .rangeText("whole seconds to 1 h, twice; count 1 to 127")
          .summary("the silence before TCP's first probe, the time between probes, their number")
          .declare();

  static final Option<Duration> TCP_USER_TIMEOUT =
      DECLARED
          .option("tcpUserTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(4))
          .rangeOr(Duration.ZERO, "0 for the system's own", SHORTEST, LONGEST)
          .summary("how long TCP waits for an acknowledgement (Linux)")
          .declare();

  static final Option<Duration> PUBLISH_TIMEOUT =
      DECLARED
          .option("publishTimeout", OptionType.duration())
          .alias("timeout")
          .defaultValue(Duration.ofMillis(1_500))
          .range(SHORTEST, LONGEST)
          .summary(
              "how long a publication may stay unanswered; then its outcome is unknown. Also how"
                  + " long it may wait to be sent over a slow connection; then it is refused"
                  + " (`OVERLOADED`)")
          .declare();

  static final Option<Duration> SUBSCRIBE_TIMEOUT =
      time(
          "subscribeTimeout",
          Duration.ofSeconds(5),
          "how long a subscription may stay unconfirmed until the connection counts as broken");

  static final Option<Duration> SUBSCRIBE_RETRY_INTERVAL =
      time(
          "subscribeRetryInterval",
          Duration.ofSeconds(5),
          "between attempts at a subscription that Redis refuses");

  static final Option<Duration> PROBE_INTERVAL =
      time(
          "probeInterval",
          Duration.ofMillis(2_500),
          "between a server's messages to itself; after two silent intervals the connection counts"
              + " as broken");

  static final Option<Duration> TOPOLOGY_CHECK_INTERVAL =
      time(
          "topologyCheckInterval",
          Duration.ofSeconds(5),
          "between checks for another master or other slots");

  static final Option<Duration> DIRECTORY_LEASE =
      time(
          "directoryLease",
          Duration.ofSeconds(15),
          "how long a server counts as alive without a sign of life, for what the servers know"
              + " together; at least three times `directoryRenewInterval`; the same on all"
              + " servers");

  static final Option<Duration> DIRECTORY_RENEW_INTERVAL =
      time(
          "directoryRenewInterval",
          Duration.ofSeconds(5),
          "between these signs of life, and between looks for servers that are gone");

  static final Option<Integer> DIRECTORY_PARTITIONS =
      DECLARED
          .option("directoryPartitions", OptionType.integer())
          .defaultValue(1)
          .range(1, 256)
          .summary(
              "into how many hash tags the directory is divided; more spread it over the masters of"
                  + " a cluster; the same on all servers")
          .declare();

  static final Option<Integer> MAX_PUBLISHES_IN_FLIGHT =
      DECLARED
          .option("maxPublishesInFlight", OptionType.integer())
          .defaultValue(100_000)
          .range(1, 10_000_000)
          .summary(
              "publications queued or unanswered, per Redis server; more are refused"
                  + " (`OVERLOADED`)")
          .declare();

  static final Option<Long> MAX_PUBLISH_BYTES_IN_FLIGHT =
      DECLARED
          .option("maxPublishBytesInFlight", OptionType.bytes())
          .defaultValue(64L << 20)
          .range(1L << 20, 1L << 40)
          .summary("their bytes; at least `maxEnvelopeBytes`")
          .declare();

  static final Option<Integer> MAX_ENVELOPE_BYTES =
      DECLARED
          .option("maxEnvelopeBytes", OptionType.intBytes())
          .defaultValue(1 << 20)
          .range(Backplane.SUPPORTED_ENVELOPE_BYTES, 512 << 20)
          .summary(
              "the largest message, in all its protocols together; larger ones are refused"
                  + " (`TOO_LARGE`), and skipped if another server sends them")
          .declare();

  static final Option<Integer> SUBSCRIBE_BATCH_SIZE =
      DECLARED
          .option("subscribeBatchSize", OptionType.integer())
          .defaultValue(512)
          .range(1, 100_000)
          .summary("channels in one SUBSCRIBE")
          .declare();

  static final Option<List<RedisBackplaneListener>> LISTENERS =
      DECLARED
          .option("listeners", OptionType.<List<RedisBackplaneListener>>code())
          .defaultValue(List.of())
          .defaultText("none")
          .summary("receive attempts, failures and outages; set by `listener(..)`, by code alone")
          .declare();

  static final Option<List<Consumer<String>>> CONNECTION_LOGS =
      DECLARED
          .option("connectionLogs", OptionType.<List<Consumer<String>>>code())
          .defaultValue(List.of())
          .defaultText("none")
          .summary(
              "receive the lines of the connection log, beside SLF4J; set by `connectionLog(..)`,"
                  + " by code alone")
          .declare();

  static final Option<LettuceHook> LETTUCE =
      DECLARED
          .option("lettuce", OptionType.<LettuceHook>code())
          .defaultValue(LettuceHook.NONE)
          .defaultText("none")
          .summary("the `LettuceHook`, set by code alone")
          .declare();

  static final Option<List<String>> NOTICES =
      DECLARED
          .option("notices", OptionType.<List<String>>code())
          .defaultValue(List.of())
          .defaultText("none")
          .summary("not to be set: settings of the connection string that have no effect")
          .declare();

  private RedisSettings() {}

  private static Option.Builder<String> named(String name) {
    return DECLARED
        .option(name, OptionType.text())
        .emptyMeansDefault()
        .check(value -> Checks.text(name, value, MAX_NAME_CHARS));
  }

  private static Option<Boolean> flag(String name, boolean usual, String summary) {
    return DECLARED.option(name, OptionType.bool()).defaultValue(usual).summary(summary).declare();
  }

  private static Option<Duration> time(String name, Duration usual, String summary) {
    return DECLARED
        .option(name, OptionType.duration())
        .defaultValue(usual)
        .range(SHORTEST, LONGEST)
        .summary(summary)
        .declare();
  }

  private static Option<Path> file(String name, String usual, String range, String summary) {
    return DECLARED
        .option(name, OptionType.path())
        .emptyMeansDefault()
        .defaultText(usual)
        .rangeText(range)
        .summary(summary)
        .declare();
  }

  private static Option<Secret> storePassword(String name, String summary) {
    return DECLARED
        .option(name, OptionType.secret())
        .emptyMeansDefault()
        .summary(summary)
        .declare();
  }

  private static List<RedisEndpoint> notEmpty(List<RedisEndpoint> values) {
    if (values.isEmpty()) {
      throw new OptionException("endpoints must not be empty");
    }
    return List.copyOf(values);
  }

  private static String prefix(String value) {
    if (value.length() > 512 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new OptionException(
          "channelPrefix must have at most 512 characters, all of Unicode, but was "
              + TopicText.quote(value));
    }
    return value;
  }

  /** As StackExchange.Redis does: a display name is no reason not to start. */
  private static String fitClientName(String text) {
    String fit = UNFIT_FOR_A_CLIENT_NAME.matcher(text).replaceAll("");
    return fit.isEmpty() ? text : fit;
  }

  private static String clientName(String value) {
    if (value.isEmpty() || value.length() > 128 || UNFIT_FOR_A_CLIENT_NAME.matcher(value).find()) {
      throw new OptionException(
          "clientName must have from 1 to 128 printable ASCII characters without blanks, as Redis"
              + " requires, but was "
              + TopicText.quote(value));
    }
    return value;
  }

  /** TLS versions, separated by a bar: Java's names or .NET's; {@code None} for the defaults. */
  private static List<String> parseTlsVersions(String text) {
    return Arrays.stream(text.split("\\|", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty() && !name.equalsIgnoreCase("none"))
        .map(RedisSettings::tlsVersion)
        .toList();
  }

  private static String tlsVersion(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "tls12", "tlsv1.2" -> "TLSv1.2";
      case "tls13", "tlsv1.3" -> "TLSv1.3";
      default -> name;
    };
  }

  private static List<String> tlsVersions(List<String> values) {
    for (String value : values) {
      if (!TLS_VERSIONS.contains(value)) {
        throw new OptionException(
            "sslProtocols must be of TLSv1.2 and TLSv1.3 but has "
                + TopicText.quote(value)
                + "; older versions are not safe");
      }
    }
    return List.copyOf(new LinkedHashSet<>(values));
  }

  /** RESP versions as StackExchange.Redis writes them, or by name. */
  private static RespVersion parseProtocol(String text) {
    return switch (text) {
      case "2" -> RespVersion.RESP2;
      case "3" -> RespVersion.RESP3;
      default -> OptionType.oneOf(RespVersion.class).parse(text);
    };
  }
}
