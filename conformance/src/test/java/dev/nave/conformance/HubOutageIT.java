package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.conformance.Call.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients of two servers see when Redis itself fails. Needs redis-server. */
class HubOutageIT {
  /** How many calls are made while something is broken: a hundred a second. */
  private static final int FAULT = 400;

  private FaultyFarm farm;

  @BeforeEach
  void begin() throws Exception {
    farm = new FaultyFarm();
  }

  @AfterEach
  void end() {
    farm.close();
  }

  @Test
  void redisIsKilledAndStarted() throws Exception {
    farm.redis().kill();
    farm.keepOn(FAULT);
    farm.redis().start();

    LoadReport report = farm.endAndCheck();
    assertThat(report.count(0, Outcome.REFUSED)).isPositive();
    assertThat(report.count(1, Outcome.REFUSED)).isPositive();
  }

  @Test
  void redisIsFrozen() throws Exception {
    farm.redis().freeze();
    farm.keepOn(FAULT);
    farm.redis().thaw();

    LoadReport report = farm.endAndCheck();
    assertThat(report.count(0, Outcome.REFUSED)).isPositive();
    assertThat(report.count(0, Outcome.UNKNOWN)).isPositive();
  }

  @Test
  void redisDropsItsClients() throws Exception {
    for (String kind : new String[] {"normal", "pubsub"}) {
      farm.redis().command("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes");
    }

    farm.endAndCheck();
  }

  @Test
  void redisDropsItsSubscribersOnly() throws Exception {
    farm.redis().command("CLIENT", "KILL", "TYPE", "pubsub");

    farm.endAndCheck();
  }
}
