package dev.nave.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Settings of one mapped hub. Not thread-safe; used while {@link HubServer.Builder#hub} runs. */
public final class HubSettings {
  private String name;
  private final HubOptions.Builder options;
  private final List<HubFilter> filters = new ArrayList<>();

  HubSettings(String name, HubOptions.Builder options) {
    this.name = name;
    this.options = options;
  }

  /**
   * Sets the name under which servers of one application know the hub. Default: the simple name of
   * its class. A farm with ASP.NET Core servers needs the full name of the .NET class.
   *
   * @throws IllegalArgumentException if the name is empty or contains a colon
   */
  public HubSettings name(String value) {
    if (value.isEmpty() || value.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "a hub's name is not empty and contains no \":\", but was \"" + value + "\"");
    }
    name = value;
    return this;
  }

  /**
   * Adds a filter around the calls of this hub, inside those that were added before and those of
   * {@link HubServer.Builder#filter}.
   */
  public HubSettings filter(HubFilter value) {
    filters.add(value);
    return this;
  }

  /** Changes the server's default options for this hub. */
  public HubSettings options(Consumer<HubOptions.Builder> settings) {
    settings.accept(options);
    return this;
  }

  String name() {
    return name;
  }

  /** Returns those of the server and then the hub's own: the outermost first. */
  List<HubFilter> filters(List<HubFilter> ofServer) {
    return Stream.concat(ofServer.stream(), filters.stream()).toList();
  }

  HubOptions buildOptions() {
    return options.build();
  }
}
