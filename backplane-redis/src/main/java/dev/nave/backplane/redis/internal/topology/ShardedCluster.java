package dev.nave.backplane.redis.internal.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nave.backplane.BackplaneException;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.redis.RedisEndpoint;
import dev.nave.backplane.redis.RedisEvent;
import dev.nave.backplane.redis.internal.connect.NodeParts;
import dev.nave.backplane.redis.internal.connect.Probes;
import dev.nave.backplane.redis.internal.connect.ServerFinder;
import dev.nave.backplane.redis.internal.connect.Uplink;
import dev.nave.backplane.redis.internal.lettuce.LinkKind;
import dev.nave.backplane.redis.internal.subscribe.Subscription;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sharded pub/sub on a cluster: each master carries the topics whose slots it has, over a link of
 * its own. When slots move, their topics follow. A channel prefix with a hash tag puts all topics
 * into one slot, so that the other masters are not needed.
 *
 * <p><b>Threading.</b> Coordinator only, but for {@link #uplinkOf} and {@link #moved}.
 */
final class ShardedCluster implements Topology {
  private static final Duration INCOMPLETE_RETRY = Duration.ofSeconds(1);

  private final NodeParts parts;
  private final Uplink.Observer observer;
  private final Runnable changed;
  private final SlotWatch watch;

  /** The slots that channels with the prefix can have. */
  private final Set<Integer> needed;

  private final Map<RedisEndpoint, Uplink> uplinks = new LinkedHashMap<>();
  private volatile @Nullable Uplink[] bySlot = new @Nullable Uplink[SlotHash.SLOT_COUNT];
  private boolean complete;

  /**
   * Creates the topology.
   *
   * @param changed told after the slots were looked at
   */
  ShardedCluster(NodeParts parts, Uplink.Observer observer, Runnable changed) {
    this.parts = parts;
    this.observer = observer;
    this.changed = changed;
    this.needed = slotsOf(parts.options().channelPrefix());
    this.watch =
        new SlotWatch(
            parts,
            new ClusterView(parts),
            new SlotWatch.Observer() {
              @Override
              public void seen(List<ClusterView.Member> members) {
                apply(members);
              }

              @Override
              public boolean attemptFailed(int attempt, Throwable cause) {
                return observer.attemptFailed(attempt, cause);
              }
            });
  }

  /** Source: Redis Cluster Specification, "Hash tags"; the first one counts, if it is not empty. */
  private static Set<Integer> slotsOf(String prefix) {
    int open = prefix.indexOf('{');
    int close = open < 0 ? -1 : prefix.indexOf('}', open);
    return close > open + 1
        ? Set.of(SlotHash.getSlot(prefix.getBytes(UTF_8)))
        : IntStream.range(0, SlotHash.SLOT_COUNT).boxed().collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void start() {
    watch.start();
  }

  private void apply(List<ClusterView.Member> members) {
    @Nullable Uplink[] slots = new @Nullable Uplink[SlotHash.SLOT_COUNT];
    Map<RedisEndpoint, Uplink> before = new HashMap<>(uplinks);
    List<Uplink> added = new ArrayList<>();
    for (ClusterView.Member member : members) {
      List<Integer> carried = member.slots().stream().filter(needed::contains).toList();
      if (!carried.isEmpty()) {
        before.remove(member.endpoint());
        Uplink uplink = uplinks.get(member.endpoint());
        if (uplink == null) {
          uplink = newUplink(member.endpoint());
          uplinks.put(member.endpoint(), uplink);
          added.add(uplink);
        }
        for (int slot : carried) {
          slots[slot] = uplink;
        }
      }
    }
    complete = needed.stream().allMatch(slot -> slots[slot] != null);
    boolean same = Arrays.equals(slots, bySlot);
    bySlot = slots;
    before.forEach(this::retire);
    added.forEach(Uplink::start);
    if (!same) {
      parts.table().forEach(this::reroute);
    }
    if (!added.isEmpty() || !before.isEmpty()) {
      tell(added.size(), before.keySet());
    }
    changed.run();
    if (!complete) {
      watch.within(INCOMPLETE_RETRY);
    }
  }

  private void tell(int added, Collection<RedisEndpoint> gone) {
    String what =
        "the cluster has %s masters with %s, %s of them new"
            .formatted(
                uplinks.size(),
                needed.size() == 1 ? "the one slot of the channel prefix" : "slots",
                added);
    parts
        .reporter()
        .event(
            new RedisEvent.TopologyChanged(
                gone.isEmpty() ? what : what + "; without slots now: " + gone));
  }

  private void retire(RedisEndpoint endpoint, Uplink uplink) {
    uplinks.remove(endpoint);
    uplink.retire(
        RefusalReason.UNAVAILABLE,
        new BackplaneException(endpoint + " has no slots any more", null, true));
  }

  private void reroute(Subscription subscription) {
    Uplink uplink = uplinkOf(subscription.channel());
    subscription.move(uplink == null ? null : uplink.subscriber());
  }

  private Uplink newUplink(RedisEndpoint endpoint) {
    ServerFinder finder =
        new ServerFinder() {
          @Override
          public RedisEndpoint guess(int attempt) {
            return endpoint;
          }

          @Override
          public CompletionStage<RedisEndpoint> find(int attempt) {
            return CompletableFuture.completedStage(endpoint);
          }
        };
    return new Uplink(
        parts,
        finder,
        carrier -> new LinkKind(true, true, probeChannel(endpoint, carrier)),
        (carrier, subscription) -> uplinkOf(subscription.channel()) == carrier,
        observer);
  }

  /** Any thread. Returns a channel in one of the server's slots, by a hash tag that leads there. */
  private String probeChannel(RedisEndpoint endpoint, Uplink carrier) {
    String name = Probes.channel(parts) + ":";
    for (int tag = 0; tag < 100 * SlotHash.SLOT_COUNT; tag++) {
      String channel = name + "{" + tag + "}";
      if (uplinkOf(channel.getBytes(UTF_8)) == carrier) {
        return channel;
      }
    }
    throw new BackplaneException(endpoint + " has no slots any more", null, true);
  }

  @Override
  public @Nullable Uplink uplinkOf(byte[] channel) {
    return bySlot[SlotHash.getSlot(channel)];
  }

  @Override
  public boolean isUp() {
    return complete && uplinks.values().stream().allMatch(Uplink::isUp);
  }

  @Override
  public void check() {
    watch.within(Duration.ZERO);
  }

  @Override
  public void moved() {
    watch.soon();
  }

  @Override
  public void close(RefusalReason reason, Throwable cause) {
    watch.close();
    uplinks.values().forEach(uplink -> uplink.retire(reason, cause));
  }
}
