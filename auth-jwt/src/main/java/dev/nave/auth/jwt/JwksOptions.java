package dev.nave.auth.jwt;

import com.nimbusds.jose.JWSAlgorithm;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the key set of an issuer is fetched, and for how long it is believed. Immutable. */
public final class JwksOptions {
  private final Builder values;

  private JwksOptions(Builder values) {
    this.values = values;
  }

  static Builder builder() {
    return new Builder();
  }

  /** Returns the algorithms that tokens may be signed with. */
  public Set<String> algorithms() {
    return values.algorithms;
  }

  /** Returns how long a connection to the issuer may take to be made. */
  public Duration connectTimeout() {
    return values.connectTimeout;
  }

  /** Returns how long the issuer may be silent. */
  public Duration readTimeout() {
    return values.readTimeout;
  }

  /** Returns how many bytes a key set may have. */
  public int maxBytes() {
    return values.maxBytes;
  }

  /** Returns how long a key set is believed before it is fetched again. */
  public Duration cacheTime() {
    return values.cacheTime;
  }

  /** Returns in what time the key set is fetched twice at most. */
  public Duration minFetchInterval() {
    return values.minFetchInterval;
  }

  /** Returns for how long an old key set is good enough while the issuer does not answer. */
  public Duration toleratedOutage() {
    return values.toleratedOutage;
  }

  Set<JWSAlgorithm> parsedAlgorithms() {
    return values.algorithms.stream()
        .map(JwtAlgorithms::publicKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    private Set<String> algorithms = Set.of("RS256");
    private Duration connectTimeout = Duration.ofSeconds(2);
    private Duration readTimeout = Duration.ofSeconds(2);
    private int maxBytes = 64 * 1024;
    private Duration cacheTime = Duration.ofMinutes(5);
    private Duration minFetchInterval = Duration.ofSeconds(30);
    private Duration toleratedOutage = Duration.ofHours(4);

    private Builder() {}

    private Builder(Builder from) {
      algorithms = from.algorithms;
      connectTimeout = from.connectTimeout;
      readTimeout = from.readTimeout;
      maxBytes = from.maxBytes;
      cacheTime = from.cacheTime;
      minFetchInterval = from.minFetchInterval;
      toleratedOutage = from.toleratedOutage;
    }

    /**
     * Sets the algorithms that tokens may be signed with: those of public keys only. Default:
     * {@code RS256}.
     */
    public Builder algorithms(String first, String... more) {
      algorithms =
          Stream.concat(Stream.of(first), Arrays.stream(more))
              .peek(JwtAlgorithms::publicKey)
              .collect(Collectors.toUnmodifiableSet());
      return this;
    }

    /** Sets how long a connection to the issuer may take to be made. Default: 2 s; positive. */
    public Builder connectTimeout(Duration value) {
      connectTimeout = positive("connectTimeout", value);
      return this;
    }

    /** Sets how long the issuer may be silent. Default: 2 s; positive. */
    public Builder readTimeout(Duration value) {
      readTimeout = positive("readTimeout", value);
      return this;
    }

    /**
     * Sets how many bytes a key set may have; a larger one is refused. Default: 65,536; positive.
     */
    public Builder maxBytes(int value) {
      if (value <= 0) {
        throw new IllegalArgumentException("maxBytes must be positive but was " + value);
      }
      maxBytes = value;
      return this;
    }

    /**
     * Sets how long a key set is believed before it is fetched again: so long may a withdrawn key
     * still be good. Default: 5 minutes; positive, and longer than {@link #minFetchInterval}.
     */
    public Builder cacheTime(Duration value) {
      cacheTime = positive("cacheTime", value);
      return this;
    }

    /**
     * Sets the time in which the key set is fetched at most twice, however many tokens name unknown
     * keys. Default: 30 s; positive.
     */
    public Builder minFetchInterval(Duration value) {
      minFetchInterval = positive("minFetchInterval", value);
      return this;
    }

    /**
     * Sets for how long an old key set is good enough while the issuer does not answer. Default: 4
     * hours; positive.
     */
    public Builder toleratedOutage(Duration value) {
      toleratedOutage = positive("toleratedOutage", value);
      return this;
    }

    JwksOptions build() {
      if (cacheTime.compareTo(minFetchInterval) <= 0) {
        throw new IllegalArgumentException(
            "cacheTime must be longer than minFetchInterval, but they were "
                + cacheTime
                + " and "
                + minFetchInterval);
      }
      return new JwksOptions(new Builder(this));
    }

    private static Duration positive(String name, Duration value) {
      if (value.toMillis() <= 0 || value.toMillis() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(name + " must be from 1 ms to 24 days but was " + value);
      }
      return value;
    }
  }
}
