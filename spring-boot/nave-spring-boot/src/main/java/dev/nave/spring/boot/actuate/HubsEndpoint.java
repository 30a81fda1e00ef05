package dev.nave.spring.boot.actuate;

import dev.nave.backplane.Backplane;
import dev.nave.hub.HubInfo;
import dev.nave.hub.HubServer;
import dev.nave.hub.transport.ServerTransport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** Lists the hubs of the server, what clients call on them, and the options in force. */
@Endpoint(id = "hubs")
public final class HubsEndpoint {
  private final HubServer server;
  private final ObjectProvider<ServerTransport> transport;
  private final ObjectProvider<Backplane> backplane;

  HubsEndpoint(
      HubServer server,
      ObjectProvider<ServerTransport> transport,
      ObjectProvider<Backplane> backplane) {
    this.server = server;
    this.transport = transport;
    this.backplane = backplane;
  }

  /**
   * What the server is.
   *
   * @param connections of all hubs on this server
   * @param options in force, {@code name=value, name=value}
   * @param transport the transport's options; secrets are not among them
   * @param backplane what links the servers, with passwords masked
   */
  public record Description(
      String state,
      String nodeId,
      int connections,
      Map<String, String> options,
      String transport,
      String backplane,
      List<HubDescription> hubs) {}

  /** What one hub is. */
  public record HubDescription(
      String name, String path, String type, List<String> methods, Map<String, String> options) {}

  /** Returns all of it. */
  @ReadOperation
  public Description hubs() {
    return new Description(
        server.health().state().name(),
        server.nodeId(),
        server.connections().size(),
        byName(server.options().toString()),
        transport.stream().map(String::valueOf).findFirst().orElse("none"),
        backplane.stream().map(String::valueOf).findFirst().orElse("in memory"),
        server.hubs().stream().map(HubsEndpoint::description).toList());
  }

  private static HubDescription description(HubInfo hub) {
    return new HubDescription(
        hub.name(),
        hub.path(),
        hub.type().getName(),
        hub.methods(),
        byName(hub.options().toString()));
  }

  /** Takes apart what options say of themselves. A value may have commas, but no name and "=". */
  private static Map<String, String> byName(String options) {
    Map<String, String> byName = new LinkedHashMap<>();
    for (String each : options.split(", (?=[a-zA-Z]+=)", -1)) {
      int equals = each.indexOf('=');
      byName.put(each.substring(0, Math.max(0, equals)), each.substring(equals + 1));
    }
    return byName;
  }
}
