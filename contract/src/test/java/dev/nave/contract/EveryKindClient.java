package dev.nave.contract;

import dev.nave.contract.EveryKind.Point;
import dev.nave.contract.EveryKind.Shape;
import dev.nave.contract.EveryKind.Times;
import dev.nave.hub.HubMethodName;
import java.util.concurrent.CompletionStage;

/** What clients of the hub have. */
interface EveryKindClient {
  /** Tells where the point is now. */
  void moved(Point to, Times when);

  CompletionStage<Void> told(Shape shape);

  /** Asks for a shape around a point. */
  @HubMethodName("ask-shape")
  CompletionStage<Shape> askShape(Point around);

  @Deprecated
  void gone();
}
