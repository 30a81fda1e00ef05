package dev.nave.backplane.directory;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * <p>What is in the list from the first page to the last is on exactly one of them. What comes or
 * goes meanwhile is on one or on none.
 *
 * @param items what is on this page; may be none although more pages follow
 * @param next where the next page begins, to be passed as it is; null on the last page
 */
public record Page<T>(List<T> items, @Nullable String next) {
  /** Copies the list. */
  public Page {
    items = List.copyOf(Objects.requireNonNull(items, "items"));
  }
}
