package dev.nave.backplane.directory;

import dev.nave.backplane.TopicText;
import java.util.Objects;

/**
 * What members are entered under.
 *
 * @param space names keys that are listed and counted together, such as all groups of one hub
 * @param name the key's name within its space; may be empty
 */
public record DirectoryKey(String space, String name) {
  /** Checks the components. */
  public DirectoryKey {
    Objects.requireNonNull(space, "space");
    Objects.requireNonNull(name, "name");
  }

  /** Returns space and name in quotes, fit for a log line. */
  @Override
  public String toString() {
    return TopicText.quote(space) + " " + TopicText.quote(name);
  }
}
