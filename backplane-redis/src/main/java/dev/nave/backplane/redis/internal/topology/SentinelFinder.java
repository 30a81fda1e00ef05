package dev.nave.backplane.redis.internal.topology;

import dev.nave.backplane.BackplaneException;
import dev.nave.backplane.Stages;
import dev.nave.backplane.redis.RedisEndpoint;
import dev.nave.backplane.redis.RedisEvent;
import dev.nave.backplane.redis.internal.connect.ConnectionPair;
import dev.nave.backplane.redis.internal.connect.NodeContext;
import dev.nave.backplane.redis.internal.connect.ServerFinder;
import dev.nave.backplane.redis.internal.report.Reporter;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks all Sentinels for the master and believes the majority, so that one Sentinel that is cut off
 * does not keep the backplane at a former master.
 */
final class SentinelFinder implements ServerFinder {
  private final NodeContext context;
  private final List<RedisEndpoint> sentinels;
  private final String serviceName;
  private volatile @Nullable RedisEndpoint lastKnown;

  SentinelFinder(NodeContext context, List<RedisEndpoint> sentinels, String serviceName) {
    this.context = context;
    this.sentinels = sentinels;
    this.serviceName = serviceName;
  }

  @Override
  public RedisEndpoint guess(int attempt) {
    RedisEndpoint known = lastKnown;
    return known != null ? known : sentinels.get(0);
  }

  @Override
  public CompletionStage<RedisEndpoint> find(int attempt) {
    return askAll().thenApply(poll -> choose(attempt, poll));
  }

  /** Without a majority the master of before has one try: a Sentinel that is cut off is behind. */
  private RedisEndpoint choose(int attempt, SentinelPoll.Result poll) {
    RedisEndpoint before = lastKnown;
    RedisEndpoint master =
        before != null && attempt == 1 && !poll.isMajority() ? before : poll.master();
    lastKnown = master;
    if (before != null && !before.equals(master)) {
      tellMoved(before, master);
    }
    return master;
  }

  private void tellMoved(RedisEndpoint before, RedisEndpoint after) {
    String what =
        "the Sentinels name %s as the master of %s instead of %s"
            .formatted(after, serviceName, before);
    context
        .coordinator()
        .execute(() -> context.reporter().event(new RedisEvent.TopologyChanged(what)));
  }

  @Override
  public CompletionStage<Void> check(ConnectionPair pair) {
    return ServerRole.ask(pair.asking().async()).thenAccept(role -> refuseReplica(pair, role));
  }

  private static void refuseReplica(ConnectionPair pair, ServerRole role) {
    if (role == ServerRole.REPLICA) {
      throw new BackplaneException(
          pair.endpoint() + " is a replica, though the Sentinels name it as the master",
          null,
          true);
    }
  }

  /** The Sentinels know of another master, or the server itself knows that it is none any more. */
  @Override
  public CompletionStage<Void> checkStill(ConnectionPair pair) {
    return askAll()
        .thenAccept(poll -> refuseFormer(pair, poll))
        .exceptionally(SentinelFinder::unlessWrong)
        .thenCompose(still -> check(pair))
        .exceptionally(SentinelFinder::unlessWrong);
  }

  private void refuseFormer(ConnectionPair pair, SentinelPoll.Result poll) {
    if (poll.isMajority() && !poll.master().equals(pair.endpoint())) {
      throw new BackplaneException(
          "the master of " + serviceName + " is " + poll.master() + " by now", null, true);
    }
  }

  /** Where no answer comes, nothing speaks against the pair. */
  private static @Nullable Void unlessWrong(Throwable failure) {
    if (Stages.unwrap(failure) instanceof BackplaneException wrong) {
      throw wrong;
    }
    return null;
  }

  /** Done as soon as more than half agree, or all have answered. */
  private CompletionStage<SentinelPoll.Result> askAll() {
    SentinelPoll poll = new SentinelPoll(sentinels.size());
    for (RedisEndpoint sentinel : sentinels) {
      var unusedStage =
          context
              .connector()
              .askSentinel(sentinel, serviceName)
              .whenComplete(
                  (master, failure) -> {
                    if (failure != null) {
                      context
                          .reporter()
                          .line("Sentinel " + sentinel + ": " + Reporter.reason(failure));
                    }
                    poll.answer(master, failure);
                  });
    }
    return poll.result();
  }
}
