package dev.nave.hub;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.concurrent.CompletableFuture;

/**
 * Groups, seen from a connection that called a hub method. What is begun here is awaited before the
 * invocation ends, so the futures may be ignored. A future fails with what {@link HubGroups} names.
 */
public interface HubCallerGroups extends HubGroups {
  /** Puts the calling connection into a group. */
  @CanIgnoreReturnValue
  CompletableFuture<Void> add(String group);

  /** Puts the calling connection into a group, with a value; see {@link HubGroups#addWithValue}. */
  @CanIgnoreReturnValue
  CompletableFuture<Void> addWithValue(String group, String value);

  /** Takes the calling connection out of a group. */
  @CanIgnoreReturnValue
  CompletableFuture<Void> remove(String group);
}
