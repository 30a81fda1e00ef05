package dev.nave.hub;

import dev.nave.backplane.RefusalReason;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What became of the messages of a hub, or of all hubs of a server, since it was built. Immutable.
 *
 * <p>The unit is a <em>publication</em>: one message published on one topic of the backplane. A
 * send to three groups is three of them; one to a connection of this very server is none.
 *
 * <p><b>Where it was sent</b>, each publication is settled once, when its future ends:
 *
 * <pre>{@code published = delivered + refused + unknown + those not settled yet}</pre>
 *
 * <p><b>Where it was wanted</b>, it is counted once per server, however many connections have it
 * there, the sending server included (but with {@link LocalDelivery#IMMEDIATE}). If {@code N}
 * servers want a topic throughout, these sums over all servers are equal once two announcements
 * have passed:
 *
 * <pre>{@code received + lost = N * (delivered + unknown)}</pre>
 *
 * <p>A publication of unknown outcome that never got through is lost by all {@code N}, because a
 * receiver cannot tell it from one that it missed. One that had not even been encoded when its
 * outcome became unknown is left out. Publications from servers that do not number them, such as
 * ASP.NET Core, are received or not seen at all; the losses of more servers and topics than the
 * bounds allow are not seen either. What single connections miss is {@code dropped}, outside of the
 * equations.
 *
 * @param published publications of this server
 * @param delivered of those, how many the backplane accepted
 * @param refused of those, how many certainly reach no other server, by reason
 * @param unknown of those, how many may or may not have gone out
 * @param received publications of all servers that arrived
 * @param untracked of those, how many told nothing about losses: they bear no number, or one that
 *     does not fit to what its server announced
 * @param lostByOrigin publications of all servers that this server wanted and that will not arrive,
 *     by the {@linkplain HubServer#nodeId() id} of the server that sent them; of servers that have
 *     been silent for long, under the empty string
 * @param duplicates publications that came twice, or after they had been counted as lost, and were
 *     not delivered
 * @param undecodable messages of other servers that could not be decoded
 * @param dropped messages that did not reach single connections, by reason
 * @param droppedInvocations invocations of clients that were received and never begun, because
 *     their connections were cut, or ended and took longer than {@link
 *     HubOptions#finalMessagesTimeout}, or came while the server stopped
 */
public record HubCounters(
    long published,
    long delivered,
    Map<RefusalReason, Long> refused,
    long unknown,
    long received,
    long untracked,
    Map<String, Long> lostByOrigin,
    long duplicates,
    long undecodable,
    Map<DropReason, Long> dropped,
    long droppedInvocations) {

  /** Copies the maps. */
  public HubCounters {
    refused = Map.copyOf(refused);
    lostByOrigin = Map.copyOf(lostByOrigin);
    dropped = Map.copyOf(dropped);
  }

  /** Returns how many publications were refused for any reason. */
  public long refusedTotal() {
    return sum(refused);
  }

  /** Returns how many publications of any server were lost here. */
  public long lost() {
    return sum(lostByOrigin);
  }

  /** Returns how many messages were dropped for any reason. */
  public long droppedTotal() {
    return sum(dropped);
  }

  /** Returns the sums of these counters and others: of several hubs, or of several servers. */
  public HubCounters plus(HubCounters other) {
    return new HubCounters(
        published + other.published,
        delivered + other.delivered,
        merged(refused, other.refused, new EnumMap<>(RefusalReason.class)),
        unknown + other.unknown,
        received + other.received,
        untracked + other.untracked,
        merged(lostByOrigin, other.lostByOrigin, new HashMap<>()),
        duplicates + other.duplicates,
        undecodable + other.undecodable,
        merged(dropped, other.dropped, new EnumMap<>(DropReason.class)),
        droppedInvocations + other.droppedInvocations);
  }

  private static <K> Map<K, Long> merged(Map<K, Long> one, Map<K, Long> two, Map<K, Long> into) {
    into.putAll(one);
    two.forEach((key, count) -> into.merge(key, count, Long::sum));
    return into;
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
