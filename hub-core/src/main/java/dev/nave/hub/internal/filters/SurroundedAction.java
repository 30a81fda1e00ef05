package dev.nave.hub.internal.filters;

import dev.nave.hub.AbstractHub;

/** Does something else around an action, and tells it what is told of the whole. */
abstract class SurroundedAction implements HubAction {
  final HubAction action;

  SurroundedAction(HubAction action) {
    this.action = action;
  }

  @Override
  public boolean concerns(AbstractHub hub) {
    return action.concerns(hub);
  }

  @Override
  public void failedLater(Throwable failure) {
    action.failedLater(failure);
  }

  @Override
  public void over() {
    action.over();
  }
}
