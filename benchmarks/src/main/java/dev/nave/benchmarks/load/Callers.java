package dev.nave.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says which connections of a scenario call, and what: each for itself, one for all, or one for
 * each group. For one thread.
 */
final class Callers {
  /** So late may a listener get a broadcast before the time when it was sent is lost. */
  private static final int TIMES_KEPT_FOR_LATE_LISTENERS = 8_192;

  private static final int TIMES_KEPT_FOR_A_GROUP = 1_024;

  /** Answers that overtake each other need their times somewhat longer. */
  private static final int TIMES_KEPT_PER_CALL = 16;

  private final Session session;
  private final Scenario scenario;
  private final int outstanding;
  private final Dialect dialect;
  private final List<SendTimes> timesOfGroups = new ArrayList<>();

  Callers(Session session) {
    this.session = session;
    scenario = session.plan().scenario();
    outstanding = session.plan().outstanding();
    dialect = session.plan().wire().dialect();
    int kept = scenario == Scenario.GROUPS ? TIMES_KEPT_FOR_A_GROUP : TIMES_KEPT_FOR_LATE_LISTENERS;
    for (int i = 0; i < groups(); i++) {
      timesOfGroups.add(new SendTimes(Math.max(kept, 2 * outstanding)));
    }
  }

  /** Returns the number of groups; all who hear a broadcast are one. */
  private int groups() {
    return scenario == Scenario.GROUPS ? session.plan().connections() / Scenario.GROUP_SIZE : 1;
  }

  /** Returns the connection with the index, which has not connected yet. */
  LoadConnection newConnection(int index, Tally tally) {
    int group = index % groups();
    if (scenario.isAnswered()) {
      SendTimes own = new SendTimes(outstanding * (scenario.isOrdered() ? 1 : TIMES_KEPT_PER_CALL));
      return newConnection(group, tally, own, newCaller(group, own, tally));
    }
    SendTimes shared = timesOfGroups.get(group);
    boolean calls = index < groups() && !scenario.isOnlyConnecting();
    return newConnection(group, tally, shared, calls ? newCaller(group, shared, tally) : null);
  }

  private LoadConnection newConnection(
      int group, Tally tally, SendTimes times, @Nullable Caller caller) {
    return new LoadConnection(session, tally, name(group), times, caller);
  }

  private Caller newCaller(int group, SendTimes times, Tally tally) {
    return new Caller(dialect.call(scenario.call(name(group))), outstanding, times, tally);
  }

  private static String name(int group) {
    return "group:" + group;
  }
}
