package dev.nave.conformance;

import static dev.nave.conformance.ServerPair.Kind.OURS;
import static dev.nave.conformance.ServerPair.Kind.REFERENCE;

import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.conformance.differential.Campaign;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What programs are played on: our server and the reference, and farms of two over one Redis. They
 * run until all programs are played.
 */
final class DifferentialServers implements AutoCloseable {
  private final ServerProcess ours;
  private final ServerProcess reference;
  private final RedisServer redis = RedisServer.started();
  private final ServerPair ourFarm;
  private final ServerPair mixedFarm;
  private final ServerPair referenceFarm;

  DifferentialServers(Path logs) throws IOException {
    ours = ServerProcess.start(logs.resolve("ours.log"));
    reference = ServerProcess.startReference(logs.resolve("reference.log"));
    ourFarm = farm(OURS, OURS);
    mixedFarm = farm(OURS, REFERENCE);
    referenceFarm = farm(REFERENCE, REFERENCE);
  }

  /** Without pipelined sends, by which answers leave in another order than the reference's. */
  private ServerPair farm(ServerPair.Kind first, ServerPair.Kind second) throws IOException {
    String prefix = "differential-" + ServerPair.title(first, second).replace(", ", "-") + ":";
    return new ServerPair(first, second, redis, prefix, "--pipelined-sends", "0");
  }

  /** Returns a campaign on one server of each kind. */
  Campaign alone() {
    return new Campaign(
        List.of("http://" + ours.address()), List.of("http://" + reference.address()));
  }

  /** Returns a campaign on two farms, each of one kind. */
  Campaign farms() {
    return new Campaign(ourFarm.urls(), referenceFarm.urls());
  }

  /** Returns a campaign in which the reference is also the second server of our farm. */
  Campaign mixedFarm() {
    return new Campaign(mixedFarm.urls(), referenceFarm.urls());
  }

  @Override
  public void close() {
    List.of(ourFarm, mixedFarm, referenceFarm).forEach(ServerPair::close);
    ours.close();
    reference.close();
    redis.close();
  }
}
