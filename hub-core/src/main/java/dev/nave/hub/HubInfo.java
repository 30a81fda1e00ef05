package dev.nave.hub;

import java.util.List;

/**
 * One hub of a server, for those who operate it. Immutable.
 *
 * @param name under which servers know it
 * @param path where clients find it
 * @param type its class, as the application wrote it
 * @param methods what clients can call, by name, in the order of the alphabet
 * @param options in force
 */
public record HubInfo(
    String name,
    String path,
    Class<? extends AbstractHub> type,
    List<String> methods,
    HubOptions options) {
  /** Copies the list. */
  public HubInfo {
    methods = List.copyOf(methods);
  }
}
