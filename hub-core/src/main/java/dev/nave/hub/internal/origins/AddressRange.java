package dev.nave.hub.internal.origins;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An address, or all that begin with the same bits. Immutable; any thread. */
public final class AddressRange {
  private static final Pattern IPV4 =
      Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})");

  /** {@link InetAddress} takes such a text for an address or for nothing, never for a name. */
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]+:[0-9A-Fa-f:.]*");

  private static final int LONGEST = 45;

  private final byte[] address;
  private final int bits;

  private AddressRange(byte[] address, int bits) {
    this.address = address;
    this.bits = bits;
  }

  /**
   * Reads an address, or a network as {@code 10.0.0.0/8}.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
    int bits = address == null ? -1 : address.getAddress().length * 8;
    if (address != null && slash >= 0) {
      String length = text.substring(slash + 1);
      bits =
          length.matches("[0-9]{1,3}") && Integer.parseInt(length) <= bits
              ? Integer.parseInt(length)
              : -1;
    }
    if (address == null || bits < 0) {
      throw new IllegalArgumentException(
          "trustedProxies takes addresses and networks such as 10.0.0.0/8 but got \""
              + text
              + "\"");
    }
    return new AddressRange(address.getAddress(), bits);
  }

  /** Returns whether an address is in the network. */
  public boolean contains(InetAddress other) {
    byte[] bytes = other.getAddress();
    if (bytes.length != address.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit += 8) {
      int mask = bits - bit >= 8 ? 0xFF : 0xFF00 >> (bits - bit) & 0xFF;
      if (((bytes[bit / 8] ^ address[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Reads an address, without a port and without brackets; null if the text is none. */
  public static @Nullable InetAddress address(String text) {
    if (text.length() > LONGEST) {
      return null;
    }
    try {
      Matcher parts = IPV4.matcher(text);
      if (parts.matches()) {
        byte[] bytes = new byte[4];
        for (int i = 0; i < bytes.length; i++) {
          int part = Integer.parseInt(parts.group(i + 1));
          if (part > 255) {
            return null;
          }
          bytes[i] = (byte) part;
        }
        return InetAddress.getByAddress(bytes);
      }
      return IPV6.matcher(text).matches() ? InetAddress.getByName(text) : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
