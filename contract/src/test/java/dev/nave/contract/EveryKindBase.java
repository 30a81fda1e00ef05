package dev.nave.contract;

import dev.nave.contract.EveryKind.Page;
import dev.nave.hub.TypedHub;
import java.util.Arrays;

/** What the hub inherits. */
abstract class EveryKindBase<T> extends TypedHub<EveryKindClient> {
  /** Puts items on a page. */
  public Page<T> page(T[] items) {
    return new Page<>(Arrays.asList(items), null);
  }
}
