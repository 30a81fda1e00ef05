package dev.nave.conformance;

import dev.nave.hub.Authorize;
import dev.nave.hub.HubException;
import dev.nave.hub.HubMethodName;
import dev.nave.hub.SingleClientProxy;
import dev.nave.hub.protocol.CloseMessage;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The hub that every scenario talks to. README.md says what each group of methods is for. */
class TestHub extends StreamingHub {
  private static final String MESSAGE = "message";
  private static final String ANSWER = "answer";

  private final Gates gates;

  TestHub(Gates gates) {
    this.gates = gates;
  }

  @Override
  protected void onDisconnected(@Nullable Throwable cause) {
    String reason = cause == null ? null : cause.getMessage();
    clients().group("watchers").send("left", context().connectionId(), reason);
  }

  // Values

  public @Nullable Object echo(@Nullable Object value) {
    return value;
  }

  public @Nullable String echoString(@Nullable String value) {
    return value;
  }

  public int echoInt(int value) {
    return value;
  }

  public long echoLong(long value) {
    return value;
  }

  public double echoDouble(double value) {
    return value;
  }

  public boolean echoBool(boolean value) {
    return value;
  }

  public byte @Nullable [] echoBytes(byte @Nullable [] value) {
    return value;
  }

  public int @Nullable [] echoInts(int @Nullable [] value) {
    return value;
  }

  public @Nullable Person echoPerson(@Nullable Person value) {
    return value;
  }

  public int add(int a, int b) {
    return a + b;
  }

  public void nothing() {}

  public CompletableFuture<Void> nothingLater() {
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS));
  }

  @HubMethodName("renamed")
  public String originalName() {
    return "renamed";
  }

  // Errors

  @HubMethodName("throw")
  public void throwException(String message) {
    throw new IllegalStateException(message);
  }

  public void throwHubException(String message) {
    throw new HubException(message);
  }

  public void throwApples(String message) {
    throw new TooManyApples(message);
  }

  // Identity

  public String connectionId() {
    return context().connectionId();
  }

  public @Nullable String userId() {
    return context().userId();
  }

  @Authorize(roles = "admin")
  public String adminOnly() {
    return "for admins";
  }

  // Waiting

  public CompletableFuture<String> hold(String key) {
    return gates.passed(key);
  }

  public void release(String key) {
    gates.open(key);
  }

  // Targets

  public CompletableFuture<Void> toAll(String text) {
    return clients().all().send(MESSAGE, "all", text);
  }

  public CompletableFuture<Void> toCaller(String text) {
    return clients().caller().send(MESSAGE, "caller", text);
  }

  public CompletableFuture<Void> toOthers(String text) {
    return clients().others().send(MESSAGE, "others", text);
  }

  public CompletableFuture<Void> toAllExcept(List<String> ids, String text) {
    return clients().allExcept(ids).send(MESSAGE, "allExcept", text);
  }

  public CompletableFuture<Void> toClient(String id, String text) {
    return clients().client(id).send(MESSAGE, "client", text);
  }

  public CompletableFuture<Void> toClients(List<String> ids, String text) {
    return clients().clients(ids).send(MESSAGE, "clients", text);
  }

  public CompletableFuture<Void> toGroup(String group, String text) {
    return clients().group(group).send(MESSAGE, "group", text);
  }

  public CompletableFuture<Void> toGroups(List<String> groups, String text) {
    return clients().groups(groups).send(MESSAGE, "groups", text);
  }

  public CompletableFuture<Void> toGroupExcept(String group, List<String> ids, String text) {
    return clients().groupExcept(group, ids).send(MESSAGE, "groupExcept", text);
  }

  public CompletableFuture<Void> toOthersInGroup(String group, String text) {
    return clients().othersInGroup(group).send(MESSAGE, "othersInGroup", text);
  }

  public CompletableFuture<Void> toUser(String user, String text) {
    return clients().user(user).send(MESSAGE, "user", text);
  }

  public CompletableFuture<Void> toUsers(List<String> users, String text) {
    return clients().users(users).send(MESSAGE, "users", text);
  }

  // Groups

  public CompletableFuture<Void> join(String group) {
    return groups().add(group);
  }

  public CompletableFuture<Void> leave(String group) {
    return groups().remove(group);
  }

  public CompletableFuture<Void> joinOther(String id, String group) {
    return groups().add(id, group);
  }

  public CompletableFuture<Void> leaveOther(String id, String group) {
    return groups().remove(id, group);
  }

  // Client results

  public CompletableFuture<String> ask(String question) {
    return told(clients().caller().invoke(String.class, ANSWER, question));
  }

  public CompletableFuture<String> askOther(String id, String question) {
    return told(clients().client(id).invoke(String.class, ANSWER, question));
  }

  public CompletableFuture<String> askInt(String question) {
    return told(clients().caller().invoke(int.class, ANSWER, question));
  }

  /** Asks another client, one question after the other, and streams what it answers. */
  public Stream<String> interview(String id, int questions) {
    SingleClientProxy client = clients().client(id);
    return IntStream.range(0, questions)
        .mapToObj(i -> client.invoke(String.class, ANSWER, String.valueOf(i)).join());
  }

  private static CompletableFuture<String> told(CompletableFuture<?> answer) {
    return answer.handle(
        (result, failure) ->
            failure != null
                ? "failed: " + failure.getMessage()
                : "answer: " + Objects.toString(result, ""));
  }

  // End

  public void abort() {
    context().abort();
  }

  public CompletableFuture<Integer> closeClient(
      String id, @Nullable String error, boolean allowReconnect) {
    return connections().close(id, new CloseMessage(error, allowReconnect));
  }

  public CompletableFuture<Integer> closeUser(
      String user, @Nullable String error, boolean allowReconnect) {
    return connections().closeUser(user, new CloseMessage(error, allowReconnect));
  }

  public CompletableFuture<Integer> closeGroup(
      String group, @Nullable String error, boolean allowReconnect) {
    return connections().closeGroup(group, new CloseMessage(error, allowReconnect));
  }
}
