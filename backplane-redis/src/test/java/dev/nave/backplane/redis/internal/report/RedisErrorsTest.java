package dev.nave.backplane.redis.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.RefusalReason;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisErrorsTest {
  private static Throwable whileConnecting(Throwable cause) {
    return new CompletionException(new RedisConnectionException("Unable to connect", cause));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WRONGPASS invalid username-password pair or user is disabled.",
        "NOAUTH Authentication required.",
        "NOPERM this user has no permissions to run the 'subscribe' command",
        "DENIED Redis is running in protected mode",
        "ERR invalid password",
        "ERR AUTH <password> called without any password configured for the default user."
      })
  void doesNotExpectAPersonsMistakeToPass(String error) {
    assertThat(RedisErrors.isTransient(whileConnecting(new RedisCommandExecutionException(error))))
        .isFalse();
  }

  @Test
  void doesNotExpectAWrongCertificateToPass() {
    SSLHandshakeException handshake = new SSLHandshakeException("PKIX path validation failed");
    handshake.initCause(new CertificateExpiredException("expired"));

    assertThat(RedisErrors.isTransient(whileConnecting(handshake))).isFalse();
  }

  @Test
  void expectsEverythingElseToPass() {
    assertThat(RedisErrors.isTransient(whileConnecting(new ConnectException("refused")))).isTrue();
    assertThat(RedisErrors.isTransient(whileConnecting(new UnknownHostException("redis"))))
        .isTrue();
    assertThat(
            RedisErrors.isTransient(
                whileConnecting(new RedisCommandExecutionException("LOADING Redis is loading"))))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MOVED 3999 127.0.0.1:6381",
        "CLUSTERDOWN Hash slot not served",
        "LOADING Redis is loading the dataset in memory",
        "MASTERDOWN Link with MASTER is down"
      })
  void takesAServerThatCannotNowForUnavailable(String error) {
    assertThat(RedisErrors.reason(error)).isEqualTo(RefusalReason.UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "READONLY You can't write against a read only replica.",
        "READONLY You can't write against a read only replica. script: 2fa2, on @user_script:79.",
        "ERR Error running script (call to f_2fa2): @user_script:79: @user_script: 79: -READONLY You"
            + " can't write against a read only replica.",
        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'."
      })
  void knowsAServerThatIsNoMasterAnyMore(String error) {
    assertThat(RedisErrors.isDemoted(error)).isTrue();
    assertThat(RedisErrors.reason(error)).isEqualTo(RefusalReason.UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ERR Error running script (call to f_2fa2): @user_script:79: attempt to call a nil value",
        "ERR Error running script",
        "ERR -READONLY",
        "LOADING Redis is loading the dataset in memory"
      })
  void takesNoOtherErrorForThat(String error) {
    assertThat(RedisErrors.isDemoted(error)).isFalse();
  }

  @Test
  void takesEveryOtherErrorForARejection() {
    assertThat(RedisErrors.reason("NOPERM this user has no permissions to access the channel"))
        .isEqualTo(RefusalReason.REJECTED);
    assertThat(RedisErrors.reason("ERR")).isEqualTo(RefusalReason.REJECTED);
  }

  @Test
  void knowsASlotThatIsElsewhere() {
    assertThat(RedisErrors.isMoved("MOVED 3999 127.0.0.1:6381")).isTrue();
    assertThat(RedisErrors.isMoved(new RedisCommandExecutionException("MOVED 1 a:1"))).isTrue();
    assertThat(RedisErrors.isMoved(new ConnectException("MOVED 1 a:1"))).isFalse();
  }
}
