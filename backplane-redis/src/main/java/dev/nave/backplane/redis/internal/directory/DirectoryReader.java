package dev.nave.backplane.redis.internal.directory;

import dev.nave.backplane.Stages;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.directory.DirectoryLimits;
import dev.nave.backplane.directory.Entry;
import dev.nave.backplane.directory.KeyCount;
import dev.nave.backplane.directory.Page;
import dev.nave.backplane.directory.PageEnd;
import dev.nave.backplane.directory.SpaceCount;
import dev.nave.backplane.directory.TimedEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what all nodes know. Each read asks Redis once, and fails if no answer comes. Any thread.
 */
final class DirectoryReader {
  private final List<Partition> parts;
  private final DirectoryStatus status;

  /** Creates a reader of all parts of a directory. */
  DirectoryReader(List<Partition> parts, DirectoryStatus status) {
    this.parts = parts;
    this.status = status;
  }

  CompletionStage<Page<Entry>> members(
      Partition part, DirectoryKey key, @Nullable String from, int limit) {
    return status.unlessRefused(
        DirectoryLimits.refusal(key),
        () -> {
          String after = PageEnd.ofMembers(from);
          return part.ask(
              "list the members of " + key,
              answer -> page(answer, limit, DirectoryReader::entry, name -> name),
              Texts.bytes("members"),
              Texts.key(key),
              Texts.bytes(after == null ? "-" : "(" + after),
              Texts.bytes(limit + 1L));
        });
  }

  private static Entry entry(String name, Object data) {
    String text = Texts.text(data);
    return new Entry(
        name, text.substring(Partition.NODE_CHARS), text.substring(0, Partition.NODE_CHARS));
  }

  CompletionStage<Long> count(Partition part, DirectoryKey key) {
    return status.unlessRefused(
        DirectoryLimits.refusal(key),
        () ->
            part.ask(
                "count the members of " + key,
                answer -> (Long) answer.get(0),
                Texts.bytes("count"),
                Texts.key(key)));
  }

  /** A page has keys of one part; its end tells the part and the last key. */
  CompletionStage<Page<KeyCount>> keys(String space, @Nullable String from, int limit) {
    return status.unlessRefused(
        DirectoryLimits.refusal(new DirectoryKey(space, "")),
        () -> {
          PageEnd after = PageEnd.ofKeys(from, parts.size());
          return parts
              .get(after.part())
              .ask(
                  "list keys",
                  answer -> keys(answer, after.part(), limit),
                  Texts.bytes("keys"),
                  Texts.bytes(space),
                  Texts.bytes(after.name() == null ? "-" : "(" + after.name()),
                  Texts.bytes(limit + 1L));
        });
  }

  private Page<KeyCount> keys(List<Object> answer, int part, int limit) {
    Page<KeyCount> page =
        page(
            answer,
            limit,
            (name, members) -> new KeyCount(name, (Long) members),
            name -> new PageEnd(part, name).text());
    return page.next() == null && part + 1 < parts.size()
        ? new Page<>(page.items(), new PageEnd(part + 1, null).text())
        : page;
  }

  CompletionStage<SpaceCount> count(String space) {
    CompletionStage<SpaceCount> sum = CompletableFuture.completedStage(new SpaceCount(0, 0));
    for (Partition part : parts) {
      sum =
          sum.thenCombine(
              count(part, space),
              (some, more) ->
                  new SpaceCount(some.keys() + more.keys(), some.members() + more.members()));
    }
    return Stages.readOnly(sum.toCompletableFuture());
  }

  private CompletionStage<SpaceCount> count(Partition part, String space) {
    return status.unlessRefused(
        DirectoryLimits.refusal(new DirectoryKey(space, "")),
        () ->
            part.ask(
                "count keys",
                answer -> new SpaceCount((Long) answer.get(0), (Long) answer.get(1)),
                Texts.bytes("counts"),
                Texts.bytes(space)));
  }

  CompletionStage<List<TimedEntry>> timed(Partition part, DirectoryKey key) {
    return status.unlessRefused(
        DirectoryLimits.refusal(key),
        () ->
            part.ask(
                "read the timed members of " + key,
                answer -> timed(answer, part, key),
                Texts.bytes("timed"),
                Texts.key(key)));
  }

  private static List<TimedEntry> timed(List<Object> answer, Partition part, DirectoryKey key) {
    List<TimedEntry> entries = new ArrayList<>();
    for (int i = 0; i < answer.size(); i += 3) {
      TimedEntry entry =
          new TimedEntry(
              Texts.text(answer.get(i)),
              Texts.text(answer.get(i + 2)),
              Duration.ofMillis(Long.parseLong(Texts.text(answer.get(i + 1)))));
      part.timed().hold(key, entry.member(), entry.value(), entry.remaining());
      entries.add(entry);
    }
    return entries;
  }

  /** Makes an item of a name and what follows it. */
  private interface ItemMaker<T> {
    T make(String name, Object data);
  }

  /** One more than the limit was asked for: it tells whether there is another page. */
  private static <T> Page<T> page(
      List<Object> answer, int limit, ItemMaker<T> item, Function<String, String> end) {
    List<T> items = new ArrayList<>();
    String last = "";
    for (int i = 0; i < answer.size() && items.size() < limit; i += 2) {
      last = Texts.text(answer.get(i));
      items.add(item.make(last, answer.get(i + 1)));
    }
    return new Page<>(items, answer.size() / 2 > limit ? end.apply(last) : null);
  }
}
