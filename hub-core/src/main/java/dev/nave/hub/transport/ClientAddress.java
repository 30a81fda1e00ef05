package dev.nave.hub.transport;

import dev.nave.hub.internal.origins.AddressRange;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An address as bounds per address count it: one of IPv4, or a network of IPv6 with a prefix of 64
 * bits, since one client has all the addresses of such a network. Immutable; any thread.
 *
 * @param network the address of IPv4, or the first 64 bits of one of IPv6
 * @param isIpv6 which of both
 */
public record ClientAddress(long network, boolean isIpv6) {
  /** Of a client that has no address of the internet. */
  public static final ClientAddress UNKNOWN = new ClientAddress(-1, false);

  /** Returns that of a socket. */
  public static ClientAddress of(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress internet && internet.getAddress() != null
        ? of(internet.getAddress())
        : UNKNOWN;
  }

  /** Returns that of an address; one of IPv4 inside IPv6 is one of IPv4 in Java. */
  public static ClientAddress of(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet6Address
        ? new ClientAddress(bytes.getLong(), true)
        : new ClientAddress(Integer.toUnsignedLong(bytes.getInt()), false);
  }

  /**
   * Reads an address as servers and proxies write it: of IPv6 with or without brackets and the name
   * of a network interface, which means nothing elsewhere.
   *
   * @return null if the text is none; a name is never looked up
   */
  public static @Nullable InetAddress read(String text) {
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    int zone = bare.indexOf('%');
    return AddressRange.address(zone < 0 ? bare : bare.substring(0, zone));
  }

  /** Returns the address, or the network as {@code 2001:db8:1:2::/64}. */
  @Override
  public String toString() {
    if (equals(UNKNOWN)) {
      return "an unknown address";
    }
    return isIpv6
        ? String.format(
            Locale.ROOT,
            "%x:%x:%x:%x::/64",
            network >>> 48,
            network >>> 32 & 0xFFFF,
            network >>> 16 & 0xFFFF,
            network & 0xFFFF)
        : String.format(
            Locale.ROOT,
            "%d.%d.%d.%d",
            network >>> 24,
            network >>> 16 & 0xFF,
            network >>> 8 & 0xFF,
            network & 0xFF);
  }
}
