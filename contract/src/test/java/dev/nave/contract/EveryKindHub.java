package dev.nave.contract;

import dev.nave.contract.EveryKind.Account;
import dev.nave.contract.EveryKind.Empty;
import dev.nave.contract.EveryKind.Flat;
import dev.nave.contract.EveryKind.Holders;
import dev.nave.contract.EveryKind.Money;
import dev.nave.contract.EveryKind.Numbers;
import dev.nave.contract.EveryKind.Point;
import dev.nave.contract.EveryKind.Shape;
import dev.nave.contract.EveryKind.Sparse;
import dev.nave.contract.EveryKind.Texts;
import dev.nave.contract.EveryKind.Times;
import dev.nave.hub.Authorize;
import dev.nave.hub.CancellationToken;
import dev.nave.hub.HubIgnore;
import dev.nave.hub.HubMethodName;
import dev.nave.hub.Uploads;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A hub with every kind of method. Its comment goes on here. */
public class EveryKindHub extends EveryKindBase<Point> {
  /** Returns its argument. There is more to say. */
  public Numbers numbers(Numbers value) {
    return value;
  }

  public Texts texts(Texts value) {
    return value;
  }

  public Times times(Times value) {
    return value;
  }

  public Holders holders(Holders value) {
    return value;
  }

  public CompletionStage<Account> account(Account value) {
    value.logIn();
    return CompletableFuture.completedFuture(value);
  }

  public List<Shape> shapes(Shape value) {
    return List.of(value, value);
  }

  public Money money(Money value) {
    return value;
  }

  public Sparse sparse(Sparse value) {
    return value;
  }

  public Flat flat(Flat value) {
    return value;
  }

  public Empty empty(Empty value) {
    return value;
  }

  public @Nullable String maybe(@Nullable String value) {
    return value;
  }

  /** Does {@code nothing}, <b>at all</b>. */
  @Deprecated
  @HubMethodName("with-dash")
  public void renamed(long size, String function) {}

  @Authorize(roles = {"clerk", "admin"})
  public void restricted() {}

  @HubIgnore
  public void hidden() {}

  public Stream<Integer> count(int to, CancellationToken token) {
    return IntStream.rangeClosed(1, to).boxed();
  }

  public CompletionStage<Integer> sum(Flow.Publisher<Integer> numbers) {
    AtomicInteger sum = new AtomicInteger();
    return Uploads.forEach(numbers, sum::addAndGet).thenApply(unused -> sum.get());
  }

  public Iterable<Point> shift(int by, List<Point> points) {
    return points.stream().map(each -> new Point(each.x() + by, each.y())).toList();
  }

  public void callBack(Point to, Times when, Shape shape) {
    clients().caller().moved(to, when);
    clients().caller().told(shape);
  }

  public CompletionStage<Shape> ask(Point around) {
    return clients().caller().askShape(around);
  }
}
