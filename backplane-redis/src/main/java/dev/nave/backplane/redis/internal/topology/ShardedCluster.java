package dev.nave.backplane.redis.internal.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nave.backplane.BackplaneException;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.redis.RedisEndpoint;
import dev.nave.backplane.redis.RedisEvent;
import dev.nave.backplane.redis.internal.connect.NodeContext;
import dev.nave.backplane.redis.internal.connect.ReconnectingPair;
import dev.nave.backplane.redis.internal.connect.ServerFinder;
import dev.nave.backplane.redis.internal.lettuce.PubSubKind;
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
 * Sharded pub/sub on a cluster: each master carries the topics whose slots it has, over a pair of
 * connections of its own. When slots move, their topics follow. A channel prefix with a hash tag
 * puts all topics into one slot, so that the other masters are not needed.
 *
 * <p><b>Threading.</b> Coordinator only, but for {@link #carrierOf} and {@link #moved}.
 */
final class ShardedCluster implements Topology {
  private static final Duration INCOMPLETE_RETRY = Duration.ofSeconds(1);

  private final NodeContext context;
  private final ReconnectingPair.Observer observer;
  private final Runnable changed;
  private final SlotWatch watch;

  /** The slots that channels with the prefix can have. */
  private final Set<Integer> needed;

  private final Map<RedisEndpoint, ReconnectingPair> carriers = new LinkedHashMap<>();
  private volatile @Nullable ReconnectingPair[] bySlot =
      new @Nullable ReconnectingPair[SlotHash.SLOT_COUNT];
  private boolean complete;

  /**
   * Creates the topology.
   *
   * @param changed told after the slots were looked at
   */
  ShardedCluster(NodeContext context, ReconnectingPair.Observer observer, Runnable changed) {
    this.context = context;
    this.observer = observer;
    this.changed = changed;
    this.needed = slotsOf(context.options().channelPrefix());
    this.watch =
        new SlotWatch(
            context,
            new ClusterView(context),
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
    @Nullable ReconnectingPair[] slots = new @Nullable ReconnectingPair[SlotHash.SLOT_COUNT];
    Map<RedisEndpoint, ReconnectingPair> before = new HashMap<>(carriers);
    List<ReconnectingPair> added = new ArrayList<>();
    for (ClusterView.Member member : members) {
      List<Integer> carried = member.slots().stream().filter(needed::contains).toList();
      if (!carried.isEmpty()) {
        before.remove(member.endpoint());
        ReconnectingPair carrier = carriers.get(member.endpoint());
        if (carrier == null) {
          carrier = newCarrier(member.endpoint());
          carriers.put(member.endpoint(), carrier);
          added.add(carrier);
        }
        for (int slot : carried) {
          slots[slot] = carrier;
        }
      }
    }
    complete = needed.stream().allMatch(slot -> slots[slot] != null);
    boolean same = Arrays.equals(slots, bySlot);
    bySlot = slots;
    before.forEach(this::retire);
    added.forEach(ReconnectingPair::start);
    if (!same) {
      context.table().forEach(this::reroute);
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
                carriers.size(),
                needed.size() == 1 ? "the one slot of the channel prefix" : "slots",
                added);
    context
        .reporter()
        .event(
            new RedisEvent.TopologyChanged(
                gone.isEmpty() ? what : what + "; without slots now: " + gone));
  }

  private void retire(RedisEndpoint endpoint, ReconnectingPair carrier) {
    carriers.remove(endpoint);
    carrier.retire(
        RefusalReason.UNAVAILABLE,
        new BackplaneException(endpoint + " has no slots any more", null, true));
  }

  private void reroute(Subscription subscription) {
    ReconnectingPair carrier = carrierOf(subscription.channel());
    subscription.move(carrier == null ? null : carrier.subscriber());
  }

  private ReconnectingPair newCarrier(RedisEndpoint endpoint) {
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
    return new ReconnectingPair(
        context,
        finder,
        carrier -> new PubSubKind(true, true, probeChannel(endpoint, carrier)),
        (carrier, subscription) -> carrierOf(subscription.channel()) == carrier,
        observer);
  }

  /** Any thread. Returns a channel in one of the server's slots, by a hash tag that leads there. */
  private String probeChannel(RedisEndpoint endpoint, ReconnectingPair carrier) {
    String name = context.probeChannel() + ":";
    for (int tag = 0; tag < 100 * SlotHash.SLOT_COUNT; tag++) {
      String channel = name + "{" + tag + "}";
      if (carrierOf(channel.getBytes(UTF_8)) == carrier) {
        return channel;
      }
    }
    throw new BackplaneException(endpoint + " has no slots any more", null, true);
  }

  @Override
  public @Nullable ReconnectingPair carrierOf(byte[] channel) {
    return bySlot[SlotHash.getSlot(channel)];
  }

  @Override
  public boolean isUp() {
    return complete && carriers.values().stream().allMatch(ReconnectingPair::isUp);
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
    carriers.values().forEach(carrier -> carrier.retire(reason, cause));
  }
}
