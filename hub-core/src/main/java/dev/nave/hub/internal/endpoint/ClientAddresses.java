package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.internal.origins.AddressRange;
import dev.nave.hub.transport.ClientAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the address of the client that sent a request, behind the proxies that the application
 * trusts. Immutable; any thread.
 *
 * <p>Only a request that comes from a trusted proxy is asked for where it came from. The hops in
 * its header are read from the right, as each proxy adds the address that it saw: the first one
 * that is no trusted proxy is the client, whatever that has written left of it. Where a hop is no
 * address, all clients behind the proxy that wrote it count as that proxy. Source: RFC 7239,
 * sections 4, 5.2 and 6.
 */
public final class ClientAddresses {
  /** Every request comes from the client itself. */
  public static final ClientAddresses DIRECT = new ClientAddresses(Set.of(), "X-Forwarded-For");

  /** Chains of proxies are shorter; a client may write a longer one. */
  private static final int MOST_HOPS = 32;

  private final List<AddressRange> trusted;
  private final String header;

  /**
   * Creates a finder.
   *
   * @param trustedProxies addresses and networks, for example {@code 10.0.0.0/8}
   * @param header which the trusted proxies set: {@code X-Forwarded-For} or {@code Forwarded}
   * @throws IllegalArgumentException if one is neither address nor network
   */
  public ClientAddresses(Set<String> trustedProxies, String header) {
    this.trusted = trustedProxies.stream().map(AddressRange::parse).toList();
    this.header = header;
  }

  /** Returns the address of the client, as bounds count it. */
  public ClientAddress of(HttpRequest request) {
    InetAddress sender =
        request.remoteAddress().orElse(null) instanceof InetSocketAddress internet
            ? internet.getAddress()
            : null;
    if (sender == null) {
      return ClientAddress.UNKNOWN;
    }
    InetAddress client = sender;
    if (isTrusted(sender)) {
      List<String> hops = hops(request);
      int last = Math.max(0, hops.size() - MOST_HOPS);
      for (int i = hops.size() - 1; i >= last && isTrusted(client); i--) {
        InetAddress hop = AddressRange.address(hops.get(i));
        if (hop == null) {
          break;
        }
        client = hop;
      }
    }
    return ClientAddress.of(client);
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }

  private List<String> hops(HttpRequest request) {
    List<String> hops = new ArrayList<>();
    for (String line : request.headers().getOrDefault(header, List.of())) {
      for (String element : line.split(",", -1)) {
        hops.add(bare(header.equalsIgnoreCase("forwarded") ? sender(element) : element.strip()));
      }
    }
    return hops;
  }

  /** Returns the value of {@code for} in an element of Forwarded; empty if there is none. */
  private static String sender(String element) {
    for (String pair : element.split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals("for")) {
        String value = pair.substring(equals + 1).strip();
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
      }
    }
    return "";
  }

  /** Returns an address without brackets and port. */
  private static String bare(String hop) {
    if (hop.startsWith("[")) {
      int end = hop.indexOf(']');
      return end < 0 ? "" : hop.substring(1, end);
    }
    int colon = hop.indexOf(':');
    return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
  }
}
