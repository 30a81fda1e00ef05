package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.conformance.Call.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What clients of two servers see when one of the two loses its way to Redis. It is the second one;
 * both send, so it is the cut-off receiver of the first one's messages, and the cut-off sender of
 * its own. Needs redis-server.
 */
class HubCutOffIT {
  /** How many calls are made while something is broken: a hundred a second. */
  private static final int FAULT = 400;

  private static final int CUT_OFF = 1;
  private static final int OTHER = 0;

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
  void itsConnectionsAreCutAndNewOnesRefused() throws Exception {
    farm.proxyOf(CUT_OFF).refuse();
    farm.proxyOf(CUT_OFF).cut();
    farm.keepOn(FAULT);
    farm.proxyOf(CUT_OFF).accept();

    assertThatOneSideMissedSomething(farm.endAndCheck());
  }

  @Test
  void itsConnectionsAreDeadWithoutAFinOrAReset() throws Exception {
    farm.proxyOf(CUT_OFF).blackhole();

    assertThatOneSideMissedSomething(farm.endAndCheck());
  }

  @Test
  void nothingPassesForAWhile() throws Exception {
    farm.proxyOf(CUT_OFF).pause();
    farm.keepOn(FAULT);
    farm.proxyOf(CUT_OFF).resume();

    assertThatOneSideMissedSomething(farm.endAndCheck());
  }

  @Test
  void itsConnectionsAreReset() throws Exception {
    farm.proxyOf(CUT_OFF).cut();

    LoadReport report = farm.endAndCheck();
    assertThat(report.count(OTHER, Outcome.REFUSED)).isZero();
    assertThat(report.count(OTHER, Outcome.UNKNOWN)).isZero();
  }

  private static void assertThatOneSideMissedSomething(LoadReport report) {
    assertThat(report.count(OTHER, Outcome.REFUSED)).isZero();
    assertThat(report.count(OTHER, Outcome.UNKNOWN)).isZero();
    assertThat(report.count(CUT_OFF, Outcome.REFUSED)).isPositive();
    assertThat(report.missedOn(CUT_OFF)).isPositive();
  }
}
