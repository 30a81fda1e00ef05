package dev.nave.backplane.redis;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What happened between the backplane and Redis. */
public sealed interface RedisEvent {
  /**
   * An attempt to connect is about to be made, after a delay.
   *
   * @param number of the attempt in this outage, from 1
   * @param delay until it is made
   * @param policy what chose the delay
   * @param endpoint what is connected to
   * @param cause why the connection was lost or the last attempt failed; null at the start
   */
  record Attempt(
      int number, Duration delay, String policy, RedisEndpoint endpoint, @Nullable Throwable cause)
      implements RedisEvent {
    /** Checks the components. */
    public Attempt {
      Objects.requireNonNull(delay, "delay");
      Objects.requireNonNull(policy, "policy");
      Objects.requireNonNull(endpoint, "endpoint");
    }
  }

  /**
   * The pair of connections is up for the first time.
   *
   * @param endpoint what was connected to
   * @param took the time since the start
   */
  record Connected(RedisEndpoint endpoint, Duration took) implements RedisEvent {
    /** Checks the components. */
    public Connected {
      Objects.requireNonNull(endpoint, "endpoint");
      Objects.requireNonNull(took, "took");
    }
  }

  /**
   * A connection broke or could not be made.
   *
   * @param endpoint what it led to
   * @param role which of the two it is
   * @param cause why
   */
  record Failed(RedisEndpoint endpoint, ConnectionRole role, Throwable cause)
      implements RedisEvent {
    /** Checks the components. */
    public Failed {
      Objects.requireNonNull(endpoint, "endpoint");
      Objects.requireNonNull(role, "role");
      Objects.requireNonNull(cause, "cause");
    }
  }

  /**
   * The pair of connections is up again. What this server missed meanwhile is counted by the hub
   * server; the backplane cannot know it.
   *
   * @param endpoint what was connected to
   * @param outage the time since the connection was lost
   * @param refused number of publications of this server that were refused meanwhile
   * @param unknown number of those whose outcome is unknown
   */
  record Restored(RedisEndpoint endpoint, Duration outage, long refused, long unknown)
      implements RedisEvent {
    /** Checks the components. */
    public Restored {
      Objects.requireNonNull(endpoint, "endpoint");
      Objects.requireNonNull(outage, "outage");
    }
  }

  /**
   * Redis refused a subscription, for a missing permission for example. It is tried again; told
   * once, until Redis takes the topic.
   *
   * @param topic holds names that a client may have chosen
   * @param cause what Redis said
   */
  record SubscriptionRefused(String topic, Throwable cause) implements RedisEvent {
    /** Checks the components. */
    public SubscriptionRefused {
      Objects.requireNonNull(topic, "topic");
      Objects.requireNonNull(cause, "cause");
    }
  }

  /**
   * Sentinel has another master, or the cluster other nodes or slots.
   *
   * @param description what changed, for people
   */
  record TopologyChanged(String description) implements RedisEvent {
    /** Checks the component. */
    public TopologyChanged {
      Objects.requireNonNull(description, "description");
    }
  }
}
